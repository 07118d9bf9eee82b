"""Coming in, waiting, being let in, going out: what happens between a socket and its seat."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

import structlog

from server.conference import recorded, wire
from server.conference.assembly import INSIDE, WAITING
from server.conference.beside import Beside
from server.conference.changing import SeatsMoved, changing
from server.conference.conference import OVER
from server.conference.lines import HeldLine, Lines, conference_topic
from server.conference.models import Conference, ConferenceState, SeatState
from server.conference.orphans import take_back
from server.conference.picture import HOSTS
from server.conference.seats import Line, Seating
from server.conference.storage import seen
from server.conference.views import your_seat
from server.core.connection import Connection
from server.core.errors import ProtocolError, UserError
from server.core.going_on import going_on
from server.core.http import Caller
from server.core.models import Event, EventState
from server.core.site import Site
from server.rooms.access import audiences_of
from server.rooms.hub import ALL, Hub
from server.rooms.people import People
from server.rooms.topics import room_topic
from server.rooms.wire import RoomClosed

log = structlog.get_logger()

REVOKED = "You may no longer take part in this space."
LEFT_EVENT = "You no longer take part in this event."


def socket_of(caller: Caller) -> Connection:
    """The caller's socket: a seat is held by one."""
    if caller.connection is None:
        raise ProtocolError("a seat is held by a socket")
    return caller.connection


async def enter(caller: Caller, request: wire.EnterConference) -> wire.YourSeat:
    """Take a seat, one's own seat again, or a place in the lobby or the queue."""
    connection = socket_of(caller)
    lines = caller.site.part(Lines)
    async with changing(caller.site, request.conference, also=[caller.identity.user]) as change:
        change.seating.enter(caller.here, Line(connection.id, lines.process))
        if request.record is not None:
            recorded.say_before(change.seating, caller.identity.user, agreed=request.record)
        # Held before the commit: a socket that closes meanwhile finds its line and drops the seat after us.
        line = lines.hold(request.conference, change.seating.conference.room_id, connection)
    # The answer tells it; the signal of this very change, heard from now on, need not.
    line.told = your_seat(change.seating, caller.identity.user, inside=False)
    # In turn: an answer that was read before somebody was let in must not arrive, nor count, after it.
    async with lines.turn(request.conference):
        return await look(caller.site, line)


async def look(site: Site, line: HeldLine) -> wire.YourSeat:
    """The line's seat as it is now, with what it may hear set accordingly; the snapshot is never older than what the
    socket was sent before it, so nothing is missed between the two."""
    hub, topic = site.part(Hub), conference_topic(line.conference)
    user = line.connection.identity.user
    while True:
        async with site.database.read() as db:
            seating = await seen(site.part(People), db, line.conference)
            seat = await site.part(Beside).seat(db, seating, your_seat(seating, user), user)
        if not _sits(seating, line):
            await _hear_nothing(hub, line)
            break
        audiences = ALL | {HOSTS} if seating.moderates(user) else ALL
        if hub.is_attached(line.connection, topic) and hub.audiences(line.connection, topic) == audiences:
            hub.orders.begin(topic, seating.conference.revision)
            if (hub.orders.reached(topic) or 0) <= seating.conference.revision:
                break
        else:
            # The chat beside the stage is heard by those inside, and by nobody else (T5, D-16).
            await hub.attach(line.connection, room_topic(line.room), audiences_of(seating.standings[user]))
            await hub.attach(line.connection, topic, audiences)
            if not hub.is_attached(line.connection, topic):
                # The socket closed meanwhile; `drop` waits for its turn.
                break
    line.told = your_seat(seating, user, inside=False)
    return seat


async def _hear_nothing(hub: Hub, line: HeldLine) -> None:
    await hub.detach(line.connection, conference_topic(line.conference))
    await hub.detach(line.connection, room_topic(line.room))


async def _read(site: Site, conference: UUID) -> Seating:
    async with site.database.read() as db:
        return await seen(site.part(People), db, conference)


def _sits(seating: Seating, line: HeldLine) -> bool:
    seat = seating.seats.get(line.connection.identity.user)
    return seat is not None and seat.state is SeatState.CONNECTED and seat.connection_id == line.connection.id


def holds(seating: Seating, line: HeldLine) -> bool:
    """Whether the seat (or the place in the line) is still this socket's."""
    seat = seating.seats.get(line.connection.identity.user)
    return seat is not None and seat.state in INSIDE + WAITING and seat.connection_id == line.connection.id


async def leave(caller: Caller, request: wire.LeaveConference) -> None:
    """Give back the seat or the place in the line. From a socket that was replaced it means nothing."""
    line = caller.site.part(Lines).find(request.conference, socket_of(caller))
    if line is None:
        return
    async with changing(caller.site, request.conference) as change:
        if holds(change.seating, line):
            change.seating.leave(change.seating.seats[caller.identity.user])
    # Not before: a seat that could not be given back is still this socket's.
    await forget(caller.site, line)


async def drop(site: Site, connection: Connection) -> None:
    """A socket is gone: its seats go into grace, and pupils without a teacher are silent from this moment."""
    lines = site.part(Lines).of_connection(connection)
    for line in lines:
        site.part(Lines).let_go(line)
    for line in lines:
        # What cannot be stored now is found again as a seat without a line.
        with going_on(log, "conference.drop"), suppress(UserError):
            async with changing(site, line.conference) as change:
                if holds(change.seating, line):
                    change.seating.drop(change.seating.seats[connection.identity.user])


