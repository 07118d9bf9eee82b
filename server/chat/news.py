"""Tells those who look at a space that somebody wrote in one of its chatrooms: they count anew what is unread."""

from __future__ import annotations

import asyncio
from uuid import UUID

import structlog

from server.chat.wire import RoomNews
from server.core.ending import end
from server.core.site import Site
from server.rooms.hub import Hub
from server.rooms.models import RoomKind
from server.rooms.room import Rooms
from server.rooms.topics import space_topic

log = structlog.get_logger()

EVERY = 2.0
"""Seconds. A lively room is news once in a while, not with every message; the last message is always told of."""


class News:
    """At once for a quiet room, then no more often than EVERY."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._telling: dict[UUID, asyncio.Task[None]] = {}
        self._again: set[UUID] = set()

    def wrote(self, room: UUID) -> None:
        """Something in this room is new. Never waits."""
        if room in self._telling:
            self._again.add(room)
            return
        self._telling[room] = asyncio.create_task(self._tell(room))

    async def close(self) -> None:
        """Stop telling."""
        await end(*self._telling.values())

    async def _tell(self, room: UUID) -> None:
        try:
            facts = await self._site.part(Rooms).facts(room)
            if facts.kind is not RoomKind.CHATROOM:
                return
            while True:
                self._again.discard(room)
                update = RoomNews(space=facts.space, room=room)
                await self._site.part(Hub).publish(space_topic(facts.space), update)
                await asyncio.sleep(EVERY)
                if room not in self._again:
                    return
        except Exception:
            # Nobody waits for this, and the next message tries again.
            log.exception("chat.news", room=str(room))
        finally:
            del self._telling[room]
