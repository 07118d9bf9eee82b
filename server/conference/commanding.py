"""What those who lead decide for the whole room: the door, the pause, the locks, the order of hands."""

from __future__ import annotations

from server.conference import wire
from server.conference.changing import changing
from server.conference.conference import OVER
from server.conference.hosting import name_of, require_lead
from server.conference.seats import Seating
from server.core.errors import UserError
from server.core.http import Caller


async def lock(caller: Caller, request: wire.LockConference) -> None:
    """While locked, newcomers wait until somebody lets them in; those inside keep their seats."""
    async with changing(caller.site, request.conference) as change:
        _require_lead(caller, change.seating)
        change.seating.conference.locked = request.on
        change.audit(caller, "lock", on=request.on)


async def pause(caller: Caller, request: wire.PauseConference) -> None:
    """Stop everything of those led at once, or let go on what was on before."""
    async with changing(caller.site, request.conference) as change:
        _require_lead(caller, change.seating)
        conference = change.seating.conference
        if conference.paused == request.on:
            return
        conference.paused = request.on
        by = name_of(caller, change.seating)
        change.notes.append((wire.ConferencePaused(conference=conference.id, on=request.on, by=by), "all"))
        change.audit(caller, "pause", on=request.on)


async def set_locks(caller: Caller, request: wire.SetLocks) -> None:
    """Keep sources, or the chat, to those who lead and present. What is on and now locked is switched off."""
    async with changing(caller.site, request.conference) as change:
        _require_lead(caller, change.seating)
        locks = sorted(set(request.locks))
        change.seating.conference.locks = list(locks)
        change.audit(caller, "set_locks", locks=locks)


async def order_hands(caller: Caller, request: wire.OrderHands) -> None:
    """The earliest hand first, or first those of schools that spoke less."""
    async with changing(caller.site, request.conference) as change:
        _require_lead(caller, change.seating)
        change.seating.conference.quiet_first = request.quiet_first


def _require_lead(caller: Caller, seating: Seating) -> None:
    """The right, and a conference in which it still means something."""
    require_lead(caller, seating)
    if seating.conference.state in OVER:
        raise UserError("conference_over", "This is over.")
