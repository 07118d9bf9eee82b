"""What of a participant is forwarded: the server decides, whatever the client does (T5, T10, T12). Pure."""

from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from server.conference.models import ConferenceSeat, Lock, Media, SeatRole, SeatState
from server.conference.recorded import is_written
from server.conference.seats import Seating
from server.conference.stage import PLACES, is_full_for
from server.core.permissions import Right, Standing, may


class Source(StrEnum):
    """What somebody may send."""

    MICROPHONE = "microphone"
    CAMERA = "camera"
    SCREEN = "screen"


SWITCHES = {Source.MICROPHONE: "pupils_microphone", Source.CAMERA: "pupils_camera"}
"""The space's settings for pupils (n8)."""

REFUSALS = {
    "audio_only": "This conference is audio only.",
    "held": "The host has switched this off for you.",
    "locked": "Only those who lead and those who present may do this now.",
    "paused": "Everything is paused. It goes on when the host says so.",
    "no_teacher": "Sound and picture come back when a teacher is inside.",
    "no_school_teacher": "Sound and picture come back when an adult of your school is inside.",
    "pupils_microphone_off": "Pupils' microphones are switched off in this space.",
    "pupils_camera_off": "Pupils' cameras are switched off in this space.",
    "no_video_consent": "Your camera needs the consent that your school keeps. Ask your teacher.",
    "stage_full": f"{PLACES} people are on the stage already. Wait until one of them goes.",
    "not_presenter": "Ask the host to let you present.",
    "not_inside": "You are not inside.",
}

PASSING = frozenset({"paused", "no_teacher", "no_school_teacher"})
"""Reasons that go by themselves: what was on stays switched on, and is forwarded again."""


@dataclass(frozen=True)
class Gates:
    """Which sources of one peer are forwarded."""

    microphone: bool = False
    camera: bool = False
    screen: bool = False
    recording: UUID | None = None
    """Into which recording all of it is written."""


CLOSED = Gates()


def refusal(seating: Seating, user: UUID, source: Source) -> str | None:
    """Why this source of this user would not be forwarded if it were on; a key of REFUSALS, or None."""
    seat = seating.seats.get(user)
    if seat is None or seat.state is not SeatState.CONNECTED:
        return "not_inside"
    if seating.conference.media is Media.AUDIO and source is not Source.MICROPHONE:
        return "audio_only"
    return (
        _space_refusal(seating, user, source)
        or ("held" if _held(seat, source) else None)
        or _unauthorised(seating, user, source)
        or ("locked" if is_locked(seating, seat, source.value) else None)
        or ("stage_full" if is_full_for(seating, user) else None)
        or stopped(seating, user)
    )


def stopped(seating: Seating, user: UUID) -> str | None:
    """Why nothing of somebody inside passes for the moment, neither media nor words: one of PASSING, or None.

    By what settling has stored, not by who is there now: so a picture from before shows what the worker was told.
    """
    seat = seating.seats.get(user)
    if seating.conference.paused and not seating.moderates(user):
        return "paused"
    if seating.conference.frozen_until is not None and seating.is_pupil(user):
        return "no_teacher"
    return "no_school_teacher" if seat is not None and seat.unattended_until is not None else None


def is_locked(seating: Seating, seat: ConferenceSeat, what: str) -> bool:
    """Whether a lock keeps this from somebody: it binds whoever neither leads nor presents."""
    return (
        what in seating.conference.locks and seat.role is not SeatRole.PRESENTER and not seating.moderates(seat.user_id)
    )


def presents(standing: Standing, seating: Seating) -> bool:
    """Whether this person may put documents on stage and turn pages: who leads, and who may share a screen here. Unlike
    a screen, a page is shown in a conference of sound alone, too, and may be prepared before anybody is inside."""
    facts = seating.facts(standing.user)
    if may(standing, Right.CONFERENCE_MODERATE, facts):
        return True
    if not may(standing, Right.CONFERENCE_SHARE, facts):
        return False
    seat = seating.seats.get(standing.user)
    if seating.conference.is_event and (seat is None or seat.role is not SeatRole.PRESENTER):
        # Whoever joined an event prepares nothing, whatever is unlocked.
        return False
    if seat is None:
        return Lock.SCREEN.value not in seating.conference.locks
    return not seat.screen_held and not is_locked(seating, seat, Lock.SCREEN.value)


def _space_refusal(seating: Seating, user: UUID, source: Source) -> str | None:
    """What the space and the consents at school say of pupils."""
    if source is Source.SCREEN or not seating.is_pupil(user):
        return None
    if not seating.space.switches[SWITCHES[source]]:
        return f"{SWITCHES[source]}_off"
    return "no_video_consent" if source is Source.CAMERA and user not in seating.filmed else None


def _held(seat: ConferenceSeat, source: Source) -> bool:
    return bool(getattr(seat, f"{source}_held"))


def _unauthorised(seating: Seating, user: UUID, source: Source) -> str | None:
    """The permission matrix has the last word. That a teacher is missing is said apart, because it passes."""
    standing = seating.standings.get(user)
    facts = replace(seating.facts(user, consented=True), teacher_inside=True)
    right = Right.CONFERENCE_SHARE if source is Source.SCREEN else Right.CONFERENCE_MEDIA
    if standing is not None and may(standing, right, facts):
        return None
    return "not_presenter" if source is Source.SCREEN else "not_inside"


def gates(seating: Seating, user: UUID) -> Gates:
    """What is forwarded now: what is on and not refused."""
    seat = seating.seats[user]
    if seat.simulated:
        return Gates(seat.microphone, seat.camera, seat.screen)
    if seat.state is not SeatState.CONNECTED:
        return CLOSED
    opened = {source.value: _on(seat, source) and refusal(seating, user, source) is None for source in Source}
    return Gates(**opened, recording=seating.conference.recording_id if is_written(seating, user) else None)


def _on(seat: ConferenceSeat, source: Source) -> bool:
    return bool(getattr(seat, source.value))


def switch(seat: ConferenceSeat, source: Source, *, on: bool) -> None:
    """Note what a participant wants to send."""
    setattr(seat, source.value, on)


def withdraw(seating: Seating) -> set[UUID]:
    """Switch off what is on and refused for good: a consent was taken back, a switch of the space was turned, a right
    was lost. Whose it was is returned, because nothing in the conference itself says that it changed."""
    concerned: set[UUID] = set()
    for user, seat in seating.seats.items():
        if seat.simulated or seat.state is not SeatState.CONNECTED:
            continue
        for source in Source:
            if _on(seat, source) and refusal(seating, user, source) not in {None, *PASSING}:
                switch(seat, source, on=False)
                concerned.add(user)
    return concerned


def hold(seat: ConferenceSeat, source: Source, *, on: bool) -> None:
    """Take (or give back) a participant's own switch for a source."""
    setattr(seat, f"{source}_held", on)


def held(seat: ConferenceSeat) -> list[Source]:
    """Which switches are taken."""
    return [source for source in Source if _held(seat, source)]


def publishable(seating: Seating, user: UUID) -> list[Source]:
    """What would be forwarded if it were on. What passes by itself is no reason to hide a button."""
    return [source for source in Source if refusal(seating, user, source) in {None, *PASSING}]


def refused(seating: Seating, user: UUID) -> dict[Source, str]:
    """Why each other source would not be forwarded now."""
    found = {source: refusal(seating, user, source) for source in Source}
    return {source: code for source, code in found.items() if code is not None}
