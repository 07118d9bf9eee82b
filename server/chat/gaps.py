"""Finds what this process should have heard and did not: a publisher died after its commit, Redis was away.

The database knows each room's newest change. When a room's listeners here are behind it for a whole look, they are told
to catch up from their own cursors, so nothing stays lost for longer than two looks.
"""

from __future__ import annotations

import asyncio
from uuid import UUID

import structlog
from sqlalchemy import select

from server.chat.models import ChatRoom
from server.chat.wire import ChatGap
from server.core.ending import end
from server.core.going_on import again_and_again
from server.core.site import Site
from server.rooms.hub import Hub
from server.rooms.topics import room_topic

log = structlog.get_logger()

LOOK_EVERY = 1.5


class Gaps:
    """A slow timer; one small query for all rooms that somebody here listens to."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._hub = site.part(Hub)
        self._behind: dict[str, int] = {}
        """What was the newest change at the last look, of topics that had not reached it."""
        self._task: asyncio.Task[None] | None = None
        self._hub.on_gap(self.look)
        self._hub.orders.on_hole(self._tell)

    def start(self) -> None:
        """Look from now on."""
        self._task = asyncio.create_task(again_and_again(LOOK_EVERY, self.look, log, "gaps.look", first=LOOK_EVERY))

    async def close(self) -> None:
        """Stop looking."""
        await end(self._task)

    async def look(self) -> None:
        """Tell the rooms that were behind at the last look and still are; what is on its way arrives in between."""
        topics = self._hub.topics_with("room:")
        newest = await self._newest([UUID(topic.removeprefix("room:")) for topic in topics])
        before, self._behind = self._behind, {}
        for topic, change in newest.items():
            reached = self._hub.orders.reached(topic)
            # Unknown: nobody here has caught up yet, so nobody can have missed anything since.
            if reached is None or reached >= change:
                continue
            if reached < before.get(topic, 0):
                self._hub.orders.give_up(topic, change)
                self._tell(topic)
            else:
                self._behind[topic] = change

    async def _newest(self, rooms: list[UUID]) -> dict[str, int]:
        newest: dict[str, int] = {}
        for start in range(0, len(rooms), 500):
            query = select(ChatRoom.room_id, ChatRoom.last_change).where(
                ChatRoom.room_id.in_(rooms[start : start + 500])
            )
            async with self._site.database.read() as db:
                for room, change in await db.execute(query):
                    newest[room_topic(room)] = change
        return newest

    def _tell(self, topic: str) -> None:
        name, _, identity = topic.partition(":")
        if name != "room":
            # What was missed in a conference is its own to look after.
            return
        room = UUID(identity)
        log.info("chat.gap", room=str(room))
        self._hub.push(topic, ChatGap(room=room))
