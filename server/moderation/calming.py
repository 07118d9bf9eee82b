"""A chatroom's rules: pause, slow mode, hours, whether pupils write; a pupil muted for a time (domain 5.2, 6.2)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.chat.models import ChatMute, ChatRoom
from server.core import clock
from server.core.errors import UserError, forbidden, not_found
from server.core.http import Caller
from server.core.models import AccountType, AuditLine, MembershipState, SpaceMembership
from server.core.permissions import Facts, Right, Standing, may
from server.moderation import wire
from server.moderation.bells import ring_about_room
from server.notifications.bell import Bell
from server.rooms.access import TEACHERS
from server.rooms.hub import Hub
from server.rooms.models import Room, RoomKind, RoomState
from server.rooms.people import People
from server.rooms.topics import room_topic
from server.rooms.wire import Hours, RoomChanged, WritingRules

CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)


def may_calm(standing: Standing, *, responsible: bool = False) -> bool:
    """Teachers by their row of the matrix. Outside staff have no such row: whom a grant lets delete a message (n1) may
    also do the milder thing, stop somebody for a time or pause the room."""
    facts = Facts(responsible=responsible)
    outside = standing.membership_role is None and standing.oversees
    return may(standing, Right.CHAT_MODERATE, facts) or (outside and may(standing, Right.CHAT_DELETE, facts))


async def rules_of(caller: Caller, room: UUID) -> wire.RoomRules:
    """What is allowed here now; who is muted is told to teachers, and to a pupil about oneself."""
    site, standing = caller.site, caller.here
    muted = select(ChatMute.user_id, ChatMute.until).where(ChatMute.room_id == room, _still(clock.now()))
    if not standing.oversees:
        muted = muted.where(ChatMute.user_id == standing.user)
    async with site.database.read() as db:
        place = await db.get_one(Room, room)
        chat = await db.get(ChatRoom, room)
        until = dict((await db.execute(muted)).all())
    people = await site.part(People).many(standing.space, list(until))
    return wire.RoomRules(
        room=room,
        state=place.state.value,
        rules=_rules(chat),
        muted=[wire.Muted(person=people[user], until=end) for user, end in until.items()],
    )


async def set_rules(caller: Caller, room: UUID, body: wire.SetRoomRules) -> wire.RoomRules:
    """Change some of them; everybody in the room hears of it, and from the commit on they hold."""
    standing = caller.here
    if not may_calm(standing):
        raise forbidden()
    if standing.membership_role is None and _wanted(body).keys() - {"state"}:
        raise forbidden("Moderators pause a room; its other rules are its teachers'.")
    _check_hours(body)
    async with caller.site.database.write() as db:
        place, chat = await _chatroom(db, room)
        changed = _apply(place, chat, body)
        if changed:
            db.add(_line(caller, "chat.rules", "room", room, changed))
        told = RoomChanged(room=room, title=place.title, state=place.state.value, rules=_rules(chat))
    if changed:
        await caller.site.part(Hub).publish(room_topic(room), told)
    return await rules_of(caller, room)


def _check_hours(body: wire.SetRoomRules) -> None:
    if isinstance(body.hours, Hours):
        for said in (body.hours.opens, body.hours.closes):
            if not CLOCK.fullmatch(said):
                raise UserError("bad_hours", "A time is written as 07:00.", status=422, time=said)


def _wanted(body: wire.SetRoomRules) -> dict[str, Any]:
    return {name: value for name in body.__struct_fields__ if (value := getattr(body, name)) is not msgspec.UNSET}


def _apply(place: Room, chat: ChatRoom, body: wire.SetRoomRules) -> dict[str, Any]:
    """What is different now, as the audit log keeps it."""
    changed: dict[str, Any] = {}
    for name, value in _wanted(body).items():
        plain = msgspec.to_builtins(value)
        if name == "state":
            if place.state is RoomState.READ_ONLY:
                raise UserError("room_read_only", "This room can only be read.")
            if place.state.value != plain:
                place.move_to(RoomState(plain))
                changed["state"] = plain
        elif getattr(chat, name) != plain:
            setattr(chat, name, plain)
            changed[name] = plain
    return changed


async def mute(caller: Caller, room: UUID, body: wire.MutePupil) -> wire.RoomRules:
    """Stop a pupil from writing here, at once and in every tab (T10)."""
    standing = caller.here
    until = clock.now() + timedelta(minutes=body.minutes) if body.minutes else None
    async with caller.site.database.write() as db:
        await _chatroom(db, room)
        await require_over(db, standing, body.user)
        row = await db.get(ChatMute, (room, body.user))
        if row is None:
            row = ChatMute(room_id=room, user_id=body.user)
            db.add(row)
        row.muted_by, row.muted_at, row.until = standing.user, clock.now(), until
        db.add(_line(caller, "chat.mute", "user", body.user, {"room": str(room), "minutes": body.minutes or 0}))
    await _tell(caller, room, body.user, muted=True, until=until)
    params: dict[str, str | int] = {"name": standing.display_name, "until": until.isoformat() if until else ""}
    caller.site.part(Bell).ring(ring_about_room(caller.site, room, [body.user], "chat.muted", params))
    return await rules_of(caller, room)


async def unmute(caller: Caller, room: UUID, user: UUID) -> wire.RoomRules:
    """Let a pupil write again."""
    async with caller.site.database.write() as db:
        await require_over(db, caller.here, user)
        gone = await db.scalars(
            delete(ChatMute).where(ChatMute.room_id == room, ChatMute.user_id == user).returning(ChatMute.user_id)
        )
        was_muted = bool(gone.all())
        if was_muted:
            db.add(_line(caller, "chat.unmute", "user", user, {"room": str(room)}))
    if was_muted:
        await _tell(caller, room, user, muted=False, until=None)
    return await rules_of(caller, room)


async def _chatroom(db: AsyncSession, room: UUID) -> tuple[Room, ChatRoom]:
    """Locked: the writer locks the same row, so that a rule holds for all that is written after it."""
    place = await db.get_one(Room, room)
    if place.kind is RoomKind.CONFERENCE:
        raise UserError("led_by_conference", "Whoever leads the conference decides about its chat.")
    chat = await db.get(ChatRoom, room, with_for_update=True)
    if chat is None:
        chat = ChatRoom(room_id=room)
        db.add(chat)
        await db.flush()
    return place, chat


async def require_over(db: AsyncSession, standing: Standing, user: UUID) -> None:
    """The person must be a pupil of this space over whom the caller may decide."""
    query = select(SpaceMembership.responsible_teacher_id).where(
        SpaceMembership.space_id == standing.space,
        SpaceMembership.user_id == user,
        SpaceMembership.account_type == AccountType.PUPIL,
        SpaceMembership.state == MembershipState.ACTIVE,
    )
    row = (await db.execute(query)).first()
    if row is None:
        raise not_found("pupil")
    if not may_calm(standing, responsible=row[0] == standing.user):
        raise forbidden("You do not answer for this pupil.")


async def _tell(caller: Caller, room: UUID, user: UUID, *, muted: bool, until: datetime | None) -> None:
    person = await caller.site.part(People).one(caller.here.space, user)
    update = wire.MuteChanged(room=room, person=person, muted=muted, until=until)
    await caller.site.part(Hub).publish_all(room_topic(room), [(update, TEACHERS), (update, str(user))])


def _still(now: datetime) -> Any:
    return ChatMute.until.is_(None) | (ChatMute.until > now)


def _rules(chat: ChatRoom | None) -> WritingRules:
    if chat is None:
        return WritingRules(pupils_can_write=True, slow_mode_s=0, hours=None)
    hours = msgspec.convert(chat.hours, Hours) if chat.hours else None
    return WritingRules(pupils_can_write=chat.pupils_can_write, slow_mode_s=chat.slow_mode_s, hours=hours)


def _line(caller: Caller, action: str, kind: str, target: UUID, data: dict[str, Any]) -> AuditLine:
    return AuditLine(
        actor_id=caller.identity.user,
        action=action,
        target_type=kind,
        target_id=target,
        space_id=caller.here.space,
        data=data,
    )
