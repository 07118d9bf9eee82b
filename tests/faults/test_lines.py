"""Lines between processes and to people: one is cut, one is not read. Nobody else notices, and all catch up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from server.core.database import Database
from tests import services
from tests.faults.conftest import Enter
from tests.faults.processes import Process, Wire
from tests.faults.talking import CAUGHT_UP_WITHIN, everything, inside, knows, say
from tests.people import People

pytestmark = pytest.mark.anyio

CLOSED_WITHIN = 40.0
"""Seconds for a line on which nothing is read any more; ten on a machine that is not busy."""


@dataclass
class Two:
    """Two server processes over one database; the second reaches Redis by a line that can be cut."""

    bases: list[str]
    wire: Wire


@pytest.fixture
async def two(database: Database, people: People, redis: services.Redis, tmp_path: Path) -> AsyncGenerator[Two]:
    redis.say("FLUSHALL")
    wire = await Wire(redis.port).lay()
    shared = {"DATABASE_URL": database.url.render_as_string(hide_password=False), "DATA_DIR": str(tmp_path)}
    processes = [Process(shared | {"REDIS_URL": f"redis://127.0.0.1:{port}/0"}) for port in (redis.port, wire.port)]
    await asyncio.gather(*(process.start() for process in processes))
    yield Two([process.base for process in processes], wire)
    for process in processes:
        process.kill()
    await wire.take_up()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_two_processes_whose_link_is_cut_go_on_apart_and_catch_up(two: Two, people: People, enter: Enter) -> None:
    ada, piotr = await inside(enter, two.bases[0], "ada", people), await inside(enter, two.bases[1], "piotr", people)
    first = await say(ada, people, "Before")
    await knows(piotr, people, first["client_id"])
    two.wire.cut()
    apart = [await say(ada, people, "On this side"), await say(piotr, people, "On the other side")]
    for reader, written in ((ada, apart[1]), (piotr, apart[0])):
        await knows(reader, people, written["client_id"])
    two.wire.mend()
    together = [await say(ada, people, "Mended"), await say(piotr, people, "Mended here too")]
    async with asyncio.timeout(CAUGHT_UP_WITHIN):
        await knows(piotr, people, together[0]["client_id"])
        await knows(ada, people, together[1]["client_id"])
    for reader in (ada, piotr):
        known = await everything(reader, people)
        assert known == [first, *apart, *together]
        assert [one["seq"] for one in known] == [1, 2, 3, 4, 5]


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
        written = list[dict[str, Any]]()
        gone = asyncio.create_task(ada.find(lambda frame: leaves(frame, nino.user), CLOSED_WITHIN))
        while not gone.done():
            written.append(await say(ada, people, f"{len(written)} ".ljust(2_000, "x")))
            async with asyncio.timeout(10):
                heard = await piotr.heard("chat.sent")
            assert heard["message"] == written[-1], "in order, and none left out"
            # As fast as one person may write.
            await asyncio.wait((gone,), timeout=2.1)
        assert gone.result()
    finally:
        process.kill()


def leaves(frame: dict[str, Any], user: str) -> bool:
    return frame["type"] == "presence.changed" and user in frame["left"]
