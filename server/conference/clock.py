"""What happens to conferences by itself: doors, warnings, the end, seats given up, teachers gone.

Each process asks every second which conferences have something due, and settles them. Settling locks the conference,
so of several processes one does it and tells, and the others find nothing left to do.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, or_, select

from server.conference.changing import changing
from server.conference.conference import EMPTY_FOR, EVENT_WARNINGS, EXPIRES_AFTER, WARNINGS
from server.conference.models import Conference, ConferenceSeat, ConferenceState, SeatState, WaitReason
from server.conference.recorded import TEST_LENGTH
from server.conference.recordings import Recording
from server.core import clock
from server.core.models import LiveKind
from server.core.site import Site

WHEN_SCHEDULED = Conference.state == ConferenceState.SCHEDULED
WHEN_OPEN = Conference.state == ConferenceState.OPEN
WHEN_LIVE = Conference.state == ConferenceState.LIVE


async def tick(site: Site) -> None:
    """Settle what is due."""
    async with site.database.read() as db:
        due = (await db.scalars(select(Conference.id).where(_due(clock.now())))).all()
    for conference in due:
        async with changing(site, conference):
            pass


def _due(now: datetime) -> ColumnElement[bool]:
    """Conferences in which time alone changes something. The first condition keeps the rest to the few that run."""
    running = Conference.state.in_((ConferenceState.SCHEDULED, ConferenceState.OPEN, ConferenceState.LIVE))
    return and_(
        running,
        Conference.host_doors_at <= now,
        or_(
            WHEN_SCHEDULED,
            and_(WHEN_OPEN, Conference.starts_at <= now - EXPIRES_AFTER, Conference.opened_at <= now - EXPIRES_AFTER),
            and_(WHEN_OPEN, Conference.starts_at <= now, _some_seat(ConferenceSeat.state == SeatState.CONNECTED)),
            and_(WHEN_OPEN, Conference.doors_at <= now, _some_seat(ConferenceSeat.wait_reason == WaitReason.NOT_OPEN)),
            Conference.ends_at <= now,
            and_(
                Conference.kind == LiveKind.EVENT_ROOM, Conference.doors_at <= now, Conference.doors_opened_at.is_(None)
            ),
            and_(Conference.rehearsal_since.is_not(None), _test_over(now)),
            and_(WHEN_LIVE, _warning_due(now)),
            Conference.frozen_until <= now,
            Conference.empty_since <= now - EMPTY_FOR,
            _some_seat(ConferenceSeat.grace_until <= now),
            _some_seat(ConferenceSeat.called_until <= now),
            _some_seat(ConferenceSeat.unattended_until <= now),
        ),
    )


def _some_seat(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(ConferenceSeat.conference_id == Conference.id, condition)


def _test_over(now: datetime) -> ColumnElement[bool]:
    running = and_(Recording.id == Conference.recording_id, Recording.started_at <= now - TEST_LENGTH)
    return exists().where(running, Recording.rehearsal)


def _warning_due(now: datetime) -> ColumnElement[bool]:
    said, of_event = Conference.last_warning_min, Conference.kind == LiveKind.EVENT_ROOM

    def due(minutes: int) -> ColumnElement[bool]:
        return and_(Conference.ends_at <= now + timedelta(minutes=minutes), or_(said.is_(None), said > minutes))

    return or_(
        and_(of_event, or_(*map(due, EVENT_WARNINGS))),
        and_(~of_event, or_(*map(due, WARNINGS))),
    )
