"""Who may start a recording, and who is in it. Pure, over the rows that one transaction holds (R-074, 6.4.7, T34)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from server.conference.assembly import INSIDE, Assembly
from server.conference.conference import ENTERABLE, OVER
from server.conference.models import SeatState
from server.conference.recordings import Recording, RecordingPerson, RecordingState
from server.core import clock
from server.core.database import new_id
from server.core.models import RecordingPolicy
from server.core.permissions import Right, may

MONTHS = 12
MONTHS_WITH_PUPILS = 3
TEST_LENGTH = timedelta(minutes=1)
"""Of what is recorded in a rehearsal."""

REFUSALS = {
    "not_host": "Only the host can record.",
    "recording_off": "Conferences of this kind are not recorded here.",
    "not_open": "This conference is not open.",
    "recorded_already": "The recording is running.",
    "pupils_without_consent": "A pupil without consent to be recorded is in the room.",
    "forbidden": "You may not record here.",
}


def without_consent(assembly: Assembly) -> set[UUID]:
    """Pupils in the room, also those before a teacher's device, whose school keeps no consent to be recorded (n12)."""
    inside = {user for user, seat in assembly.seats.items() if seat.state in INSIDE and not seat.simulated}
    pupils = {user for user in inside if assembly.is_pupil(user)}
    listed = {one.pupil_id for one in assembly.classes.values() if one.listed and one.teacher_id in inside}
    return (pupils | listed) - assembly.recordable


def refusal(assembly: Assembly, user: UUID) -> str | None:
    """Why this user cannot start a recording now; a key of REFUSALS, or None."""
    standing = assembly.standings.get(user)
    if (code := refusal_ever(assembly, user)) is not None:
        return code
    if assembly.conference.state not in ENTERABLE:
        return "not_open"
    if assembly.recording is not None:
        return "recorded_already"
    facts = replace(assembly.facts(user), all_consented=True)
    if standing is None or not may(standing, Right.CONFERENCE_RECORD, facts):
        return "forbidden"
    return "pupils_without_consent" if without_consent(assembly) else None


def refusal_ever(assembly: Assembly, user: UUID) -> str | None:
    """Why this user can never record here, and so cannot announce it either; a key of REFUSALS, or None."""
    standing = assembly.standings.get(user)
    if standing is None or assembly.conference.host_id != user:
        return "not_host"
    if assembly.records is RecordingPolicy.OFF:
        return "recording_off"
    if assembly.records is RecordingPolicy.TUTOR and standing.membership_role not in ("tutor", "moderator"):
        return "recording_off"
    return None


def start(assembly: Assembly, by: UUID) -> Recording:
    """Begin; whoever pressed it agreed by that, and others may have answered before they went in."""
    recording = Recording(
        id=new_id(),
        conference_id=assembly.conference.id,
        started_by=by,
        started_at=assembly.now,
        state=RecordingState.RUNNING,
    )
    recording.rehearsal = assembly.conference.rehearsal_since is not None
    recording.begin_ms = recording.length_ms = recording.progress = recording.octets = recording.tries = 0
    assembly.recording = recording
    assembly.conference.recording_id = recording.id
    for user, seat in assembly.seats.items():
        if seat.record_me is not None and user != by:
            _note(assembly, user, agreed=seat.record_me)
    answer(assembly, by, agreed=True)
    return recording


def answer(assembly: Assembly, user: UUID, *, agreed: bool) -> None:
    """Note what somebody said to the running recording; it says nothing of the next one."""
    if seat := assembly.seats.get(user):
        seat.record_me = None
    _note(assembly, user, agreed=agreed)


def say_before(assembly: Assembly, user: UUID, *, agreed: bool) -> None:
    """Note what somebody said before going in: of the running recording, and of any that begins."""
    assembly.seats[user].record_me = agreed
    if assembly.recording is not None:
        _note(assembly, user, agreed=agreed)


def _note(assembly: Assembly, user: UUID, *, agreed: bool) -> None:
    one = person(assembly, user)
    one.agreed, one.answered_at = agreed, assembly.now


def person(assembly: Assembly, user: UUID) -> RecordingPerson:
    """Somebody's row in the running recording."""
    assert assembly.recording is not None
    found = assembly.answers.get(user)
    if found is None:
        found = RecordingPerson(
            recording_id=assembly.recording.id, user_id=user, agreed=None, written=False, running=False, left_out=False
        )
        assembly.answers[user] = found
    return found


def is_written(assembly: Assembly, user: UUID) -> bool:
    """Whether what this user sends goes into the running recording."""
    seat = assembly.seats.get(user)
    if assembly.recording is None or seat is None or seat.simulated or seat.state is not SeatState.CONNECTED:
        return False
    said = assembly.answers.get(user)
    agreed = said.agreed if said is not None else None
    if assembly.is_pupil(user):
        if user not in assembly.recordable or agreed is False:
            return False
    elif not agreed:
        return False
    return all(one.pupil_id in assembly.recordable for one in assembly.class_of(user))


def changed_outside(assembly: Assembly) -> set[UUID]:
    """Those whose consent was given or taken back since this conference last settled: nothing in it says so, and
    neither the worker nor anybody inside has been told."""
    running = {user for user, one in assembly.answers.items() if one.running}
    now = {user for user in assembly.seats if is_written(assembly, user)}
    return running ^ now


def settle(assembly: Assembly) -> None:
    """Note who is in it from now on, and end it with its conference."""
    if assembly.recording is None:
        return
    for user in assembly.seats:
        writes = is_written(assembly, user)
        if user in assembly.answers or writes:
            person(assembly, user).running = writes
        if writes:
            person(assembly, user).written = True
            for one in assembly.class_of(user):
                listed = person(assembly, one.pupil_id)
                listed.written, listed.teacher_id = True, user
    if assembly.conference.state in OVER or test_is_over(assembly):
        stop(assembly)


def test_is_over(assembly: Assembly) -> bool:
    """Whether a test recording has run its minute."""
    running = assembly.recording
    return running is not None and running.rehearsal and assembly.now >= running.started_at + TEST_LENGTH


def stop(assembly: Assembly, failure: str | None = None) -> None:
    """End it: the film can be made."""
    recording = assembly.recording
    if recording is None:
        return
    recording.stopped_at, recording.failure = assembly.now, failure
    recording.expires_at = expiry(assembly, assembly.now)
    recording.move_to(RecordingState.PROCESSING)
    for one in assembly.answers.values():
        one.running = False
    assembly.conference.recording_id = None
    assembly.recording = None


def discard(assembly: Assembly) -> None:
    """End it, and keep nothing of it."""
    recording = assembly.recording
    stop(assembly)
    if recording is not None:
        recording.expires_at = assembly.now


def expiry(assembly: Assembly, stopped: datetime) -> datetime:
    """Until when it is kept (domain 10.1); a test until the doors open, at the latest."""
    if assembly.recording is not None and assembly.recording.rehearsal:
        return max(assembly.conference.doors_at, stopped)
    pupils = any(one.written and assembly.is_pupil(user) for user, one in assembly.answers.items())
    return clock.add_months(stopped, MONTHS_WITH_PUPILS if pupils else MONTHS)
