"""Notes that open sockets are in use, so that nobody is signed out in the middle of a lesson."""

from __future__ import annotations

import asyncio
from uuid import UUID

import structlog
from sqlalchemy import select

from server.account.login_sessions import renew
from server.core.ending import end
from server.core.going_on import again_and_again, going_on
from server.core.identity import Identity
from server.core.site import Site
from server.rooms.hub import Hub
from server.rooms.models import Room, RoomKind

log = structlog.get_logger()

WRITE_EVERY = 10.0
"""Seconds. Written together and not with each frame: being in use matters to the minute."""
AT_ONCE = 500


class Usage:
    """The login sessions of this process that were used since the last writing."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._heard: set[UUID] = set()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Write from now on."""
        self._task = asyncio.create_task(
            again_and_again(WRITE_EVERY, self.write, log, "usage.write", first=WRITE_EVERY)
        )

    async def close(self) -> None:
        """Write a last time."""
        await end(self._task)
        with going_on(log, "usage.write"):
            await self.write()

    def heard(self, identity: Identity) -> None:
        """A frame came from this user."""
        self._heard.add(identity.login_session)

    async def write(self) -> None:
        """Prolong what was used: by frames, and by being in a conference, where one may listen for an hour."""
        heard, self._heard = self._heard, set()
        try:
            used = list(heard | await self._in_conference())
            for start in range(0, len(used), AT_ONCE):
                async with self._site.database.write() as db:
                    await renew(db, used[start : start + AT_ONCE])
        except Exception:
            self._heard |= heard
            raise

    async def _in_conference(self) -> set[UUID]:
        hub = self._site.part(Hub)
        rooms: dict[UUID, set[UUID]] = {}
        for topic in hub.topics_with("room:"):
            sessions = {connection.identity.login_session for connection in hub.connections(topic)}
            rooms[UUID(topic.removeprefix("room:"))] = sessions
        if not rooms:
            return set()
        async with self._site.database.read() as db:
            query = select(Room.id).where(Room.id.in_(rooms), Room.kind == RoomKind.CONFERENCE)
            return {session for room in await db.scalars(query) for session in rooms[room]}
