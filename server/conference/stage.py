"""The stage of an event: those who lead, those invited, and whoever sends something; all others listen (domain 6.1)."""

from __future__ import annotations

from uuid import UUID

from server.conference.assembly import Assembly
from server.conference.models import ConferenceSeat, SeatRole
from server.core.errors import UserError

PLACES = 25
"""As many send at once as in a conference: what devices and networks carry (R-204)."""


def on_stage(assembly: Assembly) -> set[UUID]:
    """Everybody who takes a place there now."""
    return {seat.user_id for seat in assembly.inside if seat.role is not SeatRole.ATTENDEE or _sends(seat)}


def is_full_for(assembly: Assembly, user: UUID) -> bool:
    """Whether there is no place for somebody who is not up there; for those who lead there always is one."""
    if not assembly.conference.is_event or assembly.comes_early(user):
        return False
    there = on_stage(assembly)
    return user not in there and len(there) >= PLACES


def stage_full() -> UserError:
    """Said to whoever invites one more."""
    return UserError(
        "stage_full", f"{PLACES} people are on the stage already. Take somebody off it first.", most=PLACES
    )


def _sends(seat: ConferenceSeat) -> bool:
    return seat.microphone or seat.camera or seat.screen
