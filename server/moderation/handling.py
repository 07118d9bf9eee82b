"""Who answers for pupils and who handles a case: while they teach there, and never whom it is about (domain 6.4.5)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.core.models import (
    TEACHER_ROLES,
    AccountType,
    MembershipState,
    PlatformRole,
    PlatformRoleKind,
    SpaceMembership,
    SpaceRole,
    User,
)
from server.core.site import Site
from server.moderation.models import Case, CaseTeacher, Level, Target
from server.moderation.scope import country_of
from server.rooms.places import Places
from server.rooms.standing import still_holds

FOUNDERS = frozenset({SpaceRole.FOUNDER, SpaceRole.COFOUNDER})


async def answering(db: AsyncSession, space: UUID, users: Collection[UUID]) -> set[UUID]:
    """The teachers who answer for the pupils among these users (R-222); for one whose teacher has left the space, its
    founders, or where there are none all its teachers."""
    charged = select(SpaceMembership.responsible_teacher_id).where(
        SpaceMembership.space_id == space,
        SpaceMembership.user_id.in_(users),
        SpaceMembership.account_type == AccountType.PUPIL,
    )
    responsible = set(await db.scalars(charged))
    if not responsible:
        return set()
    roles = dict((await db.execute(_teaching(space))).all())
    present: set[UUID] = {user for user in roles if user in responsible}
    return present if present == responsible else present | _standing_in(roles)


async def others_answering(db: AsyncSession, space: UUID, user: UUID, teacher: UUID) -> set[UUID]:
    """Those who answer for this pupil beside this teacher; where nobody does, who would stand in for the teacher."""
    roles = dict((await db.execute(_teaching(space).where(SpaceMembership.user_id != teacher))).all())
    return (await answering(db, space, [user])) - {teacher} or _standing_in(roles)


async def founders_of(db: AsyncSession, space: UUID) -> set[UUID]:
    """Those who began the project, while they are in it."""
    roles = dict((await db.execute(_teaching(space))).all())
    return {user for user, role in roles.items() if role in FOUNDERS}


def _standing_in(roles: Mapping[UUID, SpaceRole]) -> set[UUID]:
    return {user for user, role in roles.items() if role in FOUNDERS} or set(roles)


def _teaching(space: UUID) -> Select[UUID, SpaceRole]:
    query = select(SpaceMembership.user_id, SpaceMembership.role)
    return query.where(SpaceMembership.space_id == space, _teaches())


def _teaches() -> ColumnElement[bool]:
    return and_(SpaceMembership.state == MembershipState.ACTIVE, SpaceMembership.role.in_(TEACHER_ROLES))


def chosen() -> Select[Any, Any]:
    """Of each case, the chosen teachers who still teach in its space."""
    here = and_(SpaceMembership.space_id == Case.space_id, SpaceMembership.user_id == CaseTeacher.teacher_id)
    return (
        select(CaseTeacher.case_id, CaseTeacher.teacher_id)
        .join(Case, Case.id == CaseTeacher.case_id)
        .join(SpaceMembership, and_(here, _teaches()))
    )


def chosen_for(teacher: UUID) -> ColumnElement[bool]:
    """Whether this teacher was chosen for a case, and still teaches where it happened."""
    return Case.id.in_(chosen().with_only_columns(CaseTeacher.case_id).where(CaseTeacher.teacher_id == teacher))


def is_about(site: Site, user: UUID) -> ColumnElement[bool]:
    """Whether a case is about this user, or about a conference that this user leads."""
    led = site.part(Places).leaders("conference")
    leads = select(led.c.thing).where(led.c.leader == user)
    return or_(
        and_(Case.subject_id.is_not(None), Case.subject_id == user),
        and_(Case.target_type == Target.CONFERENCE, Case.target_id.in_(leads)),
    )


async def whom_it_is_about(site: Site, db: AsyncSession, case: Case) -> set[UUID]:
    """Those who never handle it: the person, or who leads the conference."""
    about = {case.subject_id} if case.subject_id else set[UUID]()
    if case.target_type is Target.CONFERENCE:
        led = site.part(Places).leaders("conference")
        about |= set(await db.scalars(select(led.c.leader).where(led.c.thing == case.target_id)))
    return about


async def handlers(site: Site, db: AsyncSession, case: Case) -> set[UUID]:
    """The chosen teachers, and those of the agency or of the centre."""
    about = await whom_it_is_about(site, db, case)
    teachers = set(await db.scalars(chosen().with_only_columns(CaseTeacher.teacher_id).where(Case.id == case.id)))
    staff = await staff_of(db, case.country if case.level is Level.AGENCY else None, about)
    return (teachers | staff) - about


async def staff_of(db: AsyncSession, country: str | None, about: Collection[UUID] = frozenset()) -> set[UUID]:
    """Who handles what happens in a country: its agency; the centre where it is the centre's, or no agency has anybody
    whom it is not about."""
    central = and_(PlatformRole.role == PlatformRoleKind.CENTRAL_MODERATOR, PlatformRole.country.is_(None))
    agency = and_(PlatformRole.country == country, PlatformRole.role == PlatformRoleKind.AGENCY_STAFF)
    role = select(PlatformRole.user_id).where(still_holds())
    staff = set(await db.scalars(role.where(agency))).difference(about) if country else set[UUID]()
    return staff or set(await db.scalars(role.where(or_(central, PlatformRole.role == PlatformRoleKind.ADMIN))))


async def handled_by(db: AsyncSession, subject: UUID | None, reporter: UUID) -> tuple[str | None, Level]:
    """The agency of the pupil's country; between adults, that of the reported one; about an agency, the central one."""
    if subject is not None and await _is_agency(db, subject):
        return None, Level.CENTRAL
    concerned = [user for user in (subject, reporter) if user is not None]
    for user in [*(await _pupils(db, concerned)), *concerned]:
        if country := await country_of(db, user):
            return country, Level.AGENCY
    return None, Level.CENTRAL


async def _pupils(db: AsyncSession, users: Collection[UUID]) -> list[UUID]:
    pupils = select(User.id).where(User.id.in_(users), User.account_type == AccountType.PUPIL)
    found = set(await db.scalars(pupils))
    return [user for user in users if user in found]


async def _is_agency(db: AsyncSession, user: UUID) -> bool:
    query = select(PlatformRole.id).where(PlatformRole.user_id == user, still_holds())
    return await db.scalar(query.limit(1)) is not None


async def choose_teachers(site: Site, db: AsyncSession, case: Case, reporter: UUID) -> None:
    """The teachers who answer for the pupils concerned, but never one it is about."""
    concerned = [user for user in (case.subject_id, reporter) if user is not None]
    teachers = await answering(db, case.space_id, concerned) - await whom_it_is_about(site, db, case)
    known = set(await db.scalars(select(CaseTeacher.teacher_id).where(CaseTeacher.case_id == case.id)))
    db.add_all(CaseTeacher(case_id=case.id, teacher_id=teacher) for teacher in sorted(teachers - known))
