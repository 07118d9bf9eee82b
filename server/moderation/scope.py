"""Which spaces lie in the countries of whoever handles reports there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, select

from server.core.models import MembershipState, PupilProfile, School, SchoolMembership, SpaceMembership, User
from server.core.site import Site

Places = dict[UUID, tuple[frozenset[str], frozenset[str]]]
"""Of each space, the countries of its members' schools and the languages of its members."""


async def places_of(site: Site, spaces: Collection[UUID] | None = None) -> Places:
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
