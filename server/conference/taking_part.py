"""What everybody inside does with sound and picture: offers, switches, what one looks at, how well it carries."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from server.conference import gates, wire
from server.conference.changing import changing
from server.conference.entering import socket_of
from server.conference.lines import HeldLine, Lines
from server.conference.models import ConferenceSeat, Network, SeatState
from server.conference.peers import close_peers, open_peer
from server.conference.seats import Seating
from server.core.database import new_id
from server.core.errors import UserError
from server.core.http import Caller
from server.core.ratelimit import Limit, RateLimits
from server.media import wire as media
from server.media.link import MediaLink

QUALITY = Limit("conference-quality", burst=1, seconds=1)


def own_line(caller: Caller, conference: UUID) -> HeldLine:
    """The place that the caller's socket holds there."""
    line = caller.site.part(Lines).find(conference, socket_of(caller))
    if line is None:
        raise not_inside()
    return line


def not_inside() -> UserError:
    """Said to the lobby, to the queue, and to a socket that was replaced, whatever they ask (T5)."""
    return UserError("not_inside", gates.REFUSALS["not_inside"])


def own_seat(caller: Caller, seating: Seating) -> ConferenceSeat:
    """The caller's seat, when this socket holds it and is connected. The seat was given by right, and is taken when
    the right is (T1); a pupil keeps it while a teacher is missing, with everything off."""
    seat = seating.seats.get(caller.identity.user)
    if seat is None or seat.state is not SeatState.CONNECTED or seat.connection_id != socket_of(caller).id:
        raise not_inside()
    return seat


async def offer(caller: Caller, request: wire.OfferMedia) -> wire.MediaAnswer:
    """Open the caller's one transport, or move it to another network. All its gates are closed until the seat says
    otherwise; in the lobby there is nothing to open (T5)."""
    line = own_line(caller, request.conference)
    async with caller.site.database.read() as db:
        query = select(ConferenceSeat).where(
            ConferenceSeat.conference_id == request.conference,
            ConferenceSeat.connection_id == line.connection.id,
            ConferenceSeat.state == SeatState.CONNECTED,
        )
        seat = await db.scalar(query)
    if seat is None:
        raise not_inside()
    if request.restart:
        return await _restart(caller, line, seat, request.sdp)
    peer = new_id()
    answer = await open_peer(caller.site, line, peer, caller.identity.user, request.sdp)
    try:
        async with changing(caller.site, request.conference) as change:
            own_seat(caller, change.seating).peer_id = peer
    except BaseException:
        # Put out while the worker was answering, or nothing could be stored: no seat knows of this transport.
        await close_peers(caller.site, [peer])
        raise
    return wire.MediaAnswer(sdp=answer)


async def _restart(caller: Caller, line: HeldLine, seat: ConferenceSeat, sdp: str) -> wire.MediaAnswer:
    if seat.peer_id is None:
        raise UserError("peer_unknown", "Begin again with a new offer.")
    caller.site.part(Lines).gain_peer(line, seat.peer_id)
    return wire.MediaAnswer(sdp=await caller.site.part(MediaLink).restart_ice(seat.peer_id, sdp))


async def switch(caller: Caller, request: wire.SwitchMedia) -> wire.MediaSwitched:
    """Switch one's own sources; what is refused stays off and says why."""
    refused: dict[str, str] = {}
    async with changing(caller.site, request.conference) as change:
        seating, seat = change.seating, own_seat(caller, change.seating)
        for source in gates.Source:
            on = bool(getattr(request, source.value))
            code = gates.refusal(seating, seat.user_id, source) if on else None
            if code is not None:
                refused[source.value] = code
            # The wish is noted, and taken back by `withdraw` unless only a teacher is missing; a place on a full stage
            # is not taken even for that long.
            gates.switch(seat, source, on=on and code != "stage_full")
    open_gates = gates.gates(change.seating, caller.identity.user)
    return wire.MediaSwitched(
        microphone=open_gates.microphone, camera=open_gates.camera, screen=open_gates.screen, refused=refused
    )


async def watch(caller: Caller, request: wire.WatchSlots) -> None:
    """Say what one's video slots should show: people of this conference only, and who is not inside shows nothing."""
    line = own_line(caller, request.conference)
    if line.peer is None:
        raise UserError("peer_unknown", "Make an offer first.")
    async with caller.site.database.read() as db:
        query = select(ConferenceSeat.user_id).where(
            ConferenceSeat.conference_id == request.conference, ConferenceSeat.state == SeatState.CONNECTED
        )
        inside = set(await db.scalars(query))
    if caller.identity.user not in inside:
        raise not_inside()
    wants = {mid: media.Want(mid) for mid in line.watched}
    for want in request.wants:
        user = want.user if want.user in inside else None
        wants[want.mid] = media.Want(want.mid, user, media.Source(want.source), media.Layer(want.layer))
    await caller.site.part(MediaLink).watch_slots(line.peer, list(wants.values()), hear=request.hear)
    line.watched = {want.mid for want in wants.values() if want.user is not None}


async def report_quality(caller: Caller, request: wire.ReportQuality) -> None:
    """How well the caller's network carries, as its browser found: shown to everybody beside the name."""
    await caller.site.part(RateLimits).take(QUALITY, f"{request.conference}:{caller.identity.user}")
    own_line(caller, request.conference)
    async with changing(caller.site, request.conference) as change:
        seat = own_seat(caller, change.seating)
        seat.network, seat.network_cause = Network(request.value), request.cause
