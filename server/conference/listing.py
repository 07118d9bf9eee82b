"""Conferences in lists: those of a space, and those of today over all one's spaces. A fixed number of queries."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.conference import wire
from server.conference.assembly import INSIDE
from server.conference.conference import ENTERABLE
from server.conference.models import Conference, ConferenceSeat, ConferenceState
from server.conference.storage import seen
from server.conference.views import summary
from server.core import clock
from server.core.errors import not_found
from server.core.http import Caller
from server.core.models import LiveKind, MembershipState, Space, SpaceMembership
from server.core.permissions import Right, Standing, could
from server.rooms.people import People
from server.rooms.standing import standing_of_member

SHOWN_FOR_MONTHS = 3
"""Past conferences stay in the list as long as their chat is kept."""
MOST_LISTED = 300


async def of_space(caller: Caller, space: UUID) -> wire.ConferenceList:
    """What is planned, what runs, and the past three months, by start."""
    since = clock.add_months(clock.now(), -SHOWN_FOR_MONTHS)
    async with caller.site.database.read() as db:
        recent = or_(Conference.ends_at >= since, Conference.state.in_(ENTERABLE))
        return await _listed(caller, db, and_(Conference.space_id == space, recent), {space: caller.here})


async def of_today(caller: Caller) -> wire.ConferenceList:
    """Today's in Brussels time (D-06), and what runs now, in all spaces in which the caller may take part; the calendar
    lists the rooms of events."""
    starts, ends = clock.day(clock.BRUSSELS)
    today = and_(
        Conference.starts_at >= starts,
        Conference.starts_at < ends,
        Conference.state.not_in((ConferenceState.CANCELLED, ConferenceState.EXPIRED)),
    )
    async with caller.site.database.read() as db:
        standings = await _standings(caller, db)
        mine = and_(Conference.space_id.in_(standings), Conference.kind != LiveKind.EVENT_ROOM)
        return await _listed(caller, db, and_(mine, or_(today, Conference.state.in_(ENTERABLE))), standings)


async def _standings(caller: Caller, db: AsyncSession) -> dict[UUID, Standing]:
    """What the caller is in each space of their own in which conferences can be joined."""
    query = (
        select(Space, SpaceMembership.role)
        .join(SpaceMembership, SpaceMembership.space_id == Space.id)
        .where(SpaceMembership.user_id == caller.identity.user, SpaceMembership.state == MembershipState.ACTIVE)
    )
    you = caller.identity
    found: dict[UUID, Standing] = {}
    for space, role in await db.execute(query):
        standing = standing_of_member(space, role, you.user, you.account_type, you.display_name)
        if could(standing, Right.CONFERENCE_JOIN):
            found[space.id] = standing
    return found


async def _listed(
    caller: Caller, db: AsyncSession, which: ColumnElement[bool], standings: dict[UUID, Standing]
) -> wire.ConferenceList:
    taken = (
        select(func.count())
        .where(ConferenceSeat.conference_id == Conference.id, ConferenceSeat.state.in_(INSIDE))
        .scalar_subquery()
    )
    query = (
        select(Conference, Space, taken)
        .join(Space, Space.id == Conference.space_id)
        .where(which)
        .order_by(Conference.starts_at.desc(), Conference.id)
        .limit(MOST_LISTED)
    )
    rows = (await db.execute(query)).all()
    people = caller.site.part(People)
    hosts: dict[UUID, set[UUID]] = {}
    for conference, space, _ in rows:
        hosts.setdefault(space.id, set()).add(conference.host_id)
    persons = {space: await people.many(space, users, db) for space, users in hosts.items()}
    return wire.ConferenceList(
        conferences=[
            summary(conference, space, persons[space.id][conference.host_id], count, standings[space.id])
            for conference, space, count in reversed(rows)
        ]
    )


async def one(caller: Caller, conference: UUID) -> wire.ConferenceSummary:
    """One conference, as its space's members see it."""
    async with caller.site.database.read() as db:
        seating = await seen(caller.site.part(People), db, conference)
    if seating.space.id != caller.here.space:
        raise not_found("conference")
    host = seating.people[seating.conference.host_id]
    return summary(seating.conference, seating.space, host, len(seating.inside), caller.standing)
