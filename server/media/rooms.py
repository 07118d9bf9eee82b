"""All rooms of this worker: carries out the requests of the server processes, and runs the slow timers."""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

from server.media import dtls, reports, sdp, stats, wire
from server.media.forward import Forward
from server.media.forward.python import PythonForward
from server.media.mux import Mux
from server.media.peer import Peer
from server.media.recording.archive import FLUSH_EVERY, Archive
from server.media.room import Room
from server.media.sdp import SdpError
from server.media.wire import LossReason, Source

logger = logging.getLogger(__name__)

REPAIR_EVERY = 0.03
RANK_EVERY = 0.3
REPORT_EVERY = 1.0


class RefusalError(Exception):
    """A request that changes nothing; becomes a Refusal."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code, self.text = code, text


class Rooms:
    """The worker's state. A room exists while it has a peer."""

    def __init__(
        self,
        mux: Mux,
        addresses: list[str],
        tell: Callable[[wire.ControlUpdate], None],
        recordings: Path | None = None,
    ) -> None:
        self.worker = uuid4()
        self.mux = mux
        self.forward: Forward = PythonForward()
        mux.turn_over = self.forward.leave
        self.counters = stats.WorkerCounters()
        self._addresses, self._tell = addresses, tell
        self._certificate = dtls.new_certificate()
        self._rooms: dict[UUID, Room] = {}
        self._peers: dict[UUID, tuple[Room, Peer]] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._archive = Archive(recordings, mux.now) if recordings is not None else None

    def start(self) -> None:
        """Begin the timers."""
        timers = (REPAIR_EVERY, self._repair), (RANK_EVERY, self._rank), (REPORT_EVERY, self._report)
        for seconds, work in (*timers, (FLUSH_EVERY, self._flush)):
            self._tasks.append(asyncio.create_task(_every(seconds, work)))

    def stop(self) -> None:
        """End every peer, saying goodbye."""
        for task in self._tasks:
            task.cancel()
        for room in list(self._rooms):
            self.close_room(room)
        if self._archive is not None:
            self._archive.close()

    def carry_out(self, request: wire.AnyRequest) -> wire.AnyAnswer:
        """The answer to one request, given at once: nothing here waits."""
        try:
            match request:
                case wire.OpenPeer():
                    return wire.PeerOpened(ref=request.ref, sdp=self.open_peer(request))
                case wire.RestartIce():
                    return wire.PeerOpened(ref=request.ref, sdp=self.restart_ice(request))
                case wire.TakeStatistics():
                    return stats.take(
                        request.ref, self.worker, (self.counters, self.mux.counters), self.forward, self._peers.values()
                    )
                case wire.ClosePeer():
                    self.close_peer(request.peer)
                case wire.CloseRoom():
                    self.close_room(request.room)
                case wire.SetGate():
                    self.set_gate(request)
                case wire.WatchSlots():
                    self.watch_slots(request)
        except SdpError as error:
            return wire.Refusal(ref=request.ref, code="sdp", text=str(error))
        except RefusalError as error:
            return wire.Refusal(ref=request.ref, code=error.code, text=error.text)
        return wire.Completed(ref=request.ref)

    def open_peer(self, request: wire.OpenPeer) -> str:
        """Make a peer; the offer is read before anything changes."""
        offer = sdp.read(request.sdp)
        self.close_peer(request.peer, LossReason.REPLACED)
        room = self._rooms.get(request.room)
        if room is not None and request.user in room.peers:
            room.leave(room.peers[request.user], LossReason.REPLACED)
            room = self._rooms.get(request.room)
        if room is None:
            soon = asyncio.get_running_loop().call_soon
            room = Room(request.room, self.forward, self._hear, soon, self.mux.now, self._archive)
            self._rooms[request.room] = room
        peer = Peer(request.peer, request.user, offer, self._certificate, self.mux, self.forward, room, self.mux.now())
        self._peers[request.peer] = (room, peer)
        self.mux.add(peer)
        room.enter(peer)
        self.counters.peers_opened += 1
        return peer.answer(self._addresses)

    def restart_ice(self, request: wire.RestartIce) -> str:
        """Answer new ICE credentials."""
        _, peer = self._find(request.peer)
        peer.restart_ice(sdp.read(request.sdp))
        return peer.answer(self._addresses)

    def close_peer(self, identity: UUID, reason: LossReason = LossReason.CLOSED) -> None:
        """End a peer, if it is there."""
        found = self._peers.get(identity)
        if found is not None:
            found[0].leave(found[1], reason)

    def close_room(self, identity: UUID) -> None:
        """End every peer of a room, if it is there."""
        room = self._rooms.get(identity)
        if room is not None:
            for peer in list(room.peers.values()):
                room.leave(peer, LossReason.CLOSED)

    def set_gate(self, request: wire.SetGate) -> None:
        """Open and close what may be forwarded of a peer."""
        room, peer = self._find(request.peer)
        room.set_gates(
            peer,
            {Source.MICROPHONE: request.microphone, Source.CAMERA: request.camera, Source.SCREEN: request.screen},
            request.recording,
        )

    def watch_slots(self, request: wire.WatchSlots) -> None:
        """Set what video slots show; all of the request or nothing."""
        room, peer = self._find(request.peer)
        for want in request.wants:
            slot = peer.subscriptions.get(want.mid)
            if slot is None or slot.kind != "video" or want.source is Source.MICROPHONE:
                raise RefusalError("slot_unknown", f"This connection has no video slot {want.mid[:16]!r}.")
        room.watch(peer, request.wants, hear=request.hear)

    def repeat(self) -> None:
        """Tell all that is so again, for a server process that has just come."""
        for room in self._rooms.values():
            room.repeat()

    def _find(self, identity: UUID) -> tuple[Room, Peer]:
        found = self._peers.get(identity)
        if found is None:
            raise RefusalError("peer_unknown", "This media connection is gone.")
        return found

    def _hear(self, update: wire.ControlUpdate) -> None:
        """Pass an update on; a peer that is lost is forgotten here too, and with the last one its room."""
        if isinstance(update, wire.PeerLost):
            self._peers.pop(update.peer, None)
            self.counters.peers_lost += 1
            room = self._rooms.get(update.room)
            if room is not None and not room.peers:
                del self._rooms[update.room]
        elif isinstance(update, wire.PeerConnected):
            self.counters.peers_connected += 1
        self._tell(update)

    def _repair(self) -> None:
        for _, peer in self._peers.values():
            reports.ask_again(peer)

    def _rank(self) -> None:
        for room in self._rooms.values():
            room.rank()

    def _flush(self) -> None:
        if self._archive is not None:
            self._archive.flush()
            for room in self._rooms.values():
                room.desk.look_at_the_disk()

    def _report(self) -> None:
        now = self.mux.now()
        for room in self._rooms.values():
            room.desk.report()
        for room, peer in list(self._peers.values()):
            reason = peer.overdue(now)
            if reason is not None:
                room.leave(peer, reason)
        for _, peer in self._peers.values():
            for stream in peer.streams:
                stream.measure(now, REPORT_EVERY)
            for slot in peer.subscriptions.values():
                slot.measure(REPORT_EVERY)
        for room, peer in self._peers.values():
            if peer.is_connected:
                reports.report(peer, now)
                room.adapt(peer)


async def _every(seconds: float, work: Callable[[], None]) -> None:
    while True:
        await asyncio.sleep(seconds)
        try:
            work()
        except Exception:
            logger.exception("a timer failed; it goes on")
