"""The seat rule by property: whatever people do in whatever order, it holds."""

from __future__ import annotations

from uuid import UUID

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from server.conference import gates
from server.conference.assembly import INSIDE, WAITING
from server.conference.conference import ENTERABLE, OVER
from server.conference.models import ClassPupil, ConferenceBan, Lock, SeatState
from server.conference.silences import silences
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
        for number, user in enumerate(self.people):
            # Two schools, so that one of them can be alone.
            person = self.lesson.seating.people[user]
            school = "Ferrara" if number % 3 else "Gdynia"
            self.lesson.seating.people[user] = msgspec.structs.replace(person, school=school)
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
        removed = user in seating.seats and self.lesson.seat(user).state is SeatState.REMOVED
        if removed or user in seating.bans:
            with pytest.raises(UserError, match="banned" if user in seating.bans else "removed"):
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
            self.lesson.seating.admit(self.lesson.seat(user))
            self.lesson.act()

    @precondition(running)
    @rule(index=st.integers(0, 7))
    def remove(self, index: int) -> None:
        if (user := self.someone(index, SeatState.CONNECTED, *WAITING)) and user != self.lesson.host:
            self.lesson.seating.remove(self.lesson.seat(user), None, self.lesson.host)
            self.lesson.act()

    @precondition(running)
    @rule(index=st.integers(0, 7))
    def readmit(self, index: int) -> None:
        if (user := self.someone(index, SeatState.REMOVED)) and user not in self.lesson.seating.bans:
            self.lesson.seating.readmit(self.lesson.seat(user))
            self.lesson.act()

    @precondition(running)
    @rule(index=st.integers(0, 7))
    def send_back(self, index: int) -> None:
        if (user := self.someone(index, *INSIDE, *WAITING)) and user != self.lesson.host:
            self.lesson.seating.send_back(self.lesson.seat(user))
            self.lesson.act()
            assert self.lesson.seat(user).state in WAITING

    @precondition(running)
    @rule(index=st.integers(1, 7), on=st.booleans())
    def ban(self, index: int, on: bool) -> None:
        """From another conference of the space, so that nothing is said to this one."""
        seating, user = self.lesson.seating, self.people[index]
        if on:
            seating.bans[user] = ConferenceBan(space_id=seating.space.id, user_id=user, reason="", at=seating.now)
        else:
            seating.bans.pop(user, None)
        self.lesson.act()

    @precondition(running)
    @rule(index=st.integers(0, 7), pupils=st.sets(st.integers(0, 7), max_size=4))
    def list_class(self, index: int, pupils: set[int]) -> None:
        seating, teacher = self.lesson.seating, self.people[index]
        if not seating.teaches(teacher):
            return
        for one in seating.class_of(teacher):
            one.listed = False
        for pupil in [self.people[number] for number in pupils]:
            if seating.is_pupil(pupil):
                one = seating.classes.setdefault(
                    pupil, ClassPupil(conference_id=seating.conference.id, pupil_id=pupil, seconds=0, hands=0)
                )
                one.teacher_id, one.listed, one.hand_at = teacher, True, seating.now
        self.lesson.act()

    @precondition(running)
    @rule(on=st.booleans())
    def ask_for_an_adult_of_each_school(self, on: bool) -> None:
        self.lesson.space.flags = {"school_quorum": on}
        self.lesson.act()

    @precondition(running)
    @rule(on=st.booleans(), locks=st.sets(st.sampled_from(list(Lock))))
    def pause_and_lock(self, on: bool, locks: set[Lock]) -> None:
        self.lesson.conference.paused = on
        self.lesson.conference.locks = [lock.value for lock in locks]
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
    def nothing_of_those_who_are_stopped_passes(self) -> None:
        """T10 and T12 of the security cases: whatever they have switched on, and whatever a client sends."""
        if not hasattr(self, "lesson"):
            return
        seating = self.lesson.seating
        for user, seat in seating.seats.items():
            seat.microphone = seat.camera = seat.screen = True
            opened, leads = gates.gates(seating, user), seating.moderates(user)
            stopped = seating.conference.paused and not leads
            if seat.state is not SeatState.CONNECTED or stopped or not seating.is_attended(user):
                assert opened == gates.CLOSED
            if "microphone" in seating.conference.locks and not leads:
                assert not opened.microphone
            if seat in seating.inside:
                alone = seating.is_pupil(user) and not (seating.teacher_inside and seating.is_attended(user))
                chat_locked = "chat" in seating.conference.locks and not leads
                assert (user in silences(seating)) == (stopped or alone or chat_locked)

    @invariant()
    def who_was_sent_out_is_out_and_no_pupil_leads(self) -> None:
        if not hasattr(self, "lesson"):
            return
        seating = self.lesson.seating
        for seat in seating.inside:
            assert seat.user_id not in seating.bans
            assert not seat.sent_back
            assert not (seating.is_pupil(seat.user_id) and seating.moderates(seat.user_id))
        for seat in seating.inside:
            if not seating.is_attended(seat.user_id):
                assert seat.unattended_until is not None
                assert seat.unattended_until > seating.now

    @invariant()
    def a_pupil_takes_part_once_and_a_class_counts_while_its_teachers_line_stands(self) -> None:
        if not hasattr(self, "lesson"):
            return
        seating = self.lesson.seating
        alone = {seat.user_id for seat in seating.inside}
        for pupil, one in seating.classes.items():
            assert not (one.listed and pupil in alone)
            teacher = seating.seats.get(one.teacher_id)
            stands = one.listed and teacher is not None and teacher.state is SeatState.CONNECTED
            assert (one.since is not None) == stands
            assert one.listed or one.hand_at is None

    @invariant()
    def settling_again_changes_nothing(self) -> None:
        if not hasattr(self, "lesson"):
            return
        seating = self.lesson.seating

        conference = seating.conference

        def facts() -> list[object]:
            seats = [
                (user, seat.state, seat.wait_reason, seat.called_until, seat.grace_until, seat.waiting_since)
                for user, seat in seating.seats.items()
            ]
            alone = [(user, seat.unattended_until, seat.seconds) for user, seat in seating.seats.items()]
            classes = [(one.pupil_id, one.listed, one.since, one.seconds) for one in seating.classes.values()]
            return [*seats, *alone, *classes, conference.state, conference.frozen_until, conference.empty_since]

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
