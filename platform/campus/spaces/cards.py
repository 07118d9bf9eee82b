"""Spaces as cards: the list of one's own, and the public one behind a pupils' link."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from campus.spaces.schools import countries_of
from campus.spaces.wire import PublicSpace, SpaceCard
from server.core.errors import not_found
from server.core.models import MembershipState, Space, SpaceKind, SpaceMembership, SpaceState, reached_by_link

STATE_ORDER = {SpaceState.OPEN: 0, SpaceState.READ_ONLY: 1, SpaceState.ARCHIVED: 2}


async def spaces_of(db: AsyncSession, user: UUID) -> list[SpaceCard]:
    """The spaces where this user is an active member; the calendar lists events."""
    query = (
        select(Space, SpaceMembership)
        .join(SpaceMembership, SpaceMembership.space_id == Space.id)
        .where(SpaceMembership.user_id == user, SpaceMembership.state == MembershipState.ACTIVE)
        .where(Space.kind != SpaceKind.EVENT)
        .order_by(SpaceMembership.last_access_at.desc().nulls_last(), Space.title)
    )
    rows = (await db.execute(query)).all()
    countries = await countries_of(db, [space.id for space, _ in rows])
    cards = [_card(space, membership, countries.get(space.id, [])) for space, membership in rows]
    return sorted(cards, key=lambda card: STATE_ORDER[SpaceState(card.state)])


def _card(space: Space, membership: SpaceMembership, countries: list[str]) -> SpaceCard:
    return SpaceCard(
        id=space.id,
        kind=space.kind.value,
        slug=space.slug,
        title=space.title,
        description=space.description,
        state=space.state.value,
        cover=space.cover,
        countries=countries,
        role=membership.role.value,
        last_access_at=membership.last_access_at,
    )


async def public_card(db: AsyncSession, slug: str) -> PublicSpace:
    """The TwinSpace behind a pupils' link."""
    space = await db.scalar(select(Space).where(reached_by_link(slug)))
    if space is None:
        raise not_found("TwinSpace")
    countries = await countries_of(db, [space.id])
    return PublicSpace(slug=space.slug, title=space.title, cover=space.cover, countries=countries.get(space.id, []))
