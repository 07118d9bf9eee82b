"""Making an event: drafts, publishing, changing, copying, calling off (R-067 … R-071)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from campus.contacts.actions import contacts_of
from campus.events import bells, room, times
from campus.events.checking import check, check_text, one_line
from campus.events.clockwork import still_ahead
from campus.events.joining import give_back, locked, move_up, taken
from campus.events.listing import searchable
from campus.events.models import EventReminder
from campus.events.page import page, speaks_for_host
from campus.events.showing import blobs_shown, carry_over
from campus.events.wire import CancelEvent, EventFields, EventPage
from server.core import blobs, clock
from server.core.clock import BRUSSELS
from server.core.database import new_id
from server.core.errors import UserError, not_found
from server.core.http import Caller
from server.core.models import (
    AuditLine,
    Event,
    EventAudience,
    EventAudienceCountry,
    EventAudienceUser,
    EventCohost,
    EventForm,
    EventMode,
    EventRegistration,
    EventState,
    RegistrationState,
    User,
)
from server.core.permissions import Facts, Right, Standing, require
from server.core.ratelimit import Limit, RateLimits

MADE = Limit("event-make", burst=30, seconds=60.0)
CHANGED = Limit("event-change", burst=10, seconds=60.0)
"""Of one event, whoever leads it: each change may ring everybody who comes."""
TOLD = ("title", "summary", "body", "form", "mode", "lang", "starts_at", "ends_at", "place")
"""What those who come should hear of when it is another."""


async def create(caller: Caller, fields: EventFields) -> EventPage:
    """A new event of the caller's: a draft, or published at once."""
    standing = caller.here
    require(standing, Right.EVENT_CREATE)
    await caller.site.part(RateLimits).take(MADE, str(standing.user))
    event = Event(id=new_id(), host_id=standing.user, state=EventState.DRAFT, sequence=0)
    async with caller.site.database.write() as db:
        await check(db, fields, await times.limits(db), event, clock.now())
        await _fill(db, event, fields)
        db.add(event)
        await db.flush()
        await _choose(db, event, fields)
        if fields.publish:
            _publish(db, standing, event)
        await room.keep_in_step(db, event)
        await db.flush()
        return await page(db, standing, event.id)


async def change(caller: Caller, event: UUID, fields: EventFields) -> EventPage:
    """Write it anew. What those who come should know of rings their bells, and counts as a new version of it."""
    standing = caller.here
    async with caller.site.database.write() as db:
        found = await led(db, standing, event)
        policy = await times.limits(db)
        if times.state_at(found, policy, clock.now()) not in times.CHANGEABLE:
            raise UserError("event_too_late", "This event is about to begin: it can no longer be changed.")
        published = found.state is not EventState.DRAFT
        if published and not fields.publish:
            raise UserError("event_published", "Everybody sees this event already.")
        await refuse_stale(db, found, fields.revision)
        await check(db, fields, policy, found, clock.now())
        if fields.capacity < (seats := await taken(db, found)):
            raise UserError("event_seats_taken", f"{seats} people have joined already.", status=422, number=seats)
        if published:
            await caller.site.part(RateLimits).take(CHANGED, str(event))
        before = {name: getattr(found, name) for name in TOLD}
        await _fill(db, found, fields)
        called = await _choose(db, found, fields)
        written(found, standing.user)
        differs = before != {name: getattr(found, name) for name in TOLD}
        if before["starts_at"] != found.starts_at:
            again = EventReminder.kind.in_(still_ahead(found.starts_at, clock.now()))
            await db.execute(delete(EventReminder).where(EventReminder.event_id == found.id, again))
        if published and differs:
            found.sequence += 1
            db.add(_line("event.change", standing, found))
        elif not published and fields.publish:
            _publish(db, standing, found)
        if found.state is EventState.PREPARING and clock.now() < times.room_opens_at(found, policy):
            found.move_to(EventState.PUBLISHED)
        called += await move_up(db, found) if published else []
        await db.flush()
        moved = await room.keep_in_step(db, found)
        rungs = [await bells.changed(caller.site, db, found, standing.user)] if published and differs else []
        rungs.append(await bells.seat_free(caller.site, db, found, called))
        shown = await page(db, standing, event)
    await room.tell(caller.site, found, moved)
    bells.ring(caller.site, *rungs)
    return shown


