"""Back to the waiting room, out, and out for good: all bound to the account (T10), all to be undone from a list."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from server.conference import wire
from server.conference.changing import Change, changing
from server.conference.hosting import require_lead, seat_of
from server.conference.models import Conference, ConferenceBan, ConferenceSeat, SeatState
from server.conference.seats import INSIDE, WAITING, Seating
from server.core.errors import UserError, not_found
from server.core.http import Caller
from server.core.site import Site

ANYWHERE = tuple(SeatState)


async def send_back(caller: Caller, request: wire.SendBackParticipant) -> None:
    """Back to the waiting room, until admitted again; nothing of that person is forwarded from this moment."""
    async with changing(caller.site, request.conference) as change:
        require_lead(caller, change.seating)
        seat = seat_of(change.seating, request.user, INSIDE + WAITING)
        _refuse_leads(change.seating, request.user)
        change.seating.send_back(seat)
        change.audit(caller, "send_back", request.user)


async def remove(caller: Caller, request: wire.RemoveParticipant) -> None:
    """Take somebody out. It holds for the person, not for the tab: a new tab or a new sign-in changes nothing (T10)."""
    by = caller.identity.user
    async with changing(caller.site, request.conference, also=[by]) as change:
        require_lead(caller, change.seating)
        seating = change.seating
        if request.user in (seating.conference.host_id, by):
            raise UserError("not_removable", "The host of a conference cannot be taken out of it.")
        seat = seat_of(seating, request.user, INSIDE + WAITING)
        seating.remove(seat, request.reason.strip() or None, by)
        change.audit(caller, "remove", request.user, reason=seat.removal_reason)


async def readmit(caller: Caller, request: wire.ReadmitParticipant) -> None:
    """Undo a removal: the person may enter again, without asking."""
    async with changing(caller.site, request.conference) as change:
        require_lead(caller, change.seating)
        seat = seat_of(change.seating, request.user, (SeatState.REMOVED,))
        if request.user in change.seating.bans:
            raise UserError("banned", "This person is banned. Lift the ban first.")
        change.seating.readmit(seat)
        change.audit(caller, "readmit", request.user)


async def ban(caller: Caller, request: wire.BanParticipant) -> None:
    """Out of this conference, and out of every other of the space until lifted."""
    try:
        space = await _ban(caller, request)
    except IntegrityError:
        # Somebody has banned the same person from another conference at the same moment: that ban is there now.
        space = await _ban(caller, request)
    await _put_out_elsewhere(caller.site, space, request.user)


async def _ban(caller: Caller, request: wire.BanParticipant) -> UUID:
    by = caller.identity.user
    async with changing(caller.site, request.conference, also=[by]) as change:
        require_lead(caller, change.seating)
        seat = seat_of(change.seating, request.user, ANYWHERE)
        _refuse_leads(change.seating, request.user)
        reason = request.reason.strip()
        change.seating.remove(seat, reason or None, by, "banned")
        _note_ban(change, seat, reason, by)
        change.audit(caller, "ban", request.user, reason=reason or None)
    return change.seating.space.id


def _note_ban(change: Change, seat: ConferenceSeat, reason: str, by: UUID) -> None:
    seating = change.seating
    if seat.user_id not in seating.bans:
        found = ConferenceBan(space_id=seating.space.id, user_id=seat.user_id, reason=reason, by=by, at=seating.now)
        seating.bans[seat.user_id] = found
        change.db.add(found)


async def _put_out_elsewhere(site: Site, space: UUID, user: UUID) -> None:
    """Every conference of the space in which the banned person has a place is settled anew."""
    query = (
        select(Conference.id)
        .join(ConferenceSeat, ConferenceSeat.conference_id == Conference.id)
        .where(
            Conference.space_id == space,
            ConferenceSeat.user_id == user,
            ConferenceSeat.state.in_(INSIDE + WAITING),
        )
    )
    async with site.database.read() as db:
        elsewhere = (await db.scalars(query)).all()
    for conference in elsewhere:
        async with changing(site, conference):
            pass


async def lift_ban(caller: Caller, request: wire.LiftBan) -> None:
    """Undo a ban, from any conference of the space that one leads."""
    async with changing(caller.site, request.conference) as change:
        require_lead(caller, change.seating)
        found = change.seating.bans.pop(request.user, None)
        if found is None:
            raise not_found("ban")
        await change.db.delete(found)
        seat = change.seating.seats.get(request.user)
        if seat is not None and seat.state is SeatState.REMOVED:
            change.seating.readmit(seat)
        change.audit(caller, "lift_ban", request.user)


def _refuse_leads(seating: Seating, user: UUID) -> None:
    """Whoever leads is not sent out by another who leads: the founders would have to settle that themselves."""
    if seating.moderates(user):
        raise UserError("not_removable", "Somebody who leads here cannot be sent out.")
