"""Raised hands: one's own, those of a class before one's device, and lowering those of others."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from server.conference import wire
from server.conference.assembly import INSIDE
from server.conference.changing import changing
from server.conference.classes import class_pupil
from server.conference.hosting import require_lead, seat_of
from server.conference.models import ClassPupil, ConferenceSeat
from server.conference.seats import Seating
from server.conference.taking_part import own_seat
from server.core.errors import UserError
from server.core.http import Caller


async def raise_hand(caller: Caller, request: wire.RaiseHand) -> None:
    """Raise or lower one's own hand, or one of one's class; those who lead lower another's."""
    async with changing(caller.site, request.conference) as change:
        seating = change.seating
        if request.user in (None, caller.identity.user):
            own_seat(caller, seating)
            _move(_whose(seating, caller.identity.user, request.pupil), seating.now, up=request.up)
            return
        require_lead(caller, seating)
        if request.up:
            raise UserError("not_your_hand", "A hand is raised by its owner.")
        _whose(seating, request.user, request.pupil).hand_at = None


def _whose(seating: Seating, user: UUID, pupil: UUID | None) -> ConferenceSeat | ClassPupil:
    seat = seat_of(seating, user, INSIDE)
    return seat if pupil is None else class_pupil(seating, user, pupil)


def _move(one: ConferenceSeat | ClassPupil, now: datetime, *, up: bool) -> None:
    """Up twice is up once; the earliest time counts."""
    if up and one.hand_at is None:
        one.hands += 1
    one.hand_at = (one.hand_at or now) if up else None
