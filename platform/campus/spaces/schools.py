"""Which school each user belongs to: a pupil by the profile, staff by the primary school."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Subquery, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from server.core.models import MembershipState, PupilProfile, School, SchoolMembership, SpaceMembership


def school_of_user() -> Subquery:
    """Rows of (user_id, school_id), at most one for each user."""
    pupils = select(PupilProfile.user_id, PupilProfile.school_id)
    staff = select(SchoolMembership.user_id, SchoolMembership.school_id).where(
        SchoolMembership.is_primary, SchoolMembership.ended_on.is_(None)
    )
    return union_all(pupils, staff).subquery("school_of_user")


async def countries_of(db: AsyncSession, spaces: Iterable[UUID]) -> dict[UUID, list[str]]:
    """The countries of each space's active members, in alphabetical order; one query for all."""
    belongs = school_of_user()
    query = (
        select(SpaceMembership.space_id, School.country)
        .distinct()
        .join(belongs, belongs.c.user_id == SpaceMembership.user_id)
        .join(School, School.id == belongs.c.school_id)
        .where(SpaceMembership.space_id.in_(list(spaces)), SpaceMembership.state == MembershipState.ACTIVE)
        .order_by(School.country)
    )
    found: dict[UUID, list[str]] = {}
    for space, country in await db.execute(query):
        found.setdefault(space, []).append(country)
    return found


async def schools_of(db: AsyncSession, user: UUID) -> frozenset[UUID]:
    """The schools where a member of staff works now."""
    query = select(SchoolMembership.school_id).where(
        SchoolMembership.user_id == user, SchoolMembership.ended_on.is_(None)
    )
    return frozenset((await db.scalars(query)).all())
