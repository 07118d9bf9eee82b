"""My pupils: what a responsible teacher sees at one glance, and on a phone (domain 6.4.10, R-222)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, not_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from server.chat.models import ChatMessage, ChatMute, MessageState
from server.chat.stored import alive, fetch, shown
from server.core import clock
from server.core.http import Caller
from server.core.models import MembershipState, Space, SpaceMembership
from server.core.permissions import Right, could
from server.core.site import Site
from server.moderation import wire
from server.moderation.alone import Company, company
from server.moderation.handling import chosen_for, is_about
from server.moderation.models import AT_WORK, Case
from server.rooms.models import Room, RoomKind
from server.rooms.people import People
from server.rooms.places import Places
from server.rooms.presence import Presence
from server.rooms.wire import Person

LAST = 3
MOST_HELD = 100


async def mine(caller: Caller) -> wire.MyPupils:
    """Only those for whom the reader answers, in spaces in which the reader still teaches."""
    site = caller.site
    async with site.database.read() as db:
        pupils = await _pupils(db, caller.identity.user)
    allowed = {space for space in {space for space, _ in pupils} if await _teaches(caller, space)}
    pupils = [(space, user) for space, user in pupils if space in allowed]
    async with site.database.read() as db:
        spaces = (await db.scalars(select(Space).where(Space.id.in_(allowed)).order_by(Space.title))).all()
        chatrooms = select(Room).where(Room.space_id.in_(allowed), Room.kind == RoomKind.CHATROOM)
        rooms = {room.id: room for room in await db.scalars(chatrooms)}
        held = await _held(site, db, spaces, pupils)
        last = {(space, user): await _last(db, user, space) for space, user in pupils}
        muted = await _muted(db, rooms, [user for _, user in pupils])
        reports = await _reports(site, db, caller.identity.user)
    here = {room: await site.part(Presence).people(room) for room in rooms}
    shown_pupils: list[wire.MyPupil] = []
    for space, user in pupils:
        of_space = [room for room in rooms.values() if room.space_id == space]
        shown_pupils.append(
            wire.MyPupil(
                person=await site.part(People).one(space, user),
                space=space,
                online_in=[room.id for room in of_space if any(one.id == user for one in here[room.id])],
                last_messages=last[space, user],
                reports=reports.get(user, 0),
                muted_in=[room.id for room in of_space if (room.id, user) in muted],
            )
        )
    return wire.MyPupils(
        spaces=[wire.PupilSpace(id=space.id, title=space.title, slug=space.slug) for space in spaces],
        pupils=sorted(shown_pupils, key=lambda one: (not one.online_in, one.person.name)),
        held=held,
        without_adult=_without_adult(rooms, here, pupils),
        cases=sum(reports.values()),
    )


async def _teaches(caller: Caller, space: UUID) -> bool:
    standing = await caller.site.part(Places).standing(caller.identity, "space", space)
    return standing.is_teacher and could(standing, Right.CHAT_MODERATE)


async def _pupils(db: AsyncSession, teacher: UUID) -> list[tuple[UUID, UUID]]:
    own = aliased(SpaceMembership)
    still_in = (own.space_id == SpaceMembership.space_id) & (own.user_id == teacher)
    query = (
        select(SpaceMembership.space_id, SpaceMembership.user_id)
        .join(own, still_in & (own.state == MembershipState.ACTIVE))
        .where(
            SpaceMembership.responsible_teacher_id == teacher,
            SpaceMembership.state == MembershipState.ACTIVE,
        )
    )
    return [(space, user) for space, user in await db.execute(query)]


async def _held(
    site: Site, db: AsyncSession, spaces: Sequence[Space], pupils: Sequence[tuple[UUID, UUID]]
) -> list[wire.HeldItem]:
    """Those of conferences' chats, too: nobody decides beside a stage that is empty."""
    by_id = {space.id: space for space in spaces}
    of = site.part(Places).rooms("conference")
    places = select(Room, of.c.thing).outerjoin(of, of.c.room == Room.id).where(Room.space_id.in_(by_id))
    waiting = select(ChatMessage.room_id).where(
        ChatMessage.hold.is_not(None), ChatMessage.state == MessageState.HELD, alive()
    )
    found_rooms = (await db.execute(places.where(Room.id.in_(waiting)))).all()
    rooms = {room.id: room for room, _ in found_rooms}
    conferences = {room.id: conference for room, conference in found_rooms}
    found = await fetch(
        db,
        ChatMessage.room_id.in_(rooms),
        ChatMessage.hold.is_not(None),
        ChatMessage.state == MessageState.HELD,
        ChatMessage.author_id.in_({user for _, user in pupils}),
        alive(),
    )
    mine = set(pupils)
    found = [one for one in found if (rooms[one.room_id].space_id, one.author_id) in mine]
    found = sorted(found, key=lambda one: one.created_at)[:MOST_HELD]
    messages = await shown(db, site.part(People), {room.id: room.space_id for room in rooms.values()}, found)
    items: list[wire.HeldItem] = []
    for message in messages:
        room = rooms[message.room]
        space = by_id[room.space_id]
        items.append(
            wire.HeldItem(
                message=message,
                space=space.id,
                space_title=space.title,
                slug=space.slug,
                conference=conferences[room.id],
                room_title=room.title,
            )
        )
    return items


async def _last(db: AsyncSession, user: UUID, space: UUID) -> list[wire.LastMessage]:
    chatrooms = select(Room.id).where(Room.space_id == space, Room.kind == RoomKind.CHATROOM)
    query = (
        select(ChatMessage.room_id, ChatMessage.body, ChatMessage.state, ChatMessage.created_at)
        .add_columns(ChatMessage.expires_at)
        .where(ChatMessage.author_id == user, ChatMessage.room_id.in_(chatrooms), alive())
        .order_by(ChatMessage.created_at.desc())
        .limit(LAST)
    )
    return [
        wire.LastMessage(room=room, text=body, state=state.value, created_at=at, expires_at=end)
        for room, body, state, at, end in await db.execute(query)
    ]


async def _muted(db: AsyncSession, rooms: dict[UUID, Room], users: Sequence[UUID]) -> set[tuple[UUID, UUID]]:
    query = select(ChatMute.room_id, ChatMute.user_id).where(
        ChatMute.room_id.in_(rooms),
        ChatMute.user_id.in_(users),
        ChatMute.until.is_(None) | (ChatMute.until > clock.now()),
    )
    return {(room, user) for room, user in await db.execute(query)}


async def _reports(site: Site, db: AsyncSession, teacher: UUID) -> dict[UUID | None, int]:
    query = (
        select(Case.subject_id, func.count())
        .where(chosen_for(teacher), not_(is_about(site, teacher)), Case.state.in_(AT_WORK))
        .group_by(Case.subject_id)
    )
    return dict((await db.execute(query)).all())


def _without_adult(
    rooms: dict[UUID, Room], here: dict[UUID, list[Person]], pupils: Sequence[tuple[UUID, UUID]]
) -> list[wire.RoomWithout]:
    mine = {user for _, user in pupils}
    return [
        wire.RoomWithout(room=room.id, title=room.title, space=room.space_id, pupils=number)
        for room in rooms.values()
        if company(here[room.id]) is Company.ALONE and (number := sum(one.id in mine for one in here[room.id]))
    ]
