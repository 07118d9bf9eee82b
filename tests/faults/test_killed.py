"""A server process is killed at each point of the write path: nothing acknowledged is lost, nothing is doubled."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from server.core import clock
from server.core.database import Database
from server.core.models import RetentionReceipt
from tests import services
from tests.faults.conftest import Enter
from tests.faults.faulty import POINTS
from tests.faults.processes import Process
from tests.faults.talking import CAUGHT_UP_WITHIN, everything, inside, knows
from tests.live import Client
from tests.people import People
from tests.waiting import eventually
from tests.writing import write_many

pytestmark = pytest.mark.anyio

WRITERS = ("ada", "grace", "nino", "piotr")


@dataclass(frozen=True)
class Asked:
    """What somebody wanted to write."""

    client_id: str
    text: str


@dataclass
class House:
    """The process that will be killed and, where there is a Redis, one beside it."""

    mortal: Process
    beside: Process | None


@pytest.fixture
async def house(
    request: pytest.FixtureRequest, database: Database, people: People, tmp_path: Path
) -> AsyncGenerator[House]:
    """SQLite and the bus within the process; PostgreSQL and Redis with two processes."""
    shared = {"DATABASE_URL": database.url.render_as_string(hide_password=False), "DATA_DIR": str(tmp_path)}
    mortal, beside = Process(shared, tmp_path / "mortal.log"), None
    if not database.is_sqlite:
        redis: services.Redis = request.getfixturevalue("redis")
        redis.say("FLUSHALL")
        shared["REDIS_URL"] = redis.url
        mortal, beside = Process(shared, tmp_path / "mortal.log"), Process(shared)
        await beside.start()
    yield House(mortal, beside)
    for process in (mortal, beside):
        if process is not None:
            process.kill()


async def test_killed_at_any_point_nothing_acknowledged_is_lost_and_nothing_doubled(
    house: House, people: People, enter: Enter
) -> None:
    acknowledged: dict[str, int] = {}
    asked: dict[str, Asked] = {}
    writers: dict[str, Client] = {}
    listener = await inside(enter, house.beside.base, "ada", people) if house.beside else None
    for number, point in enumerate(POINTS):
        mark = f"the last word {number}"
        await house.mortal.start(FAULT=point, FAULT_AT=mark)
        await come_back(house, people, enter, writers)
        for name, one in asked.items():
            await try_to_say(writers[name], people, one, acknowledged)
            assert one.client_id in acknowledged, "a retry lands"
        asked = {name: Asked(str(uuid4()), f"{number}: from {name}") for name in WRITERS}
        last = asked["ada"] = Asked(str(uuid4()), f"{number}: {mark}")
        await asyncio.gather(*(try_to_say(writers[name], people, one, acknowledged) for name, one in asked.items()))
        assert await house.mortal.died() == signal.SIGKILL
        assert (last.client_id in acknowledged) is (point not in ("before_commit", "after_commit"))
        if listener is not None and point != "before_commit":
            async with asyncio.timeout(CAUGHT_UP_WITHIN):
                await knows(listener, people, last.client_id)
    await house.mortal.start()
    await come_back(house, people, enter, writers)
    for name, one in asked.items():
        await try_to_say(writers[name], people, one, acknowledged)
    stored = await everything(writers["grace"], people)
    assert len(stored) == len(POINTS) * len(WRITERS)
    assert [one["seq"] for one in stored] == list(range(1, len(stored) + 1)), "no hole, no number twice"
    assert {one["client_id"]: one["seq"] for one in stored} == acknowledged, "what was promised still holds"


async def test_a_process_whose_clock_is_a_day_ahead_deletes_nothing_before_its_time(
    house: House, people: People, database: Database, enter: Enter
) -> None:
    """It cannot be helped that it shows less; but what it hides is still there, and its numbers go on. PostgreSQL has a
    clock of its own to compare with; beside SQLite there is the last purge, which seems to be a day ago."""
    if house.beside is None:
        await house.mortal.start(PURGES_AT_ONCE="1")
        await eventually(lambda: has_purged(database))
        house.mortal.kill()
    await write_many(database, people.room, people.grace, 3, expires_at=clock.now() + timedelta(hours=12))
    await house.mortal.start(CLOCK_AHEAD="86400", PURGES_AT_ONCE="1")
    await house.mortal.says("retention.clock_differs" if house.beside else "retention.last_long_ago")
    ahead = await inside(enter, house.mortal.base, "grace", people)
    assert await everything(ahead, people) == []
    answer = await ahead.ask("chat.send", room=str(people.room), client_id=str(uuid4()), text="From tomorrow")
    assert answer["result"]["seq"] == 4
    in_time = house.beside or house.mortal
    if in_time is house.mortal:
        house.mortal.kill()
        await house.mortal.start()
    ada = await inside(enter, in_time.base, "ada", people)
    assert [one["seq"] for one in await everything(ada, people)] == [1, 2, 3, 4]


async def has_purged(database: Database) -> bool:
    async with database.read() as db:
        return await db.scalar(select(RetentionReceipt.number).limit(1)) is not None


async def come_back(house: House, people: People, enter: Enter, writers: dict[str, Client]) -> None:
    """As pages do when a line is lost: connect again and enter."""
    for name in WRITERS:
        if name not in writers:
            writers[name] = await inside(enter, house.mortal.base, name, people)
        else:
            await writers[name].hang_up()
            writers[name].frames.clear()
            await writers[name].connect()
            await writers[name].result("room.join", room=str(people.room))


async def try_to_say(writer: Client, people: People, one: Asked, acknowledged: dict[str, int]) -> None:
    """Write, and note the number if it was acknowledged before the line went dead."""
    fields = {"room": str(people.room), "client_id": one.client_id, "text": one.text}
    sending = asyncio.create_task(writer.ask("chat.send", **fields))
    closed = asyncio.create_task(writer.closed())
    await asyncio.wait((sending, closed), return_when=asyncio.FIRST_COMPLETED)
    # What was read before the line was closed is an answer: let it pass from the reader to whoever waits for it.
    for _ in range(20):
        await asyncio.sleep(0)
    for task in (sending, closed):
        task.cancel()
    await asyncio.gather(sending, closed, return_exceptions=True)
    if not sending.cancelled():
        answer = sending.result()
        assert answer["type"] == "done", answer
        assert acknowledged.setdefault(one.client_id, answer["result"]["seq"]) == answer["result"]["seq"]
