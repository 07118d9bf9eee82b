"""Whose bells a conference rings, after the commit: planned, called off, begun, a seat free (domain 9)."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from server.conference.models import Conference
from server.conference.seats import Seating
from server.core.models import MembershipState, Space, SpaceMembership
from server.core.site import Site
from server.notifications.actions import notify
from server.notifications.bell import Bell


def planned(site: Site, conference: Conference, by: UUID) -> None:
    """Everybody in the space, except who planned it."""
    site.part(Bell).ring(_members(site, conference, "conference.scheduled", {by}))


def cancelled(site: Site, conference: Conference, by: UUID) -> None:
    """Everybody in the space, except who called it off."""
    site.part(Bell).ring(_members(site, conference, "conference.cancelled", {by}))


def started(site: Site, seating: Seating) -> None:
    """Everybody in the space who is neither inside nor already at the door."""
    here = {seat.user_id for seat in [*seating.inside, *seating.waiting]}
    site.part(Bell).ring(_members(site, seating.conference, "conference.started", here))


def called(site: Site, seating: Seating, users: Collection[UUID]) -> None:
    """Those in the queue for whom a seat is kept now."""
    site.part(Bell).ring(_ring(site, seating.conference, "conference.seat_called", users))


async def _members(site: Site, conference: Conference, code: str, without: Collection[UUID]) -> None:
    query = select(SpaceMembership.user_id).where(
        SpaceMembership.space_id == conference.space_id, SpaceMembership.state == MembershipState.ACTIVE
    )
    async with site.database.read() as db:
        members = (await db.scalars(query)).all()
    await _ring(site, conference, code, [user for user in members if user not in without])


async def _ring(site: Site, conference: Conference, code: str, users: Collection[UUID]) -> None:
    async with site.database.read() as db:
        space = await db.get_one(Space, conference.space_id)
    params: dict[str, str | int] = {
        "title": conference.title,
        "space": space.title,
        "slug": space.slug,
        "starts_at": conference.starts_at.isoformat(),
    }
    await notify(site, users, code, params, ("conference", conference.id))
