"""What those may do who lead: admit, mute, remove, appoint, lock. The audit log keeps who did it (domain 6.4.6)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from server.conference import gates, wire
from server.conference.changing import Change, changing
from server.conference.models import ConferenceSeat, SeatRole, SeatState
from server.conference.seats import INSIDE, WAITING, Seating
from server.core.errors import UserError, not_found
from server.core.http import Caller
from server.core.permissions import Right, Standing, require


def require_lead(caller: Caller, seating: Seating) -> None:
    """The right to moderate, with what is true of the caller in this conference."""
    require(caller.here, Right.CONFERENCE_MODERATE, seating.facts(caller.identity.user))


def seat_of(seating: Seating, user: UUID, states: Sequence[SeatState]) -> ConferenceSeat:
    """Somebody's seat, when it is in one of these states."""
    seat = seating.seats.get(user)
    if seat is None or seat.state not in states:
        raise not_found("participant")
    return seat


async def admit(caller: Caller, request: wire.AdmitParticipant) -> None:
    """Let one person, or everybody, in from the lobby. A pupil still needs a teacher inside, everybody a free seat."""
    async with changing(caller.site, request.conference) as change:
        require_lead(caller, change.seating)
        waiting = change.seating.waiting
        for seat in [seat_of(change.seating, request.user, WAITING)] if request.user else waiting:
            seat.admitted = True


async def deny(caller: Caller, request: wire.DenyParticipant) -> None:
    """Send somebody away from the lobby; they may ask again."""
    async with changing(caller.site, request.conference) as change:
        require_lead(caller, change.seating)
        change.seating.leave(seat_of(change.seating, request.user, WAITING), "denied")


async def mute(caller: Caller, request: wire.MuteParticipant) -> None:
    """Switch a source off, for one participant or for all pupils; `hold` keeps it off until it is lifted."""
    source = gates.Source(request.source)
    async with changing(caller.site, request.conference) as change:
        require_lead(caller, change.seating)
        for seat in _targets(change.seating, request.user):
            _mute(caller, change, seat, source, held=request.hold)
        change.audit(caller, "mute", request.user, source=request.source, hold=request.hold)


def _targets(seating: Seating, user: UUID | None) -> list[ConferenceSeat]:
    if user is not None:
        return [seat_of(seating, user, INSIDE)]
    return [seat for seat in seating.inside if seating.is_pupil(seat.user_id)]


def _mute(caller: Caller, change: Change, seat: ConferenceSeat, source: gates.Source, *, held: bool) -> None:
    gates.switch(seat, source, on=False)
    if held:
        gates.hold(seat, source, on=True)
    by = change.seating.people.get(caller.identity.user)
    update = wire.YouWereMuted(
        conference=change.seating.conference.id,
        source=source.value,
        held=held,
        by=by.name if by else caller.identity.display_name,
    )
    change.notes.append((update, str(seat.user_id)))


async def release(caller: Caller, request: wire.ReleaseParticipant) -> None:
    """Lift a hold. What was off stays off until its owner switches it on."""
    source = gates.Source(request.source)
    async with changing(caller.site, request.conference) as change:
        require_lead(caller, change.seating)
        for seat in _targets(change.seating, request.user):
            gates.hold(seat, source, on=False)
        change.audit(caller, "release", request.user, source=request.source)


async def remove(caller: Caller, request: wire.RemoveParticipant) -> None:
    """Take somebody out. It holds for the person, not for the tab: a new tab or a new sign-in changes nothing (T10)."""
    async with changing(caller.site, request.conference) as change:
        require_lead(caller, change.seating)
        seating = change.seating
        if request.user == seating.conference.host_id or request.user == caller.identity.user:
            raise UserError("not_removable", "The host of a conference cannot be taken out of it.")
        seat = seat_of(seating, request.user, INSIDE + WAITING)
        seating.leave(seat, "removed")
        seat.move_to(SeatState.REMOVED)
        seat.admitted, seat.role = False, SeatRole.ATTENDEE
        seat.removal_reason = request.reason.strip() or None
        change.audit(caller, "remove", request.user, reason=seat.removal_reason)


async def readmit(caller: Caller, request: wire.ReadmitParticipant) -> None:
    """Undo a removal: the person may enter again, without asking."""
    async with changing(caller.site, request.conference) as change:
        require_lead(caller, change.seating)
        seat = seat_of(change.seating, request.user, (SeatState.REMOVED,))
        seat.move_to(SeatState.LEFT)
        seat.admitted, seat.removal_reason = True, None
        change.audit(caller, "readmit", request.user)


async def appoint(caller: Caller, request: wire.AppointParticipant) -> None:
    """Give or take a seat role. Only a teacher becomes co-host; nobody becomes one by coming first (T7)."""
    async with changing(caller.site, request.conference) as change:
        require_lead(caller, change.seating)
        seat = seat_of(change.seating, request.user, INSIDE + WAITING)
        if seat.role is SeatRole.HOST:
            raise UserError("host_stays", "The host stays the host.")
        role = SeatRole(request.role)
        if role is SeatRole.COHOST and not _teaches(change.seating.standings.get(request.user)):
            raise UserError("teachers_only", "Only a teacher of this space can be a co-host.")
        seat.role = role
        change.audit(caller, "appoint", request.user, role=request.role)


def _teaches(standing: Standing | None) -> bool:
    return standing is not None and standing.is_teacher


async def lock(caller: Caller, request: wire.LockConference) -> None:
    """While locked, newcomers wait until somebody lets them in; those inside keep their seats."""
    async with changing(caller.site, request.conference) as change:
        require_lead(caller, change.seating)
        change.seating.conference.locked = request.on
        change.audit(caller, "lock", on=request.on)
