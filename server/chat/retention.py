"""Three calendar months, then gone (R-202, D-05): rows, reactions, read marks. Forums are never touched."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy import case, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.chat.models import ChatMessage, ChatReaction, ChatReadState, ChatRoom
from server.chat.wire import MessagesExpired
from server.core import clock
from server.core.database import Database
from server.core.ending import end
from server.core.going_on import going_on
from server.core.site import Site
from server.rooms.hub import Hub
from server.rooms.topics import room_topic

log = structlog.get_logger()

EVERY = 600.0
"""Seconds between two purges: six times as often as the hourly minimum."""
CLOCK_TRUST = timedelta(minutes=5)
"""A wall clock that ran away from the steady one by more than this deletes nothing in this round."""
ROWS = 50
"""Between two commits on SQLite, so that writers wait for milliseconds only (measured)."""
ROWS_POSTGRESQL = 2_000

Expired = Callable[[UUID, int], Awaitable[None]]


async def purge(database: Database, on_expired: Expired | None = None) -> int:
    """Delete what has expired, in small transactions; returns how many messages. Idempotent, also side by side."""
    total = 0
    rows = ROWS if database.is_sqlite else ROWS_POSTGRESQL
    while True:
        gone, first_seqs = await _purge_some(database, rows)
        total += gone
        for room, first_seq in first_seqs.items():
            if on_expired:
                await on_expired(room, first_seq - 1)
        if gone < rows:
            break
    if total and database.is_sqlite:
        await _truncate_log(database)
    return total


async def _purge_some(database: Database, rows: int) -> tuple[int, dict[UUID, int]]:
    """One batch. The counter rows are locked as by the writer, so that a purge never crosses a post."""
    expired = (ChatMessage.expires_at <= clock.now(),)
    async with database.write() as db:
        query = (
            select(ChatMessage.id, ChatMessage.room_id, ChatMessage.change)
            .where(*expired)
            .order_by(ChatMessage.expires_at)
            .limit(rows)
        )
        found = (await db.execute(query)).all()
        if not found:
            return 0, {}
        changes: dict[UUID, int] = {}
        for _, room, change in found:
            changes[room] = max(change, changes.get(room, 0))
        locked = select(ChatRoom.room_id).where(ChatRoom.room_id.in_(changes)).order_by(ChatRoom.room_id)
        await db.execute(locked.with_for_update())
        gone = [message for message, _, _ in found]
        await db.execute(delete(ChatReaction).where(ChatReaction.message_id.in_(gone)))
        await db.execute(delete(ChatMessage).where(ChatMessage.id.in_(gone)))
        return len(found), {room: await _move_edge(db, room, change) for room, change in sorted(changes.items())}


async def _move_edge(db: AsyncSession, room: UUID, change: int) -> int:
    """Note where the room's history begins now, and forget who had read only what is gone."""
    left = select(func.min(ChatMessage.seq)).where(ChatMessage.room_id == room).scalar_subquery()
    higher = case((ChatRoom.expired_change > change, ChatRoom.expired_change), else_=change)
    moved = (
        update(ChatRoom)
        .where(ChatRoom.room_id == room)
        .values(first_seq=func.coalesce(left, ChatRoom.last_seq + 1), expired_change=higher)
        .returning(ChatRoom.first_seq)
    )
    first_seq = (await db.execute(moved)).scalar_one()
    await db.execute(delete(ChatReadState).where(ChatReadState.room_id == room, ChatReadState.last_seq < first_seq))
    return first_seq


async def prove(database: Database) -> int:
    """How many rows are past their time: must be 0 after a purge."""
    gone = select(ChatMessage.id).where(ChatMessage.expires_at <= clock.now())
    kept = select(ChatMessage.id)
    orphans = select(func.count()).select_from(ChatReaction).where(ChatReaction.message_id.not_in(kept))
    async with database.read() as db:
        messages = await db.scalar(select(func.count()).select_from(gone.subquery()))
        return (messages or 0) + (await db.scalar(orphans) or 0)


async def _truncate_log(database: Database) -> None:
    """Deleted text must not live on in SQLite's write-ahead log."""
    async with database.engine.connect() as link:
        # On the driver's own connection: SQLAlchemy would begin a transaction, inside which nothing is truncated.
        driver = (await link.get_raw_connection()).driver_connection
        assert driver is not None
        await driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")


class Retention:
    """Purges every ten minutes, and tells those who are looking."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Purge from now on."""
        self._task = asyncio.create_task(self._purge_for_ever())

    async def close(self) -> None:
        """Stop between two batches."""
        await end(self._task)

    async def _purge_for_ever(self) -> None:
        wall, steady = clock.now(), time.monotonic()
        while True:
            ran = clock.now() - wall - timedelta(seconds=time.monotonic() - steady)
            wall, steady = clock.now(), time.monotonic()
            if abs(ran) > CLOCK_TRUST:
                log.warning("retention.clock_jumped", seconds=ran.total_seconds())
            else:
                await self._try()
            await asyncio.sleep(EVERY)

    async def purge(self) -> int:
        """Delete what has expired now; returns how many messages."""
        return await purge(self._site.database, self._tell)

    async def _try(self) -> None:
        with going_on(log, "retention.purge"):
            if gone := await self.purge():
                log.info("retention.purged", messages=gone)

    async def _tell(self, room: UUID, up_to_seq: int) -> None:
        update = MessagesExpired(room=room, up_to_seq=up_to_seq)
        await self._site.part(Hub).publish(room_topic(room), update)
