"""What never changes about a room, kept, and who may be in it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.core.errors import UserError, not_found
from server.core.http import Caller
from server.core.permissions import Right, Standing
from server.core.site import Site
from server.rooms.hub import Hub
from server.rooms.models import Room, RoomKind
from server.rooms.places import Places
from server.rooms.presence import Presence
from server.rooms.topics import room_topic

MOST_KEPT = 20_000


@dataclass(frozen=True)
class RoomFacts:
    """Where a room is and what kind it has."""

    space: UUID
    kind: RoomKind

    def right_to_be_in(self, standing: Standing) -> Right:
        """What one needs to stay: members come into a conference's room by the conference, whoever is let in from
        outside only reads the chat."""
        by_conference = self.kind is RoomKind.CONFERENCE and standing.membership_role is not None
        return Right.CONFERENCE_JOIN if by_conference else Right.CHAT_READ


class Rooms:
    """The facts of the rooms that this process has met."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._kept: dict[UUID, RoomFacts] = {}
        site.part(Places).add("room", space_of_room)

    async def facts(self, room: UUID) -> RoomFacts:
        """Raises `not_found` for a room that is not there."""
        if room not in self._kept:
            async with self._site.database.read() as db:
                row = (await db.execute(select(Room.space_id, Room.kind).where(Room.id == room))).first()
            if row is None:
                raise not_found("room")
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[room] = RoomFacts(row.space_id, row.kind)
        return self._kept[room]


async def space_of_room(db: AsyncSession, room: UUID) -> UUID | None:
    """The space that a room belongs to, for `Places`."""
    return await db.scalar(select(Room.space_id).where(Room.id == room))


async def require_inside(caller: Caller, room: UUID) -> RoomFacts:
    """Over a socket one must have entered the room; over HTTP a chatroom is open to its readers, a conference's room to
    nobody: who waits in its lobby gets no chat, whatever is sent (T5)."""
    facts = await caller.site.part(Rooms).facts(room)
    if caller.connection is None:
        if facts.kind is RoomKind.CONFERENCE:
            raise enter_by_conference()
        await require_seen(caller, room)
    elif not caller.site.part(Hub).is_attached(caller.connection, room_topic(room)):
        raise UserError("not_in_room", "Enter the room first.")
    return facts


async def require_seen(caller: Caller, room: UUID) -> None:
    """Refuse outside staff whom nobody in the room can see."""
    if not await is_seen(caller, room):
        raise UserError("not_in_room", "Enter the room first.")


async def is_seen(caller: Caller, room: UUID) -> bool:
    """Whoever is let in from outside reads only where everybody sees that a moderator is present (T35)."""
    if caller.here.membership_role is not None:
        return True
    people = await caller.site.part(Presence).people(room)
    return caller.identity.user in (person.id for person in people)


def enter_by_conference() -> UserError:
    """Only the conference lets people into its room."""
    return UserError("enter_conference", "This room has a door of its own.")
