"""The rooms of events: each is made when its time comes, by whichever process is first, and follows its event (R-073).

The calendar knows nothing of rooms, and the room learns of the event by looking: at what is stored, every second.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import QueryableAttribute

from server.chat.models import ChatRoom
from server.conference import wire
from server.conference.assembly import INSIDE, LEAD_EVENTS
from server.conference.changing import changing
from server.conference.conference import ENTERABLE, OVER
from server.conference.listing import one as shown
from server.conference.models import Conference, ConferenceSeat, ConferenceState, EndReason, Lock
from server.conference.seats import Seating, not_open
from server.conference.storage import policy_of
from server.core import clock
from server.core.database import new_id
from server.core.errors import UserError, not_found
from server.core.http import Caller
from server.core.models import Event, EventCohost, EventMode, EventState, LiveKind, LivePolicy
from server.core.permissions import Standing
from server.core.site import Site
from server.rooms.models import Room, RoomKind
from server.rooms.places import Places

COMING = (EventState.PUBLISHED, EventState.PREPARING, EventState.DOORS, EventState.LIVE)
FROM_THE_STAGE = [Lock.CAMERA.value, Lock.MICROPHONE.value, Lock.SCREEN.value]
"""An event begins as a lecture: on stage is who leads, and who is invited."""


class Plan(NamedTuple):
    """What the room of an event should be like, by the event."""

    title: str
    host_id: UUID
    starts_at: datetime
    duration_min: int
    ends_at: datetime
    host_doors_at: datetime
    doors_at: datetime
    seats: int


async def look(site: Site) -> None:
    """Make the rooms whose time has come, and let those follow whose event changed."""
    async with site.database.read() as db:
        policy = await policy_of(db, LiveKind.EVENT_ROOM)
        due = (await db.scalars(select(Event.id).where(_due(policy)))).all()
        running = (await db.execute(_running())).all()
        stale = [room.id for room, event, cohosts in running if _differs(room, event, cohosts, policy)]
        left = (await db.scalars(select(Event.id).where(_left()))).all()
    for event in due:
        await make(site, event)
    for conference in stale:
        async with changing(site, conference) as change:
            await _follow(change.db, change.seating)
    for event in left:
        async with site.database.write() as db:
            found = await db.get_one(Event, event, with_for_update=True)
            if found.state in COMING:
                found.run_to(EventState.ENDED)


async def make(site: Site, event: UUID) -> None:
    """The room of an event, once; whoever comes second finds it."""
    try:
        async with site.database.write() as db:
            found = await db.get(Event, event, with_for_update=True)
            policy = await policy_of(db, LiveKind.EVENT_ROOM)
            if found is None or await db.scalar(select(Event.id).where(Event.id == event, _due(policy))) is None:
                return
            conference = await _new(db, found, policy)
    except IntegrityError:
        # Another process was first: the event has one room (a unique key says so).
        return
    async with changing(site, conference):
        pass


async def of_event(caller: Caller, event: UUID) -> wire.ConferenceSummary:
    """The room of an event for who may be in it now; before one's doors a refusal that says when they open."""
    site = caller.site
    async with site.database.read() as db:
        found = await db.get(Event, event)
        policy = await policy_of(db, LiveKind.EVENT_ROOM)
    if found is None or found.state in (EventState.DRAFT, EventState.ARCHIVED):
        raise not_found("event")
    if found.state is EventState.CANCELLED:
        raise UserError("event_cancelled", "This event was called off.")
    standing = await _standing(caller, found)
    plan = planned(found, 0, policy)
    doors = plan.host_doors_at if standing.membership_role in LEAD_EVENTS else plan.doors_at
    if clock.now() < doors:
        raise not_open(doors)
    conference = await _room_of(site, event)
    if conference is None:
        await make(site, event)
        conference = await _room_of(site, event)
    if conference is None:
        raise UserError("event_over", "This event is over.")
    return await shown(Caller(site, caller.identity, standing, caller.connection), conference)


async def _standing(caller: Caller, event: Event) -> Standing:
    """What the caller is in the space of the event; only who leads it or joined it is anything there (R-064)."""
    if event.space_id is not None:
        with suppress(UserError):
            standing = await caller.site.part(Places).standing(caller.identity, "space", event.space_id)
            if standing.membership_role is not None:
                return standing
    raise UserError("join_first", "Join the event first: the room is for those who take part.", status=403)


async def _room_of(site: Site, event: UUID) -> UUID | None:
    async with site.database.read() as db:
        return await db.scalar(select(Conference.id).where(Conference.event_id == event))


