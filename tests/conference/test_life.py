"""The states, lengths and times of a conference: every arrow, and every move that is none."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from server.conference.conference import (
    TRANSITIONS,
    extend,
    move_to,
    next_length,
    plan,
    warning_due,
)
from server.conference.models import Conference, ConferenceSeat, ConferenceState, EndReason
from server.conference.models import SeatState as Seat
from server.core import clock
from server.core.errors import UserError
from server.core.models import WrongMoveError
from tests.conference.lesson import NOW, policy

S = ConferenceState
ARROWS = {
    (S.SCHEDULED, S.OPEN),
    (S.SCHEDULED, S.CANCELLED),
    (S.SCHEDULED, S.EXPIRED),
    (S.OPEN, S.LIVE),
    (S.OPEN, S.ENDED),
    (S.OPEN, S.CANCELLED),
    (S.OPEN, S.EXPIRED),
    (S.LIVE, S.ENDED),
    # Only the room of an event that is moved.
    (S.OPEN, S.SCHEDULED),
    (S.LIVE, S.SCHEDULED),
}


def planned(minutes: int = 30, starts_at: datetime | None = None, *, lobby: bool = False) -> Conference:
    conference = Conference(duration_min=minutes, lobby=lobby, state=S.SCHEDULED, extended=False)
    plan(conference, policy(), starts_at, NOW)
    return conference


def test_the_table_has_exactly_the_arrows_of_the_domain() -> None:
    assert {(before, after) for before, afters in TRANSITIONS.items() for after in afters} == ARROWS
    assert set(TRANSITIONS) == set(ConferenceState)


@pytest.mark.parametrize(("before", "after"), list(product(ConferenceState, repeat=2)))
def test_a_legal_move_is_made_and_every_other_one_raises(before: S, after: S) -> None:
    conference = planned()
    conference.state = before
    reason = EndReason.HOST if after is S.ENDED else None
    if (before, after) in ARROWS:
        move_to(conference, after, NOW, reason)
        assert conference.state is after
        return
    with pytest.raises(WrongMoveError):
        move_to(conference, after, NOW, reason)
    assert conference.state is before


SEAT_ARROWS = {
    (Seat.LOBBY, Seat.QUEUED),
    (Seat.LOBBY, Seat.CONNECTED),
    (Seat.LOBBY, Seat.LEFT),
    (Seat.QUEUED, Seat.LOBBY),
    (Seat.QUEUED, Seat.CONNECTED),
    (Seat.QUEUED, Seat.LEFT),
    (Seat.CONNECTED, Seat.GRACE),
    (Seat.CONNECTED, Seat.LOBBY),
    (Seat.CONNECTED, Seat.LEFT),
    (Seat.GRACE, Seat.CONNECTED),
    (Seat.GRACE, Seat.LOBBY),
    (Seat.GRACE, Seat.LEFT),
    (Seat.LEFT, Seat.LOBBY),
    (Seat.LEFT, Seat.REMOVED),
    (Seat.REMOVED, Seat.LEFT),
}


@pytest.mark.parametrize(("before", "after"), list(product(Seat, repeat=2)))
def test_a_seat_walks_its_arrows_or_stays_and_every_other_move_raises(before: Seat, after: Seat) -> None:
    seat = ConferenceSeat(state=before)
    if before is after or (before, after) in SEAT_ARROWS:
        seat.move_to(after)
        assert seat.state is after
        return
    with pytest.raises(WrongMoveError):
        seat.move_to(after)
    assert seat.state is before


@pytest.mark.proves("R-203")
@pytest.mark.parametrize("minutes", [30, 60, 90])
def test_thirty_sixty_and_ninety_minutes_are_accepted(minutes: int) -> None:
    conference = planned(minutes)
    assert conference.ends_at - conference.starts_at == timedelta(minutes=minutes)


@pytest.mark.proves("R-203")
@pytest.mark.parametrize("minutes", [-30, 0, 1, 29, 31, 45, 75, 120, 300])
def test_no_other_length_exists(minutes: int) -> None:
    with pytest.raises(UserError) as refused:
        planned(minutes)
    assert refused.value.code == "wrong_length"
    assert "30, 60 or 90" in refused.value.text


@pytest.mark.proves("R-204")
def test_a_conference_has_the_seats_of_its_policy() -> None:
    assert planned().seats == 25


def test_a_conference_starts_now_or_on_the_five_minute_grid() -> None:
    assert planned().starts_at == NOW
    assert planned(starts_at=NOW + timedelta(minutes=5)).starts_at == NOW + timedelta(minutes=5)
    for off in (timedelta(minutes=3), timedelta(minutes=5, seconds=1), timedelta(minutes=10, microseconds=1)):
        with pytest.raises(UserError) as refused:
            planned(starts_at=NOW + off)
        assert refused.value.code == "off_grid"


def test_a_conference_does_not_start_in_the_past_or_without_a_time_zone() -> None:
    with pytest.raises(UserError, match="start_passed"):
        planned(starts_at=NOW - timedelta(minutes=5))
    with pytest.raises(UserError, match="wrong_start"):
        planned(starts_at=datetime(2026, 11, 18, 15, 0))
    with pytest.raises(UserError, match="start_too_far"):
        planned(starts_at=NOW + timedelta(days=400))


def test_the_doors_open_at_the_start_five_minutes_earlier_with_a_lobby_and_fifteen_for_the_host() -> None:
    start = NOW + timedelta(hours=1)
    plain, with_lobby = planned(starts_at=start), planned(starts_at=start, lobby=True)
    assert plain.doors_at == start
    assert with_lobby.doors_at == start - timedelta(minutes=5)
    assert plain.host_doors_at == with_lobby.host_doors_at == start - timedelta(minutes=15)


def test_a_conference_is_extended_once_to_the_next_length_and_warns_again() -> None:
    conference = planned(30)
    conference.state, conference.last_warning_min = S.LIVE, 5
    assert next_length(conference, policy()) == 60
    extend(conference, policy())
    assert conference.duration_min == 60
    assert conference.ends_at == conference.starts_at + timedelta(minutes=60)
    assert conference.last_warning_min is None
    with pytest.raises(UserError, match="not_extendable"):
        extend(conference, policy())


@pytest.mark.parametrize("state", [S.SCHEDULED, S.ENDED, S.CANCELLED, S.EXPIRED])
def test_only_a_running_conference_is_extended(state: S) -> None:
    conference = planned(30)
    conference.state = state
    assert next_length(conference, policy()) is None


def test_ninety_minutes_are_the_most() -> None:
    conference = planned(90)
    conference.state = S.LIVE
    assert next_length(conference, policy()) is None


def test_each_warning_is_due_once_and_a_late_look_gives_only_the_most_urgent() -> None:
    conference = planned(30)
    said: list[tuple[float, int]] = []
    for second in range(30 * 60 + 60):
        if due := warning_due(conference, NOW + timedelta(seconds=second)):
            conference.last_warning_min = due
            said.append((30 - second / 60, due))
    assert said == [(10, 10), (5, 5), (1, 1)]
    late = planned(30)
    assert warning_due(late, NOW + timedelta(minutes=26)) == 5
    assert warning_due(late, NOW + timedelta(minutes=30)) is None


def test_today_is_the_day_in_brussels_also_when_the_clocks_change() -> None:
    with clock.frozen(datetime(2026, 10, 24, 22, 30, tzinfo=UTC)):
        starts, ends = clock.day(clock.BRUSSELS)
    assert (starts.astimezone(UTC), ends.astimezone(UTC)) == (
        datetime(2026, 10, 24, 22, 0, tzinfo=UTC),
        datetime(2026, 10, 25, 23, 0, tzinfo=UTC),
    )
