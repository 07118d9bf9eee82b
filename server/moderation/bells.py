"""Whose bells moderation rings: who answers for a pupil, the pupil, reporters, founders, colleagues (domain 9)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from sqlalchemy import and_, or_, select

from server.chat.wire import Message
from server.core import clock
from server.core.models import (
    MembershipState,
    Notification,
    PlatformRole,
    PlatformRoleKind,
    Space,
    SpaceMembership,
)
from server.core.site import Site
from server.moderation.models import Case, CaseTeacher, Level, Outcome, Report
from server.moderation.wire import MyPupilsChanged
from server.notifications.actions import notify
from server.rooms.hub import Hub
from server.rooms.models import Room

QUIET_FOR = timedelta(minutes=2)
"""One bell for several held messages of one room."""


async def answerable(site: Site, space: UUID, pupil: UUID) -> UUID | None:
    """The teacher who answers for this pupil here (R-222)."""
    query = select(SpaceMembership.responsible_teacher_id).where(
        SpaceMembership.space_id == space,
        SpaceMembership.user_id == pupil,
        SpaceMembership.state == MembershipState.ACTIVE,
    )
    async with site.database.read() as db:
        return await db.scalar(query)


async def pages_changed(site: Site, space: UUID, pupil: UUID) -> None:
    """The responsible teacher's page is different now."""
    if teacher := await answerable(site, space, pupil):
        await site.part(Hub).tell(teacher, MyPupilsChanged())


async def waits(site: Site, message: Message) -> None:
    """A message waits: the teacher who answers for its author hears of it, wherever that teacher is."""
    if message.hold is None or message.hold.returned_at is not None:
        return
    where = select(Space.id, Space.title, Space.slug).join(Room, Room.space_id == Space.id)
    async with site.database.read() as db:
        space = (await db.execute(where.where(Room.id == message.room))).one()
    teacher = await answerable(site, space.id, message.author.id)
    if teacher is None:
        return
    await site.part(Hub).tell(teacher, MyPupilsChanged())
    rung = select(Notification.id).where(
        Notification.user_id == teacher,
        Notification.code == "chat.held",
        Notification.target_id == message.room,
        Notification.read_at.is_(None),
        Notification.created_at > clock.now() - QUIET_FOR,
    )
    async with site.database.read() as db:
        if await db.scalar(rung.limit(1)) is not None:
            return
    params: dict[str, str | int] = {"name": message.author.name, "space": space.title, "slug": space.slug}
    await notify(site, [teacher], "chat.held", params, ("room", message.room))


async def ring_about_room(
    site: Site, room: UUID, users: Collection[UUID], code: str, params: dict[str, str | int]
) -> None:
    """Something in a room concerns these users."""
    where = select(Space.title, Space.slug).join(Room, Room.space_id == Space.id).where(Room.id == room)
    async with site.database.read() as db:
        space = (await db.execute(where)).one()
    await notify(site, users, code, {"space": space.title, "slug": space.slug} | params, ("room", room))


async def _handlers(site: Site, case: Case) -> set[UUID]:
    """The chosen teachers, and those of the agency or the centre whose reports these are."""
    today = clock.now().date()
    role = select(PlatformRole.user_id).where(
        PlatformRole.since <= today, (PlatformRole.ended_on.is_(None)) | (PlatformRole.ended_on > today)
    )
    central = and_(PlatformRole.role == PlatformRoleKind.CENTRAL_MODERATOR, PlatformRole.country.is_(None))
    if case.level is Level.AGENCY:
        role = role.where(PlatformRole.country == case.country, PlatformRole.role == PlatformRoleKind.AGENCY_STAFF)
    else:
        role = role.where(or_(central, PlatformRole.role == PlatformRoleKind.ADMIN))
    async with site.database.read() as db:
        teachers = set(await db.scalars(select(CaseTeacher.teacher_id).where(CaseTeacher.case_id == case.id)))
        return (teachers | set(await db.scalars(role))) - {case.subject_id}


async def _ring_about_case(site: Site, case: Case, users: Collection[UUID], code: str, **params: str) -> None:
    async with site.database.read() as db:
        space = await db.get_one(Space, case.space_id)
    words: dict[str, str | int] = {"space": space.title, "slug": space.slug, "urgent": int(case.urgent)}
    await notify(site, users, code, words | params, ("case", case.id))


async def case_opened(site: Site, case: Case, *, first: bool) -> None:
    """Those who handle it hear of the first report, and of every one when it is urgent."""
    handlers = await _handlers(site, case)
    for user in handlers:
        await site.part(Hub).tell(user, MyPupilsChanged())
    if first or case.urgent:
        await _ring_about_case(site, case, handlers, "report.opened")


async def case_appealed(site: Site, case: Case) -> None:
    """All who may decide now: not the one who has decided before."""
    await _ring_about_case(site, case, await _handlers(site, case) - {case.resolved_by}, "report.appealed")


async def case_decided(site: Site, case: Case) -> None:
    """The reporters hear the outcome; the person concerned hears of a measure, never of who reported."""
    assert case.outcome is not None
    async with site.database.read() as db:
        reporters = set(await db.scalars(select(Report.reporter_id).where(Report.case_id == case.id)))
    await _ring_about_case(site, case, reporters, "report.outcome", outcome=case.outcome.value)
    if case.subject_id and case.outcome is not Outcome.NO_ACTION:
        await _ring_about_case(site, case, [case.subject_id], "case.measure", outcome=case.outcome.value)
