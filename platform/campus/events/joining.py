"""Joining and leaving (R-064, D-13). Each counts and writes under the event's own lock: the last seat has one owner."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from campus.events import bells, room, times
from campus.events.cards import exists_cohost, in_audience
from campus.events.models import EventInvitation
from campus.events.page import page
from campus.events.wire import EventPage
from server.core import clock
from server.core.errors import UserError, forbidden, not_found
from server.core.http import Caller
from server.core.models import MAY_SIGN_IN, Event, EventRegistration, EventState, RegistrationState, User
from server.core.permissions import Right, Standing, require
from server.core.ratelimit import Limit, RateLimits

JOINED = Limit("event-join", burst=30, seconds=20.0)


async def locked(db: AsyncSession, event: UUID) -> Event:
    """The event, held until the transaction ends: whoever joins, leaves or changes it waits for the others."""
    found = await db.scalar(select(Event).where(Event.id == event).with_for_update())
    if found is None or found.state is EventState.ARCHIVED:
        raise not_found("event")
    return found


async def join(caller: Caller, event: UUID) -> EventPage:
    """Take a seat, or a place in the line when there is none left. Joining twice is joining once."""
    standing = caller.here
    require(standing, Right.EVENT_JOIN)
    await caller.site.part(RateLimits).take(JOINED, str(standing.user))
    async with caller.site.database.write() as db:
        found = await locked(db, event)
        await _require_open(db, standing, found)
        registration = await _registration(db, found, standing.user)
        before = registration.state if registration else None
        # Seats may be free that nobody was called to: who waits has them first.
        called = await move_up(db, found)
        if (registration.state if registration else None) not in (RegistrationState.JOINED, RegistrationState.WAITING):
            registration = await _register(db, found, standing.user, registration)
        moved = await room.keep_in_step(db, found)
        rungs = [await bells.seat_free(caller.site, db, found, called)]
        joined = registration is not None and registration.state is RegistrationState.JOINED
        if joined and before is not RegistrationState.JOINED and standing.user not in called:
            rungs.append(await bells.joined(caller.site, db, found, standing.user))
        shown = await page(db, standing, event)
    await room.tell(caller.site, found, moved)
    bells.ring(caller.site, *rungs)
    return shown


async def leave(caller: Caller, event: UUID) -> EventPage:
    """Give the seat (or the place in the line) back; the first who waits moves up and hears of it."""
    standing = caller.here
    require(standing, Right.EVENT_JOIN)
    async with caller.site.database.write() as db:
        found = await locked(db, event)
        if times.state_at(found, await times.limits(db), clock.now()) not in times.JOINABLE:
            raise not_joinable(found.state)
        registration = await _registration(db, found, standing.user)
        called: list[UUID] = []
        if registration is not None and registration.state is not RegistrationState.LEFT:
            called = await give_back(db, found, registration)
        moved = await room.keep_in_step(db, found)
        rung = await bells.seat_free(caller.site, db, found, called)
        shown = await page(db, standing, event)
    await room.tell(caller.site, found, moved)
    bells.ring(caller.site, rung)
    return shown


async def give_back(db: AsyncSession, event: Event, registration: EventRegistration) -> list[UUID]:
    """Take somebody out, under the event's lock; who moved up for it."""
    registration.move_to(RegistrationState.LEFT)
    registration.position = None
    await db.flush()
    return await move_up(db, event)


async def move_up(db: AsyncSession, event: Event) -> list[UUID]:
    """Give free seats to those who wait, in their order, under the event's lock; who got one.

    Whom the event is no longer for, and whose account is closed, keeps waiting and holds nobody up.
    """
    free = event.capacity - await taken(db, event)
    if free <= 0:
        return []
    waiting = (
        select(EventRegistration)
        .join(Event, Event.id == EventRegistration.event_id)
        .join(User, User.id == EventRegistration.user_id)
        .where(Event.id == event.id, EventRegistration.state == RegistrationState.WAITING)
        .where(in_audience(EventRegistration.user_id), User.status.in_(MAY_SIGN_IN))
        .order_by(EventRegistration.position)
        .limit(free)
    )
    called = (await db.scalars(waiting)).all()
    for registration in called:
        registration.move_to(RegistrationState.JOINED)
        registration.position = None
    await db.flush()
    return [registration.user_id for registration in called]


async def taken(db: AsyncSession, event: Event) -> int:
    """How many seats are taken, under the event's lock."""
    query = select(func.count()).where(
        EventRegistration.event_id == event.id, EventRegistration.state == RegistrationState.JOINED
    )
    return await db.scalar(query) or 0


def not_joinable(state: EventState) -> UserError:
    """Said of what was called off or is over."""
    if state is EventState.CANCELLED:
        return UserError("event_cancelled", "This event was called off.")
    return UserError("event_over", "This event is over.")


async def _require_open(db: AsyncSession, standing: Standing, event: Event) -> None:
    """That the event takes joiners, and is for this one."""
    leads = event.host_id == standing.user or await db.scalar(
        select(exists_cohost(standing.user)).where(Event.id == event.id)
    )
    if event.state is EventState.DRAFT and not leads:
        raise not_found("event")
    if leads:
        raise UserError("you_lead", "You lead this event: your seat is kept.")
    if times.state_at(event, await times.limits(db), clock.now()) not in times.JOINABLE:
        raise not_joinable(event.state)
    if not await db.scalar(select(in_audience(standing.user)).where(Event.id == event.id)):
        raise forbidden("This event is for others.")


async def _registration(db: AsyncSession, event: Event, user: UUID) -> EventRegistration | None:
    query = select(EventRegistration).where(EventRegistration.event_id == event.id, EventRegistration.user_id == user)
    return await db.scalar(query)


async def _register(db: AsyncSession, event: Event, user: UUID, before: EventRegistration | None) -> EventRegistration:
    """A seat if one is free and nobody has waited longer, else the end of the line."""
    free = event.capacity > await taken(db, event)
    state = RegistrationState.JOINED if free else RegistrationState.WAITING
    position = None if free else await _end_of_line(db, event)
    if before is not None:
        before.move_to(state)
        before.position = position
        await db.flush()
        return before
    invited_by = await db.scalar(
        select(EventInvitation.invited_by).where(EventInvitation.event_id == event.id, EventInvitation.user_id == user)
    )
    new = EventRegistration(event_id=event.id, user_id=user, state=state, position=position, invited_by=invited_by)
    db.add(new)
    await db.flush()
    return new


async def _end_of_line(db: AsyncSession, event: Event) -> int:
    query = select(func.max(EventRegistration.position)).where(EventRegistration.event_id == event.id)
    return (await db.scalar(query) or 0) + 1
