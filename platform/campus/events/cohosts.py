"""Co-hosts whom the host appoints inside, of those who joined: until the end, when the rest of the event is fixed.

Before the doors, co-hosts are chosen with everything else that the event says of itself.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from campus.events import bells, room, times
from campus.events.joining import give_back, locked, not_joinable
from campus.events.making import written
from campus.events.page import page
from campus.events.wire import MOST_COHOSTS, EventPage
from server.core import clock
from server.core.errors import UserError, forbidden, not_found
from server.core.http import Caller
from server.core.models import Event, EventCohost, EventRegistration, RegistrationState


async def appoint(caller: Caller, event: UUID, user: UUID) -> EventPage:
    """Somebody who joined leads from now on, and gives the seat to whoever waits for one. Twice is once."""
    async with caller.site.database.write() as db:
        found = await _hosted(db, caller, event)
        called: list[UUID] = []
        if await db.get(EventCohost, (event, user)) is None:
            registration = await _registration(db, event, user)
            if registration is None or registration.state is not RegistrationState.JOINED:
                raise not_found("participant")
            if await _number(db, event) >= MOST_COHOSTS:
                most = f"An event has at most {MOST_COHOSTS} co-hosts."
                raise UserError("event_cohosts_full", most, most=MOST_COHOSTS)
            db.add(EventCohost(event_id=event, user_id=user))
            called = await give_back(db, found, registration)
            written(found, caller.identity.user)
        moved = await room.keep_in_step(db, found)
        rung = await bells.seat_free(caller.site, db, found, called)
        shown = await page(db, caller.here, event)
    await room.tell(caller.site, found, moved)
    bells.ring(caller.site, rung)
    return shown


async def dismiss(caller: Caller, event: UUID, user: UUID) -> EventPage:
    """Somebody leads no longer and takes part like the others, even when all seats are taken by now."""
    async with caller.site.database.write() as db:
        found = await _hosted(db, caller, event)
        cohost = await db.get(EventCohost, (event, user))
        if cohost is not None:
            await db.delete(cohost)
            registration = await _registration(db, event, user)
            if registration is None:
                db.add(EventRegistration(event_id=event, user_id=user, state=RegistrationState.JOINED))
            elif registration.state is not RegistrationState.JOINED:
                registration.move_to(RegistrationState.JOINED)
            written(found, caller.identity.user)
            await db.flush()
        moved = await room.keep_in_step(db, found)
        shown = await page(db, caller.here, event)
    await room.tell(caller.site, found, moved)
    return shown


async def _hosted(db: AsyncSession, caller: Caller, event: UUID) -> Event:
    """An event of the caller's that is not over, held until the transaction ends."""
    found = await locked(db, event)
    if found.host_id != caller.identity.user:
        raise forbidden("Only the host appoints co-hosts.")
    if times.state_at(found, await times.limits(db), clock.now()) not in times.JOINABLE:
        raise not_joinable(found.state)
    return found


async def _registration(db: AsyncSession, event: UUID, user: UUID) -> EventRegistration | None:
    query = select(EventRegistration).where(EventRegistration.event_id == event, EventRegistration.user_id == user)
    return await db.scalar(query)


async def _number(db: AsyncSession, event: UUID) -> int:
    query = select(func.count()).where(EventCohost.event_id == event)
    return await db.scalar(query) or 0
