"""A rehearsal: the real room before its doors, with ghosts, and everything as it was afterwards (S7). Pure.

It ends by whoever leads, when nobody has been inside for a while, and at the latest when the doors open. `clearing.py`
then deletes what was made.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from server.conference import recorded
from server.conference.assembly import INSIDE, Assembly
from server.conference.conference import EMPTY_FOR, ENTERABLE
from server.conference.models import ConferenceSeat, ConferenceState, Network, SeatRole, SeatState
from server.core.errors import UserError

GHOSTS = 24
"""As many as are easily counted, and one fewer than a full stage."""
EARLY = timedelta(minutes=1)
"""So long before the doors none begins any more: there would be no time to look around."""
KEPT = (
    "locked",
    "paused",
    "locks",
    "quiet_first",
    "slides_page",
    "questions_asked",
    "questions_answered",
)
"""What of the conference is afterwards as it was before, beside what is on stage."""


def start(assembly: Assembly, ghosts: Iterable[UUID]) -> None:
    """Let the ghosts in; a rehearsal that runs goes on."""
    conference = assembly.conference
    if conference.rehearsal_since is not None:
        return
    if not conference.is_event:
        raise UserError("no_rehearsal_here", "Only events are rehearsed.")
    opened = conference.state is ConferenceState.OPEN
    if not opened or assembly.now >= conference.doors_at - EARLY:
        raise UserError("no_rehearsal_now", "A rehearsal is possible from the day before until just before the doors.")
    document = conference.slides_document
    before = {name: getattr(conference, name) for name in KEPT}
    conference.rehearsal_before = before | {"slides_document": str(document) if document else None}
    conference.rehearsal_since = assembly.now
    conference.empty_since = None
    free = conference.seats - len(assembly.inside)
    for user in list(ghosts)[: max(0, free)]:
        assembly.seats[user] = _ghost(assembly, user)


def _ghost(assembly: Assembly, user: UUID) -> ConferenceSeat:
    seat = ConferenceSeat(conference_id=assembly.conference.id, user_id=user, role=SeatRole.ATTENDEE)
    seat.state, seat.simulated, seat.network = SeatState.CONNECTED, True, Network.GOOD
    seat.admitted = seat.sent_back = seat.chat_held = seat.captioner = seat.answered = False
    seat.microphone = seat.camera = seat.screen = False
    seat.microphone_held = seat.camera_held = seat.screen_held = False
    seat.seconds = seat.hands = seat.talk_s = 0
    seat.joined_at = seat.connected_at = assembly.now
    return seat


def keep(assembly: Assembly) -> None:
    """End what must end by now, and note that the doors are open."""
    conference, now = assembly.conference, assembly.now
    if not conference.is_event:
        return
    early = conference.state is ConferenceState.OPEN and now < conference.doors_at
    if conference.rehearsal_since is not None and (not early or _is_deserted(assembly)):
        end(assembly)
    if conference.state not in ENTERABLE:
        return
    if now < conference.doors_at:
        conference.doors_opened_at = None
    elif conference.doors_opened_at is None:
        conference.doors_opened_at, assembly.emptied = now, True


def _is_deserted(assembly: Assembly) -> bool:
    """Whether none of those who lead has been there for a while; a lost line is none."""
    conference = assembly.conference
    if any(seat.state in INSIDE and not seat.simulated for seat in assembly.seats.values()):
        conference.empty_since = None
        return False
    since = conference.empty_since = conference.empty_since or assembly.now
    return since + EMPTY_FOR <= assembly.now


def end(assembly: Assembly) -> None:
    """The ghosts go, and everything is as it was; what was made is deleted in the same transaction."""
    conference, before = assembly.conference, assembly.conference.rehearsal_before
    if conference.rehearsal_since is None or before is None:
        return
    assembly.rehearsed_since = conference.rehearsal_since
    for user in [user for user, seat in assembly.seats.items() if seat.simulated]:
        assembly.ghosts_gone.append(assembly.seats.pop(user))
    for seat in assembly.seats.values():
        seat.hand_at, seat.hands, seat.talk_s, seat.captioner = None, 0, 0, False
    for name in KEPT:
        setattr(conference, name, before[name])
    document = before["slides_document"]
    conference.slides_document = UUID(document) if document else None
    # Whoever has a page before their eyes fetches its lines anew.
    conference.slides_drawings += 1
    conference.rehearsal_since = conference.rehearsal_before = conference.empty_since = None
    conference.rehearsed_at = assembly.now
    if assembly.recording is not None and assembly.recording.rehearsal:
        recorded.discard(assembly)
