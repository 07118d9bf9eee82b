"""The seat rule by property: whatever people do in whatever order, it holds."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from server.conference import gates
from server.conference.conference import ENTERABLE, OVER
from server.conference.models import SeatState
from server.conference.seats import WAITING
from server.core.errors import UserError
from tests.conference.lesson import Lesson


class SeatMachine(RuleBasedStateMachine):
    """Anybody does anything at any time, in a small room; the rule must hold after every step."""

    SEATS = 4

    @initialize(first=st.integers(0, 4))
    def open(self, first: int) -> None:
        """Some are inside already, so that short runs too see a crowd."""
        self.lesson = Lesson(self.SEATS)
        roles = ["teacher", "pupil", "pupil", "pupil", "pupil_admin", "expert", "pupil"]
        self.people = [self.lesson.host, *(self.lesson.person(role=role) for role in roles)]
        for user in self.people[:first]:
            self.lesson.enter(user)

    def running(self) -> bool:
        return hasattr(self, "lesson") and self.lesson.conference.state in ENTERABLE

    def someone(self, index: int, *states: SeatState) -> UUID | None:
        fitting = [u for u in self.people if u in self.lesson.seating.seats and self.lesson.seat(u).state in states]
        return fitting[index % len(fitting)] if fitting else None

    @rule()
    def look_once_more(self) -> None:
        """Always possible, also when it is over."""
        self.lesson.act()

    @precondition(running)
    @rule(index=st.integers(0, 7))
    def enter(self, index: int) -> None:
        seating, user = self.lesson.seating, self.people[index]
        was_inside = user in seating.seats and self.lesson.seat(user) in seating.inside
        if user in seating.seats and self.lesson.seat(user).state is SeatState.REMOVED:
            with pytest.raises(UserError, match="removed"):
                self.lesson.enter(user)
            return
        seat = self.lesson.enter(user)
        if seating.is_pupil(user) and not was_inside and not seating.teacher_inside:
            assert seat.state is SeatState.LOBBY

    @precondition(running)
    @rule(index=st.integers(0, 7))
    def leave(self, index: int) -> None:
        if user := self.someone(index, SeatState.CONNECTED, *WAITING):
            self.lesson.leave(user)

    @precondition(running)
    @rule(index=st.integers(0, 7))
    def drop(self, index: int) -> None:
        if user := self.someone(index, SeatState.CONNECTED, *WAITING):
            self.lesson.drop(user)

    @precondition(running)
    @rule(index=st.integers(0, 7))
    def admit(self, index: int) -> None:
        if user := self.someone(index, *WAITING):
            self.lesson.seat(user).admitted = True
            self.lesson.act()

    @precondition(running)
    @rule(index=st.integers(0, 7))
    def remove(self, index: int) -> None:
        if (user := self.someone(index, SeatState.CONNECTED)) and user != self.lesson.host:
            self.lesson.seating.leave(self.lesson.seat(user), "removed")
            self.lesson.seat(user).state = SeatState.REMOVED
            self.lesson.act()

    @precondition(running)
    @rule(on=st.booleans())
    def lock(self, on: bool) -> None:
        self.lesson.conference.locked = on
        self.lesson.act()

    @precondition(running)
    @rule(seconds=st.sampled_from([1, 29, 30, 31, 59, 61, 119, 121]))
    def wait(self, seconds: int) -> None:
        self.lesson.later(seconds=seconds)

    @invariant()
    def never_more_people_than_seats(self) -> None:
        if not hasattr(self, "lesson"):
            return
        seating = self.lesson.seating
        host = seating.seats.get(self.lesson.host)
        kept = 0 if host and host.joined_at else 1
        called = [seat for seat in seating.queue if seat.called_until]
        assert len(seating.inside) + len(called) + kept <= self.SEATS

    @invariant()
    def no_seat_is_free_while_somebody_in_the_queue_could_take_it(self) -> None:
        if not hasattr(self, "lesson"):
            return
        seating = self.lesson.seating
        for seat in seating.queue:
            if seat.called_until is None and seat.connection_id is not None:
                assert seating._free_for(seat) <= 0  # pyright: ignore[reportPrivateUsage]

    @invariant()
    def no_pupil_is_heard_without_a_teacher(self) -> None:
        if not hasattr(self, "lesson"):
            return
        seating = self.lesson.seating
        pupils = [seat for seat in seating.inside if seating.is_pupil(seat.user_id)]
        for seat in pupils:
            seat.microphone = seat.camera = seat.screen = True
            if not seating.teacher_inside:
                assert gates.gates(seating, seat.user_id) == gates.CLOSED
        if pupils:
            assert seating.teacher_inside == (seating.conference.frozen_until is None)

    @invariant()
    def settling_again_changes_nothing(self) -> None:
        if not hasattr(self, "lesson"):
            return
        seating = self.lesson.seating

        def facts() -> list[object]:
            return [
                (user, seat.state, seat.wait_reason, seat.called_until, seat.grace_until, seat.waiting_since)
                for user, seat in seating.seats.items()
            ] + [seating.conference.state, seating.conference.frozen_until, seating.conference.empty_since]

        before = facts()
        seating.settle()
        assert facts() == before

    @invariant()
    def when_it_is_over_nobody_is_inside_or_waits(self) -> None:
        if hasattr(self, "lesson") and self.lesson.conference.state in OVER:
            assert not self.lesson.seating.inside
            assert not self.lesson.seating.waiting


TestWhateverPeopleDo = SeatMachine.TestCase
TestWhateverPeopleDo.settings = settings(max_examples=100, stateful_step_count=60, deadline=None)
TestWhateverPeopleDo = pytest.mark.proves("R-204")(TestWhateverPeopleDo)
