"""Back to the waiting room, out, and out for good: all bound to the account (T10), all to be undone from a list."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from server.conference import wire
from server.conference.assembly import INSIDE, WAITING
from server.conference.changing import changing
from server.conference.hosting import require_lead, seat_of
from server.conference.models import Conference, ConferenceBan, ConferenceSeat, SeatState
from server.conference.seats import Seating
from server.conference.storage import ban_is_over
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
    """Out of this conference, and out of every other of the space, for a time or until lifted."""
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
        reason, until = request.reason.strip(), _ends_at(change.seating, request.minutes)
        if made := _banned(change.seating, seat, reason, by, until):
            # One that has ended makes room for it.
            old = (ConferenceBan.space_id == made.space_id, ConferenceBan.user_id == made.user_id, ban_is_over())
            await change.db.execute(delete(ConferenceBan).where(*old))
            change.db.add(made)
        ends = until.isoformat() if until else None
        change.audit(caller, "ban", request.user, reason=reason or None, until=ends)
    return change.seating.space.id


def _banned(
    seating: Seating, seat: ConferenceSeat, reason: str, by: UUID, until: datetime | None
) -> ConferenceBan | None:
    """Take somebody out; the ban, if it is a new one. Of two bans the one that lasts longer holds."""
    known = seating.bans.get(seat.user_id)
    if known is not None:
        until = known.until = None if known.until is None or until is None else max(known.until, until)
    seating.take_out(seat, "banned", reason or None, by, until)
    if known is not None:
        return None
    made = ConferenceBan(
        space_id=seating.space.id, user_id=seat.user_id, reason=reason, by=by, at=seating.now, until=until
    )
    seating.bans[seat.user_id] = made
    return made


def _ends_at(seating: Seating, minutes: int | None) -> datetime | None:
    return seating.now + timedelta(minutes=minutes) if minutes is not None else None


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
