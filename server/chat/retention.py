"""Three calendar months, then gone (R-202, D-05): rows, reactions, read marks, words. Forums are never touched."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, CursorResult, case, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.chat.models import ChatMessage, ChatReaction, ChatReadState, ChatRoom
from server.chat.wire import MessagesExpired
from server.chat.words import forget_deleted, stray_words
from server.core import clock
from server.core.database import Database
from server.core.retention import Store
from server.core.site import Site
from server.rooms.hub import Hub
from server.rooms.topics import room_topic

BATCH_S = 0.01
"""What writers may wait for a batch: on SQLite for their turn, on PostgreSQL for the counter rows of its rooms."""
FEWEST_ROWS, MOST_ROWS = 5, 200
"""In one batch: as many as the machine, as busy as it is, deletes within `BATCH_S` (`make bench-purge`)."""

Expired = Callable[[UUID, int], Awaitable[None]]


def _expired() -> ColumnElement[bool]:
    return ChatMessage.expires_at <= clock.now()


async def purge(database: Database, on_expired: Expired | None = None) -> int:
    """Delete what has expired, in small transactions; returns how many messages. Idempotent, also side by side."""
    total, rows = 0, FEWEST_ROWS
    while True:
        began = time.perf_counter()
        found, gone, first_seqs = await database.write_at_once(partial(_purge_some, rows=rows))
        total += gone
        for room, first_seq in first_seqs.items():
            if on_expired:
                await on_expired(room, first_seq - 1)
        if found < rows:
            break
        took = time.perf_counter() - began
        rows = min(MOST_ROWS, max(FEWEST_ROWS, round(rows * min(2.0, BATCH_S / took))))
        # However much has expired, half of the time belongs to those who write.
        await asyncio.sleep(took)
    if total and database.is_sqlite:
        await forget_deleted(database)
    return total


async def _purge_some(db: AsyncSession, rows: int) -> tuple[int, int, dict[UUID, int]]:
    """One batch: how many were found, and deleted, for another process may have been first. The counter rows are locked
    as by the writer, so that a purge never crosses a post."""
    query = (
        select(ChatMessage.id, ChatMessage.room_id, ChatMessage.change)
        .where(_expired())
        .order_by(ChatMessage.expires_at)
        .limit(rows)
    )
    found = (await db.execute(query)).all()
    if not found:
        return 0, 0, {}
    changes: dict[UUID, int] = {}
    for _, room, change in found:
        changes[room] = max(change, changes.get(room, 0))
    locked = select(ChatRoom.room_id).where(ChatRoom.room_id.in_(changes)).order_by(ChatRoom.room_id)
    await db.execute(locked.with_for_update())
    gone = [message for message, _, _ in found]
    await db.execute(delete(ChatReaction).where(ChatReaction.message_id.in_(gone)))
    deleted = cast("CursorResult[Any]", await db.execute(delete(ChatMessage).where(ChatMessage.id.in_(gone))))
    return len(found), deleted.rowcount, await move_edges(db, changes)


async def move_edges(db: AsyncSession, changes: dict[UUID, int]) -> dict[UUID, int]:
    """Note where these rooms' histories begin now, and forget who had read only what is gone. In one statement each:
    while it lasts, nobody writes to any of these rooms."""
    left = select(func.min(ChatMessage.seq)).where(ChatMessage.room_id == ChatRoom.room_id).scalar_subquery()
    gone = case(changes, value=ChatRoom.room_id)
    moved = (
        update(ChatRoom)
        .where(ChatRoom.room_id.in_(changes))
        .values(
            first_seq=func.coalesce(left, ChatRoom.last_seq + 1),
            expired_change=case((ChatRoom.expired_change > gone, ChatRoom.expired_change), else_=gone),
        )
        .returning(ChatRoom.room_id, ChatRoom.first_seq)
        .execution_options(synchronize_session=False)
    )
    edges = {moved_on.room_id: moved_on.first_seq for moved_on in await db.execute(moved)}
    edge = select(ChatRoom.first_seq).where(ChatRoom.room_id == ChatReadState.room_id).scalar_subquery()
    forgotten = delete(ChatReadState).where(ChatReadState.room_id.in_(changes), ChatReadState.last_seq < edge)
    await db.execute(forgotten.execution_options(synchronize_session=False))
    return edges


async def prove(database: Database) -> int:
    """How many messages are past their time: must be 0 after a purge."""
    async with database.read() as db:
        return await db.scalar(select(func.count()).select_from(ChatMessage).where(_expired())) or 0


async def purge_and_tell(site: Site) -> int:
    """Delete what has expired, and tell those who are looking; returns how many messages."""

    async def tell(room: UUID, up_to_seq: int) -> None:
        await site.part(Hub).publish(room_topic(room), MessagesExpired(room=room, up_to_seq=up_to_seq))

    return await purge(site.database, tell)


async def _messages(site: Site) -> int:
    return await prove(site.database)


async def _reactions(site: Site) -> int:
    of = select(ChatReaction.message_id).outerjoin(ChatMessage, ChatMessage.id == ChatReaction.message_id)
    gone = of.where(ChatMessage.id.is_(None) | _expired()).subquery()
    async with site.database.read() as db:
        return await db.scalar(select(func.count()).select_from(gone)) or 0


async def _read_marks(site: Site) -> int:
    """Who had read only what is gone is not remembered."""
    of = select(ChatReadState.room_id).join(ChatRoom, ChatRoom.room_id == ChatReadState.room_id)
    gone = of.where(ChatReadState.last_seq < ChatRoom.first_seq).subquery()
    async with site.database.read() as db:
        return await db.scalar(select(func.count()).select_from(gone)) or 0


async def _words(site: Site) -> int:
    return await stray_words(site.database)


STORES = [
    Store("messages", _messages, purge_and_tell),
    Store("reactions", _reactions),
    Store("read_marks", _read_marks),
    Store("words", _words),
]
