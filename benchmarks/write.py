"""Messages a second through the writer that commits in groups, against committing each alone, in the same run.

The real writer, its rules, the real tables and indexes, and a disk that is waited for (SQLite `synchronous=FULL`;
PostgreSQL with `fsync`); no sockets. 40,000 people in 50 rooms write in turn (a person may write five times in ten
seconds): first 3,000 messages a second on the beat (`sqlite_p99_ms`: from due to acknowledged), then each alone, then
as many as go. At the end the numbers of every room must be without holes and every acknowledged message in the table.
The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import itertools
import json
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine, Generator, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import uvloop
from sqlalchemy import func, insert, select

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from server import migrations
from server.account.usage import Usage
from server.chat import writer
from server.chat.chat import Chat
from server.chat.models import ChatMessage, ChatRoom
from server.chat.rules import Author
from server.chat.stored import table_of
from server.chat.writes import Sending
from server.core.bus_local import LocalBus
from server.core.database import Base, Database, new_id
from server.core.models import AccountType, Space, SpaceKind, SpaceMembership, SpaceRole, User, UserStatus
from server.core.rights import Role
from server.core.settings import Settings
from server.core.site import Site
from server.core.standing import Standing
from server.rooms.hub import Hub
from server.rooms.models import Room
from server.rooms.parts import add_rooms
from server.rooms.people import People
from server.serving.process import COLLECT
from tests.services import MissingProgramError, Postgres

ROOMS = 50
AUTHORS = 40_000
PACE = 3_000
WARM_UP_S = 1.0
"""Not counted: the first messages of a process wait 0.1 s for statements and threads to be made."""
AT_ONCE = 2_048
"""Twice what one commit takes: there is always a next batch."""
LIMITS = {"sqlite_per_s": 10_000, "postgres_per_s": 4_000}
P99_LIMIT_MS = 50.0

Turn = tuple[UUID, Author]


def main() -> int:
    """Measure; not zero when a limit is passed or a ledger is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--only", choices=["sqlite", "postgres"])
    options = parser.parse_args()
    gc.set_threshold(*COLLECT)
    uvloop.install()
    result: dict[str, Any] = {"benchmark": "write"}
    for name, url in databases(options.only):
        migrations.upgrade(url)
        result |= {f"{name}_{key}": value for key, value in asyncio.run(measured(name, url, options.seconds)).items()}
    kept = all(result.get(name, least) >= least for name, least in LIMITS.items())
    kept = kept and result.get("sqlite_p99_ms", 0) <= P99_LIMIT_MS
    print("kept" if kept else f"not kept: at least {LIMITS}, p99 at most {P99_LIMIT_MS:.0f} ms")
    print(json.dumps(result))
    return 0 if kept else 1


def databases(only: str | None) -> Iterator[tuple[str, str]]:
    """One after the other, each empty."""
    if only != "postgres":
        with tempfile.TemporaryDirectory(prefix="twinspace-write-") as folder:
            yield "sqlite", f"sqlite+aiosqlite:///{folder}/twinspace.db"
    if only != "sqlite":
        try:
            server = Postgres(durable=True)
        except MissingProgramError as missing:
            print(missing)
            return
        try:
            server.execute("CREATE DATABASE bench")
            yield "postgres", server.url("bench")
        finally:
            server.close()


async def measured(name: str, url: str, seconds: float) -> dict[str, Any]:
    """The three loads, and the ledger."""
    site = Site(Settings(), Database(url), LocalBus())
    add_rooms(site)
    site.add(Usage(site))
    turns = await seeded(site)
    chat = site.add(Chat(site))
    await site.part(Hub).start()
    chat.writer.start()
    endless = itertools.cycle(turns)
    written = 0

    async def write() -> None:
        nonlocal written
        room, author = next(endless)
        text = f"Message number {written}, about as long as what pupils write to each other in a lesson."
        await chat.writer.write(
            Sending(room=room, author=author, client_id=new_id(), text=text, reply_to=None, mentions=[])
        )
        written += 1

    await paced(write, WARM_UP_S)
    latencies = await paced(write, seconds)
    with batches_of(1):
        alone = await saturated(write, seconds / 2)
    together = await saturated(write, seconds)
    await chat.writer.close()
    await assert_ledger(site, written)
    await site.database.close()
    p99 = 1000 * latencies[int(0.99 * len(latencies))]
    print(
        f"{name}: {together:,.0f} messages/s, each alone {alone:,.0f}; at {PACE:,}/s p50 "
        f"{1000 * latencies[len(latencies) // 2]:.1f} ms, p99 {p99:.1f} ms",
        flush=True,
    )
    return {"per_s": round(together), "alone_per_s": round(alone), "p99_ms": round(p99, 1)}


