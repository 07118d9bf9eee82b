"""The seat rule and what hangs on it, told as stories."""

from __future__ import annotations

from datetime import timedelta

import pytest

from server.conference import gates, views
from server.conference.models import ConferenceState, EndReason, Media, SeatRole, SeatState, WaitReason
from server.core.database import new_id
from server.core.errors import UserError
from tests.conference.lesson import NOW, Lesson


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


@pytest.mark.proves("R-204")
def test_simulated_people_take_seats_and_never_drop_until_their_user_really_comes() -> None:
    lesson = Lesson()
    lesson.enter(lesson.host)
    user = lesson.person()
    seat = lesson.enter(user)
    seat.simulated, seat.connection_id = True, None
    lesson.drop(user)
    lesson.later(minutes=3)
    assert seat in lesson.seating.inside
    lesson.enter(user)
    lesson.drop(user)
    lesson.later(seconds=60)
    assert seat.state is SeatState.LEFT
