"""Documents of a conference: looked at, turned into pages, ordered, offered, deleted, forgotten (R-073)."""

from __future__ import annotations

import asyncio
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PIL import Image, ImageFilter
from sqlalchemy import func, select

from server.conference.documents import converting, drawing_pages, waiting
from server.conference.documents.models import ConferenceDocument, DocumentPage, DocumentState
from server.core import blobs, clock
from server.core.database import Database
from server.core.models import FileBlob
from server.core.retention import Retention
from tests import documents
from tests.conference.conftest import House, house
from tests.conference.steps import inside
from tests.documents import listed, pdf, ready, send
from tests.live import Client
from tests.people import People
from tests.uploads import archive, files, office, old_office, picture
from tests.waiting import eventually

pytestmark = pytest.mark.anyio

KILLED = [sys.executable, "-c", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"]
only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what no database has a part in."""


async def state_told(client: Client, document: str, state: str) -> dict[str, Any]:
    """The news that a document is in this state."""
    frame = await client.find(
        lambda f: (
            f["type"] == "document.changed" and f["document"]["id"] == document and f["document"]["state"] == state
        )
    )
    told: dict[str, Any] = frame["document"]
    return told


@pytest.mark.proves("R-073")
async def test_a_document_is_prepared_before_anybody_is_inside_and_only_by_those_who_lead(one_house: House) -> None:
    ada, grace, piotr = [await one_house.client(name) for name in ("ada", "grace", "piotr")]
    conference = await one_house.start(ada)
    shown = await ready(ada, conference, pdf("Rivers", "Lakes", "Seas"), downloadable=True)
    assert [page["text"] for page in shown["pages"]] == ["Rivers", "Lakes", "Seas"]
    assert {(page["width"], page["height"]) for page in shown["pages"]} == {(1600, 900)}
    (one,) = await listed(ada, conference)
    assert (one["state"], one["pages_done"], one["pages_all"]) == ("ready", 3, 3)
    assert one["cover"] == shown["pages"][0]["id"]
    for other in (grace, piotr):
        assert await listed(other, conference) == [], "what is prepared is nobody else's to see"
        assert (await send(other, conference, pdf("Mine"))).status_code == 403
        for address in ("", "/file", f"/pages/{one['cover']}", f"/pages/{one['cover']}/thumbnail"):
            answer = await other.http.get(f"/api/conferences/{conference}/documents/{one['id']}{address}")
            assert answer.status_code == 404, address
        for verb, address in (("DELETE", ""), ("POST", "/retry")):
            answer = await other.http.request(verb, f"/api/conferences/{conference}/documents/{one['id']}{address}")
            assert answer.status_code == 403, address


async def test_a_presenter_uploads_and_a_document_of_another_conference_is_not_found(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    grace = await one_house.client("grace")
    await grace.result("conference.enter", conference=conference)
    await ada.result("participant.appoint", conference=conference, user=grace.user, role="presenter")
    mine = await ready(grace, conference, picture("JPEG"), title="A chart")
    assert [(one["title"], one["kind"]) for one in await listed(ada, conference)] == [("A chart", "jpg")]
    elsewhere = await one_house.start(grace)
    for address in ("", "/file", f"/pages/{mine['pages'][0]['id']}"):
        answer = await grace.http.get(f"/api/conferences/{elsewhere}/documents/{mine['id']}{address}")
        assert answer.status_code == 404
    assert await ada.refusal("slides.show", conference=elsewhere, document=mine["id"]) == "not_inside"


@only_sqlite
async def test_bytes_are_given_out_to_be_shown_or_saved_and_never_run(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    original = pdf("Rivers")
    shown = await ready(ada, conference, original, title="Ri/vers: a report")
    base = f"/api/conferences/{conference}/documents/{shown['id']}"
    page = f"{base}/pages/{shown['pages'][0]['id']}"
    for address in (page, f"{page}/thumbnail"):
        answer = await ada.http.get(address)
        assert (answer.headers["content-type"], answer.content[8:12]) == ("image/webp", b"WEBP")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "private, no-cache"
        again = await ada.http.get(address, headers={"if-none-match": answer.headers["etag"]})
        assert again.status_code == 304
    piotr = await inside(one_house, conference, "piotr")
    await ada.result("slides.show", conference=conference, document=shown["id"])
    assert (await piotr.http.get(f"{base}/file")).status_code == 404, "it is not offered"
    assert (await ada.http.patch(base, json={"downloadable": True, "title": "Seas"})).status_code == 200
    assert (await documents.pages(piotr, conference, shown["id"]))["title"] == "Seas"
    saved = await piotr.http.get(f"{base}/file")
    assert saved.content == original
    assert saved.headers["content-disposition"].startswith('attachment; filename="Seas.pdf"')
    assert saved.headers["content-security-policy"] == "default-src 'none'; sandbox"


def test_a_page_that_is_all_photograph_is_coarser_rather_than_late_on_a_narrow_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    grain = [Image.effect_noise((1600, 1200), 90).filter(ImageFilter.GaussianBlur(1)) for _ in range(3)]
    for name, image in (("grain", Image.merge("RGB", grain)), ("plain", Image.new("RGB", (1600, 1200), "teal"))):
        source, folder = tmp_path / f"{name}.jpg", tmp_path / name
        image.save(source, quality=90)
        folder.mkdir()
        drawing_pages.draw("jpg", source, folder, 1)
        *_, said = capsys.readouterr().out.splitlines()
        width, size = json.loads(said)["width"], (folder / "0001.webp").stat().st_size
        assert size <= drawing_pages.MOST_BYTES
        assert (folder / "0001.small.webp").stat().st_size < 12_000, "seen within two seconds meanwhile"
        assert width == 1600 if name == "plain" else width >= drawing_pages.LEAST_SIDE


def huge_picture() -> bytes:
    """More pixels than anybody needs, in few bytes."""
    out = io.BytesIO()
    Image.new("1", (10_000, 9_000)).save(out, "PNG")
    return out.getvalue()


def bad() -> Iterator[tuple[str, bytes, str]]:
    """What, its bytes, the code of the refusal."""
    yield "a text", b"Rivers", "document_type"
    yield "nothing", b"", "document_type"
    yield "an old presentation", old_office("PowerPoint Document"), "document_type"
    yield (
        "a table of OpenDocument",
        archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
        "document_type",
    )
    yield "an animated picture", picture("GIF"), "document_type"
    yield "macros", office("pptx", "ppt/vbaProject.bin"), "has_macros"
    macros = b'<x ContentType="application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"/>'
    yield "a pptm without its macros", archive(**{"[Content_Types].xml": macros}), "has_macros"
    yield "an office file under a password", old_office("EncryptedPackage"), "document_locked"
    yield "half a picture", picture()[:60], "document_damaged"
    yield "a huge picture", huge_picture(), "image_too_large"
    yield "half a PDF", b"%PDF-1.7\nnothing follows", "document_damaged"
    yield "10,000 pages", documents.many_pages(10_000), "too_many_pages"
    yield "300 slides", office("pptx", *(f"ppt/slides/slide{n}.xml" for n in range(300))), "too_many_pages"
    yield "PostScript in a slide", office("pptx", "ppt/media/image1.eps"), "has_eps"
    yield "a bomb", documents.bomb(), "document_too_large_inside"


@only_sqlite
async def test_what_cannot_be_shown_is_refused_in_words_and_nothing_of_it_is_kept(
    one_house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def yes(_: object) -> bool:
        return True

    monkeypatch.setattr("server.conference.documents.preparing.converts_office", yes)
    conference, ada = await one_house.lesson()
    for what, content, code in bad():
        answer = await send(ada, conference, content, title=f"{what}.pdf")
        assert (answer.status_code, answer.json()["code"]) == (422, code), what
        assert answer.json()["text"], what
    monkeypatch.setattr("server.conference.documents.preparing.MOST_MB", 1)
    assert (await send(ada, conference, b"%PDF-" + bytes(1 << 20))).status_code == 413
    assert await listed(ada, conference) == []
    assert files(tmp_path) == []
    assert list((tmp_path / "converting").iterdir()) == []


@only_sqlite
async def test_office_files_are_refused_in_plain_words_where_they_cannot_be_converted(
    one_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(converting, "office_program", lambda: None)
    conference, ada = await one_house.lesson()
    answer = await send(ada, conference, office("pptx"))
    assert answer.json()["text"] == "Office files cannot be converted here; upload a PDF."
    assert (await ada.http.get(f"/api/conferences/{conference}/documents")).json()["office"] is False


async def test_a_killed_converter_says_so_and_a_retry_draws_the_pages(
    one_house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    conference, ada = await one_house.lesson()
    ours = converting.python

    def killed(script: str, verb: str, *arguments: str) -> list[str]:
        return KILLED if verb == "draw" else ours(script, verb, *arguments)

    monkeypatch.setattr(converting, "python", killed)
    document = (await send(ada, conference, pdf("Rivers"))).json()["id"]
    failed = await state_told(ada, document, "failed")
    assert (failed["problem"], failed["may_retry"]) == ("converter_stopped", True)
    assert failed["text"] == "The converter was stopped before it was done. Try again."
    assert len(files(tmp_path)) == 1, "the original alone"
    monkeypatch.setattr(converting, "python", ours)
    assert await ada.refusal("slides.show", conference=conference, document=document) == "document_not_ready"
    answer = await ada.http.post(f"/api/conferences/{conference}/documents/{document}/retry")
    assert answer.status_code == 200
    assert (await state_told(ada, document, "ready"))["problem"] is None
    answer = await ada.http.post(f"/api/conferences/{conference}/documents/{document}/retry")
    assert answer.json()["code"] == "not_retryable"


async def test_a_conversion_outlives_the_server_that_began_it(
    database: Database, people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(*_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(waiting, "draw", never)
    async with house(database, people, tmp_path) as first:
        conference, ada = await first.lesson()
        document = (await send(ada, conference, pdf("Rivers"))).json()["id"]
        await state_told(ada, document, "converting")
    async with database.read() as db:
        left = await db.get_one(ConferenceDocument, UUID(document))
    assert (left.state, left.taken_by) == (DocumentState.WAITING, None), "a server that stops hands it back"
    async with database.write() as db:
        # As a killed one leaves it.
        dead = await db.get_one(ConferenceDocument, UUID(document))
        dead.move_to(DocumentState.CONVERTING)
        dead.taken_by, dead.taken_until = people.ada, clock.now()
    monkeypatch.undo()
    async with house(database, people, tmp_path) as second:
        ada = await second.client("ada")

        async def is_ready() -> bool:
            return [one["state"] for one in await listed(ada, conference)] == ["ready"]

        await eventually(is_ready)
        assert [page["text"] for page in (await documents.pages(ada, conference, document))["pages"]] == ["Rivers"]


async def test_documents_are_ordered_and_deleted_with_their_files_and_leave_the_stage(
    one_house: House, tmp_path: Path
) -> None:
    conference, ada = await one_house.lesson()
    rivers = await ready(ada, conference, pdf("Rivers"), title="Rivers")
    lakes = await ready(ada, conference, pdf("Lakes"), title="Lakes")
    order = f"/api/conferences/{conference}/documents/order"
    assert (await ada.http.put(order, json={"documents": [lakes["id"]]})).status_code == 200
    assert [one["title"] for one in await listed(ada, conference)] == ["Lakes", "Rivers"]
    await ada.result("slides.show", conference=conference, document=rivers["id"])
    assert (await ada.heard("slides.changed"))["slides"]["document"] == rivers["id"]
    assert (await ada.http.delete(f"/api/conferences/{conference}/documents/{rivers['id']}")).status_code == 200
    assert (await ada.heard("slides.changed"))["slides"] is None
    assert (await ada.heard("document.deleted"))["document"] == rivers["id"]
    assert [one["title"] for one in await listed(ada, conference)] == ["Lakes"]
    assert len(files(tmp_path)) == 3, "the other's original, page and thumbnail"


async def test_documents_go_three_months_after_the_conference_with_every_file(
    one_house: House, tmp_path: Path, time_passes: Any
) -> None:
    conference, ada = await one_house.lesson()
    shown = await ready(ada, conference, pdf("Rivers"))
    await ada.result("conference.end", conference=conference)
    assert (await send(ada, conference, pdf("Late"))).json()["code"] == "conference_over"
    assert [one["id"] for one in await listed(ada, conference)] == [shown["id"]], "there for those who led"
    left = tmp_path / "converting" / "left"
    left.mkdir()
    time_passes.on(days=93)
    # By a client of its own: the login of then may have run out.
    ada = await one_house.client("ada")
    assert await listed(ada, conference) == []
    answer = await ada.http.get(f"/api/conferences/{conference}/documents/{shown['id']}")
    assert answer.status_code == 404
    retention = one_house.sites[0].part(Retention)
    receipt = await retention.purge()
    assert receipt.deleted["conference_documents"] == 2
    assert (await retention.prove())["conference_documents"] == 0
    async with one_house.database.read() as db:
        for kind in (ConferenceDocument, DocumentPage, FileBlob):
            assert await db.scalar(select(func.count()).select_from(kind)) == 0
    assert files(tmp_path) == []
    assert not left.exists()
    assert blobs.folder_of(one_house.sites[0]).is_dir()
