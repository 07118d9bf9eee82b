"""The seat rule, by stories and by property: whatever people do in whatever order, it holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from server.conference import gates, views
from server.conference.conference import ENTERABLE, OVER, plan
from server.conference.models import (
    Conference,
    ConferenceSeat,
    ConferenceState,
    EndReason,
    Media,
    SeatRole,
    SeatState,
    WaitReason,
)
from server.conference.seats import WAITING, Line, Seating
from server.core.database import new_id
from server.core.errors import UserError
from server.core.models import LiveKind, LivePolicy, RecordingPolicy, Space
from server.core.permissions import DEFAULT_FLAGS, Standing, roles_of
from server.rooms.wire import Person

NOW = datetime(2026, 11, 17, 14, 0, tzinfo=UTC)
PROCESS = new_id()


def policy(seats: int = 25) -> LivePolicy:
    return LivePolicy(
        kind=LiveKind.TWINSPACE_CONFERENCE,
        seats=seats,
        lengths=[30, 60, 90],
        host_early_min=15,
        doors_min=0,
        doors_with_lobby_min=5,
        recording=RecordingPolicy.OFF,
        grace_s=60,
    )


class Lesson:
    """A seating and its people, without a database."""

    def __init__(self, seats: int = 25, *, media: Media = Media.VIDEO, starts_at: datetime | None = None) -> None:
        self.host = new_id()
        self.space = Space(id=new_id(), title="Rivers and seas", slug="rivers-and-seas", state="open", flags={})
        conference = Conference(
            id=new_id(),
            room_id=new_id(),
            space_id=self.space.id,
            title="Lesson",
            host_id=self.host,
            duration_min=30,
            media=media,
            lobby=False,
            locked=False,
            extended=False,
            state=ConferenceState.SCHEDULED,
        )
        plan(conference, policy(seats), starts_at, NOW)
        self.seating = Seating(conference, self.space, {}, {}, frozenset(), {}, NOW)
        self.standings: dict[UUID, Standing] = {}
        self.person(self.host, "founder")
        self.seating.settle()

    @property
    def conference(self) -> Conference:
        return self.seating.conference

    def person(self, user: UUID | None = None, role: str = "pupil") -> UUID:
        user = user or new_id()
        pupil = role in ("pupil", "pupil_admin")
        account_type = "pupil" if pupil else "staff"
        kind = "pupil" if pupil else "guest" if role in ("expert", "observer", "visitor") else "teacher"
        self.standings[user] = Standing(
            user=user,
            account_type=account_type,
            display_name="Somebody",
            space=self.space.id,
            space_state="open",
            membership_role=role,
            roles=roles_of(account_type, role, ())[0],
            flags=DEFAULT_FLAGS | self.space.flags,
        )
        self.seating.people[user] = Person(id=user, name="Somebody", kind=kind)
        return user

    def enter(self, user: UUID, connection: UUID | None = None) -> ConferenceSeat:
        seat = self.seating.enter(self.standings[user], Line(connection or new_id(), PROCESS))
        self.seating.settle()
        return seat

    def act(self) -> None:
        self.seating.settle()

    def drop(self, user: UUID) -> None:
        self.seating.drop(self.seat(user))
        self.seating.settle()

    def leave(self, user: UUID) -> None:
        self.seating.leave(self.seat(user))
        self.seating.settle()

    def later(self, **by: float) -> None:
        self.seating.now += timedelta(**by)
        self.seating.settle()

    def seat(self, user: UUID) -> ConferenceSeat:
        return self.seating.seats[user]

    def filled(self, number: int) -> list[UUID]:
        pupils = [self.person() for _ in range(number)]
        for pupil in pupils:
            self.enter(pupil)
        return pupils


@pytest.mark.proves("R-204")
def test_the_twenty_sixth_hears_that_the_room_is_full_and_is_called_when_a_seat_frees() -> None:
    """Acceptance T4."""
    lesson = Lesson()
    lesson.enter(lesson.host)
    pupils = lesson.filled(24)
    assert len(lesson.seating.inside) == 25
    late, later = lesson.person(), lesson.person()
    assert lesson.enter(late).state is SeatState.QUEUED
    lesson.later(seconds=1)
    lesson.enter(later)
    shown = views.your_seat(lesson.seating, late)
    assert (shown.wait_reason, shown.text, shown.queue_position) == ("full", "The room is full (25/25)", 1)
    assert views.your_seat(lesson.seating, later).queue_position == 2
    lesson.leave(pupils[0])
    assert lesson.seat(late).called_until == lesson.seating.now + timedelta(seconds=30)
    assert lesson.seat(later).called_until is None
    assert lesson.enter(late).state is SeatState.CONNECTED
    assert lesson.seat(later).state is SeatState.QUEUED


@pytest.mark.proves("R-204")
def test_the_seat_kept_for_the_called_is_not_taken_by_a_newcomer() -> None:
    lesson = Lesson()
    lesson.enter(lesson.host)
    pupils = lesson.filled(24)
    called = lesson.person()
    lesson.enter(called)
    lesson.leave(pupils[0])
    newcomer = lesson.enter(lesson.person())
    assert newcomer.state is SeatState.QUEUED
    assert lesson.enter(called).state is SeatState.CONNECTED


@pytest.mark.proves("R-204")
def test_who_is_called_and_does_not_come_lets_the_next_one_go_first() -> None:
    lesson = Lesson()
    lesson.enter(lesson.host)
    pupils = lesson.filled(24)
    first, second = lesson.person(), lesson.person()
    lesson.enter(first)
    lesson.later(seconds=1)
    lesson.enter(second)
    lesson.leave(pupils[0])
    lesson.later(seconds=30)
    assert lesson.seat(first).called_until is None
    assert lesson.seat(second).called_until is not None
    lesson.enter(second)
    assert lesson.seat(second).state is SeatState.CONNECTED
    assert views.your_seat(lesson.seating, first).queue_position == 1


@pytest.mark.proves("R-204")
def test_a_seat_is_kept_for_the_host_until_the_host_has_joined() -> None:
    lesson = Lesson()
    teacher = lesson.person(role="teacher")
    lesson.enter(teacher)
    lesson.filled(23)
    assert lesson.enter(lesson.person()).state is SeatState.QUEUED
    assert lesson.enter(lesson.host).state is SeatState.CONNECTED
    assert len(lesson.seating.inside) == 25


@pytest.mark.proves("R-204")
def test_a_second_device_takes_the_same_seat_and_nothing_stays_on() -> None:
    """Acceptance T5."""
    lesson = Lesson()
    lesson.enter(lesson.host)
    pupil = lesson.person()
    first = new_id()
    seat = lesson.enter(pupil, first)
    seat.microphone, seat.peer_id = True, new_id()
    second = new_id()
    lesson.enter(pupil, second)
    assert len(lesson.seating.inside) == 2
    assert (seat.connection_id, seat.peer_id, seat.microphone) == (second, None, False)


@pytest.mark.proves("R-204")
def test_a_dropped_line_keeps_its_seat_for_sixty_seconds_and_not_longer() -> None:
    lesson = Lesson()
    lesson.enter(lesson.host)
    back, gone = lesson.person(), lesson.person()
    lesson.enter(back)
    lesson.enter(gone)
    joined = lesson.seat(back).joined_at
    lesson.drop(back)
    lesson.drop(gone)
    assert len(lesson.seating.inside) == 3
    lesson.later(seconds=59)
    assert lesson.enter(back).state is SeatState.CONNECTED
    assert lesson.seat(back).joined_at == joined
    lesson.later(seconds=1)
    assert lesson.seat(gone).state is SeatState.LEFT


@pytest.mark.proves("R-200")
def test_pupils_wait_for_a_teacher_and_are_let_in_by_themselves() -> None:
    lesson = Lesson()
    early = lesson.person()
    lesson.enter(early)
    assert lesson.seat(early).wait_reason is WaitReason.NO_TEACHER
    lesson.enter(lesson.person(role="expert"))
    assert lesson.seat(early).state is SeatState.LOBBY
    teacher = lesson.person(role="teacher")
    lesson.enter(teacher)
    assert lesson.seat(early).state is SeatState.CONNECTED
    assert lesson.conference.state is ConferenceState.LIVE


def test_guests_always_wait_until_somebody_lets_them_in() -> None:
    lesson = Lesson()
    lesson.enter(lesson.host)
    guest = lesson.person(role="visitor")
    lesson.enter(guest)
    assert lesson.seat(guest).wait_reason is WaitReason.ADMISSION
    lesson.seat(guest).admitted = True
    lesson.act()
    assert lesson.seat(guest).state is SeatState.CONNECTED


def test_while_locked_newcomers_wait_and_those_inside_come_back_to_their_seats() -> None:
    lesson = Lesson()
    lesson.enter(lesson.host)
    pupil = lesson.person()
    lesson.enter(pupil)
    lesson.conference.locked = True
    lesson.drop(pupil)
    assert lesson.enter(pupil).state is SeatState.CONNECTED
    new = lesson.person()
    lesson.enter(new)
    assert lesson.seat(new).wait_reason is WaitReason.LOCKED
    lesson.conference.locked = False
    lesson.act()
    assert lesson.seat(new).state is SeatState.CONNECTED


def test_the_first_to_come_never_leads_and_only_the_host_is_inside_before_the_doors() -> None:
    """Acceptance T7."""
    lesson = Lesson(starts_at=NOW + timedelta(minutes=60))
    with pytest.raises(UserError, match="not_open"):
        lesson.enter(lesson.host)
    lesson.later(minutes=45)
    teacher = lesson.person(role="teacher")
    lesson.enter(teacher)
    assert lesson.seat(teacher).wait_reason is WaitReason.NOT_OPEN
    assert lesson.seat(teacher).role is SeatRole.ATTENDEE
    assert lesson.enter(lesson.host).state is SeatState.CONNECTED
    assert lesson.conference.state is ConferenceState.OPEN
    lesson.later(minutes=15)
    assert lesson.seat(teacher).state is SeatState.CONNECTED
    assert not lesson.seating.moderates(teacher)
    assert lesson.conference.state is ConferenceState.LIVE


def test_the_last_teacher_goes_and_pupils_are_silent_at_once_until_one_is_back() -> None:
    """Acceptance T7."""
    lesson = Lesson()
    lesson.enter(lesson.host)
    pupil = lesson.person()
    lesson.enter(pupil).microphone = True
    assert gates.gates(lesson.seating, pupil).microphone
    lesson.drop(lesson.host)
    assert lesson.conference.frozen_until == lesson.seating.now + timedelta(minutes=2)
    assert gates.gates(lesson.seating, pupil) == gates.CLOSED
    lesson.later(seconds=119)
    lesson.enter(lesson.host)
    assert lesson.conference.frozen_until is None
    assert gates.gates(lesson.seating, pupil).microphone


def test_without_a_teacher_for_two_minutes_the_conference_ends() -> None:
    """Acceptance T7."""
    lesson = Lesson()
    lesson.enter(lesson.host)
    pupil = lesson.person()
    lesson.enter(pupil)
    lesson.leave(lesson.host)
    lesson.later(seconds=120)
    assert (lesson.conference.state, lesson.conference.end_reason) == (ConferenceState.ENDED, EndReason.NO_TEACHER)
    assert lesson.seating.inside == []


def test_a_pupil_is_never_promoted_when_the_teacher_is_gone() -> None:
    lesson = Lesson()
    lesson.enter(lesson.host)
    pupil = lesson.person(role="pupil_admin")
    lesson.enter(pupil).role = SeatRole.COHOST
    lesson.drop(lesson.host)
    assert not lesson.seating.moderates(pupil)
    assert not lesson.seating.teacher_inside


def test_at_the_end_time_everybody_is_out() -> None:
    """Acceptance T6."""
    lesson = Lesson()
    lesson.enter(lesson.host)
    lesson.filled(3)
    warned: list[int | None] = []
    for _ in range(30):
        lesson.later(minutes=1)
        if lesson.conference.last_warning_min not in warned:
            warned.append(lesson.conference.last_warning_min)
    assert warned == [None, 10, 5, 1]
    assert (lesson.conference.state, lesson.conference.end_reason) == (ConferenceState.ENDED, EndReason.TIME)
    assert all(seat.state is SeatState.LEFT for seat in lesson.seating.seats.values())
    assert lesson.seat(lesson.host).seconds == 30 * 60


def test_nobody_came_so_it_expires_after_fifteen_minutes() -> None:
    lesson = Lesson()
    lesson.later(minutes=15)
    assert lesson.conference.state is ConferenceState.EXPIRED


def test_a_conference_that_stands_empty_ends_after_five_minutes() -> None:
    lesson = Lesson()
    lesson.enter(lesson.host)
    lesson.leave(lesson.host)
    lesson.later(minutes=4)
    assert lesson.conference.state is ConferenceState.LIVE
    lesson.later(minutes=1)
    assert lesson.conference.end_reason is EndReason.EMPTY


def test_who_loses_the_membership_loses_the_seat() -> None:
    lesson = Lesson()
    lesson.enter(lesson.host)
    pupil = lesson.person()
    lesson.enter(pupil)
    del lesson.seating.standings[pupil]
    lesson.act()
    assert lesson.seat(pupil).state is SeatState.LEFT
    assert lesson.seating.words[pupil] == "revoked"


def test_time_of_a_dropped_line_counts_only_as_long_as_the_line_stood() -> None:
    lesson = Lesson()
    lesson.enter(lesson.host)
    pupil = lesson.person()
    lesson.enter(pupil)
    lesson.later(seconds=100)
    lesson.drop(pupil)
    lesson.later(seconds=60)
    assert lesson.seat(pupil).seconds == 100


@pytest.mark.proves("R-205")
def test_an_audio_conference_has_microphones_and_nothing_else() -> None:
    audio, video = Lesson(media=Media.AUDIO), Lesson()
    for lesson in (audio, video):
        lesson.enter(lesson.host)
    assert gates.publishable(audio.seating, audio.host) == [gates.Source.MICROPHONE]
    assert gates.refusal(audio.seating, audio.host, gates.Source.CAMERA) == "audio_only"
    assert gates.publishable(video.seating, video.host) == list(gates.Source)


def test_a_pupils_camera_needs_the_consent_and_the_spaces_switch() -> None:
    lesson = Lesson()
    lesson.enter(lesson.host)
    pupil = lesson.person()
    lesson.enter(pupil).camera = True
    assert gates.refusal(lesson.seating, pupil, gates.Source.CAMERA) == "no_video_consent"
    assert not gates.gates(lesson.seating, pupil).camera
    lesson.seating.filmed = frozenset({pupil})
    assert gates.gates(lesson.seating, pupil).camera
    lesson.space.flags = {"pupils_camera": False, "pupils_microphone": False}
    assert gates.refusal(lesson.seating, pupil, gates.Source.CAMERA) == "pupils_camera_off"
    assert gates.refusal(lesson.seating, pupil, gates.Source.MICROPHONE) == "pupils_microphone_off"


def test_pupil_administrators_and_guests_share_their_screen_only_as_presenters_and_pupils_never() -> None:
    lesson = Lesson()
    lesson.enter(lesson.host)
    for role, when_presenter in (("pupil", "not_presenter"), ("pupil_admin", None), ("expert", None)):
        user = lesson.person(role=role)
        lesson.enter(user).admitted = True
        lesson.act()
        assert gates.refusal(lesson.seating, user, gates.Source.SCREEN) == "not_presenter"
        lesson.seat(user).role = SeatRole.PRESENTER
        assert gates.refusal(lesson.seating, user, gates.Source.SCREEN) == when_presenter


def test_nobody_who_waits_or_has_dropped_is_forwarded_whatever_is_stored() -> None:
    """T12 of the security cases."""
    lesson = Lesson()
    pupil = lesson.person()
    seat = lesson.enter(pupil)
    for state in SeatState:
        if state is not SeatState.CONNECTED:
            seat.state, seat.microphone, seat.camera, seat.screen = state, True, True, True
            assert gates.gates(lesson.seating, pupil) == gates.CLOSED


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
