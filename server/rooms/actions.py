"""Entering and leaving rooms, looking at spaces."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import msgspec
from sqlalchemy import or_, select, update

from server.core import clock
from server.core.connection import Connection
from server.core.errors import forbidden, not_found
from server.core.http import Caller, Door, Handles
from server.core.models import AuditLine, SpaceMembership
from server.core.permissions import Right, Standing, could, rights_of
from server.core.site import Site
from server.core.wire import Update
from server.rooms.access import audiences_of
from server.rooms.charge import administers, answers_for
from server.rooms.hub import Hub
from server.rooms.models import Room, RoomKind
from server.rooms.people import People
from server.rooms.places import Places
from server.rooms.presence import Presence
from server.rooms.room import enter_by_conference
from server.rooms.topics import room_topic, space_topic
from server.rooms.wire import (
    CrowdChanged,
    FollowSpace,
    JoinRoom,
    LeaveRoom,
    PresenceChanged,
    RoomChanged,
    RoomClosed,
    RoomState,
    UnfollowSpace,
)

ACCESS_NOTED_EVERY = timedelta(minutes=5)
"""The last access (R-210) is shown by the day; a row need not be written on every reload."""


async def join_room(caller: Caller, request: JoinRoom) -> RoomState:
    """Enter a chatroom with one click (R-201): hear it, be seen in it. Whoever was let in from outside so enters the
    chat of a conference too, and takes no seat."""
    site, connection = caller.site, _socket(caller)
    async with site.database.read() as db:
        room = await db.get(Room, request.room)
    if room is None:
        raise not_found("room")
    if room.kind is RoomKind.CONFERENCE and caller.here.membership_role is not None:
        raise enter_by_conference()
    standing = await listen(site, connection, "room", room.id, Right.CHAT_READ)
    async with site.database.read() as db:
        pupils = await answers_for(db, standing)
    you = await site.part(People).one(room.space_id, standing.user)
    if standing.membership_role is None:
        # Somebody let in from outside is seen as what they are, and it is written down (T35).
        you = msgspec.structs.replace(you, kind="moderator")
        try:
            await _note_visit(site, standing, room.id)
        except BaseException:
            # What cannot be written down must not happen.
            await site.part(Hub).detach(connection, room_topic(room.id))
            raise
    await _note_access(site, standing)
    # Last: nothing may come between this list and the answer, else a difference to it would be sent before it.
    people = await site.part(Presence).enter(connection, room.id, room.space_id, you)
    return RoomState(
        room=room.id,
        space=room.space_id,
        title=room.title,
        kind=room.kind.value,
        state=room.state.value,
        you=you,
        people=people,
        may=rights_of(standing),
        administers=administers(standing),
        answers_for=pupils,
    )


async def leave_room(caller: Caller, request: LeaveRoom) -> None:
    """Hear it no more. A conference's room is left by leaving the conference, which detaches by itself."""
    await caller.site.part(Hub).detach(_socket(caller), room_topic(request.room))


async def follow_space(caller: Caller, request: FollowSpace) -> None:
    """Hear what changes in a space while one looks at it."""
    await listen(caller.site, _socket(caller), "space", request.space, Right.SEE_SPACE)


async def unfollow_space(caller: Caller, request: UnfollowSpace) -> None:
    """Look at it no more."""
    await caller.site.part(Hub).detach(_socket(caller), space_topic(request.space))


async def listen(site: Site, connection: Connection, name: str, place: UUID, right: Right) -> Standing:
    """Attach a connection to a room's or space's topic by its standing there.

    The right is asked for again after attaching: a change announced before was not heard, one announced after is (T1).
    """
    hub, places = site.part(Hub), site.part(Places)
    topic = room_topic(place) if name == "room" else space_topic(place)
    standing = await places.standing(connection.identity, name, place)
    await hub.attach(connection, topic, audiences_of(standing))
    try:
        standing = await places.standing(connection.identity, name, place)
        if not could(standing, right):
            raise forbidden()
    except BaseException:
        await hub.detach(connection, topic)
        raise
    return standing


def _socket(caller: Caller) -> Connection:
    if caller.connection is None:
        raise forbidden("This works on the socket only.")
    return caller.connection


async def _note_visit(site: Site, standing: Standing, room: UUID) -> None:
    async with site.database.write() as db:
        db.add(
            AuditLine(
                actor_id=standing.user,
                action="room.enter",
                target_type="room",
                target_id=room,
                space_id=standing.space,
                safeguarding=True,
            )
        )


async def _note_access(site: Site, standing: Standing) -> None:
    now = clock.now()
    mine = (
        SpaceMembership.space_id == standing.space,
        SpaceMembership.user_id == standing.user,
        or_(SpaceMembership.last_access_at.is_(None), SpaceMembership.last_access_at < now - ACCESS_NOTED_EVERY),
    )
    async with site.database.read() as db:
        due = await db.scalar(select(SpaceMembership.id).where(*mine))
    if due:
        async with site.database.write() as db:
            await db.execute(update(SpaceMembership).where(*mine).values(last_access_at=now))


HANDLERS = [
    Handles(JoinRoom, join_room, Right.CHAT_READ),
    Handles(LeaveRoom, leave_room, Door.SIGNED_IN),
    Handles(FollowSpace, follow_space, Right.SEE_SPACE),
    Handles(UnfollowSpace, unfollow_space, Door.SIGNED_IN),
]

UPDATES: tuple[type[Update], ...] = (PresenceChanged, RoomChanged, RoomClosed, CrowdChanged)
