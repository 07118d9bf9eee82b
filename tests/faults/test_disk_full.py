"""A disk that fills up: said in words, what is there can be read, and when there is room again all goes on."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Generator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.exc import DBAPIError

from server.app import create_app
from server.core.database import Database, storage_refusal
from server.core.settings import Settings
from tests.campus.events import soon
from tests.faults.conftest import Enter
from tests.live import Client, serving
from tests.people import People, settle
from tests.uploads import archive
from tests.videos import video

pytestmark = pytest.mark.anyio

SIZE = 4 << 20
PAGE = 4096
"""As much as such a disk gives to a file at once."""
SOON = {
    "form": "meeting",
    "mode": "online",
    "title": "Songs",
    "summary": "Bring one.",
    "lang": "en",
    "minutes": 60,
    "publish": True,
}


@pytest.fixture
def small_disk(tmp_path: Path) -> Generator[Path]:
    """A disk of four megabytes; only root may mount one."""
    folder = tmp_path / "small"
    folder.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root may mount a disk")
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", folder], check=True)
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


async def test_a_full_disk_is_said_reading_goes_on_and_so_does_writing_when_there_is_room(
    migrated_sqlite: Path, small_disk: Path, enter: Enter
) -> None:
    path = small_disk / "twinspace.db"
    shutil.copyfile(migrated_sqlite, path)
    settings = Settings(data_dir=small_disk, secret_key="a secret of this test")
    database = Database(settings.database)
    people = await settle(database)
    await database.close()
    async with serving(create_app(settings)) as base:
        ada = await enter(base, "ada")
        await ada.connect()
        await ada.result("room.join", room=str(people.room))
        kept = await ada.result("chat.send", **message(people, "While there was room"))
        ballast = small_disk / "ballast"
        await asyncio.to_thread(fill, ballast)
        refused = message(people, "x" * 2000)
        # What has room in the last page of the log may still be taken.
        taken = [kept]
        for _ in range(4):
            answer = await ada.ask("chat.send", **refused)
            if answer["type"] == "refused":
                break
            taken.append(answer["result"])
            refused = message(people, f"{len(taken)}".ljust(2000, "x"))
        assert answer["code"] == "storage_full", answer
        room = refused.pop("room")
        for _ in range(4):
            over_http = await ada.http.post(f"/api/rooms/{room}/messages", json=refused)
            if not over_http.is_success:
                break
            taken.append(over_http.json())
            refused = message(people, f"{len(taken)}".ljust(2000, "x"))
            room = refused.pop("room")
        assert (over_http.status_code, over_http.json()["code"]) == (507, "storage_full")
        page = await ada.result("chat.catch_up", room=str(people.room), after=None)
        assert page["messages"] == taken
        ballast.unlink()
        stored = await ada.result("chat.send", room=room, **refused)
        assert stored["seq"] == len(taken) + 1
    with contextlib.closing(sqlite3.connect(path)) as there:
        assert there.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert there.execute("SELECT count(*) FROM chat_messages").fetchone() == (len(taken) + 1,)


async def test_an_upload_that_finds_no_room_is_refused_in_words_and_leaves_nothing(
    migrated_sqlite: Path, small_disk: Path, tmp_path: Path, enter: Enter
) -> None:
    """A file for the page of an event, a document for its stage, and a video of which only the copy has no room."""
    shutil.copyfile(migrated_sqlite, tmp_path / "twinspace.db")
    url = f"sqlite+aiosqlite:///{tmp_path / 'twinspace.db'}"
    database = Database(url)
    await settle(database)
    await database.close()
    large = archive(**{"[Content_Types].xml": b"", "much": os.urandom(SIZE)})
    async with serving(create_app(Settings(database_url=url, data_dir=small_disk, secret_key="a secret"))) as base:
        ada = await enter(base, "ada")
        event = (await ada.http.post("/api/events", json=SOON | {"starts_at": soon().isoformat()})).json()["card"]["id"]
        room = (await ada.http.get(f"/api/events/{event}/conference")).json()["id"]
        page, stage = f"/api/events/{event}/materials", f"/api/conferences/{room}/documents"
        for path, said in ((page, {"kind": "file", "title": "Songs"}), (stage, {"title": "Songs"})):
            assert await sent(ada, path, said, large) == (507, "storage_full")
        assert left(small_disk) == []
        film, said = video(), {"kind": "video", "title": "Our river"}
        fill(ballast := small_disk / "ballast")
        os.truncate(ballast, ballast.stat().st_size - -(-len(film) // PAGE) * PAGE)
        assert await sent(ada, page, said, film) == (507, "storage_full")
        assert left(small_disk) == ["ballast"]
        ballast.unlink()
        assert (await sent(ada, page, said, film))[0] == 201


def test_postgresql_says_in_its_own_words_that_its_disk_is_full() -> None:
    class DiskFullError(Exception):
        sqlstate = "53100"

    assert storage_refusal(DBAPIError("INSERT", {}, DiskFullError())).status == 507
    assert storage_refusal(DBAPIError("INSERT", {}, ConnectionError())).status == 503


async def sent(client: Client, path: str, said: dict[str, str], content: bytes) -> tuple[int, str | None]:
    """The status of an upload, and why it was refused."""
    answer = await client.http.post(path, content=content, headers={"description": json.dumps(said)})
    return answer.status_code, answer.json().get("code")


def left(folder: Path) -> list[str]:
    """The files on a disk."""
    return [path.name for path in folder.rglob("*") if path.is_file() and path.suffix != ".key"]


def fill(path: Path) -> None:
    """Until nothing fits."""
    with path.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(1024))


def message(people: People, text: str) -> dict[str, Any]:
    return {"room": str(people.room), "client_id": str(uuid4()), "text": text}
