"""A database that is away at the start, goes away later, or is held by somebody else: said, borne, and made good."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import sqlite3
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import func, select
from websockets.asyncio.client import ClientConnection

from server.app import create_app
from server.chat.models import ChatMessage
from server.core.database import Database
from server.core.settings import Settings
from server.core.wire import CloseCode
from tests.faults.conftest import Enter, StoppablePostgres
from tests.faults.talking import say
from tests.live import Client, serving
from tests.people import PASSWORD, People, settle
from tests.stories.site import RunningSite
from tests.waiting import eventually

pytestmark = pytest.mark.anyio

A_WHILE = 30.0
"""Seconds until something that should come back counts as not coming back, on a busy machine."""


async def parts_of(base: str) -> tuple[int, dict[str, bool]]:
    """What /readyz says; (0, {}) while nobody listens."""
    async with httpx.AsyncClient(base_url=base, timeout=10) as http:
        try:
            answer = await http.get("/readyz")
        except httpx.TransportError:
            return 0, {}
        return answer.status_code, answer.json()


async def database_answers(base: str) -> bool:
    return bool((await parts_of(base))[1].get("database"))


async def database_is_missed(base: str) -> bool:
    status, parts = await parts_of(base)
    return status == 503 and not parts["database"]


async def test_a_server_starts_without_its_database_says_so_and_works_when_it_comes(
    stoppable_postgres: StoppablePostgres, settled: People, folder: Path, enter: Enter
) -> None:
    await stoppable_postgres.crash()
    settings = Settings(database_url=stoppable_postgres.url, data_dir=folder, secret_key="a secret of this test")
    async with serving(create_app(settings)) as base:
        status, parts = await parts_of(base)
        assert (status, parts["database"], parts["bus"]) == (503, False, True)
        early = Client(base)
        answer = await early.sign_in("ada", PASSWORD)
        assert (answer.status_code, answer.json()["code"]) == (503, "storage_away")
        early.http.cookies.set("session", "x" * 43)
        answer = await early.http.get("/api/me")
        assert (answer.status_code, answer.json()["code"]) == (503, "storage_away")
        assert (await early.http.get("/healthz")).status_code == 200
        socket = await early.dial(early.cookie)
        assert await close_code(socket) == CloseCode.OUTBOX_FULL, "try again later, and no word of signing in"
        await early.close()

        await stoppable_postgres.start()
        ada = await enter(base, "ada")
        assert (await parts_of(base))[1]["database"] is True
        await ada.connect()
        await ada.result("room.join", room=str(settled.room))
        assert (await say(ada, settled, "Here at last"))["seq"] == 1


async def test_a_crash_of_the_database_loses_nothing_acknowledged_and_doubles_nothing(
    stoppable_postgres: StoppablePostgres, settled: People, folder: Path, enter: Enter
) -> None:
    site = RunningSite(folder, environment={"DATABASE_URL": stoppable_postgres.url})
    try:
        await asyncio.to_thread(site.start)
        writers = [await enter(site.address, name) for name in ("ada", "grace", "nino", "piotr")]
        for writer in writers:
            await writer.connect()
            await writer.result("room.join", room=str(settled.room))
        asked = [(writer, str(uuid4()), f"{writer.user} {number}") for number in range(3) for writer in writers]

        acknowledged: dict[str, dict[str, Any]] = {}

        async def write(writer: Client, client_id: str, text: str) -> None:
            answer = await writer.ask("chat.send", **message(settled, client_id, text))
            if answer["type"] == "done":
                acknowledged[client_id] = answer["result"]
            else:
                assert answer["code"] == "storage_away"

        # Before, in the middle of, and after the crash: of those in the middle neither side knows.
        await asyncio.gather(*(write(*one) for one in asked[:4]))
        assert len(acknowledged) == 4
        middle = asyncio.gather(*(write(*one) for one in asked[4:8]))
        await asyncio.sleep(0)
        await stoppable_postgres.crash()
        await middle
        await asyncio.gather(*(write(*one) for one in asked[8:]))
        assert await asked[0][0].refusal("chat.send", **message(settled, str(uuid4()), "away")) == "storage_away"
        await eventually(lambda: database_is_missed(site.address), A_WHILE)
        answer = await writers[0].http.get("/api/me")
        assert (answer.status_code, answer.json()["code"]) == (503, "storage_away")

        await stoppable_postgres.start()
        await eventually(lambda: database_answers(site.address), A_WHILE)
        for writer, client_id, text in asked:
            stored: dict[str, Any] = await writer.result("chat.send", **message(settled, client_id, text))
            assert stored["seq"] == acknowledged.get(client_id, stored)["seq"], "what was promised still holds"
        page = await writers[0].result("chat.catch_up", room=str(settled.room), after=None)
        assert sorted(one["text"] for one in page["messages"]) == sorted(text for _, _, text in asked)
        assert [one["seq"] for one in page["messages"]] == list(range(1, len(asked) + 1))
    finally:
        await asyncio.to_thread(site.stop)


async def test_a_server_process_that_starts_again_without_its_database_waits_for_it(
    stoppable_postgres: StoppablePostgres, settled: People, folder: Path, enter: Enter
) -> None:
    site = RunningSite(folder, environment={"DATABASE_URL": stoppable_postgres.url})
    try:
        await asyncio.to_thread(site.start)
        ada = await enter(site.address, "ada")
        await ada.connect()
        await ada.result("room.join", room=str(settled.room))
        kept = await say(ada, settled, "Before both went")
        await stoppable_postgres.crash()
        killed = server_process_of(site)
        os.kill(killed, signal.SIGKILL)
        await ada.closed()

        async def another_one_lives() -> bool:
            return (await parts_of(site.address))[0] == 503 and server_process_of(site) not in (0, killed)

        await eventually(another_one_lives, A_WHILE)
        await stoppable_postgres.start()
        await eventually(lambda: database_answers(site.address), A_WHILE)
        await ada.connect()
        await ada.result("room.join", room=str(settled.room))
        page = await ada.result("chat.catch_up", room=str(settled.room), after=None)
        assert page["messages"] == [kept]
    finally:
        await asyncio.to_thread(site.stop)


async def test_a_file_that_another_program_holds_can_be_read_and_is_written_later(
    migrated_sqlite: Path, folder: Path, enter: Enter
) -> None:
    """SQLite's way of being away: somebody else's transaction stays open, as a backup's might."""
    path = folder / "twinspace.db"
    shutil.copyfile(migrated_sqlite, path)
    settings = Settings(data_dir=folder, secret_key="a secret of this test")
    database = Database(settings.database)
    people = await settle(database)
    async with serving(create_app(settings)) as base:
        ada = await enter(base, "ada")
        await ada.connect()
        await ada.result("room.join", room=str(people.room))
        before = await say(ada, people, "Before")
        held_up = message(people, str(uuid4()), "Held up")
        with contextlib.closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
            # Beside the loop, which may have to end a transaction of the server first.
            await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
            assert await ada.refusal("chat.send", **held_up) == "storage_away"
            page = await ada.result("chat.catch_up", room=str(people.room), after=None)
            assert page["messages"] == [before]
        stored = await ada.result("chat.send", **held_up)
        assert stored["seq"] == before["seq"] + 1
    async with database.read() as db:
        assert await db.scalar(select(func.count()).select_from(ChatMessage)) == 2
    await database.close()


def message(people: People, client_id: str, text: str) -> dict[str, Any]:
    return {"room": str(people.room), "client_id": client_id, "text": text}


async def close_code(socket: ClientConnection) -> int:
    async with asyncio.timeout(A_WHILE):
        await socket.wait_closed()
    return int(socket.close_code or 0)


def server_process_of(site: RunningSite) -> int:
    """The process that answers, under the one that was started; 0 when there is none."""
    for pid in site.children():
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        if b"server.serving.process" in words:
            return pid
    return 0
