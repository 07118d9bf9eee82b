"""The side of the control protocol that lives inside a server process: ask the worker, hear what happens there."""

import asyncio
import itertools
import logging
from collections.abc import Callable, Sequence
from typing import TypeVar
from uuid import UUID

import msgspec

from server.core.ending import end
from server.core.errors import UserError
from server.media import wire

logger = logging.getLogger(__name__)

ANSWER_WITHIN = 10.0
RETRY_FIRST, RETRY_LONGEST = 0.05, 1.0

UpdateCallback = Callable[[wire.AnyUpdate], None]
AnswerT = TypeVar("AnswerT", bound=wire.ControlAnswer)


class MediaAway(UserError):  # noqa: N818 (says what is so, like every refusal)
    """The media worker cannot be reached now; the link keeps trying."""

    def __init__(self) -> None:
        super().__init__("media_away", "Sound and picture are away for the moment. Please try again.", status=503)


class MediaRefused(UserError):  # noqa: N818
    """The worker refused a request; the code is the worker's (`sdp`, `peer_unknown`, `slot_unknown`)."""


async def connect(address: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Open the control connection named `unix:PATH` or `tcp:HOST:PORT`."""
    kind, _, rest = address.partition(":")
    if kind == "unix":
        return await asyncio.open_unix_connection(rest)
    host, _, port = rest.rpartition(":")
    return await asyncio.open_connection(host.strip("[]"), int(port))


class MediaLink:
    """One server process's connection to the media worker; it comes back by itself after a loss.

    `start()` returns at once. A request while the worker is away waits up to `patience` seconds for it and then
    raises MediaAway; a refused one raises MediaRefused. Callbacks run on the loop and must not block.
    """

    def __init__(self, address: str, *, patience: float = 2.0) -> None:
        self._address = address
        self._patience = patience
        self._refs = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[wire.AnyAnswer]] = {}
        self._callbacks: list[UpdateCallback] = []
        self._writer: asyncio.StreamWriter | None = None
        self._ready = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self.worker: UUID | None = None
        """Which worker this is; another one after a reconnection knows none of the earlier peers."""

    @property
    def connected(self) -> bool:
        """Whether the worker is there now (for /readyz)."""
        return self._ready.is_set()

    async def start(self) -> None:
        """Begin to connect, and to connect again after every loss."""
        self._task = asyncio.create_task(self._keep_connected())

    async def close(self) -> None:
        """Stop for good; peers in the worker live on."""
        self._callbacks.clear()
        await end(self._task)

    def on_update(self, callback: UpdateCallback) -> Callable[[], None]:
        """Call `callback` with every update; the returned function ends that."""
        self._callbacks.append(callback)
        return lambda: self._callbacks.remove(callback) if callback in self._callbacks else None

    async def open_peer(self, room: UUID, peer: UUID, user: UUID, sdp: str) -> str:
        """Answer a browser's offer; all gates of the new peer are closed."""
        request = wire.OpenPeer(ref=next(self._refs), room=room, peer=peer, user=user, sdp=sdp)
        return (await self._ask(request, wire.PeerOpened)).sdp

    async def restart_ice(self, peer: UUID, sdp: str) -> str:
        """Answer an offer that restarts ICE on a living peer."""
        request = wire.RestartIce(ref=next(self._refs), peer=peer, sdp=sdp)
        return (await self._ask(request, wire.PeerOpened)).sdp

    async def close_peer(self, peer: UUID) -> None:
        """End one peer at once."""
        await self._ask(wire.ClosePeer(ref=next(self._refs), peer=peer), wire.Completed)

    async def close_room(self, room: UUID) -> None:
        """End every peer of a room at once."""
        await self._ask(wire.CloseRoom(ref=next(self._refs), room=room), wire.Completed)

    async def set_gate(
        self, peer: UUID, *, microphone: bool, camera: bool, screen: bool, recording: UUID | None = None
    ) -> None:
        """Say what of this peer may be forwarded, and whether it is written; it holds from the next packet on."""
        request = wire.SetGate(
            ref=next(self._refs),
            peer=peer,
            microphone=microphone,
            camera=camera,
            screen=screen,
            recording=recording,
        )
        await self._ask(request, wire.Completed)

    async def watch_slots(self, peer: UUID, wants: Sequence[wire.Want], *, hear: bool = True) -> None:
        """Say what the video slots of this peer should show, and whether it wants to hear anybody."""
        request = wire.WatchSlots(ref=next(self._refs), peer=peer, wants=list(wants), hear=hear)
        await self._ask(request, wire.Completed)

    async def statistics(self) -> wire.Statistics:
        """The worker's counters."""
        return await self._ask(wire.TakeStatistics(ref=next(self._refs)), wire.Statistics)

    async def _ask(self, request: wire.AnyRequest, kind: type[AnswerT]) -> AnswerT:
        future: asyncio.Future[wire.AnyAnswer] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(self._patience):
                await self._ready.wait()
            if self._writer is None:  # lost again before our turn came
                raise MediaAway
            self._waiting[request.ref] = future
            self._writer.write(wire.pack(request))
            async with asyncio.timeout(ANSWER_WITHIN):
                answer = await future
        except (TimeoutError, ConnectionError):
            raise MediaAway from None
        finally:
            self._waiting.pop(request.ref, None)
        if isinstance(answer, wire.Refusal):
            raise MediaRefused(answer.code, answer.text)
        assert isinstance(answer, kind)
        return answer

    async def _keep_connected(self) -> None:
        pause = RETRY_FIRST
        while True:
            try:
                reader, self._writer = await connect(self._address)
                await self._read(reader)
            except (OSError, asyncio.IncompleteReadError, msgspec.DecodeError) as lost:
                if self.connected:
                    logger.warning("the media worker is away: %r", lost)
                pause = RETRY_FIRST if self.connected else min(pause * 1.3, RETRY_LONGEST)
            finally:
                self._lose()
            await asyncio.sleep(pause)

    async def _read(self, reader: asyncio.StreamReader) -> None:
        while True:
            length = int.from_bytes(await reader.readexactly(4), "big")
            message = wire.message_decoder.decode(await reader.readexactly(length))
            if isinstance(message, wire.ControlAnswer):
                future = self._waiting.pop(message.ref, None)
                if future is not None and not future.done():
                    future.set_result(message)
                continue
            if isinstance(message, wire.WorkerReady):
                self.worker = message.worker
                self._ready.set()
            self._tell(message)

    def _lose(self) -> None:
        was_ready = self._ready.is_set()
        self._ready.clear()
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(ConnectionError("the media worker went away"))
        self._waiting.clear()
        if was_ready:
            self._tell(wire.WorkerAway())

    def _tell(self, update: wire.AnyUpdate) -> None:
        for callback in tuple(self._callbacks):
            try:
                callback(update)
            except Exception:
                logger.exception("a listener failed on %s", type(update).__name__)
