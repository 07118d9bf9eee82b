"""Lines between processes and to people: one is cut, one is not read. Nobody else notices, and all catch up."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from server.app import create_app
from server.core.database import Database
from server.core.settings import Settings
from tests import services
from tests.faults.conftest import Enter
from tests.faults.processes import Process, Wire
from tests.live import Client, serving
from tests.people import People

pytestmark = pytest.mark.anyio

CAUGHT_UP_WITHIN = 5.0
"""Seconds from the mending until nobody misses anything."""
CLOSED_WITHIN = 12.0
"""Seconds for a line on which nothing is read any more; ten on a machine that is not busy."""


@dataclass
class Two:
    """Two servers over one database; the second reaches Redis by a line that can be cut."""

    bases: list[str]
    wire: Wire


@pytest.fixture
async def two(database: Database, people: People, redis: services.Redis, tmp_path: Path) -> AsyncGenerator[Two]:
    redis.say("FLUSHALL")
    wire = await Wire(redis.port).lay()
    url = database.url.render_as_string(hide_password=False)

    def settings(redis_port: int) -> Settings:
        return Settings(
            database_url=url,
            redis_url=f"redis://127.0.0.1:{redis_port}/0",
            data_dir=tmp_path,
            secret_key="a secret of this test",
        )

    apps = [create_app(settings(port)) for port in (redis.port, wire.port)]
    async with serving(apps[0]) as one, serving(apps[1]) as other:
        yield Two([one, other], wire)
    await wire.take_up()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_two_processes_whose_link_is_cut_go_on_apart_and_catch_up(two: Two, people: People, enter: Enter) -> None:
    ada, piotr = await inside(enter, two.bases[0], "ada", people), await inside(enter, two.bases[1], "piotr", people)
    first = await say(ada, people, "Before")
    await knows(piotr, people, first)
    two.wire.cut()
    apart = [await say(ada, people, "On this side"), await say(piotr, people, "On the other side")]
    for reader, written in ((ada, apart[1]), (piotr, apart[0])):
        await knows(reader, people, written)
    two.wire.mend()
    together = [await say(ada, people, "Mended"), await say(piotr, people, "Mended here too")]
    async with asyncio.timeout(CAUGHT_UP_WITHIN):
        await knows(piotr, people, together[0])
        await knows(ada, people, together[1])
    for reader in (ada, piotr):
        page = await reader.result("chat.catch_up", room=str(people.room), after=None)
        assert page["messages"] == [first, *apart, *together]
        assert [one["seq"] for one in page["messages"]] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_client_that_does_not_read_is_closed_and_others_wait_for_nothing(
    database: Database, people: People, tmp_path: Path, enter: Enter
) -> None:
    process = Process({"DATABASE_URL": database.url.render_as_string(), "DATA_DIR": str(tmp_path)})
    await process.start()
    try:
        ada, piotr, nino = [await inside(enter, process.base, name, people) for name in ("ada", "piotr", "nino")]
        await ada.heard("presence.changed")
        nino.go_silent()
        began, written = time.monotonic(), list[dict[str, Any]]()
        gone = asyncio.create_task(ada.find(lambda frame: leaves(frame, nino.user), CLOSED_WITHIN))
        while not gone.done():
            written.append(await say(ada, people, f"{len(written)} ".ljust(2_000, "x")))
            async with asyncio.timeout(2):
                heard = await piotr.heard("chat.sent")
            assert heard["message"] == written[-1], "in order, and none left out"
            # As fast as one person may write.
            await asyncio.wait((gone,), timeout=2.1)
        assert gone.result()
        assert time.monotonic() - began < CLOSED_WITHIN
    finally:
        process.kill()


def leaves(frame: dict[str, Any], user: str) -> bool:
    return frame["type"] == "presence.changed" and user in frame["left"]


async def inside(enter: Enter, base: str, name: str, people: People) -> Client:
    client = await enter(base, name)
    await client.connect()
    await client.result("room.join", room=str(people.room))
    await client.result("chat.catch_up", room=str(people.room), after=None)
    return client


async def say(writer: Client, people: People, text: str) -> dict[str, Any]:
    stored: dict[str, Any] = await writer.result("chat.send", room=str(people.room), client_id=str(uuid4()), text=text)
    return stored


async def knows(reader: Client, people: People, message: dict[str, Any]) -> None:
    """By being told, or by being told that something was missed and asking, as a page does."""
    while True:
        told = await reader.find(
            lambda frame: frame["type"] == "chat.gap" or (frame["type"] == "chat.sent" and frame["message"] == message)
        )
        if told["type"] == "chat.sent":
            return
        page = await reader.result("chat.catch_up", room=str(people.room), after=message["change"] - 1)
        if message in page["messages"]:
            return
