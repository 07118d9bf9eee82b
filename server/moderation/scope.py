"""The countries whose reports somebody handles, and which spaces, cases and people lie in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.core.models import (
    MembershipState,
    PlatformRole,
    PupilProfile,
    School,
    SchoolMembership,
    SpaceMembership,
    User,
)
from server.core.site import Site
from server.moderation.models import Case, Level
from server.rooms.standing import still_holds

Origins = dict[UUID, tuple[frozenset[str], frozenset[str]]]
"""Of each space, the countries of its members' schools and the languages of its members."""


async def places_of(site: Site, spaces: Collection[UUID] | None = None) -> Origins:
    """Where the members of these spaces, or of all, go to school or teach, and what they speak."""
    query = (
        select(SpaceMembership.space_id, School.country, User.locale)
        .join(User, User.id == SpaceMembership.user_id)
        .outerjoin(PupilProfile, PupilProfile.user_id == SpaceMembership.user_id)
        .outerjoin(
            SchoolMembership,
            (SchoolMembership.user_id == SpaceMembership.user_id)
            & SchoolMembership.is_primary
            & SchoolMembership.ended_on.is_(None),
        )
        .outerjoin(School, School.id == func.coalesce(PupilProfile.school_id, SchoolMembership.school_id))
        .where(SpaceMembership.state == MembershipState.ACTIVE)
        .distinct()
    )
    if spaces is not None:
        query = query.where(SpaceMembership.space_id.in_(spaces))
    countries: dict[UUID, set[str]] = defaultdict(set)
    languages: dict[UUID, set[str]] = defaultdict(set)
    async with site.database.read() as db:
        for space, country, locale in await db.execute(query):
            countries[space].update({country} if country else ())
            languages[space].add(locale.split("-")[0])
    return {space: (frozenset(countries[space]), frozenset(languages[space])) for space in languages}


async def space_in_scope(site: Site, space: UUID, scope: frozenset[str] | None) -> bool:
    """Whether one of its schools is in one of these countries; None for all countries."""
    if scope is None:
        return True
    countries, _ = (await places_of(site, [space])).get(space, (frozenset[str](), frozenset[str]()))
    return bool(countries & scope)


async def scope_of(site: Site, user: UUID) -> frozenset[str] | None:
    """The countries whose reports somebody handles; None for all."""
    query = select(PlatformRole.role, PlatformRole.country).where(PlatformRole.user_id == user, still_holds())
    async with site.database.read() as db:
        rows = (await db.execute(query)).all()
    if any(role == "admin" or (role == "central_moderator" and country is None) for role, country in rows):
        return None
    handling = ("central_moderator", "agency_staff", "ambassador", "mentor")
    return frozenset(country for role, country in rows if country is not None and role in handling)


async def within_scope(site: Site, user: UUID, case: Case) -> bool:
    """Whether somebody handles this case for an agency or for the centre."""
    scope = await scope_of(site, user)
    return scope is None or (case.level is Level.AGENCY and case.country in scope)


async def country_of(db: AsyncSession, user: UUID) -> str | None:
    """Of the school: a pupil's own, or where an adult works."""
    at_school = select(School.country).join(PupilProfile, PupilProfile.school_id == School.id)
    if country := await db.scalar(at_school.where(PupilProfile.user_id == user)):
        return country
    works_at = select(School.country).join(SchoolMembership, SchoolMembership.school_id == School.id)
    return await db.scalar(
        works_at.where(
            SchoolMembership.user_id == user, SchoolMembership.is_primary, SchoolMembership.ended_on.is_(None)
        )
    )
