"""Reads a conference with everything that its rules ask about; locked, when something is to change."""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, Subquery, and_, false, not_, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from server.conference.assembly import INSIDE
from server.conference.conference import ENTERABLE
from server.conference.models import ClassPupil, Conference, ConferenceBan, ConferenceSeat, SeatRole
from server.conference.recordings import Recording, RecordingPerson
from server.conference.seats import Seating
from server.core import clock
from server.core.errors import not_found
from server.core.models import (
    Consent,
    ConsentKind,
    ConsentState,
    LiveKind,
    LivePolicy,
    MembershipState,
    PupilProfile,
    RecordingPolicy,
    SchoolMembership,
    Space,
    SpaceMembership,
    User,
)
from server.core.permissions import Standing
from server.rooms.people import People
from server.rooms.standing import standing_of_member


async def locked(people: People, db: AsyncSession, conference: UUID, also: Iterable[UUID] = ()) -> Seating:
    """The seating, held against every other process until the transaction ends; `also` are users about to come."""
    query = select(Conference).where(Conference.id == conference).with_for_update()
    return await _read(people, db, await db.scalar(query), also)


async def seen(people: People, db: AsyncSession, conference: UUID) -> Seating:
    """The seating as it is now, to look at."""
    return await _read(people, db, await db.get(Conference, conference), ())


async def _read(people: People, db: AsyncSession, conference: Conference | None, also: Iterable[UUID]) -> Seating:
    if conference is None:
        raise not_found("conference")
    found = await db.scalars(select(ConferenceSeat).where(ConferenceSeat.conference_id == conference.id))
    seats = {seat.user_id: seat for seat in found}
    classes = await _classes(db, conference.id)
    bans = await _bans(db, conference.space_id)
    users = {conference.host_id, *seats, *also}
    space = await db.get_one(Space, conference.space_id)
    standings = await _standings(db, space, users)
    pupils = {user for user, standing in standings.items() if standing.is_pupil} | classes.keys()
    shown = users | classes.keys() | bans.keys() | _deciders(seats, bans)
    persons = await people.many(space.id, shown, db)
    given = await consents_of(db, pupils)
    seating = Seating(
        conference, space, seats, standings, given[ConsentKind.VIDEO], persons, clock.now(), classes, bans
    )
    seating.recordable = given[ConsentKind.RECORDING]
    seating.records = await _records(db, conference.kind)
    if conference.recording_id is not None:
        seating.recording = await db.get(Recording, conference.recording_id)
        seating.answers = await answers_of(db, conference.recording_id)
    return seating


async def _classes(db: AsyncSession, conference: UUID) -> dict[UUID, ClassPupil]:
    found = await db.scalars(select(ClassPupil).where(ClassPupil.conference_id == conference))
    return {one.pupil_id: one for one in found}


async def _bans(db: AsyncSession, space: UUID) -> dict[UUID, ConferenceBan]:
    """Those that hold now: one that has ended counts no more, however late the purge is."""
    found = await db.scalars(select(ConferenceBan).where(ConferenceBan.space_id == space, not_(ban_is_over())))
    return {ban.user_id: ban for ban in found}


def ban_is_over() -> ColumnElement[bool]:
    """Whether a ban has ended by itself."""
    return and_(ConferenceBan.until.is_not(None), ConferenceBan.until <= clock.now())


def _deciders(seats: dict[UUID, ConferenceSeat], bans: dict[UUID, ConferenceBan]) -> set[UUID]:
    """Who took somebody out: shown by name with what they did."""
    deciders = [seat.removed_by for seat in seats.values()] + [ban.by for ban in bans.values()]
    return {user for user in deciders if user is not None}


async def _standings(db: AsyncSession, space: Space, users: Iterable[UUID]) -> dict[UUID, Standing]:
    """What each of these users is in the space, read anew: whoever lost the membership has none."""
    query = (
        select(SpaceMembership.role, User.id, User.account_type, User.display_name)
        .join(User, User.id == SpaceMembership.user_id)
        .where(
            SpaceMembership.space_id == space.id,
            SpaceMembership.user_id.in_(users),
            SpaceMembership.state == MembershipState.ACTIVE,
        )
    )
    return {
        user: standing_of_member(space, role, user, account_type, name)
        for role, user, account_type, name in await db.execute(query)
    }


