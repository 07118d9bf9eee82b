"""Between the seats and the media worker: whose packets are forwarded, and to whom the worker's news belongs.

The database says what is wanted; the worker is told, and told again until the database still says the same. So of two
processes that switch the same gate, the one that committed last wins, whichever spoke to the worker first.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from uuid import UUID

from sqlalchemy import select

from server.conference import wire
from server.conference.gates import CLOSED, Gates, gates
from server.conference.lines import HeldLine, Lines, conference_topic
from server.conference.models import Conference
from server.conference.seats import Seating
from server.conference.storage import seen
from server.core.errors import UserError
from server.core.site import Site
from server.media import wire as media
from server.media.link import MediaAway, MediaLink, MediaRefused
from server.rooms.hub import Hub
from server.rooms.people import People

GONE = (MediaAway, MediaRefused)
"""A worker that is away forwards nothing, or is told everything when it is back; a peer it does not know is closed."""


def wanted_gates(seating: Seating) -> dict[UUID, Gates]:
    """What should be forwarded of each peer."""
    return {seat.peer_id: gates(seating, user) for user, seat in seating.seats.items() if seat.peer_id is not None}


async def converge_gates(
    site: Site, conference: UUID, told: Mapping[UUID, Gates | None], wanted: Mapping[UUID, Gates], revision: int
) -> None:
    """Tell the worker what is wanted instead of what it was `told`, until nothing newer is stored."""
    while site.part(MediaLink).connected:
        # All at once: a whole class is silenced in the time of one.
        changed = [peer for peer, open_gates in wanted.items() if told.get(peer, CLOSED) != open_gates]
        await asyncio.gather(*(set_gates(site, peer, wanted[peer]) for peer in changed))
        async with site.database.read() as db:
            newest = await db.scalar(select(Conference.revision).where(Conference.id == conference))
            if newest is None or newest == revision:
                return
            seating = await seen(site.part(People), db, conference)
        told, wanted, revision = wanted, wanted_gates(seating), seating.conference.revision


async def set_gates(site: Site, peer: UUID, wanted: Gates) -> None:
    """One peer's gates; a worker that cannot hear it forwards nothing, or hears it when it is back."""
    with suppress(*GONE):
        await site.part(MediaLink).set_gate(
            peer,
            microphone=wanted.microphone,
            camera=wanted.camera,
            screen=wanted.screen,
            recording=wanted.recording,
        )


async def close_peers(site: Site, peers: Iterable[UUID]) -> None:
    """End the transports of people who are no longer inside."""
    link = site.part(MediaLink)
    for peer in peers:
        if link.connected:
            with suppress(*GONE):
                await link.close_peer(peer)


async def close_room(site: Site, conference: UUID) -> None:
    """End all media of a conference."""
    link = site.part(MediaLink)
    if link.connected:
        with suppress(*GONE):
            await link.close_room(conference)


async def open_peer(site: Site, line: HeldLine, peer: UUID, user: UUID, sdp: str) -> str:
    """Answer an offer; from now on this process hears what becomes of the peer."""
    site.part(Lines).gain_peer(line, peer)
    try:
        return await site.part(MediaLink).open_peer(line.conference, peer, user, sdp)
    except UserError as error:
        # Another offer of the same line may have been answered meanwhile.
        if line.peer == peer:
            site.part(Lines).lose_peer(line)
            line.offered_in_vain = isinstance(error, MediaAway)
        raise


async def put_in_order(site: Site, only: Collection[UUID] | None = None) -> set[UUID]:
    """Close the peers that no seat has, and set all gates again; gives those peers. With `only`, none but these is
    closed: a peer that was just opened has no seat yet, and one of a probe never has."""
    peers_of: dict[UUID, set[UUID]] = {}
    for peer in (await site.part(MediaLink).statistics()).peers:
        peers_of.setdefault(peer.room, set()).add(peer.peer)
    strange: set[UUID] = set()
    for conference, peers in peers_of.items():
        wanted, revision = await _wanted_in(site, conference)
        unknown = peers - wanted.keys()
        strange |= unknown
        await close_peers(site, unknown if only is None else unknown.intersection(only))
        await asyncio.gather(*(set_gates(site, peer, open_gates) for peer, open_gates in wanted.items()))
        await converge_gates(site, conference, wanted, wanted, revision)
    return strange


async def _wanted_in(site: Site, conference: UUID) -> tuple[dict[UUID, Gates], int]:
    """What is stored now; nothing of a room that is no conference, or none any more."""
    try:
        async with site.database.read() as db:
            seating = await seen(site.part(People), db, conference)
    except UserError:
        return {}, 0
    return wanted_gates(seating), seating.conference.revision


def slots_changed(site: Site, update: media.SlotsChanged) -> None:
    """Tell the one whose slots they are."""
    line = site.part(Lines).of_peer(update.peer)
    if line is None:
        return
    slots = [
        wire.Slot(mid=slot.mid, user=slot.user, source=slot.source.value if slot.source else None)
        for slot in update.slots
    ]
    line.connection.send(wire.SlotsChanged(conference=line.conference, slots=slots))


def layers_watched(site: Site, update: media.LayersWatched) -> None:
    """Tell the one whose picture it is."""
    line = site.part(Lines).of_peer(update.peer)
    if line is None or update.source is media.Source.MICROPHONE:
        return
    layers: list[wire.Layer] = [layer.value for layer in update.layers]
    source = "camera" if update.source is media.Source.CAMERA else "screen"
    line.connection.send(wire.LayersWatched(conference=line.conference, source=source, layers=layers))


def speakers_changed(site: Site, update: media.SpeakersChanged) -> None:
    """Tell everybody of this process who is inside; each process hears the worker itself."""
    told = wire.SpeakersChanged(conference=update.room, speakers=update.speakers)
    site.part(Hub).push(conference_topic(update.room), told)


def peer_lost(site: Site, peer: UUID, *, offers_again: bool) -> None:
    """Forget a transport that is gone; its owner is asked for another one, unless it was ended on purpose."""
    line = site.part(Lines).of_peer(peer)
    if line is not None and offers_again:
        offer_again(site, line)
    elif line is not None:
        site.part(Lines).lose_peer(line)


def offer_again(site: Site, line: HeldLine) -> None:
    """Ask whose line it is for another transport."""
    site.part(Lines).lose_peer(line)
    line.offered_in_vain = False
    line.connection.send(wire.MediaLost(conference=line.conference))