async def forget(site: Site, line: HeldLine) -> None:
    """This socket has no place there any more."""
    site.part(Lines).let_go(line)
    await _hear_nothing(site.part(Hub), line)


async def tell_moved(site: Site, signal: SeatsMoved) -> None:
    """Some seats changed, here or in another process: tell those whose sockets are ours."""
    kept: list[HeldLine] = []
    async with site.part(Lines).turn(signal.conference):
        lines = [
            line
            for line in site.part(Lines).of_conference(signal.conference)
            if line.connection.identity.user in signal.users or str(line.connection.identity.user) in signal.words
        ]
        if not lines:
            return
        seating = await _read(site, signal.conference)
        called_off = await _why_called_off(site, seating.conference)
        for line in lines:
            if site.part(Lines).find(line.conference, line.connection) is not line:
                # Left, or closed, while we read.
                continue
            if holds(seating, line):
                await _tell_seat(site, seating, line)
            elif _is_thought_lost(site, seating, line):
                kept.append(line)
            else:
                await _tell_loss(site, line, _loss(seating, line, signal, called_off))
    for line in kept:
        await _take_back(site, line)


def _is_thought_lost(site: Site, seating: Seating, line: HeldLine) -> bool:
    """Whether the seat waits for its owner, who is here on a line that stands: another process took ours for dead."""
    seat = seating.seats.get(line.connection.identity.user)
    waits = seat is not None and seat.state in INSIDE + WAITING and seat.connection_id is None
    held = site.part(Lines).find(line.conference, line.connection) is line
    return waits and held and line.told is not None and not line.connection.closing


async def _take_back(site: Site, line: HeldLine) -> None:
    async with changing(site, line.conference) as change:
        if _is_thought_lost(site, change.seating, line):
            seat = change.seating.seats[line.connection.identity.user]
            take_back(seat, Line(line.connection.id, site.part(Lines).process))


async def _tell_seat(site: Site, seating: Seating, line: HeldLine) -> None:
    user = line.connection.identity.user
    now = your_seat(seating, user, inside=False)
    if now == line.told:
        return
    if line.told is None or _heard(line.told) != _heard(now):
        # Let in, given other rights, or all that was rehearsed is gone: the whole is another one now.
        now = await look(site, line)
    line.told = now if now.inside is None else line.told
    line.connection.send(wire.SeatChanged(seat=now))


def _heard(seat: wire.YourSeat) -> tuple[object, ...]:
    return seat.state, seat.may, seat.rehearsal_since


async def _why_called_off(site: Site, conference: Conference) -> str | None:
    """The reason, where one was given; None for what was not called off."""
    if not conference.is_event or conference.state not in OVER:
        return "" if conference.state is ConferenceState.CANCELLED else None
    async with site.database.read() as db:
        event = await db.get(Event, conference.event_id)
    return event.cancel_reason if event is not None and event.state is EventState.CANCELLED else None


async def _tell_loss(site: Site, line: HeldLine, loss: wire.SeatLost) -> None:
    had_chat = site.part(Hub).is_attached(line.connection, room_topic(line.room))
    await forget(site, line)
    line.connection.send(loss)
    if had_chat:
        reason = "ended" if loss.reason in ("ended", "cancelled") else "removed"
        line.connection.send(RoomClosed(room=line.room, reason=reason))


def _loss(seating: Seating, line: HeldLine, signal: SeatsMoved, called_off: str | None) -> wire.SeatLost:
    conference = seating.conference
    seat = seating.seats[line.connection.identity.user]
    word = signal.words.get(str(seat.user_id))
    if called_off is not None:
        return wire.SeatLost(conference=conference.id, reason="cancelled", text=called_off)
    if conference.state in OVER:
        why = conference.end_reason.value if conference.end_reason else None
        return wire.SeatLost(conference=conference.id, reason="ended", end_reason=why)
    if ban := seating.bans.get(seat.user_id):
        return wire.SeatLost(conference=conference.id, reason="banned", text=ban.reason, until=ban.until)
    if seat.state is SeatState.REMOVED:
        return wire.SeatLost(conference=conference.id, reason="removed", text=seat.removal_reason or "")
    # Of several processes that hear of lost rights only one decides it and has the word for it; another's signal may
    # come first.
    if word == "revoked" or not seating.may_join(seat.user_id):
        return wire.SeatLost(
            conference=conference.id, reason="removed", text=LEFT_EVENT if conference.is_event else REVOKED
        )
    if word == "moved":
        return wire.SeatLost(conference=conference.id, reason="moved")
    if seat.state in INSIDE + WAITING:
        return wire.SeatLost(conference=conference.id, reason="replaced")
    return wire.SeatLost(conference=conference.id, reason="denied" if word == "denied" else "left")


async def look_again(site: Site, conference: UUID) -> None:
    """Numbers were missed: everybody of ours who is inside gets the whole anew."""
    async with site.part(Lines).turn(conference):
        for line in site.part(Lines).of_conference(conference):
            try:
                seat = await look(site, line)
            except UserError:
                return
            if seat.inside is not None:
                line.connection.send(wire.SeatChanged(seat=seat))


async def recover(site: Site, conference: UUID) -> None:
    """Signals may have been lost: whoever lost the seat is told, and everybody else gets the whole anew."""
    async with site.database.read() as db:
        seating = await seen(site.part(People), db, conference)
    users = list(seating.seats)
    await tell_moved(site, SeatsMoved(conference, users, {}))
    await look_again(site, conference)
