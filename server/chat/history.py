"""Reading what was written: pages by `seq`, and catching up by `change`. A fixed number of queries per page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.chat.models import ChatMessage, ChatReadState, ChatRoom, MessageState
from server.chat.stored import ROW, Stored, alive, readable, shown
from server.chat.wire import MessagePage, MessageWindow
from server.core.permissions import Standing
from server.core.site import Site
from server.rooms.people import People

PAGE = 50
MOST_CHANGES = 500
"""More than that is fetched as a fresh page: it is faster, and nobody reads it all."""


async def newest(site: Site, standing: Standing, room: UUID, limit: int = PAGE, *, reset: bool = False) -> MessagePage:
    """The last page."""
    return await _page(site, standing, room, None, limit, reset)


async def before(site: Site, standing: Standing, room: UUID, seq: int, limit: int = PAGE) -> MessagePage:
    """The page before a message."""
    return await _page(site, standing, room, seq, limit, False)


async def catch_up(site: Site, standing: Standing, room: UUID, after: int) -> MessagePage:
    """All that changed above the cursor, as it is now; a fresh page when that is too much or the cursor too old."""
    async with site.database.read() as db:
        counters = await _counters(db, standing, room)
        too_old = after < counters.expired_change or after > counters.change
        rows: list[Stored] = []
        if not too_old and after < counters.change:
            above = (ChatMessage.room_id == room, ChatMessage.change > after, readable(standing))
            found = await db.execute(select(*ROW).where(*above).order_by(ChatMessage.change).limit(MOST_CHANGES + 1))
            rows = sorted((Stored.of(row) for row in found.mappings()), key=lambda message: message.seq)
        if not too_old and len(rows) <= MOST_CHANGES:
            page = await _shown(db, site, standing, room, rows, counters, has_older=True, reset=False)
            return msgspec.structs.replace(page, withdrawn=await _withdrawn(db, standing, room, after))
    return await newest(site, standing, room, reset=True)


async def around(
    site: Site, standing: Standing, room: UUID, seq: int | None, at: datetime | None, limit: int = PAGE
) -> MessageWindow:
    """The stretch on both sides of a message, or of the first one written at or after an instant."""
    visible = (ChatMessage.room_id == room, readable(standing))
    async with site.database.read() as db:
        if at is not None:
            first = select(func.min(ChatMessage.seq)).where(*visible, ChatMessage.created_at >= at)
            seq = await db.scalar(first)
        if seq is None:  # an instant after all that was written: the end
            seq = (await db.scalar(select(func.max(ChatMessage.seq)).where(*visible)) or 0) + 1
        older = await _some(db, *visible, ChatMessage.seq < seq, newest_first=True, limit=limit // 2)
        newer = await _some(db, *visible, ChatMessage.seq >= seq, newest_first=False, limit=limit - limit // 2)
        rows = [*older.rows[::-1], *newer.rows]
        messages = await shown(db, site.part(People), {room: standing.space}, rows) if rows else []
    return MessageWindow(messages=messages, has_older=older.more, has_newer=newer.more)


async def newer(site: Site, standing: Standing, room: UUID, after: int, limit: int = PAGE) -> MessageWindow:
    """The page after a message."""
    visible = (ChatMessage.room_id == room, readable(standing), ChatMessage.seq > after)
    async with site.database.read() as db:
        some = await _some(db, *visible, newest_first=False, limit=limit)
        messages = await shown(db, site.part(People), {room: standing.space}, some.rows) if some.rows else []
    return MessageWindow(messages=messages, has_older=True, has_newer=some.more)


class _Some(NamedTuple):
    rows: list[Stored]
    more: bool


async def _some(db: AsyncSession, *where: ColumnElement[bool], newest_first: bool, limit: int) -> _Some:
    order = ChatMessage.seq.desc() if newest_first else ChatMessage.seq
    found = await db.execute(select(*ROW).where(*where).order_by(order).limit(limit + 1))
    rows = [Stored.of(row) for row in found.mappings()]
    return _Some(rows[:limit], len(rows) > limit)


async def _withdrawn(db: AsyncSession, standing: Standing, room: UUID, after: int) -> list[UUID]:
    """What the client may still show and may not read any more."""
    if standing.oversees:
        return []
    held = select(ChatMessage.id).where(
        ChatMessage.room_id == room,
        ChatMessage.change > after,
        ChatMessage.state == MessageState.HELD,
        ChatMessage.author_id != standing.user,
        alive(),
    )
    return list(await db.scalars(held))


class _Counters:
    """Read before the messages, so that the cursor never claims more than the page holds."""

    def __init__(self, change: int, expired_change: int, first_seq: int, read_seq: int) -> None:
        self.change = change
        self.expired_change = expired_change
        self.first_seq = first_seq
        self.read_seq = read_seq


async def _counters(db: AsyncSession, standing: Standing, room: UUID) -> _Counters:
    mine = (ChatReadState.room_id == ChatRoom.room_id) & (ChatReadState.user_id == standing.user)
    # What has expired is gone, though the purge that moves the edge of the room comes minutes later.
    oldest = (
        select(ChatMessage.seq)
        .where(ChatMessage.room_id == ChatRoom.room_id, alive())
        .order_by(ChatMessage.seq)
        .limit(1)
        .scalar_subquery()
    )
    first_seq = func.coalesce(oldest, ChatRoom.last_seq + 1)
    query = (
        select(ChatRoom.last_change, ChatRoom.expired_change, first_seq, ChatReadState.last_seq)
        .outerjoin(ChatReadState, mine)
        .where(ChatRoom.room_id == room)
    )
    row = (await db.execute(query)).first()
    # A chat begins with its first message: until then there is no row.
    return _Counters(row[0], row[1], row[2], row[3] or 0) if row else _Counters(0, 0, 1, 0)


async def _page(site: Site, standing: Standing, room: UUID, below: int | None, limit: int, reset: bool) -> MessagePage:
    async with site.database.read() as db:
        counters = await _counters(db, standing, room)
        where = [ChatMessage.room_id == room, readable(standing)]
        if below is not None:
            where.append(ChatMessage.seq < below)
        found = await db.execute(select(*ROW).where(*where).order_by(ChatMessage.seq.desc()).limit(limit + 1))
        rows = [Stored.of(row) for row in found.mappings()]
        page = rows[:limit][::-1]
        return await _shown(db, site, standing, room, page, counters, has_older=len(rows) > limit, reset=reset)


async def _shown(
    db: AsyncSession,
    site: Site,
    standing: Standing,
    room: UUID,
    rows: Sequence[Stored],
    counters: _Counters,
    *,
    has_older: bool,
    reset: bool,
) -> MessagePage:
    messages = await shown(db, site.part(People), {room: standing.space}, rows) if rows else []
    return MessagePage(
        messages=messages,
        change=counters.change,
        has_older=has_older,
        reset=reset,
        read_seq=counters.read_seq,
        first_seq=counters.first_seq,
    )