async def cancel(caller: Caller, event: UUID, body: CancelEvent) -> EventPage:
    """Call it off: whoever leads it, the agency of the host's country and the platform's administrators, with a
    reason that everybody reads who joined or waits."""
    standing = caller.here
    check_text(body.reason)
    reason = one_line(body.reason)
    if not reason:
        raise UserError("event_reason", "Say why, in a few words.", status=422)
    async with caller.site.database.write() as db:
        found = await locked(db, event)
        leads = await is_led_by(db, found, standing.user)
        if found.state is EventState.DRAFT and not leads:
            raise not_found("event")
        own_country = await speaks_for_host(db, standing, found)
        require(standing, Right.EVENT_EDIT, Facts(host=leads, own=leads, own_country=own_country))
        if times.state_at(found, await times.limits(db), clock.now()) not in times.CANCELLABLE:
            raise UserError("event_too_late", "This event can no longer be called off.")
        found.cancel_reason = reason
        found.move_to(EventState.CANCELLED)
        found.sequence += 1
        db.add(_line("event.cancel", standing, found))
        await db.flush()
        rung = await bells.cancelled(caller.site, db, found, standing.user)
        shown = await page(db, standing, event)
    bells.ring(caller.site, rung)
    return shown


async def copy(caller: Caller, event: UUID) -> EventPage:
    """A draft with everything of an earlier event, on the same weekday and hour in Brussels."""
    standing = caller.here
    require(standing, Right.EVENT_CREATE)
    await caller.site.part(RateLimits).take(MADE, str(standing.user))
    async with caller.site.database.write() as db:
        found = await led(db, standing, event)
        contacts = await contacts_of(db, standing.user)
        countries = await db.scalars(select(EventAudienceCountry.country).where(EventAudienceCountry.event_id == event))
        chosen = await db.scalars(select(EventAudienceUser.user_id).where(EventAudienceUser.event_id == event))
        cohosts = await db.scalars(select(EventCohost.user_id).where(EventCohost.event_id == event))
        new = Event(id=new_id(), host_id=standing.user, state=EventState.DRAFT, sequence=0)
        fields = EventFields(
            form=found.form.value,
            mode=found.mode.value,
            title=found.title,
            summary=found.summary,
            body=found.body,
            lang=found.lang,
            starts_at=same_hour_later(found.starts_at, clock.now()),
            minutes=int((found.ends_at - found.starts_at) / timedelta(minutes=1)),
            place=found.place or "",
            audience=found.audience.value,
            countries=list(countries),
            contacts=[one for one in chosen if one in contacts],
            cohosts=[one for one in cohosts if one in contacts],
            capacity=found.capacity,
            picture_alt=found.image_alt,
        )
        await _fill(db, new, fields)
        db.add(new)
        await db.flush()
        await _choose(db, new, fields)
        await carry_over(db, found, new, standing.user)
        await db.flush()
        return await page(db, standing, new.id)


async def drop(caller: Caller, event: UUID) -> None:
    """Throw a draft away. What was published is called off, never deleted."""
    standing = caller.here
    async with caller.site.database.write() as db:
        found = await led(db, standing, event)
        if found.state is not EventState.DRAFT:
            raise UserError("event_published", "Everybody sees this event already.")
        shown = await blobs_shown(db, found)
        await db.delete(found)
    await blobs.drop_unused(caller.site, shown)


