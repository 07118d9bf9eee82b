"""Empties a room before its time: what was written only among those who prepare is for nobody else (R-073)."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.chat.models import ChatMessage, ChatReaction, ChatRoom
from server.chat.retention import move_edges
from server.chat.wire import MessageWithdrawn


class Cleared(NamedTuple):
    """What readers of the room must be told, with the numbers of the changes."""

    updates: list[tuple[MessageWithdrawn, str]]
    numbers: tuple[int, int]


async def clear(db: AsyncSession, room: UUID, since: datetime | None = None) -> Cleared | None:
    """Delete all messages of a room, or those since then, in the caller's transaction. The counters are held as by
    the writer: no message is written meanwhile."""
    chat = await db.scalar(select(ChatRoom).where(ChatRoom.room_id == room).with_for_update())
    if chat is None:
        return None
    which = [ChatMessage.room_id == room]
    if since is not None:
        which.append(ChatMessage.created_at >= since)
    gone = list(await db.scalars(select(ChatMessage.id).where(*which).order_by(ChatMessage.seq)))
    if not gone:
        return None
    await db.execute(delete(ChatReaction).where(ChatReaction.message_id.in_(gone)))
    await db.execute(delete(ChatMessage).where(ChatMessage.id.in_(gone)))
    # Each takes a number, so that whoever reads learns of it; an older cursor is given the room anew.
    first, last = chat.last_change + 1, chat.last_change + len(gone)
    chat.last_change = last
    await db.flush()
    await move_edges(db, {room: last})
    updates = [(MessageWithdrawn(room=room, message=one, change=first + n), "all") for n, one in enumerate(gone)]
    return Cleared(list(updates), (first, last))
