"""What an event is at a moment, and what its page offers then (domain 6.3, 8). Pure: whoever asks says the time."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from campus.events.wire import Offer
from server.core.models import RUNS_BY_CLOCK, Event, EventMode, EventState, LiveKind, LivePolicy

JOINABLE = frozenset({EventState.PUBLISHED, EventState.PREPARING, EventState.DOORS, EventState.LIVE})
CHANGEABLE = frozenset({EventState.DRAFT, EventState.PUBLISHED, EventState.PREPARING})
"""Until the doors open."""
CANCELLABLE = frozenset({EventState.PUBLISHED, EventState.PREPARING, EventState.DOORS})


def conceivable(at: datetime) -> bool:
    """Whether a moment is near enough to be reckoned with in every time zone."""
    return at.tzinfo is not None and 2000 <= at.year <= 2100


async def limits(db: AsyncSession) -> LivePolicy:
    """Seats, lengths and doors of event rooms: numbers that an operator changes without code (domain 6.1)."""
    return (await db.scalars(select(LivePolicy).where(LivePolicy.kind == LiveKind.EVENT_ROOM))).one()


def room_opens_at(event: Event, policy: LivePolicy) -> datetime:
    """When those who lead may enter to prepare (R-073)."""
    return event.starts_at - timedelta(minutes=policy.host_early_min)


def doors_at(event: Event, policy: LivePolicy) -> datetime:
    """When those who joined may enter."""
    return event.starts_at - timedelta(minutes=policy.doors_min)


def state_at(event: Event, policy: LivePolicy, now: datetime) -> EventState:
    """The state by the clock: what is stored follows within seconds, and no reader waits for it."""
    if event.state not in RUNS_BY_CLOCK:
        return event.state
    reached = [room_opens_at(event, policy), doors_at(event, policy), event.starts_at, event.ends_at]
    by_clock = sum(at <= now for at in reached)
    return RUNS_BY_CLOCK[max(by_clock, RUNS_BY_CLOCK.index(event.state))]


def overtime(event: Event, room_open: bool, now: datetime) -> datetime | None:
    """When the room closes, after the planned end and while people may still be in it (D-19)."""
    return event.room_closes_at if room_open and event.ends_at <= now < event.room_closes_at else None


def offer(
    state: EventState, mode: EventMode, you_are: str | None, in_audience: bool, full: bool, overtime: bool = False
) -> Offer:
    """The button of an event's page: one row of the table in domain 6.3 each."""
    leads = you_are in ("host", "cohost")
    if state is EventState.CANCELLED:
        return "cancelled"
    if state in (EventState.ENDED, EventState.ARCHIVED):
        return "overtime" if overtime and (leads or you_are == "joined") else "over"
    if state is EventState.DRAFT:
        return "publish"
    if leads or you_are == "joined":
        return _inside(state, mode, leads)
    if you_are == "waiting":
        return "leave_line"
    if not in_audience:
        return "locked"
    return "wait" if full else "join"


def _inside(state: EventState, mode: EventMode, leads: bool) -> Offer:
    """For those who lead or joined. An event on site has no room to enter."""
    if mode is EventMode.ONLINE:
        if state is EventState.LIVE:
            return "live"
        if state is EventState.DOORS:
            return "enter"
        if state is EventState.PREPARING and leads:
            return "prepare"
    return "manage" if leads else "leave"
