"""Uploads that take their time, break off or are refused late; names that pupils give; files that will not go."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import msgspec
import pytest
from sqlalchemy import event, update
from structlog.testing import capture_logs

from campus.materials import uploads
from server.app import make_site
from server.core import blobs
from server.core.database import Database
from server.core.errors import UserError
from server.core.models import MembershipState, SpaceMembership
from server.core.settings import Settings
from tests.campus.conftest import Enter
from tests.live import Client
from tests.people import People
from tests.uploads import files, folder, picture, send, sent
from tests.waiting import eventually

pytestmark = pytest.mark.anyio


async def arriving(tmp_path: Path, *, then: Callable[[], Awaitable[None]]) -> AsyncGenerator[bytes]:
    """A document that arrives slowly; what happens meanwhile."""

    async def begun() -> bool:
        return files(tmp_path) != []

    yield b"%PDF-1.7".ljust(blobs.AT_ONCE, b" ")
    await eventually(begun)
    await then()
    yield b"%%EOF"


async def slowly(client: Client, people: People, target: str, content: AsyncGenerator[bytes]) -> httpx.Response:
    description = quote(msgspec.json.encode({"title": "A plan", "folder": target}))
    url = f"/api/spaces/{people.space}/materials"
    return await client.http.post(url, content=content, headers={"description": description})


async def test_an_upload_that_is_broken_off_leaves_nothing_and_is_no_mistake_of_ours(
    enter: Enter, people: People, tmp_path: Path
) -> None:
    ada = await enter("ada")

    async def hang_up() -> None:
        raise ConnectionError

    async def gone() -> bool:
        return files(tmp_path) == []

    plans = await folder(ada, people, "files")
    with capture_logs() as logged:
        with pytest.raises(ConnectionError):
            await slowly(ada, people, plans, arriving(tmp_path, then=hang_up))
        await eventually(gone)
    assert [line for line in logged if line["event"] == "http.bug"] == []


async def test_who_is_removed_while_an_upload_arrives_adds_nothing(
    enter: Enter, people: People, database: Database, tmp_path: Path
) -> None:
    ada, grace = await enter("ada"), await enter("grace")
    plans = await folder(ada, people, "files")

    async def removed() -> None:
        theirs = (SpaceMembership.user_id == people.grace, SpaceMembership.space_id == people.space)
        async with database.write() as db:
            await db.execute(update(SpaceMembership).where(*theirs).values(state=MembershipState.REMOVED))

    answer = await slowly(grace, people, plans, arriving(tmp_path, then=removed))
    assert answer.status_code in (403, 404)
    assert files(tmp_path) == []


async def test_a_project_that_is_full_meanwhile_takes_no_more(
    enter: Enter, people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = await enter("ada")

    async def full() -> None:
        monkeypatch.setattr(uploads, "MOST_IN_SPACE", 0)

    answer = await slowly(ada, people, await folder(ada, people, "files"), arriving(tmp_path, then=full))
    assert answer.json()["code"] == "space_full"
    assert files(tmp_path) == []


async def test_an_upload_that_does_not_end_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def for_ever() -> AsyncGenerator[bytes]:
        yield b"x" * blobs.AT_ONCE
        await asyncio.Event().wait()

    url = f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"
    site = make_site(Settings(database_url=url, data_dir=tmp_path, secret_key="a secret of this test"))
    monkeypatch.setattr(uploads, "LONGEST_UPLOAD", 0.05)
    with pytest.raises(UserError) as refused:
        await uploads.received(site, for_ever(), 1 << 20)
    assert refused.value.code == "upload_too_slow"
    assert files(tmp_path) == []


@pytest.mark.parametrize("words", ["call 055 123 45 67", "see rivers.example.com/map"])
async def test_what_pupils_name_things_is_looked_at_as_what_they_write(
    enter: Enter, people: People, tmp_path: Path, words: str
) -> None:
    ada, nino = await enter("ada"), await enter("nino")
    url = f"/api/spaces/{people.space}"
    album, films = await folder(nino, people, "images"), await folder(nino, people, "videos")
    named = {"section": "images", "name": words}
    film = {"url": "https://youtu.be/dQw4w9WgXcQ", "title": words, "folder": films}
    for answer in (
        await nino.http.post(f"{url}/folders", json=named),
        await send(nino, people, picture(), folder=album, title=words),
        await send(nino, people, picture(), folder=album, alt_text=words),
        await nino.http.post(f"{url}/videos", json=film),
    ):
        assert (answer.status_code, answer.json()["code"]) == (422, "not_for_all")
    assert files(tmp_path) == []
    assert (await ada.http.post(f"{url}/folders", json=named)).status_code == 201
    assert (await ada.http.post(f"{url}/videos", json=film)).status_code == 201


async def test_a_file_that_stays_on_the_disk_spoils_no_deletion(
    enter: Enter, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = await enter("ada")
    kept = await sent(ada, people, picture(), folder=await folder(ada, people, "images"))

    def refuse(*_: Any, **__: Any) -> None:
        raise PermissionError

    with monkeypatch.context() as disk, capture_logs() as logged:
        disk.setattr(Path, "unlink", refuse)
        answer = await ada.http.delete(f"/api/spaces/{people.space}/materials/{kept['id']}")
    assert answer.status_code == 200
    assert [line["event"] for line in logged if line["log_level"] == "error"] == ["blobs.unlink"] * 2


async def test_deletions_lock_in_the_order_of_ids_so_that_none_waits_for_another(
    database: Database, tmp_path: Path
) -> None:
    url = database.url.render_as_string(hide_password=False)
    site = make_site(Settings(database_url=url, data_dir=tmp_path, secret_key="a secret of this test"))
    site.database = database
    asked: list[str] = []

    def note(*args: Any) -> None:
        asked.append(args[2])

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    try:
        await blobs.drop_unused(site)
    finally:
        event.remove(database.engine.sync_engine, "before_cursor_execute", note)
    locking = [one for one in asked if one.startswith("SELECT file_blobs.id")]
    assert locking
    assert all("ORDER BY file_blobs.id" in one for one in locking)
