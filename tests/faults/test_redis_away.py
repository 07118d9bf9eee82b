"""A Redis that is away at the start or goes away later: chat goes on in each process, and all catch up after."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from server.core.database import Database
from tests import services
from tests.faults.conftest import Enter
from tests.faults.processes import Process
from tests.faults.talking import CAUGHT_UP_WITHIN, everything, inside, knows, say
from tests.live import Client
from tests.people import People
from tests.waiting import eventually

pytestmark = pytest.mark.anyio


LEASE = 1.0
"""Seconds; fifteen elsewhere."""
AWAY = 4 * LEASE
"""As long, for what runs out meanwhile, as a minute is for leases of fifteen seconds: they end, and what asks for Redis
again asks as seldom as it ever does (after 0.8 s). Nothing else in a process counts how long Redis is away, so that a
real minute proves no more; it was tried by hand, with these two at 15 and 60."""

ANSWERED_WITHIN = 5.0
"""Seconds: one until the line is known to be dead, and patience for a machine that is busy with others."""


@pytest.fixture
async def two_processes(
    database: Database, people: People, stoppable_redis: services.Redis, tmp_path: Path
) -> AsyncGenerator[list[str]]:
    """Two server processes over one database, started while their Redis is away."""
    await asyncio.to_thread(stoppable_redis.kill)
    shared = {
        "LEASES": str(LEASE),
        "DATABASE_URL": database.url.render_as_string(hide_password=False),
        "REDIS_URL": stoppable_redis.url,
        "DATA_DIR": str(tmp_path),
    }
    processes = [Process(shared), Process(shared)]
    try:
        await asyncio.gather(*(process.start() for process in processes))
        yield [process.base for process in processes]
    finally:
        for process in processes:
            process.kill()


# Where there is no Redis, nothing is away: SQLite runs with the bus within its process.
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_without_redis_chat_works_in_each_process_and_all_catch_up_when_it_comes(
    two_processes: list[str], people: People, stoppable_redis: services.Redis, enter: Enter
) -> None:
    ada, grace = (
        await inside(enter, two_processes[0], "ada", people),
        await inside(enter, two_processes[0], "grace", people),
    )
    piotr = await inside(enter, two_processes[1], "piotr", people)
    assert await bus_of(ada) is False
    assert (await ada.http.get("/readyz")).status_code == 503

    # Away at the start.
    first = await say(ada, people, "Nobody has seen Redis yet")
    assert (await grace.heard("chat.sent"))["message"] == first
    await asyncio.to_thread(stoppable_redis.start)
    async with asyncio.timeout(CAUGHT_UP_WITHIN):
        await knows(piotr, people, first["client_id"])
        await eventually(lambda: both_have_a_bus(ada, piotr))
    second = await say(piotr, people, "Now we hear each other")
    await knows(ada, people, second["client_id"])

    # Away later, and back with nothing in it.
    await asyncio.to_thread(stoppable_redis.kill)
    third = await say(ada, people, "And now it is gone again")
    await knows(grace, people, third["client_id"])
    fourth = await say(piotr, people, "Here too")
    await asyncio.to_thread(stoppable_redis.start)
    async with asyncio.timeout(CAUGHT_UP_WITHIN):
        await knows(piotr, people, third["client_id"])
        await knows(ada, people, fourth["client_id"])
        await eventually(lambda: both_have_a_bus(ada, piotr))

    texts = [message["text"] for message in (first, second, third, fourth)]
    for someone in (ada, grace, piotr):
        assert [message["text"] for message in await everything(someone, people)] == texts


# It is there and says nothing, so that nobody is told that the line is dead; and its clock goes on.
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_redis_away_for_a_minute_is_noticed_by_nobody_but_those_who_wait_for_the_others(
    two_processes: list[str], people: People, stoppable_redis: services.Redis, enter: Enter
) -> None:
    await asyncio.to_thread(stoppable_redis.start)
    ada = await inside(enter, two_processes[0], "ada", people)
    piotr, nino = [await inside(enter, two_processes[1], name, people) for name in ("piotr", "nino")]
    await eventually(lambda: both_have_a_bus(ada, piotr))
    await eventually(lambda: sees(ada, people, piotr.user, nino.user))
    written = [await say(ada, people, "Before")]
    await knows(piotr, people, written[0]["client_id"])

    stoppable_redis.hang()
    began, gone = time.monotonic(), asyncio.create_task(piotr.closed())
    while time.monotonic() - began < AWAY:
        for writer in (ada, piotr):
            # A first word may wait until it is known that the line is dead; none waits longer, and none is refused.
            async with asyncio.timeout(ANSWERED_WITHIN):
                written.append(await say(writer, people, f"{len(written)} while it is away"))
        await knows(nino, people, written[-1]["client_id"])
        # As fast as one person may write.
        await asyncio.wait((gone,), timeout=2.5)
    assert not gone.done()
    gone.cancel()
    assert await bus_of(ada) is False
    await nino.hang_up()
    stoppable_redis.go_on()

    async with asyncio.timeout(CAUGHT_UP_WITHIN):
        await knows(piotr, people, [one for one in written if one["author"]["id"] == ada.user][-1]["client_id"])
        await knows(ada, people, written[-1]["client_id"])
        await eventually(lambda: both_have_a_bus(ada, piotr))
        await eventually(lambda: sees(ada, people, piotr.user))
    for reader in (ada, piotr):
        known = await everything(reader, people)
        assert known == written, "in order, nothing lost and nothing twice"
    after = await say(piotr, people, "All of us again")
    await knows(ada, people, after["client_id"])


async def sees(reader: Client, people: People, *others: str) -> bool:
    """Whether these, and no others, are in the room with the reader."""
    here = await reader.result("room.join", room=str(people.room))
    return {person["id"] for person in here["people"]} == {reader.user, *others}


async def bus_of(client: Client) -> bool:
    return bool((await client.http.get("/readyz")).json()["bus"])


async def both_have_a_bus(*clients: Client) -> bool:
    return all([await bus_of(client) for client in clients])
