"""Chat that is already there when a test begins."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from server.chat.models import ChatMessage, ChatRoom, MessageState
from server.chat.stored import table_of
from server.core import clock
from server.core.database import Database, new_id


async def write_many(
    database: Database, room: UUID, author: UUID, number: int, expires_at: datetime | None = None
) -> None:
    """So many messages, written a day ago, with the room's next numbers."""
    now = clock.now()
    async with database.write() as db:
        chat = await db.get_one(ChatRoom, room)
        rows: list[dict[str, Any]] = []
        for _ in range(number):
            chat.last_seq += 1
            chat.last_change += 1
            row = ChatMessage(
                id=new_id(),
                room_id=room,
                seq=chat.last_seq,
                change=chat.last_change,
                client_id=new_id(),
                author_id=author,
                body=f"number {chat.last_seq}",
                state=MessageState.VISIBLE,
                reply_to=None,
                mentions=[],
                created_at=now - timedelta(days=1),
                edited_at=None,
                expires_at=expires_at or now + timedelta(days=80),
            )
            rows.append({column.name: getattr(row, column.name) for column in table_of(ChatMessage).columns})
        await db.execute(insert(table_of(ChatMessage)), rows)