def same_hour_later(at: datetime, now: datetime) -> datetime:
    """The first day, whole weeks later, that is more than a day ahead, at the same hour on Brussels' clocks (D-06)."""
    wall = at.astimezone(BRUSSELS)
    while wall <= now + timedelta(days=1):
        # Added to the wall's time: a week may have 167 or 169 hours.
        wall += timedelta(weeks=max(1, (now - wall) // timedelta(weeks=1)))
    return wall


async def led(db: AsyncSession, standing: Standing, event: UUID) -> Event:
    """An event that the caller leads (or, as an administrator, may change), held until the transaction ends."""
    found = await locked(db, event)
    leads = await is_led_by(db, found, standing.user)
    if found.state is EventState.DRAFT and not leads:
        raise not_found("event")
    require(standing, Right.EVENT_EDIT, Facts(host=leads, own=leads))
    return found


async def refuse_stale(db: AsyncSession, event: Event, read: int | None) -> None:
    """Two who lead it write at once: the second, who has `read` an earlier text, is told who was first, and loses
    nothing."""
    if read is None or read == event.revision:
        return
    by = await db.get(User, event.changed_by) if event.changed_by is not None else None
    name = by.display_name if by is not None else "Somebody else"
    raise UserError(
        "event_changed_meanwhile", f"{name} has changed this event while you were writing.", status=409, name=name
    )


def written(event: Event, by: UUID) -> None:
    """Whoever read it before is told by whom it was written anew."""
    event.revision, event.changed_by = event.revision + 1, by


async def is_led_by(db: AsyncSession, event: Event, user: UUID) -> bool:
    """Whether somebody is its host or a co-host."""
    return event.host_id == user or await db.get(EventCohost, (event.id, user)) is not None


async def _fill(db: AsyncSession, event: Event, fields: EventFields) -> None:
    event.form, event.mode = EventForm(fields.form), EventMode(fields.mode)
    event.title, event.summary = one_line(fields.title), fields.summary.strip()
    event.body, event.lang = fields.body.strip(), fields.lang
    event.starts_at = fields.starts_at
    event.ends_at = fields.starts_at + timedelta(minutes=fields.minutes)
    event.place = one_line(fields.place) or None
    event.audience, event.capacity = EventAudience(fields.audience), fields.capacity
    event.image_alt = one_line(fields.picture_alt)
    host = await db.get_one(User, event.host_id)
    event.words = searchable(event.title, event.summary, event.place or "", host.display_name)


async def _choose(db: AsyncSession, event: Event, fields: EventFields) -> list[UUID]:
    """Write who is chosen; a co-host gives a seat back that others wait for: who moved up."""
    wanted: list[tuple[Any, Iterable[UUID | str]]] = [
        (EventAudienceCountry.country, fields.countries if fields.audience == "countries" else []),
        (EventAudienceUser.user_id, fields.contacts if fields.audience == "contacts" else []),
        (EventCohost.user_id, fields.cohosts),
    ]
    for column, values in wanted:
        table = column.class_
        await db.execute(delete(table).where(table.event_id == event.id))
        db.add_all(table(**{"event_id": event.id, column.key: value}) for value in dict.fromkeys(values))
    await db.flush()
    seated = select(EventRegistration).where(
        EventRegistration.event_id == event.id,
        EventRegistration.user_id.in_(fields.cohosts),
        EventRegistration.state.in_((RegistrationState.JOINED, RegistrationState.WAITING)),
    )
    called: list[UUID] = []
    for registration in await db.scalars(seated):
        called += await give_back(db, event, registration)
    return called


def _publish(db: AsyncSession, standing: Standing, event: Event) -> None:
    event.move_to(EventState.PUBLISHED)
    db.add(_line("event.publish", standing, event))


def _line(action: str, standing: Standing, event: Event) -> AuditLine:
    return AuditLine(
        actor_id=standing.user,
        action=action,
        target_type="event",
        target_id=event.id,
        data={"starts_at": event.starts_at.isoformat(), "sequence": event.sequence},
    )
