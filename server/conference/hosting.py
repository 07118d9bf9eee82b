"""What those may do with people who lead: admit, mute, hold, appoint. The audit log keeps who did it (domain 6.4.6)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from server.conference import gates, wire
from server.conference.assembly import INSIDE, WAITING
from server.conference.changing import Change, changing
from server.conference.models import ConferenceSeat, SeatRole, SeatState
from server.conference.seats import Seating
from server.conference.stage import is_full_for, stage_full
from server.conference.storage import pupils_of
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
    """Let one person, everybody, or "all mine" in from the lobby. A pupil still needs a teacher inside, everybody a
    free seat; whoever was sent back to the waiting room is let in by name only."""
    async with changing(caller.site, request.conference) as change:
        require_lead(caller, change.seating)
        waiting = [seat for seat in change.seating.waiting if not seat.sent_back]
        if request.user is not None:
            waiting = [seat_of(change.seating, request.user, WAITING)]
        elif request.mine:
            mine = await pupils_of(change.db, change.seating.space.id, caller.identity.user)
            waiting = [seat for seat in waiting if seat.user_id in mine]
        for seat in waiting:
            change.seating.admit(seat)


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
        for seat in targets(change.seating, request.user):
            _mute(caller, change, seat, source, held=request.hold)
        change.audit(caller, "mute", request.user, source=request.source, hold=request.hold)


def targets(seating: Seating, user: UUID | None) -> list[ConferenceSeat]:
    """One participant, or all pupils inside."""
    if user is not None:
        return [seat_of(seating, user, INSIDE)]
    return [seat for seat in seating.inside if seating.is_pupil(seat.user_id)]


def _mute(caller: Caller, change: Change, seat: ConferenceSeat, source: gates.Source, *, held: bool) -> None:
    gates.switch(seat, source, on=False)
    if held:
        gates.hold(seat, source, on=True)
    update = wire.YouWereMuted(
        conference=change.seating.conference.id,
        source=source.value,
        held=held,
        by=name_of(caller, change.seating),
    )
    change.notes.append((update, str(seat.user_id)))


def name_of(caller: Caller, seating: Seating) -> str:
    """As people here read it."""
    person = seating.people.get(caller.identity.user)
    return person.name if person else caller.identity.display_name


async def release(caller: Caller, request: wire.ReleaseParticipant) -> None:
    """Lift a hold. What was off stays off until its owner switches it on."""
    source = gates.Source(request.source)
    async with changing(caller.site, request.conference) as change:
        require_lead(caller, change.seating)
        for seat in targets(change.seating, request.user):
            gates.hold(seat, source, on=False)
        change.audit(caller, "release", request.user, source=request.source)


async def appoint(caller: Caller, request: wire.AppointParticipant) -> None:
    """Give or take a seat role. Only a teacher becomes co-host; nobody becomes one by coming first (T7)."""
    async with changing(caller.site, request.conference) as change:
        require_lead(caller, change.seating)
        seat = seat_of(change.seating, request.user, INSIDE + WAITING)
        if seat.role is SeatRole.HOST:
            raise UserError("host_stays", "The host stays the host.")
        role = SeatRole(request.role)
        if change.seating.conference.is_event:
            _check_stage(change.seating, seat, role)
        elif role is SeatRole.COHOST and not _teaches(change.seating.standings.get(request.user)):
            raise UserError("teachers_only", "Only a teacher of this space can be a co-host.")
        seat.role = role
        if change.seating.conference.is_event and role is SeatRole.PRESENTER:
            # The hand has been answered.
            seat.hand_at = None
        change.audit(caller, "appoint", request.user, role=request.role)


def _check_stage(seating: Seating, seat: ConferenceSeat, role: SeatRole) -> None:
    """In the room of an event a role is a place on the stage; who leads it is said on its page."""
    if SeatRole.COHOST in (role, seat.role):
        raise UserError("cohosts_in_event", "Co-hosts are chosen on the page of the event.")
    if role is SeatRole.PRESENTER and is_full_for(seating, seat.user_id):
        raise stage_full()


def _teaches(standing: Standing | None) -> bool:
    return standing is not None and standing.is_teacher


async def hold_chat(caller: Caller, request: wire.HoldChat) -> None:
    """Take the chat beside the stage from one participant, or from all pupils, or give it back."""
    async with changing(caller.site, request.conference) as change:
        require_lead(caller, change.seating)
        if request.user is not None and change.seating.moderates(request.user):
            raise UserError("leads", "Whoever leads may always write.")
        for seat in targets(change.seating, request.user):
            seat.chat_held = request.on
        change.audit(caller, "hold_chat", request.user, on=request.on)


async def appoint_captioner(caller: Caller, request: wire.AppointCaptioner) -> None:
    """Let somebody inside type what is said, for everybody to read."""
    async with changing(caller.site, request.conference) as change:
        require_lead(caller, change.seating)
        seat_of(change.seating, request.user, INSIDE).captioner = request.on
        change.audit(caller, "captioner", request.user, on=request.on)
