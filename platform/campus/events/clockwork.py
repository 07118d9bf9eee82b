"""What happens to events by themselves: rooms and doors open, they begin and end, and people are reminded in time.

Each process looks every few seconds. Moving and reminding lock the event, and a reminder is noted with its bells: of
several processes one does it, and a clock that jumps back rings nobody twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import structlog
from sqlalchemy import Select, exists, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from campus.events import bells, room, times
from campus.events.models import EventReminder
from server.chat.stored import table_of
from server.core import clock
from server.core.ending import end
from server.core.going_on import again_and_again
from server.core.models import (
    ROOM_STAYS_OPEN,
    Event,
    EventCohost,
    EventMode,
    EventRegistration,
    EventState,
    LivePolicy,
    RegistrationState,
)
from server.core.site import Site
from server.notifications.actions import Rung

log = structlog.get_logger()

EVERY = 10.0
MOST_AT_ONCE = 100
LIVE = "live"
DAY_AHEAD = "soon_24h"


SETTLED_WITHIN = timedelta(days=7)
"""An event that ended longer ago stays as it is: who was in its room may be known no more."""

InRoom = Callable[[UUID], Awaitable[Collection[UUID]]]
"""Who is in the room of an event now, or was in it."""


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
"""For those who joined and those who lead (domain 9), the most urgent last. A day ahead of an event online, those who
lead hear that their room is open."""


class Clockwork:
    """A Site part: `site.add(Clockwork(site))`."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._task: asyncio.Task[None] | None = None
        self._inside: InRoom | None = None
        self._came: InRoom | None = None

    def ask(self, inside: InRoom, came: InRoom) -> None:
        """The calendar knows nothing of rooms, and asks: who sees that it has begun need not be told, and who came has
        attended."""
        self._inside, self._came = inside, came

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
            unsettled = (await db.scalars(_unsettled(clock.now()))).all()
        for event in roomless:
            await self._give_space(event)
        for event in running:
            if times.state_at(event, policy, clock.now()) is not event.state:
                await self._move(event.id, policy)
            for kind in due(event, clock.now()):
                if (event.id, kind) not in said:
                    await self._remind(event.id, kind)
        for event in unsettled:
            await self._settle(event)

    async def _settle(self, event: UUID) -> None:
        """Its room is closed: write down who of those who joined came (domain 8)."""
        if self._came is None:
            return
        came = await self._came(event)
        joined = EventRegistration.event_id == event, EventRegistration.state == RegistrationState.JOINED
        async with self._site.database.write() as db:
            await db.get_one(Event, event, with_for_update=True)
            for one in await db.scalars(select(EventRegistration).where(*joined)):
                one.move_to(RegistrationState.ATTENDED if one.user_id in came else RegistrationState.NO_SHOW)

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

    async def _remind(self, event: UUID, kind: str) -> None:
        """Note it and store its bells, both or neither, of the event as it is now: it may have been moved or called off
        since the look read it."""
        inside = await self._inside(event) if kind == LIVE and self._inside is not None else ()
        async with self._site.database.write() as db:
            found = await db.get_one(Event, event, with_for_update=True)
            if found.state not in times.JOINABLE or kind not in due(found, clock.now()):
                return
            rungs: list[Rung] = []
            if await self._is_first(db, event, kind) and kind == most_urgent(found, clock.now()):
                rungs = await self._bells(db, found, kind, inside)
        bells.ring(self._site, *rungs)

    async def _is_first(self, db: AsyncSession, event: UUID, kind: str) -> bool:
        """Whether nobody has noted it yet."""
        dialect = sqlite if self._site.database.is_sqlite else postgresql
        note = dialect.insert(table_of(EventReminder)).values(event_id=event, kind=kind).on_conflict_do_nothing()
        return (await db.execute(note.returning(table_of(EventReminder).c.kind))).first() is not None

    async def _bells(self, db: AsyncSession, event: Event, kind: str, inside: Collection[UUID]) -> list[Rung]:
        joined = select(EventRegistration.user_id).where(
            EventRegistration.event_id == event.id, EventRegistration.state == RegistrationState.JOINED
        )
        users = {*await db.scalars(joined)}
        leaders = set(await _leaders(db, event))
        rungs: list[Rung] = []
        if kind == DAY_AHEAD and event.mode is EventMode.ONLINE:
            rungs.append(await bells.room_open(self._site, db, event, sorted(leaders)))
        else:
            users |= leaders
        told = sorted(users - {*inside})
        rungs.append(await bells.remind(self._site, db, event, SOON[kind].code, told))
        return rungs


def due(event: Event, now: datetime) -> list[str]:
    """The reminders whose moment has come; what was missed while no server ran is noted too, and not made up for."""
    return [kind for kind, reminder in SOON.items() if event.starts_at - reminder.before <= now < event.ends_at]


def still_ahead(starts_at: datetime, now: datetime) -> list[str]:
    """The reminders whose moment has yet to come, maybe anew because the event was moved."""
    return [kind for kind, reminder in SOON.items() if starts_at - reminder.before > now]


def most_urgent(event: Event, now: datetime) -> str:
    """Of those that are due the one that is worth a bell."""
    return [kind for kind, reminder in SOON.items() if event.starts_at - reminder.before <= now][-1]


async def _leaders(db: AsyncSession, event: Event) -> Collection[UUID]:
    cohosts = await db.scalars(select(EventCohost.user_id).where(EventCohost.event_id == event.id))
    return [event.host_id, *cohosts]


def _roomless(now: datetime) -> Select[UUID]:
    """Online events to come that have no space yet."""
    states = (EventState.PUBLISHED, EventState.PREPARING, EventState.DOORS, EventState.LIVE)
    without = (Event.mode == EventMode.ONLINE, Event.space_id.is_(None))
    return select(Event.id).where(Event.state.in_(states), *without, Event.ends_at > now).limit(MOST_AT_ONCE)


def _unsettled(now: datetime) -> Select[UUID]:
    """Online events whose room is closed, and of which is not written yet who came."""
    closed = now - ROOM_STAYS_OPEN
    open_ends = exists().where(
        EventRegistration.event_id == Event.id, EventRegistration.state == RegistrationState.JOINED
    )
    ended = Event.ends_at <= closed, Event.ends_at > closed - SETTLED_WITHIN
    over = (Event.mode == EventMode.ONLINE, Event.state == EventState.ENDED, *ended)
    return select(Event.id).where(*over, open_ends).limit(MOST_AT_ONCE)


def _running(policy: LivePolicy, now: datetime) -> Select[Event]:
    """Events between the opening of their room and their end, and those whose end nobody has noted yet."""
    states = (EventState.PUBLISHED, EventState.PREPARING, EventState.DOORS, EventState.LIVE)
    ahead = now + max(timedelta(minutes=policy.host_early_min), timedelta(hours=24))
    return select(Event).where(Event.state.in_(states), Event.starts_at <= ahead).order_by(Event.starts_at)
