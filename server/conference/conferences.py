"""What conferences need in each server process: the clock, the ears for signals, closed sockets and the worker."""

from __future__ import annotations

import time
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any
from uuid import UUID

import msgspec
import structlog

from server.conference import entering, event_rooms, ghosts
from server.conference.changing import SeatsMoved, change_anew
from server.conference.clock import tick
from server.conference.lines import SIGNALS, Lines
from server.conference.orphans import drop_forgotten, drop_orphans
from server.conference.peers import (
    GONE,
    layers_watched,
    offer_again,
    peer_lost,
    put_in_order,
    slots_changed,
    speakers_changed,
)
from server.conference.probing import Probes
from server.conference.processes import Processes
from server.conference.recording import running
from server.conference.reviewing import Review
from server.conference.talk import TalkTime
from server.core import clock
from server.core.connection import Connection
from server.core.ending import Tasks
from server.core.errors import UserError
from server.core.going_on import going_on
from server.core.site import Site
from server.media import wire as media
from server.media.link import MediaLink
from server.rooms.hub import Hub

log = structlog.get_logger()

TICK = 1.0
LOOK_EVERY = 2.0
REVIEW_EVERY = 5.0
ORDER_EVERY = 60.0
FAREWELL = 5.0
"""Seconds in which what is committed is still told when the process stops."""

OFFER_AGAIN = (media.LossReason.TIMEOUT, media.LossReason.FAILED, media.LossReason.LEFT)

_signal = msgspec.json.Decoder(SeatsMoved)


class Conferences:
    """The conferences' share of one server process."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.lines = site.part(Lines)
        self.processes = Processes(site.bus, self.lines.process, alone=not site.settings.redis_url)
        self._probes = site.part(Probes)
        self._talk = TalkTime(site)
        self._review = Review(site)
        self._tasks = Tasks()
        self._worker: UUID | None = None
        self._looked = self._reviewed = self._haunted = 0.0
        self._alive: set[UUID] | None = None

    async def start(self) -> None:
        """Listen to everybody, then let time pass."""
        hub = self._site.part(Hub)
        hub.on_closed(self._closed)
        hub.on_lost(self._lost)
        hub.orders.on_hole(self._hole)
        hub.on_gap(self.processes.begin_anew)
        hub.on_gap(self._gap)
        await hub.hear(SIGNALS, self._heed)
        link = self._site.part(MediaLink)
        link.on_update(self._on_media)
        # The link began before us, and may have found its worker before we listened.
        self._worker = link.worker
        self._run(self.processes.renew_for_ever())
        self._run(self._keep_time())
        self._run(self._keep_order())

    async def close(self) -> None:
        """Stop, and let the others look after the seats of this process at once."""
        await self._tasks.end()
        await self.lines.telling.settled(FAREWELL)
        await self.lines.telling.end()
        await self._probes.close()
        await self.processes.leave()
        await self._site.part(Hub).unhear(SIGNALS)

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        # A task that is ended before its first step leaves its work unbegun.
        self._tasks.run(self._guarded(work)).add_done_callback(lambda _: work.close())

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        # A UserError: the conference is gone, or the worker is away. Whatever was to be done is done again later.
        with going_on(log, "conference.background"), suppress(UserError):
            await work

    # Time

    async def _keep_time(self) -> None:
        while True:
            await self._guarded(event_rooms.look(self._site))
            await self._guarded(tick(self._site))
            await self._guarded(self.look_for_the_dead())
            await self._guarded(self.review())
            await self._guarded(self._talk.store())
            await self._guarded(self._haunt())
            await clock.sleep(TICK)

    async def _haunt(self) -> None:
        if time.monotonic() - self._haunted < ghosts.STEP_S:
            return
        self._haunted = time.monotonic()
        await ghosts.step(self._site)

    async def look_for_the_dead(self) -> None:
        """Once for each change of who lives: nobody sits down in the name of a process that is dead already."""
        alive = self.processes.alive()
        if alive is not None and alive != self._alive:
            await drop_orphans(self._site, alive)
            self._alive = alive
        if time.monotonic() - self._looked >= LOOK_EVERY:
            self._looked = time.monotonic()
            await drop_forgotten(self._site)

    async def _keep_order(self) -> None:
        """The worker, too, may have been left with something else than what is stored. A peer that no seat has is
        closed when it is found for the second time."""
        strange: set[UUID] = set()
        while True:
            await clock.sleep(ORDER_EVERY)
            if self._site.part(MediaLink).connected:
                with going_on(log, "conference.order"), suppress(*GONE):
                    strange = await put_in_order(self._site, only=strange)

    async def review(self) -> None:
        """Hold those inside against what is stored."""
        if time.monotonic() - self._reviewed < REVIEW_EVERY:
            return
        self._reviewed = time.monotonic()
        for conference in self.lines.conferences():
            await self._guarded(self._review.look(conference))

    # Sockets and signals

    async def _closed(self, connection: Connection) -> None:
        await entering.drop(self._site, connection)
        await self._probes.stop(connection)

    async def _lost(self, connection: Connection, topic: str) -> None:
        """The right to be in a space or room is gone: whoever holds a seat there is looked at again."""
        for line in self.lines.of_connection(connection):
            with suppress(UserError):
                await change_anew(self._site, line.conference)

    def _heed(self, payload: bytes) -> None:
        self._run(entering.tell_moved(self._site, _signal.decode(payload)))

    def _hole(self, topic: str) -> None:
        name, _, conference = topic.partition(":")
        if name == "conference":
            self._run(entering.look_again(self._site, UUID(conference)))

    async def _gap(self) -> None:
        for conference in self.lines.conferences():
            await entering.recover(self._site, conference)

    # The worker

    def _on_media(self, update: media.AnyUpdate) -> None:
        match update:
            case media.SlotsChanged():
                slots_changed(self._site, update)
            case media.SpeakersChanged():
                self._talk.heard(update.room, update.speakers)
                speakers_changed(self._site, update)
            case media.LayersWatched():
                layers_watched(self._site, update)
            case media.PeerLost():
                peer_lost(self._site, update.peer, offers_again=update.reason in OFFER_AGAIN)
            case media.RecordingWritten():
                running.written(self._site, update)
            case media.RecordingBroken():
                self._run(running.broke(self._site, update.room, update.recording, update.reason))
            case media.WorkerReady():
                self._run(self._greet(update.worker))
            case _:
                pass

    async def _greet(self, worker: UUID) -> None:
        """Another worker knows none of our peers: everybody offers again. The same one may have missed orders."""
        before, self._worker = self._worker, worker
        if before not in (None, worker):
            for line in self.lines.waiting_for_worker():
                offer_again(self._site, line)
            return
        with suppress(*GONE):
            await put_in_order(self._site)
