"""Rings for a room's teachers a week before much of it leaves: they may still save something (chat.purge_notice)."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite

from campus.pages.models import PurgeNotice
from server.chat.models import ChatMessage, MessageState
from server.chat.stored import alive, table_of
from server.core import clock
from server.core.clock import BRUSSELS
from server.core.ending import end
from server.core.going_on import again_and_again
from server.core.models import TEACHER_ROLES, MembershipState, Space, SpaceMembership, SpaceState
from server.core.site import Site
from server.notifications.actions import notify
from server.rooms.models import Room, RoomKind

log = structlog.get_logger()

CODE = "chat.purge_notice"
EVERY = 3600.0
AHEAD = timedelta(days=7)
LARGE = 10
"""So many messages that leave within a week are worth a bell."""


class PurgeNotices:
    """A Site part: `site.add(PurgeNotices(site))`. Once for each room and month, whatever the number of processes."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Look every hour from now on."""
        self._task = asyncio.create_task(again_and_again(EVERY, self.look, log, "purge_notices.look"))

    async def close(self) -> None:
        """Stop looking."""
        await end(self._task)

    async def look(self) -> None:
        """Tell the teachers of every room that loses much within a week and whose month has no notice yet."""
        for room, number, first in await self._rooms():
            if await self._is_first(room):
                await self._tell(room, number, first)

    async def _rooms(self) -> list[tuple[UUID, int, datetime]]:
        soon = ChatMessage.expires_at <= clock.now() + AHEAD
        query = (
            select(ChatMessage.room_id, func.count(), func.min(ChatMessage.expires_at))
            .join(Room, Room.id == ChatMessage.room_id)
            .join(Space, Space.id == Room.space_id)
            .where(soon, alive(), ChatMessage.state == MessageState.VISIBLE)
            .where(Room.kind == RoomKind.CHATROOM, Space.state != SpaceState.ARCHIVED)
            .group_by(ChatMessage.room_id)
            .having(func.count() >= LARGE)
        )
        async with self._site.database.read() as db:
            return [(room, number, first) for room, number, first in await db.execute(query)]

    async def _is_first(self, room: UUID) -> bool:
        """Whether this process is the one that tells it in this month."""
        dialect = sqlite if self._site.database.is_sqlite else postgresql
        month = f"{clock.now().astimezone(BRUSSELS):%Y-%m}"
        note = dialect.insert(table_of(PurgeNotice)).values(room_id=room, month=month).on_conflict_do_nothing()
        async with self._site.database.write() as db:
            return (await db.execute(note.returning(table_of(PurgeNotice).c.month))).first() is not None

    async def _tell(self, room: UUID, number: int, first: datetime) -> None:
        teachers = (
            select(SpaceMembership.user_id, Space.title, Space.slug)
            .join(Space, Space.id == SpaceMembership.space_id)
            .join(Room, Room.space_id == Space.id)
            .where(Room.id == room, SpaceMembership.state == MembershipState.ACTIVE)
            .where(SpaceMembership.role.in_(TEACHER_ROLES))
        )
        async with self._site.database.read() as db:
            found = (await db.execute(teachers)).all()
        if not found:
            return
        params: dict[str, str | int] = {
            "number": number,
            "space": found[0].title,
            "slug": found[0].slug,
            "leaves_at": first.isoformat(),
        }
        await notify(self._site, [row.user_id for row in found], CODE, params, ("room", room))
