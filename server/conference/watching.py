"""Outside staff who were let into the chat beside the stage: everybody inside sees that they are there (T35).

Whoever has a seat is in the room by that seat and nobody else's presence is kept there, so its people are those few.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.conference import wire
from server.conference.lines import conference_topic
from server.conference.models import Conference
from server.conference.seats import Seating
from server.core.site import Site
from server.notifications.bell import Bell
from server.rooms.hub import Hub
from server.rooms.models import RoomKind
from server.rooms.presence import Presence
from server.rooms.room import Rooms
from server.rooms.wire import Person


def watch(site: Site) -> None:
    """From now on tell those inside who comes to look, and who has gone."""
    site.part(Presence).on_changed(lambda room: site.part(Bell).ring(_tell(site, room)))


async def _tell(site: Site, room: UUID) -> None:
    if (await site.part(Rooms).facts(room)).kind is not RoomKind.CONFERENCE:
        return
    async with site.database.read() as db:
        conference = await db.scalar(select(Conference.id).where(Conference.room_id == room))
    if conference is not None:
        people = await site.part(Presence).people(room)
        update = wire.ConferenceWatched(conference=conference, moderators=people)
        await site.part(Hub).publish(conference_topic(conference), update)


def shown(site: Site) -> Callable[[AsyncSession, Seating, UUID], Awaitable[Sequence[Person]]]:
    """The same for somebody who comes in."""

    async def people(db: AsyncSession, seating: Seating, user: UUID) -> Sequence[Person]:
        return await site.part(Presence).people(seating.conference.room_id)

    return people
