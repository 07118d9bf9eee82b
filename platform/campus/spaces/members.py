"""The members of a space as one of them may see them: names and last access depend on who looks (R-210, D-20)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from campus.spaces.schools import school_of_user, schools_of
from campus.spaces.wire import Activity, SpaceMember
from server.core import clock
from server.core.identity import Identity
from server.core.models import (
    GUEST_ROLES,
    PUPIL_ROLES,
    TEACHER_ROLES,
    MembershipState,
    School,
    SpaceMembership,
    SpaceRole,
    User,
)
from server.core.permissions import Standing
from server.rooms.people import live_name

MemberKind = Literal["teacher", "pupil", "guest", "staff"]
KIND_ORDER: dict[MemberKind, int] = {"teacher": 0, "staff": 1, "pupil": 2, "guest": 3}


@dataclass(frozen=True)
class Viewer:
    """Who looks at the list."""

    user: UUID
    zone: ZoneInfo
    is_teacher: bool
    """Of this space."""
    schools: frozenset[UUID]
    """Where the viewer works; empty for pupils and guests."""


async def viewer_of(db: AsyncSession, identity: Identity, standing: Standing) -> Viewer:
    """What decides how much the caller sees."""
    schools = frozenset[UUID]() if identity.is_pupil else await schools_of(db, identity.user)
    return Viewer(identity.user, ZoneInfo(identity.time_zone), standing.is_teacher, schools)


async def members_of(db: AsyncSession, space: UUID, viewer: Viewer) -> list[SpaceMember]:
    """The active members of a space; one query however many."""
    belongs = school_of_user()
    teacher = aliased(User)
    query = (
        select(SpaceMembership, User, School, teacher.display_name)
        .join(User, User.id == SpaceMembership.user_id)
        .outerjoin(belongs, belongs.c.user_id == User.id)
        .outerjoin(School, School.id == belongs.c.school_id)
        .outerjoin(teacher, teacher.id == SpaceMembership.responsible_teacher_id)
        .where(SpaceMembership.space_id == space, SpaceMembership.state == MembershipState.ACTIVE)
    )
    members = [_member(viewer, *row) for row in await db.execute(query)]
    return sorted(members, key=lambda member: (KIND_ORDER[member.kind], member.name.casefold(), member.id))


def _member(
    viewer: Viewer, membership: SpaceMembership, user: User, school: School | None, responsible: str | None
) -> SpaceMember:
    kind = kind_of(membership.role)
    seen_at = max(filter(None, (membership.last_access_at, user.last_seen_at)), default=None)
    may_see_time = kind != "pupil" or viewer.is_teacher or user.id == viewer.user
    activity = activity_of(seen_at, viewer.zone)
    return SpaceMember(
        id=user.id,
        name=name_for(viewer, user, school),
        kind=kind,
        role=membership.role.value,
        school=school.name if school else None,
        city=school.city if school else None,
        country=school.country if school else None,
        # That a pupil has never signed in is the teachers' business, too.
        activity="earlier" if activity == "never" and not may_see_time else activity,
        last_access_at=seen_at if may_see_time else None,
        responsible_teacher=responsible,
        is_you=user.id == viewer.user,
    )


def kind_of(role: SpaceRole) -> MemberKind:
    """What somebody is to a reader of the list."""
    if role in PUPIL_ROLES:
        return "pupil"
    if role in GUEST_ROLES:
        return "guest"
    return "teacher" if role in TEACHER_ROLES else "staff"


def name_for(viewer: Viewer, user: User, school: School | None) -> str:
    """A pupil's surname is read by teachers of the same school only (domain 10.2)."""
    is_colleague = school is not None and school.id in viewer.schools
    if user.id == viewer.user or is_colleague:
        return user.display_name
    return live_name(user.account_type, user.first_name, user.last_name, user.display_name)


def activity_of(at: datetime | None, zone: ZoneInfo) -> Activity:
    """The last access in the words of D-20, by the viewer's own calendar."""
    if at is None:
        return "never"
    now = clock.now()
    if at.astimezone(zone).date() >= now.astimezone(zone).date():
        return "today"
    return "week" if now - at < timedelta(days=7) else "earlier"
