"""Beside an open room of the wall: who answers for its pupils, and what was reported and done there before (S9)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.chat.models import ChatMessage
from server.core.errors import forbidden, not_found
from server.core.http import Caller
from server.core.models import AccountType, AuditLine, MembershipState, SpaceMembership
from server.moderation import wire
from server.moderation.cases import known_to
from server.moderation.handling import answering
from server.moderation.models import Case
from server.rooms.people import People
from server.rooms.presence import Presence
from server.rooms.room import require_seen

MOST = 20
"""Of each kind, the newest."""

ACTS = (
    "chat.rules",
    "chat.mute",
    "chat.unmute",
    "chat.hold",
    "chat.approve",
    "chat.return",
    "chat.delete",
    "chat.warn",
    "chat.take_warning_back",
    "conference.remove",
    "conference.ban",
    "conference.lift_ban",
)
"""Lines of the audit log that say what was done to a room or to somebody in it."""


async def of_room(caller: Caller, room: UUID, pupil: UUID | None) -> wire.RoomPast:
    """For whoever was let in from outside, and while everybody inside sees that (T35)."""
    if caller.here.membership_role is not None:
        raise forbidden()
    await require_seen(caller, room)
    space, people = caller.here.space, caller.site.part(People)
    async with caller.site.database.read() as db:
        pupils = await _pupils(db, space)
        if pupil is not None and pupil not in pupils and not await _learned(db, space, pupil):
            raise not_found("pupil")
        teachers = await answering(db, space, pupils)
        own = await answering(db, space, [pupil]) if pupil else set[UUID]()
        found = await known_to(caller, db, await _cases(caller, db, room, pupil))
        lines = await _lines(db, space, room, pupil)
        concerned = {user for line in lines for user in (line.actor_id, _about(line)) if user} | teachers
        persons = await people.many(space, concerned, db)
    here = {person.id for person in await caller.site.part(Presence).people(room)}
    answers = [
        wire.Answering(
            person=persons[teacher],
            pupils=sum(answers_for == teacher for answers_for in pupils.values()),
            here=teacher in here,
            for_pupil=teacher in own,
        )
        for teacher in teachers
    ]
    answers.sort(key=lambda one: (not one.for_pupil, not one.here, one.person.name))
    acts = [
        wire.PastAct(
            at=line.at,
            action=line.action,
            by=persons[line.actor_id].name if line.actor_id else None,
            about=persons[user].name if (user := _about(line)) else None,
            minutes=line.data.get("minutes") or None,
        )
        for line in lines
    ]
    return wire.RoomPast(teachers=answers, cases=found, acts=acts)


async def _pupils(db: AsyncSession, space: UUID) -> dict[UUID, UUID | None]:
    """The pupils of a space, each with the teacher who was given charge of them."""
    query = select(SpaceMembership.user_id, SpaceMembership.responsible_teacher_id).where(
        SpaceMembership.space_id == space,
        SpaceMembership.account_type == AccountType.PUPIL,
        SpaceMembership.state == MembershipState.ACTIVE,
    )
    return dict((await db.execute(query)).all())


async def _learned(db: AsyncSession, space: UUID, user: UUID) -> bool:
    """Whether this is a pupil who has left, and whose words are still there."""
    query = select(SpaceMembership.id).where(
        SpaceMembership.space_id == space,
        SpaceMembership.user_id == user,
        SpaceMembership.account_type == AccountType.PUPIL,
    )
    return await db.scalar(query) is not None


async def _cases(caller: Caller, db: AsyncSession, room: UUID, pupil: UUID | None) -> Sequence[Case]:
    here = [Case.room_id == room]
    if pupil is not None:
        here.append(and_(Case.space_id == caller.here.space, Case.subject_id == pupil))
    query = select(Case).where(or_(*here)).order_by(Case.created_at.desc()).limit(MOST)
    return (await db.scalars(query)).all()


async def _lines(db: AsyncSession, space: UUID, room: UUID, pupil: UUID | None) -> Sequence[AuditLine]:
    inside = select(ChatMessage.id).where(ChatMessage.room_id == room)
    concerned: list[ColumnElement[bool]] = [
        and_(AuditLine.target_type == "room", AuditLine.target_id == room),
        and_(AuditLine.target_type == "user", _said("room") == str(room)),
        and_(AuditLine.target_type == "message", AuditLine.target_id.in_(inside)),
    ]
    if pupil is not None:
        concerned += [
            and_(AuditLine.target_type == "user", AuditLine.target_id == pupil),
            and_(AuditLine.target_type == "message", _said("author") == str(pupil)),
        ]
    query = (
        select(AuditLine)
        .where(AuditLine.space_id == space, AuditLine.action.in_(ACTS), or_(*concerned))
        .order_by(AuditLine.at.desc(), AuditLine.id.desc())
        .limit(MOST)
    )
    return (await db.scalars(query)).all()


def _said(name: str) -> ColumnElement[Any]:
    return AuditLine.data[name].as_string()


def _about(line: AuditLine) -> UUID | None:
    if line.target_type == "user":
        return line.target_id
    author = line.data.get("author")
    return UUID(author) if author else None
