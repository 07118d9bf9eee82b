"""How long others wait for their commit while a tenth of all messages is purged: a million of ten million, while 200
messages a second are written (SQLite `synchronous=FULL`, or PostgreSQL that waits for its disk). The same is measured
before without a purge. The last line is one JSON object.

`--rows` is how many messages there are; a tenth of them has expired. The purge runs for at most `--seconds`, and what
it managed in that time is reported: the waiting of others does not depend on how long it goes on.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import itertools
import json
import os
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import aiosqlite
import uvloop
from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncSession

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.message import quantile
from benchmarks.write import ROOMS, Turn, databases, seeded
from server import migrations
from server.account.usage import Usage
from server.chat.chat import Chat
from server.chat.models import ChatRoom, MessageState
from server.chat.retention import prove, purge
from server.chat.stored import TABLE, Stored, inserting
from server.chat.words import keep_words, searchable
from server.chat.writes import Sending
from server.core import clock
from server.core.bus_local import LocalBus
from server.core.database import Database, new_id
from server.core.settings import Settings
from server.core.site import Site
from server.rooms.hub import Hub
from server.rooms.parts import add_rooms
from server.serving.process import COLLECT

PACE = 200
P99_LIMIT_MS = 50.0
AT_ONCE = 20_000


def main() -> int:
    """Measure; not zero when others wait too long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    options = parser.parse_args()
    gc.set_threshold(*COLLECT)
    uvloop.install()
    for _, url in databases(options.database):
        migrations.upgrade(url)
        result: dict[str, Any] = {"benchmark": "purge", "database": options.database, "rows": options.rows}
        result |= asyncio.run(measured(url, options.rows, options.seconds))
        kept = result["p99_ms"] < P99_LIMIT_MS
        print("kept" if kept else f"not kept: p99 under {P99_LIMIT_MS:.0f} ms")
        print(json.dumps(result))
        return 0 if kept else 1
    return 2


async def measured(url: str, rows: int, seconds: float) -> dict[str, Any]:
    """Fill, write alone, then write beside the purge."""
    site = Site(Settings(), Database(url), LocalBus())
    add_rooms(site)
    site.add(Usage(site))
    turns = await seeded(site)
    began = time.perf_counter()
    await filled(site, turns, rows)
    # What the filling left to the system to write must not stand in the way of what is measured.
    await asyncio.to_thread(os.sync)
    print(f"{rows:,} messages in {time.perf_counter() - began:.0f} s", flush=True)
    chat = site.add(Chat(site))
    await site.part(Hub).start()
    chat.writer.start()
    endless = itertools.cycle(turns)
    before = await beside(chat, endless, asyncio.create_task(asyncio.sleep(min(15.0, seconds))))
    purging = asyncio.create_task(_purged(site, seconds))
    during = await beside(chat, endless, purging)
    gone, took = purging.result()
    await chat.writer.close()
    await site.database.close()
    return {
        "purged": gone,
        "purge_s": round(took, 1),
        "purged_per_s": round(gone / took),
        "written": len(during),
        "p50_ms": _ms(during, 0.5),
        "p99_ms": _ms(during, 0.99),
        "max_ms": _ms(during, 1.0),
        "p99_alone_ms": _ms(before, 0.99),
    }


class EnoughError(Exception):
    """The time is over."""


async def _purged(site: Site, seconds: float) -> tuple[int, float]:
    """All that has expired, or as much as goes in that time."""
    began, gone = time.perf_counter(), 0

    async def counted(_: object, __: int) -> None:
        if time.perf_counter() - began > seconds:
            raise EnoughError

    left = await prove(site.database)
    try:
        gone = await purge(site.database, counted)
    except EnoughError:
        gone = left - await prove(site.database)
    return gone, time.perf_counter() - began


async def beside(chat: Chat, endless: itertools.cycle[Turn], until: asyncio.Task[Any]) -> list[float]:
    """200 messages a second, on the beat: seconds from due to acknowledged."""
    latencies: list[float] = []

    async def write(due: float) -> None:
        room, author = next(endless)
        words = f"Message number {len(latencies)}, as pupils write."
        sending = Sending(room=room, author=author, client_id=new_id(), text=words, reply_to=None, mentions=[])
        await chat.writer.write(sending)
        latencies.append(time.perf_counter() - due)

    async with asyncio.TaskGroup() as group:
        began, asked = time.perf_counter(), 0
        while not until.done():
            while asked < (time.perf_counter() - began) * PACE:
                group.create_task(write(began + asked / PACE))
                asked += 1
            await asyncio.sleep(0.001)
    return sorted(latencies)


async def filled(site: Site, turns: list[Turn], rows: int) -> None:
    """The oldest tenth has expired yesterday, as a server that was away for a while finds it. With their words, and by
    the writer's own statements; the indexes are made when all rows are there, which gives the same and takes less."""
    engine = site.database.engine
    async with engine.begin() as link:
        await link.run_sync(lambda sync: [index.drop(sync) for index in TABLE.indexes])
    async with engine.connect() as link:
        if site.database.is_sqlite:
            driver = cast(aiosqlite.Connection, (await link.get_raw_connection()).driver_connection)
            for pragma in ("synchronous=OFF", "cache_size=-1000000"):
                await driver.execute(f"PRAGMA {pragma}")
        async with AsyncSession(link) as db:
            for messages in _messages(turns, rows):
                places = await keep_words(db, [searchable(message.room_id, message.body) for message in messages])
                await inserting(engine.dialect)(db, messages, places)
                await db.commit()
            await db.execute(update(ChatRoom).values(last_seq=rows // ROOMS, last_change=rows // ROOMS))
            await db.commit()
        # Nobody else gets a connection that does not wait for the disk.
        await link.invalidate()
    async with engine.begin() as link:
        await link.run_sync(lambda sync: [index.create(sync) for index in TABLE.indexes])
    if not site.database.is_sqlite:
        async with engine.connect() as link:
            await (await link.execution_options(isolation_level="AUTOCOMMIT")).execute(text("ANALYZE"))


def _messages(turns: list[Turn], rows: int) -> Iterator[list[Stored]]:
    """So many at a time as one transaction takes."""
    now = clock.now()
    each, expired = rows // ROOMS, rows // ROOMS // 10
    for first in range(0, each, AT_ONCE // ROOMS):
        yield [
            _message(turns[room + ROOMS * (seq % 300)], seq, now + timedelta(days=-1 if seq <= expired else 60))
            for seq in range(first + 1, min(each, first + AT_ONCE // ROOMS) + 1)
            for room in range(ROOMS)
        ]


def _message(turn: Turn, seq: int, expires: datetime) -> Stored:
    room, author = turn
    return Stored(
        id=new_id(),
        room_id=room,
        seq=seq,
        change=seq,
        client_id=new_id(),
        author_id=author.user,
        body=f"Message number {seq}, about as long as what pupils write to each other in a lesson.",
        state=MessageState.VISIBLE,
        reply_to=None,
        mentions=[],
        created_at=expires - timedelta(days=90, seconds=-seq % 86_400),
        edited_at=None,
        expires_at=expires + timedelta(milliseconds=seq),
    )


def _ms(ordered: list[float], part: float) -> float:
    return round(1000 * quantile(ordered, part), 1)


if __name__ == "__main__":
    sys.exit(main())