@contextlib.contextmanager
def batches_of(number: int) -> Generator[None]:
    """Commit so many at a time."""
    before, writer.MOST_IN_BATCH = writer.MOST_IN_BATCH, number
    try:
        yield
    finally:
        writer.MOST_IN_BATCH = before


async def saturated(write: Callable[[], Coroutine[Any, Any, None]], seconds: float) -> float:
    """As many as go: messages a second."""
    done, end = 0, time.perf_counter() + seconds

    async def go_on() -> None:
        nonlocal done
        while time.perf_counter() < end:
            await write()
            done += 1

    began = time.perf_counter()
    await asyncio.gather(*(go_on() for _ in range(AT_ONCE)))
    return done / (time.perf_counter() - began)


async def paced(write: Callable[[], Coroutine[Any, Any, None]], seconds: float) -> list[float]:
    """On the beat, whatever happened to those before: seconds from due to acknowledged, in order of size."""
    latencies: list[float] = []

    async def timed(due: float) -> None:
        await write()
        latencies.append(time.perf_counter() - due)

    async with asyncio.TaskGroup() as group:
        began, asked = time.perf_counter(), 0
        while asked < PACE * seconds:
            while asked < (time.perf_counter() - began) * PACE:
                group.create_task(timed(began + asked / PACE))
                asked += 1
            await asyncio.sleep(0.001)
    return sorted(latencies)


async def assert_ledger(site: Site, written: int) -> None:
    """Nothing acknowledged is missing, nothing doubled, no number left out."""
    numbers = select(func.count(ChatMessage.id), func.count(func.distinct(ChatMessage.client_id)))
    rooms = select(func.count(), func.min(ChatMessage.seq), func.max(ChatMessage.seq)).group_by(ChatMessage.room_id)
    async with site.database.read() as db:
        assert (await db.execute(numbers)).one() == (written, written)
        for count, first, last in await db.execute(rooms):
            assert (first, last) == (1, count)


async def seeded(site: Site) -> list[Turn]:
    """Rooms, their people, and whose turn it is: never the same person twice in a row, nor the same room."""
    spaces = [(new_id(), new_id()) for _ in range(ROOMS)]
    users = [new_id() for _ in range(AUTHORS)]
    turns: list[Turn] = []
    async with site.database.write() as db:
        await db.execute(insert(table_of(User)), [_user(user) for user in users])
        for number, (space, room) in enumerate(spaces):
            db.add(Space(id=space, kind=SpaceKind.TWINSPACE, title="Bench", slug=f"bench-{number}", owner_id=users[0]))
            await db.flush()
            db.add(Room(id=room, space_id=space, title="Everybody", is_default=True))
            await db.flush()
            db.add(ChatRoom(room_id=room))
        await db.flush()
        members = [SpaceMembership(**_member(spaces[n % ROOMS][0], user)) for n, user in enumerate(users)]
        db.add_all(members)
    for number, user in enumerate(users):
        space, room = spaces[number % ROOMS]
        standing = Standing(
            user=user,
            account_type="staff",
            display_name="Bench Writer",
            space=space,
            space_state="open",
            membership_role="teacher",
            roles=frozenset({Role.TEACHER}),
        )
        turns.append((room, Author(standing, "Europe/Brussels")))
    for number, (space, _) in enumerate(spaces):
        # Who writes in a room has been seen in it before.
        await site.part(People).many(space, users[number::ROOMS])
    return turns


def _user(user: UUID) -> dict[str, Any]:
    row = User(
        id=user,
        account_type=AccountType.STAFF,
        username=f"bench-{user.hex}",
        email=f"{user.hex}@example.org",
        first_name="Bench",
        last_name="Writer",
        display_name="Bench Writer",
        status=UserStatus.VALIDATED,
    )
    return _values(row)


def _member(space: UUID, user: UUID) -> dict[str, Any]:
    return {"space_id": space, "user_id": user, "account_type": AccountType.STAFF, "role": SpaceRole.TEACHER}


def _values(row: Base) -> dict[str, Any]:
    """What was given, and the defaults of the rest."""
    values: dict[str, Any] = {}
    for column in row.__table__.columns:
        value = getattr(row, column.key, None)
        if value is None and column.default is not None:
            continue
        values[column.name] = value
    return values


if __name__ == "__main__":
    sys.exit(main())
