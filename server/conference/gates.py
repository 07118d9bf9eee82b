"""What of a participant is forwarded: the server decides, whatever the client does (T5, T10, T12). Pure."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from server.conference.models import ConferenceSeat, Media, SeatState
from server.conference.seats import Seating
from server.core.permissions import Right, may


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
    "no_teacher": "Sound and picture come back when a teacher is inside.",
    "pupils_microphone_off": "Pupils' microphones are switched off in this space.",
    "pupils_camera_off": "Pupils' cameras are switched off in this space.",
    "no_video_consent": "Your camera needs the consent that your school keeps. Ask your teacher.",
    "not_presenter": "Ask the host to let you present.",
    "not_inside": "You are not inside.",
}


@dataclass(frozen=True)
class Gates:
    """Which sources of one peer are forwarded."""

    microphone: bool = False
    camera: bool = False
    screen: bool = False


CLOSED = Gates()


def refusal(seating: Seating, user: UUID, source: Source) -> str | None:
    """Why this source of this user would not be forwarded if it were on; a key of REFUSALS, or None."""
    seat = seating.seats.get(user)
    if seat is None or seat.state is not SeatState.CONNECTED:
        return "not_inside"
    if seating.conference.media is Media.AUDIO and source is not Source.MICROPHONE:
        return "audio_only"
    if source is not Source.SCREEN and seating.is_pupil(user) and (code := _pupil_refusal(seating, user, source)):
        return code
    return "held" if _held(seat, source) else _unauthorised(seating, user, source)


def _pupil_refusal(seating: Seating, user: UUID, source: Source) -> str | None:
    if not seating.space.switches[SWITCHES[source]]:
        return f"{SWITCHES[source]}_off"
    if source is Source.CAMERA and user not in seating.filmed:
        return "no_video_consent"
    return None if seating.teacher_inside else "no_teacher"


def _held(seat: ConferenceSeat, source: Source) -> bool:
    return bool(getattr(seat, f"{source}_held"))


def _unauthorised(seating: Seating, user: UUID, source: Source) -> str | None:
    """The permission matrix has the last word."""
    standing = seating.standings.get(user)
    if source is Source.SCREEN:
        if seating.is_pupil(user) and not seating.teacher_inside:
            return "no_teacher"
        shares = standing is not None and may(standing, Right.CONFERENCE_SHARE, seating.facts(user))
        return None if shares else "not_presenter"
    sends = standing is not None and may(standing, Right.CONFERENCE_MEDIA, seating.facts(user, consented=True))
    return None if sends else "not_inside"


def gates(seating: Seating, user: UUID) -> Gates:
    """What is forwarded now: what is on and not refused."""
    seat = seating.seats[user]
    if seat.simulated:
        return Gates(seat.microphone, seat.camera, seat.screen)
    if seat.state is not SeatState.CONNECTED:
        return CLOSED
    return Gates(**{source.value: _on(seat, source) and refusal(seating, user, source) is None for source in Source})


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
            if _on(seat, source) and refusal(seating, user, source) not in (None, "no_teacher"):
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
    """What would be forwarded if it were on. Waiting for a teacher is no reason to hide a button."""
    return [source for source in Source if refusal(seating, user, source) in (None, "no_teacher")]
