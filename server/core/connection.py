"""One open socket and its bounded outbox: a slow reader may lose its own connection, never delay another's."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from uuid import UUID

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from server.core import metrics
from server.core.database import new_id
from server.core.identity import Identity
from server.core.wire import CloseCode, Frame, encode

OUTBOX_FRAMES = 512
OUTBOX_BYTES = 1_000_000


class Connection:
    """A tab of a signed-in user. `push` never waits; `drain` is the one task that writes."""

    def __init__(self, socket: WebSocket, identity: Identity) -> None:
        self.id: UUID = new_id()
        self.identity = identity
        self._socket = socket
        self._outbox: deque[bytes] = deque()
        self._outbox_bytes = 0
        self._wake = asyncio.Event()
        self._closing: tuple[int, str] | None = None

    def push(self, frame: bytes) -> None:
        """Queue an encoded frame. A full outbox closes this connection (1013): the client returns with its cursor."""
        if self._closing:
            return
        if len(self._outbox) >= OUTBOX_FRAMES or self._outbox_bytes + len(frame) > OUTBOX_BYTES:
            self._outbox.clear()
            self.close(CloseCode.OUTBOX_FULL, "too slow")
            return
        self._outbox.append(frame)
        self._outbox_bytes += len(frame)
        self._wake.set()

    def send(self, frame: Frame) -> None:
        """Encode and queue a frame meant for this connection alone."""
        self.push(encode(frame))

    def close(self, code: int, reason: str) -> None:
        """Ask for the socket to be closed after what is queued; the first reason stands."""
        self._closing = self._closing or (code, reason)
        self._wake.set()

    @property
    def closing(self) -> bool:
        return self._closing is not None

    async def drain(self) -> None:
        """Write until closed. Ends by itself when the other side is gone."""
        with contextlib.suppress(WebSocketDisconnect):
            await self._write_for_ever()

    async def _write_for_ever(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._outbox:
                frame = self._outbox.popleft()
                self._outbox_bytes -= len(frame)
                await self._socket.send_text(frame.decode())
            if self._closing:
                if self._socket.application_state is WebSocketState.CONNECTED:
                    metrics.CLOSED.labels(self._closing[0]).inc()
                    await self._socket.close(*self._closing)
                return
