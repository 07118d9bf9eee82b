"""What an event is at each moment, and which button its page has then: the table of domain 6.3, row by row."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from campus.events.clockwork import due, most_urgent
from campus.events.making import same_hour_later
from campus.events.times import offer, overtime, state_at
from server.core.clock import BRUSSELS
from server.core.models import Event, EventMode, EventState, LivePolicy
from tests.campus.events import START

POLICY = LivePolicy(host_early_min=24 * 60, doors_min=15, lengths=[60], seats=100)


def event(**more: Any) -> Event:
    common = {"state": EventState.PUBLISHED, "mode": EventMode.ONLINE}
    return Event(starts_at=START, ends_at=START + timedelta(hours=1), **common | more)


@pytest.mark.parametrize(
    ("before", "state"),
    [
        (timedelta(hours=24, minutes=1), EventState.PUBLISHED),
        (timedelta(hours=23, minutes=59), EventState.PREPARING),
        (timedelta(minutes=15), EventState.DOORS),
        (timedelta(), EventState.LIVE),
        (timedelta(minutes=-59), EventState.LIVE),
        (timedelta(minutes=-60), EventState.ENDED),
    ],
)
def test_the_clock_moves_an_event(before: timedelta, state: EventState) -> None:
    assert state_at(event(), POLICY, START - before) is state


def test_nothing_moves_a_draft_or_what_was_called_off_and_nothing_goes_back() -> None:
    for state in (EventState.DRAFT, EventState.CANCELLED, EventState.ARCHIVED):
        assert state_at(event(state=state), POLICY, START) is state
    assert state_at(event(state=EventState.ENDED), POLICY, START) is EventState.ENDED, "ended early"
    assert state_at(event(state=EventState.PREPARING), POLICY, START - timedelta(days=9)) is EventState.PREPARING


BEFORE = (EventState.PUBLISHED, EventState.PREPARING)


@pytest.mark.proves("R-064")
@pytest.mark.parametrize(
    ("you", "in_audience", "full", "states", "shown"),
    [
        (None, True, False, [*BEFORE, EventState.DOORS, EventState.LIVE], "join"),
        ("left", True, False, BEFORE, "join"),
        (None, True, True, BEFORE, "wait"),
        (None, False, False, BEFORE, "locked"),
        (None, False, True, BEFORE, "locked"),
        ("joined", True, True, BEFORE, "leave"),
        ("joined", False, True, BEFORE, "leave"),
        ("joined", True, False, [EventState.DOORS], "enter"),
        ("joined", True, False, [EventState.LIVE], "live"),
        ("waiting", True, True, [*BEFORE, EventState.DOORS, EventState.LIVE], "leave_line"),
        ("host", True, False, [EventState.PUBLISHED], "manage"),
        ("cohost", True, False, [EventState.PREPARING], "prepare"),
        ("host", True, False, [EventState.DOORS], "enter"),
        ("host", True, False, [EventState.LIVE], "live"),
        ("host", True, False, [EventState.DRAFT], "publish"),
        ("joined", True, False, [EventState.ENDED, EventState.ARCHIVED], "over"),
        ("host", True, False, [EventState.CANCELLED], "cancelled"),
        (None, True, False, [EventState.CANCELLED], "cancelled"),
    ],
)
def test_the_button_of_each_row(
    you: str | None, in_audience: bool, full: bool, states: list[EventState], shown: str
) -> None:
    assert {offer(state, EventMode.ONLINE, you, in_audience, full) for state in states} == {shown}


@pytest.mark.parametrize(
    ("you", "shown"), [("host", "overtime"), ("cohost", "overtime"), ("joined", "overtime"), (None, "over")]
)
def test_while_its_room_is_open_an_event_that_is_over_is_entered_by_who_leads_or_joined(
    you: str | None, shown: str
) -> None:
    minutes = {59: None, 60: START + timedelta(minutes=75), 74: START + timedelta(minutes=75), 75: None}
    for minute, until in minutes.items():
        assert overtime(event(), True, START + timedelta(minutes=minute)) == until
        assert overtime(event(), False, START + timedelta(minutes=minute)) is None, "closed by who leads"
    assert offer(EventState.ENDED, EventMode.ONLINE, you, True, False, overtime=True) == shown
    assert offer(EventState.ENDED, EventMode.ONLINE, you, True, False) == "over"


@pytest.mark.proves("R-068")
def test_an_event_on_site_has_no_room_to_enter() -> None:
    for mode in (EventMode.ONSITE_FACE, EventMode.ONSITE_MATERIAL):
        for state in (EventState.PREPARING, EventState.DOORS, EventState.LIVE):
            assert offer(state, mode, "joined", True, False) == "leave"
            assert offer(state, mode, "host", True, False) == "manage"


def test_of_several_reminders_that_are_due_only_the_most_urgent_rings() -> None:
    late = START - timedelta(minutes=30)
    assert due(event(), late) == ["soon_24h", "soon_1h"]
    assert most_urgent(event(), late) == "soon_1h"
    assert due(event(), START) == ["soon_24h", "soon_1h", "soon_10min", "live"]
    assert due(event(), START + timedelta(hours=1)) == []


def test_a_copy_keeps_weekday_and_hour_in_brussels_when_the_clocks_have_changed() -> None:
    later = same_hour_later(START, START + timedelta(days=130))
    assert (later.astimezone(BRUSSELS) - START.astimezone(BRUSSELS)) % timedelta(weeks=1) == timedelta()
    assert f"{later.astimezone(BRUSSELS):%H:%M}" == "15:00"
    assert later > START + timedelta(days=131)
    assert same_hour_later(START, START - timedelta(days=10)) == START
