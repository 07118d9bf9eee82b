"""One open socket and its bounded outbox: a slow reader may lose its own connection, never delay another's.

Frames leave once per turn of the loop, all that came in it in one write: straight into the transport while it takes
them, through `drain` while it does not. What many hear, right after they heard something else, waits for the next beat:
where much is said most of the work is writing, and a fiftieth of a second later nobody notices.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from typing import Protocol, cast
from uuid import UUID
from weakref import WeakKeyDictionary

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from server.core import metrics
from server.core.database import new_id
from server.core.identity import Identity
from server.core.wire import CloseCode, Frame, Prepared, prepare

OUTBOX_FRAMES = 512
OUTBOX_BYTES = 1_000_000
BEAT = 0.02
"""Seconds between two writes to a socket of what is meant for many; the first after a silence leaves at once."""

DIRECT = "twinspace.direct"
"""Under this name the server that runs us may put a direct way into the socket among the scope's extensions."""


class DirectLine(Protocol):
    """The transport of one socket, for what is framed already."""

    ready: bool
    """Whether a write would go out: the handshake is through, nothing is closing, the buffer has room."""

    def write(self, data: bytes) -> None:
        """Hand over to the transport, now and in order. Only while ready."""
        ...


class Connection:
    """A tab of a signed-in user. `push` never waits; `drain` writes what the transport did not take at once."""

    def __init__(self, socket: WebSocket, identity: Identity) -> None:
        self.id: UUID = new_id()
        self.identity = identity
        self._socket = socket
        self._direct = cast("DirectLine | None", socket.scope.get("extensions", {}).get(DIRECT))
        self._loop = asyncio.get_running_loop()
        self._outbox: deque[Prepared] = deque()
        self._outbox_bytes = 0
        self._flush_is_due = False
        self._beat = _beat_of(self._loop)
        self._in_beat = False
        """Something was written less than a beat ago: what comes now is written at the next one."""
        self._draining = False
        """`drain` has a frame in its hand: whatever comes must queue behind it."""
        self._wake = asyncio.Event()
        self._closing: tuple[int, str] | None = None

    def push(self, frame: Prepared) -> None:
        """Queue a frame that many hear. A full outbox closes this connection (1013): the client returns with its
        cursor."""
        self._queue(frame)
        if not self._in_beat:
            self._flush_soon()

    def _queue(self, frame: Prepared) -> None:
        if self._closing:
            return
        size = len(frame.json)
        if len(self._outbox) >= OUTBOX_FRAMES or self._outbox_bytes + size > OUTBOX_BYTES:
            self._outbox.clear()
            self.close(CloseCode.OUTBOX_FULL, "too slow")
            return
        self._outbox.append(frame)
        self._outbox_bytes += size

    def _flush_soon(self) -> None:
        if not self._flush_is_due:
            self._flush_is_due = True
            self._loop.call_soon(self._flush)

    def send(self, frame: Frame) -> None:
        """Encode and queue a frame meant for this connection alone: somebody waits for it, so it waits for no beat."""
        self._queue(prepare(frame))
        self._flush_soon()

    def close(self, code: int, reason: str) -> None:
        """Ask for the socket to be closed after what is queued; the first reason stands."""
        self._closing = self._closing or (code, reason)
        self._wake.set()

    @property
    def closing(self) -> bool:
        return self._closing is not None

    def _flush(self) -> None:
        self._flush_is_due = False
        direct = self._direct
        if direct is None or self._draining or not direct.ready:
            self._wake.set()
        elif self._outbox:
            direct.write(b"".join([frame.framed for frame in self._outbox]))
            self._outbox.clear()
            self._outbox_bytes = 0
            if not self._in_beat:
                self._in_beat = True
                self._beat.follow(self)

    def on_beat(self) -> None:
        """Write what came since the last write; then another beat follows."""
        self._in_beat = False
        if self._outbox:
            self._flush()

    async def drain(self) -> None:
        """Write until closed. Ends by itself when the other side is gone."""
        with contextlib.suppress(WebSocketDisconnect):
            await self._write_for_ever()

    async def _write_for_ever(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            self._draining = True
            while self._outbox:
                frame = self._outbox.popleft()
                self._outbox_bytes -= len(frame.json)
                await self._socket.send_text(frame.json.decode())
            self._draining = False
            if self._closing:
                if self._socket.application_state is WebSocketState.CONNECTED:
                    metrics.CLOSED.labels(self._closing[0]).inc()
                    await self._socket.close(*self._closing)
                return


class _Beat:
    """The sockets of one loop that were written to less than a beat ago: one timer for all of them."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._call_later = loop.call_later
        self._sockets: list[Connection] = []

    def follow(self, connection: Connection) -> None:
        """Call its `on_beat` at the next beat, once."""
        if not self._sockets:
            self._call_later(BEAT, self._strike)
        self._sockets.append(connection)

    def _strike(self) -> None:
        sockets, self._sockets = self._sockets, []
        for connection in sockets:
            connection.on_beat()


_beats: WeakKeyDictionary[asyncio.AbstractEventLoop, _Beat] = WeakKeyDictionary()


def _beat_of(loop: asyncio.AbstractEventLoop) -> _Beat:
    beat = _beats.get(loop)
    if beat is None:
        beat = _beats[loop] = _Beat(loop)
    return beat
