"""Rehearsing an event in its own room before the doors: begun and ended by those who lead (S7, flow C)."""

from __future__ import annotations

from uuid import UUID

from server.conference import ghosts, rehearsing
from server.conference.assembly import INSIDE
from server.conference.changing import changing
from server.conference.hosting import require_lead
from server.core.errors import UserError
from server.core.http import Caller
from server.rooms.people import People


async def start(caller: Caller, conference: UUID) -> None:
    """Let the ghosts in; whoever begins it is inside."""
    known = await ghosts.called(caller.site)
    async with changing(caller.site, conference) as change:
        seating = change.seating
        require_lead(caller, seating)
        seat = seating.seats.get(caller.identity.user)
        if seat is None or seat.state not in INSIDE:
            raise UserError("not_inside", "Enter the room first.")
        if seating.conference.rehearsal_since is not None:
            return
        seating.people |= await caller.site.part(People).many(seating.space.id, known, change.db)
        rehearsing.start(seating, known)
        change.audit(caller, "rehearsal_start")


async def end(caller: Caller, conference: UUID) -> None:
    """The ghosts go, and everything that was made meanwhile."""
    async with changing(caller.site, conference) as change:
        require_lead(caller, change.seating)
        if change.seating.conference.rehearsal_since is None:
            return
        rehearsing.end(change.seating)
        change.audit(caller, "rehearsal_end")
