"""How well each school's network carries, tried ahead of a conference: one row for a school, the newest."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from server.conference import wire
from server.conference.models import Conference, NetworkCheck
from server.core import clock
from server.core.errors import UserError, forbidden, not_found
from server.core.http import Caller
from server.core.models import PupilProfile, School, SchoolMembership, User
from server.core.ratelimit import Limit, RateLimits
from server.rooms.people import People

CHECKS = Limit("network-checks", burst=6, seconds=10)


async def store(caller: Caller, space: UUID, body: wire.SendNetworkCheck) -> None:
    """Keep what the caller's browser found, in the row of the caller's school."""
    await caller.site.part(RateLimits).take(CHECKS, str(caller.identity.user))
    try:
        await _store(caller, space, body)
    except IntegrityError:
        # Somebody of the same school was first at the same moment: the row is there now.
        await _store(caller, space, body)


async def _store(caller: Caller, space: UUID, body: wire.SendNetworkCheck) -> None:
    async with caller.site.database.write() as db:
        school = await _school_of(db, caller.identity.user)
        if school is None:
            raise UserError("no_school", "Only schools keep the result of their check.")
        if body.conference is not None and not await _takes_place_in(db, body.conference, space):
            raise not_found("conference")
        mine = select(NetworkCheck).where(NetworkCheck.space_id == space, NetworkCheck.school_id == school)
        row = await db.scalar(mine) or NetworkCheck(space_id=space, school_id=school)
        row.user_id, row.conference_id, row.at = caller.identity.user, body.conference, clock.now()
        row.udp, row.relay = body.udp, body.relay
        row.up_kbit, row.down_kbit = body.up_kbit, body.down_kbit
        row.loss_permille, row.round_trip_ms = round(body.loss_percent * 10), body.round_trip_ms
        db.add(row)


async def _school_of(db: AsyncSession, user: UUID) -> UUID | None:
    works = select(SchoolMembership.school_id).where(
        SchoolMembership.user_id == User.id, SchoolMembership.is_primary, SchoolMembership.ended_on.is_(None)
    )
    learns = select(PupilProfile.school_id).where(PupilProfile.user_id == User.id)
    query = select(func.coalesce(learns.scalar_subquery(), works.scalar_subquery())).where(User.id == user)
    return await db.scalar(query)


async def _takes_place_in(db: AsyncSession, conference: UUID, space: UUID) -> bool:
    return await db.scalar(select(Conference.space_id).where(Conference.id == conference)) == space


async def listed(caller: Caller, space: UUID) -> wire.NetworkChecks:
    """One row for each school that has checked, for teachers of the space."""
    if not caller.here.is_teacher:
        raise forbidden("Only teachers of this space see the checks.")
    query = select(NetworkCheck, School).join(School, School.id == NetworkCheck.school_id)
    async with caller.site.database.read() as db:
        found = (await db.execute(query.where(NetworkCheck.space_id == space).order_by(School.name, School.id))).all()
        people = await caller.site.part(People).many(space, [check.user_id for check, _ in found], db)
    return wire.NetworkChecks(
        checks=[
            wire.NetworkCheck(
                school=school.name,
                city=school.city,
                country=school.country,
                at=check.at,
                by=people[check.user_id].name,
                conference=check.conference_id,
                udp=check.udp,
                relay=check.relay,
                up_kbit=check.up_kbit,
                down_kbit=check.down_kbit,
                loss_percent=check.loss_permille / 10,
                round_trip_ms=check.round_trip_ms,
            )
            for check, school in found
        ]
    )
