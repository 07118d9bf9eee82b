"""From choosing a document to its first page on everybody's screen: a PDF and a PowerPoint file of 20 pages.

A whole server in this process over SQLite, a teacher who uploads over HTTP and shows it over her socket, and a pupil
who waits for the news; the converters are processes of their own, as they always are. Every second page has a
photograph. Also told: how many bytes a page has, and how long it takes on a line of 64 kbit/s. The last line is one
JSON object.
"""

from __future__ import annotations

import asyncio
import io
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from PIL import Image, ImageFilter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from server import migrations
from server.app import create_app
from server.core.database import Database
from server.core.settings import Settings
from tests.documents import pdf_of_slides, send
from tests.live import Client, serving
from tests.people import PASSWORD, People, settle
from tests.slides import pptx

PAGES = 20
LIMITS = {"pptx_s": 30.0, "pdf_s": 5.0}
NARROW = 64_000 / 8
PATIENCE = 120.0


def main() -> int:
    """0 when both are on stage in time."""
    with tempfile.TemporaryDirectory() as folder:
        result = asyncio.run(measure(Path(folder)))
    print(json.dumps(result))
    return 0 if all(result[key] < limit for key, limit in LIMITS.items()) else 1


async def measure(folder: Path) -> dict[str, Any]:
    """Both documents, one after the other."""
    url = f"sqlite+aiosqlite:///{folder / 'bench.db'}"
    await asyncio.to_thread(migrations.upgrade, url)
    database = Database(url)
    people = await settle(database)
    settings = Settings(database_url=url, data_dir=folder, secret_key="a secret of this benchmark")
    async with serving(create_app(settings)) as base:
        ada, piotr = await _enter(base, people)
        conference = ada[1]
        result: dict[str, Any] = {}
        slides, photographs = _slides(), _photographs()
        for name, content in (("pdf", pdf_of_slides(slides, photographs)), ("pptx", pptx(slides, photographs))):
            taken, pages = await _on_stage(ada[0], piotr, conference, content)
            result[f"{name}_s"] = round(taken, 2)
            result |= await _weights(ada[0], conference, pages, name)
            print(f"{name}: {len(content) >> 10} kB, on stage after {taken:.2f} s", flush=True)
        await ada[0].close()
        await piotr.close()
    await database.close()
    return result


async def _enter(base: str, people: People) -> tuple[tuple[Client, str], Client]:
    ada, piotr = Client(base), Client(base)
    await ada.sign_in("ada", PASSWORD)
    await piotr.sign_in("piotr", PASSWORD, people.slug)
    await ada.connect()
    await piotr.connect()
    body = {"title": "Rivers in November", "duration_min": 30}
    answer = await ada.http.post(f"/api/spaces/{people.space}/conferences", json=body)
    conference = str(answer.json()["id"])
    for client in (ada, piotr):
        await client.result("conference.enter", conference=conference)
    return (ada, conference), piotr


async def _on_stage(ada: Client, piotr: Client, conference: str, content: bytes) -> tuple[float, dict[str, Any]]:
    began = time.monotonic()
    answer = await send(ada, conference, content)
    assert answer.status_code == 201, answer.text
    document = answer.json()["id"]
    ended = await ada.find(
        lambda frame: (
            frame["type"] == "document.changed"
            and frame["document"]["id"] == document
            and frame["document"]["state"] in ("ready", "failed")
        ),
        PATIENCE,
    )
    assert ended["document"]["state"] == "ready", ended
    assert ended["document"]["pages_done"] == PAGES, ended
    await ada.result("slides.show", conference=conference, document=document)
    await piotr.heard("slides.changed")
    pages = (await piotr.http.get(f"/api/conferences/{conference}/documents/{document}")).json()
    first = f"/api/conferences/{conference}/documents/{document}/pages/{pages['pages'][0]['id']}"
    assert (await piotr.http.get(first)).status_code == 200
    return time.monotonic() - began, pages


async def _weights(ada: Client, conference: str, pages: dict[str, Any], name: str) -> dict[str, Any]:
    base = f"/api/conferences/{conference}/documents/{pages['id']}/pages"
    sizes = [len((await ada.http.get(f"{base}/{page['id']}")).content) for page in pages["pages"]]
    small = [len((await ada.http.get(f"{base}/{page['id']}/thumbnail")).content) for page in pages["pages"]]
    return {
        f"{name}_page_kb": round(statistics.mean(sizes) / 1000, 1),
        f"{name}_largest_page_kb": round(max(sizes) / 1000, 1),
        f"{name}_thumbnail_kb": round(statistics.mean(small) / 1000, 1),
        f"{name}_page_s_at_64_kbit": round(statistics.mean(sizes) / NARROW, 1),
    }


def _slides() -> list[tuple[str, list[str]]]:
    lines = ["We measured the water at seven in the morning, one metre deep.", "Nabeul 18.0", "Bakı, pier 15.3"]
    lines += ["Ferrara, river 12.6", "Gdynia 11.4", "Why is it warmer near the pier?"]
    return [(f"Week {number + 1}: our water", lines) for number in range(PAGES)]


def _photographs() -> dict[int, bytes]:
    """As grainy as a photograph: noise, softened."""
    found: dict[int, bytes] = {}
    for number in range(0, PAGES, 2):
        noise = Image.effect_noise((1600, 1200), 90 + number).filter(ImageFilter.GaussianBlur(3)).convert("RGB")
        out = io.BytesIO()
        noise.save(out, "JPEG", quality=85)
        found[number] = out.getvalue()
    return found


if __name__ == "__main__":
    sys.exit(main())
