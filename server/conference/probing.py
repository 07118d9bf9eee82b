"""Trying the media path before a conference: a peer alone in a room of its own, which sees its own picture (S1)."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from uuid import UUID

from server.conference import wire
from server.conference.entering import socket_of
from server.conference.peers import GONE, close_room
from server.core.connection import Connection
from server.core.database import new_id
from server.core.ending import end
from server.core.errors import UserError
from server.core.http import Caller
from server.core.ratelimit import Limit, RateLimits
from server.core.site import Site
from server.media import sdp
from server.media import wire as media
from server.media.link import MediaLink

OPEN_FOR = 20.0
PROBES = Limit("media-probes", burst=4, seconds=15)


class Probes:
    """The probes of this server process; a socket has one at a time."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._rooms: dict[UUID, tuple[UUID, asyncio.Task[None]]] = {}
        """connection -> its room, and what closes it."""

    async def offer(self, connection: Connection, user: UUID, offer: str) -> str:
        """Open the peer and let it see itself; the worker's answer."""
        await self.stop(connection)
        mid = first_video_slot(offer)
        link, room, peer = self._site.part(MediaLink), new_id(), new_id()
        answer = await link.open_peer(room, peer, user, offer)
        closing = asyncio.create_task(self._close_later(connection.id, room))
        self._rooms[connection.id] = room, closing
        await link.set_gate(peer, microphone=False, camera=True, screen=False)
        if mid is not None:
            want = media.Want(mid, user, media.Source.CAMERA, media.Layer.HIGH)
            await link.watch_slots(peer, [want])
        return answer

    async def stop(self, connection: Connection) -> None:
        """The socket is gone, or tries again."""
        found = self._rooms.pop(connection.id, None)
        if found is not None:
            room, closing = found
            await end(closing)
            await close_room(self._site, room)

    async def close(self) -> None:
        """Leave none behind."""
        await end(*(closing for _, closing in self._rooms.values()))
        for room, _ in self._rooms.values():
            await close_room(self._site, room)

    async def _close_later(self, connection: UUID, room: UUID) -> None:
        await asyncio.sleep(OPEN_FOR)
        self._rooms.pop(connection, None)
        with suppress(*GONE):
            await close_room(self._site, room)


def first_video_slot(offer: str) -> str | None:
    """Where the probe shows what comes back."""
    try:
        slots = sdp.read(offer).slots
    except sdp.SdpError as error:
        raise UserError("sdp", "This is no offer.") from error
    return next((slot.mid for slot in slots if slot.kind == "video"), None)


async def offer_probe(caller: Caller, request: wire.OfferProbe) -> wire.MediaAnswer:
    """Try the media path; closed by itself after 20 s."""
    connection = socket_of(caller)
    await caller.site.part(RateLimits).take(PROBES, str(caller.identity.user))
    answer = await caller.site.part(Probes).offer(connection, caller.identity.user, request.sdp)
    return wire.MediaAnswer(sdp=answer)