async def consents_of(db: AsyncSession, pupils: Collection[UUID]) -> dict[ConsentKind, frozenset[UUID]]:
    """Pupils whose latest word on being seen, and on being recorded, is *given* (n8, n12, domain 10.2)."""
    latest: dict[tuple[UUID, ConsentKind], ConsentState] = {}
    kinds = (ConsentKind.VIDEO, ConsentKind.RECORDING)
    if pupils:
        query = (
            select(Consent.pupil_id, Consent.kind, Consent.state)
            .where(Consent.pupil_id.in_(pupils), Consent.kind.in_(kinds))
            .order_by(Consent.at, Consent.id)
        )
        latest = {(pupil, kind): state for pupil, kind, state in await db.execute(query)}
    given = {key for key, state in latest.items() if state is ConsentState.GIVEN}
    return {kind: frozenset(pupil for pupil in pupils if (pupil, kind) in given) for kind in kinds}


async def answers_of(db: AsyncSession, recording: UUID) -> dict[UUID, RecordingPerson]:
    """Everybody who said something to a recording, or is in it."""
    found = await db.scalars(select(RecordingPerson).where(RecordingPerson.recording_id == recording))
    return {one.user_id: one for one in found}


async def _records(db: AsyncSession, kind: LiveKind) -> RecordingPolicy:
    return await db.scalar(select(LivePolicy.recording).where(LivePolicy.kind == kind)) or RecordingPolicy.OFF


async def pupils_of(db: AsyncSession, space: UUID, teacher: UUID) -> set[UUID]:
    """The pupils of the space who are of this teacher's school, or for whom this teacher answers (R-222)."""
    schools = select(SchoolMembership.school_id).where(
        SchoolMembership.user_id == teacher, SchoolMembership.ended_on.is_(None)
    )
    query = (
        select(SpaceMembership.user_id)
        .join(PupilProfile, PupilProfile.user_id == SpaceMembership.user_id)
        .where(
            SpaceMembership.space_id == space,
            SpaceMembership.state == MembershipState.ACTIVE,
            or_(SpaceMembership.responsible_teacher_id == teacher, PupilProfile.school_id.in_(schools)),
        )
    )
    return set(await db.scalars(query))


async def policy_of(db: AsyncSession, kind: LiveKind) -> LivePolicy:
    """The limits of a kind of live room, as the operator keeps them."""
    policy = await db.scalar(select(LivePolicy).where(LivePolicy.kind == kind))
    assert policy is not None, "the first migration seeds one policy per kind"
    return policy


async def space_of(db: AsyncSession, conference: UUID) -> UUID | None:
    """Where a conference takes place."""
    return await db.scalar(select(Conference.space_id).where(Conference.id == conference))


def rooms() -> Subquery:
    """The room of each conference."""
    return select(Conference.id.label("thing"), Conference.room_id.label("room")).subquery()


def inside() -> Subquery:
    """Who sits in the room of a conference that runs."""
    return (
        select(Conference.room_id.label("room"), ConferenceSeat.user_id.label("user"))
        .join(ConferenceSeat, ConferenceSeat.conference_id == Conference.id)
        .where(Conference.state.in_(ENTERABLE), ConferenceSeat.state.in_(INSIDE), not_(ConferenceSeat.simulated))
        .subquery()
    )


def leaders() -> Subquery:
    """Who leads which conference: its host, and whoever was made host or co-host in it."""
    planned = select(Conference.id.label("thing"), Conference.host_id.label("leader"), true().label("host"))
    inside = select(ConferenceSeat.conference_id, ConferenceSeat.user_id, false()).where(
        ConferenceSeat.role.in_((SeatRole.HOST, SeatRole.COHOST))
    )
    return planned.union_all(inside).subquery()