async def inside(site: Site, event: UUID) -> Collection[UUID]:
    """Who has a seat in the room of an event now."""
    return await _seated(site, event, ConferenceSeat.state.in_(INSIDE))


async def came(site: Site, event: UUID) -> Collection[UUID]:
    """Who was in the room of an event, however short."""
    return await _seated(site, event, ConferenceSeat.joined_at.is_not(None))


async def _seated(site: Site, event: UUID, how: ColumnElement[bool]) -> Collection[UUID]:
    query = select(ConferenceSeat.user_id).join(Conference, Conference.id == ConferenceSeat.conference_id)
    async with site.database.read() as db:
        return (await db.scalars(query.where(Conference.event_id == event, ~ConferenceSeat.simulated, how))).all()


def planned(event: Event, cohosts: int, policy: LivePolicy) -> Plan:
    """The room follows from the event alone; those who lead take no seat from those who join (D-13)."""
    return Plan(
        title=event.title,
        host_id=event.host_id,
        starts_at=event.starts_at,
        duration_min=int((event.ends_at - event.starts_at) / timedelta(minutes=1)),
        ends_at=event.room_closes_at,
        host_doors_at=event.starts_at - timedelta(minutes=policy.host_early_min),
        doors_at=event.starts_at - timedelta(minutes=policy.doors_min),
        seats=event.capacity + 1 + cohosts,
    )


def _due(policy: LivePolicy) -> ColumnElement[bool]:
    """Events whose room is open and not there yet."""
    return and_(
        Event.mode == EventMode.ONLINE,
        Event.space_id.is_not(None),
        Event.state.in_(COMING),
        Event.starts_at <= clock.now() + timedelta(minutes=policy.host_early_min),
        Event.ends_at > clock.now(),
        ~exists().where(Conference.event_id == Event.id),
    )


def _left() -> ColumnElement[bool]:
    """Events whose room was closed before their time: nobody can come in any more, so they are over."""
    closed = exists().where(Conference.event_id == Event.id, Conference.state.in_(OVER))
    return and_(Event.state.in_(COMING), closed)


async def _new(db: AsyncSession, event: Event, policy: LivePolicy) -> UUID:
    plan = planned(event, await db.scalar(_cohosts(event.id)) or 0, policy)
    assert event.space_id is not None
    room = Room(id=new_id(), space_id=event.space_id, kind=RoomKind.CONFERENCE, title=plan.title)
    conference = Conference(
        id=new_id(),
        room_id=room.id,
        space_id=event.space_id,
        kind=LiveKind.EVENT_ROOM,
        event_id=event.id,
        agenda=event.summary,
        locks=list(FROM_THE_STAGE),
        grace_s=policy.grace_s,
        state=ConferenceState.SCHEDULED,
        **plan._asdict(),
    )
    db.add(room)
    await db.flush()
    db.add_all([ChatRoom(room_id=room.id), conference])
    return conference.id


def _cohosts(event: UUID | QueryableAttribute[UUID]) -> Select[int]:
    return select(func.count()).where(EventCohost.event_id == event)


def _running() -> Select[Conference, Event, int]:
    """Rooms that are not over, with their events as they are now."""
    return (
        select(Conference, Event, _cohosts(Event.id).correlate(Event).scalar_subquery())
        .join(Event, Event.id == Conference.event_id)
        .where(Conference.state.not_in(OVER))
    )


def _differs(conference: Conference, event: Event, cohosts: int, policy: LivePolicy) -> bool:
    return event.state is EventState.CANCELLED or planned(event, cohosts, policy) != _as_it_is(conference)


def _as_it_is(conference: Conference) -> Plan:
    return Plan(**{name: getattr(conference, name) for name in Plan._fields})


async def _follow(db: AsyncSession, seating: Seating) -> None:
    """Do as the event's page says now: another hour, another title, called off."""
    conference = seating.conference
    event = await db.get_one(Event, conference.event_id)
    if conference.state in OVER:
        return
    if event.state is EventState.CANCELLED:
        if conference.state is ConferenceState.LIVE:
            seating.end(EndReason.HOST)
        else:
            seating.close(ConferenceState.CANCELLED)
        return
    policy = await policy_of(db, LiveKind.EVENT_ROOM)
    plan = planned(event, await db.scalar(_cohosts(event.id)) or 0, policy)
    moved = plan.starts_at != conference.starts_at
    for name, value in plan._asdict().items():
        setattr(conference, name, value)
    (await db.get_one(Room, conference.room_id)).title = plan.title
    if moved and conference.state in ENTERABLE:
        seating.step_back()
