"""What happens to events by themselves: rooms and doors open, they begin and end, and people are reminded in time.

Each process looks every few seconds. Moving locks the event, and a reminder is noted before it rings: of several
processes one does it, and a clock that jumps back rings nobody twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import structlog
from sqlalchemy import Select, select
from sqlalchemy.dialects import postgresql, sqlite

from campus.events import bells, room, times
from campus.events.models import EventReminder
from server.chat.stored import table_of
from server.core import clock
from server.core.ending import end
from server.core.going_on import again_and_again
from server.core.models import (
    Event,
    EventCohost,
    EventMode,
    EventRegistration,
    EventState,
    LivePolicy,
    RegistrationState,
)
from server.core.site import Site

log = structlog.get_logger()

EVERY = 10.0
MOST_AT_ONCE = 100
LIVE = "live"
DAY_AHEAD = "soon_24h"


Inside = Callable[[UUID], Awaitable[Collection[UUID]]]
"""Who is in the room of an event now."""


class Reminder(NamedTuple):
    """How long before the start it is due, and what the bell says."""

    before: timedelta
    code: str


SOON = {
    DAY_AHEAD: Reminder(timedelta(hours=24), "event.soon"),
    "soon_1h": Reminder(timedelta(hours=1), "event.soon"),
    "soon_10min": Reminder(timedelta(minutes=10), "event.soon"),
    LIVE: Reminder(timedelta(), "event.live"),
}
"""For those who joined (domain 9), the most urgent last. Those who lead hear that their room is open."""


class Clockwork:
    """A Site part: `site.add(Clockwork(site))`."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._task: asyncio.Task[None] | None = None
        self._inside: Inside | None = None

    def spare(self, inside: Inside) -> None:
        """Do not tell those that it has begun who see it: the calendar knows nothing of rooms, and asks."""
        self._inside = inside

    async def start(self) -> None:
        """Look from now on."""
        self._task = asyncio.create_task(again_and_again(EVERY, self.look, log, "events.look"))

    async def close(self) -> None:
        """Stop looking."""
        await end(self._task)

    async def look(self) -> None:
        """Move what is due, and remind of what comes."""
        async with self._site.database.read() as db:
            policy = await times.limits(db)
            running = (await db.scalars(_running(policy, clock.now()))).all()
            noted = await db.execute(
                select(EventReminder.event_id, EventReminder.kind).where(
                    EventReminder.event_id.in_([event.id for event in running])
                )
            )
            said = {(row.event_id, row.kind) for row in noted}
            roomless = (await db.scalars(_roomless(clock.now()))).all()
        for event in roomless:
            await self._give_space(event)
        for event in running:
            if times.state_at(event, policy, clock.now()) is not event.state:
                await self._move(event.id, policy)
            for kind in due(event, clock.now()):
                if (event.id, kind) not in said and await self._is_first(event.id, kind):
                    await self._remind(event, kind)

    async def _move(self, event: UUID, policy: LivePolicy) -> None:
        async with self._site.database.write() as db:
            found = await db.get_one(Event, event, with_for_update=True)
            wanted = times.state_at(found, policy, clock.now())
            if found.state is not wanted:
                found.run_to(wanted)

    async def _give_space(self, event: UUID) -> None:
        """An event that was published before events had rooms."""
        async with self._site.database.write() as db:
            found = await db.get_one(Event, event, with_for_update=True)
            await room.keep_in_step(db, found)

    async def _is_first(self, event: UUID, kind: str) -> bool:
        """Whether this process is the one that rings."""
        dialect = sqlite if self._site.database.is_sqlite else postgresql
        note = dialect.insert(table_of(EventReminder)).values(event_id=event, kind=kind).on_conflict_do_nothing()
        async with self._site.database.write() as db:
            return (await db.execute(note.returning(table_of(EventReminder).c.kind))).first() is not None

    async def _remind(self, event: Event, kind: str) -> None:
        if kind != most_urgent(event, clock.now()):
            return
        joined = select(EventRegistration.user_id).where(
            EventRegistration.event_id == event.id, EventRegistration.state == RegistrationState.JOINED
        )
        async with self._site.database.read() as db:
            users = {*await db.scalars(joined)}
        if kind == LIVE and self._inside is not None:
            users -= {*await self._inside(event.id)}
        if kind == DAY_AHEAD:
            leaders = set(await self._leaders(event))
            if event.mode is EventMode.ONLINE:
                bells.room_open(self._site, event, sorted(leaders))
            else:
                users |= leaders
        bells.remind(self._site, event, SOON[kind].code, sorted(users), by_mail=kind == DAY_AHEAD)

    async def _leaders(self, event: Event) -> Collection[UUID]:
        async with self._site.database.read() as db:
            cohosts = await db.scalars(select(EventCohost.user_id).where(EventCohost.event_id == event.id))
            return [event.host_id, *cohosts]


def due(event: Event, now: datetime) -> list[str]:
    """The reminders whose moment has come; what was missed while no server ran is noted too, and not made up for."""
    return [kind for kind, reminder in SOON.items() if event.starts_at - reminder.before <= now < event.ends_at]


def still_ahead(starts_at: datetime, now: datetime) -> list[str]:
    """The reminders whose moment has yet to come, maybe anew because the event was moved."""
    return [kind for kind, reminder in SOON.items() if starts_at - reminder.before > now]


def most_urgent(event: Event, now: datetime) -> str:
    """Of those that are due the one that is worth a bell."""
    return [kind for kind, reminder in SOON.items() if event.starts_at - reminder.before <= now][-1]


def _roomless(now: datetime) -> Select[UUID]:
    """Online events to come that have no space yet."""
    states = (EventState.PUBLISHED, EventState.PREPARING, EventState.DOORS, EventState.LIVE)
    without = (Event.mode == EventMode.ONLINE, Event.space_id.is_(None))
    return select(Event.id).where(Event.state.in_(states), *without, Event.ends_at > now).limit(MOST_AT_ONCE)


def _running(policy: LivePolicy, now: datetime) -> Select[Event]:
    """Events between the opening of their room and their end, and those whose end nobody has noted yet."""
    states = (EventState.PUBLISHED, EventState.PREPARING, EventState.DOORS, EventState.LIVE)
    ahead = now + max(timedelta(minutes=policy.host_early_min), timedelta(hours=24))
    return select(Event).where(Event.state.in_(states), Event.starts_at <= ahead).order_by(Event.starts_at)
