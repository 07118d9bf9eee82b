"""uvicorn's WebSocket with a direct way in: a frame built once is written to each socket as it is.

uvicorn's own `send` frames every text anew for each socket and waits while one of them does not read. The conditions
under which a raw write is right are kept in one flag that is settled whenever the socket's state changes, so that the
many writes between two changes ask nothing (docs/performance.md, `make bench-fanout`).
"""

from __future__ import annotations

import socket
from asyncio.transports import BaseTransport
from typing import TYPE_CHECKING, Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame
from websockets.http11 import Request

from server.core.connection import DIRECT

if TYPE_CHECKING:
    from uvicorn._types import ASGISendEvent

SEND_BUFFER = 256 * 1024
"""Bytes. The kernel's own idea would be megabytes for a socket that nobody reads, before we notice anything."""


class DirectWebSocket(WebSocketsSansIOProtocol):
    """One socket; is its own `DirectLine`."""

    ready = False

    def write(self, data: bytes) -> None:
        """Straight into the transport; only while `ready`. A loss that is not told yet is as good as told."""
        if not self.transport.is_closing():
            self.transport.write(data)

    def _settle(self) -> None:
        self.ready = (
            self.handshake_complete
            and self.initial_response is None
            and not self.close_sent
            and not self.disconnected
            and self.writable.is_set()
            and not self.transport.is_closing()
        )

    def connection_made(self, transport: BaseTransport) -> None:
        super().connection_made(transport)
        raw = transport.get_extra_info("socket")
        if raw is not None and raw.family in (socket.AF_INET, socket.AF_INET6):
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if not self.close_sent:
            extensions: dict[Any, Any] = self.scope["extensions"]  # pyright: ignore[reportTypedDictNotRequiredAccess,reportAssignmentType]
            extensions[DIRECT] = self

    async def send(self, message: ASGISendEvent) -> None:
        try:
            await super().send(message)
        finally:
            self._settle()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._settle()

    def resume_writing(self) -> None:
        super().resume_writing()
        self._settle()

    def connection_lost(self, exc: Exception | None) -> None:
        self.ready = False
        super().connection_lost(exc)

    def shutdown(self) -> None:
        self.ready = False
        super().shutdown()

    def handle_close(self, event: Frame) -> None:
        self.ready = False
        super().handle_close(event)

    def handle_parser_exception(self) -> None:
        self.ready = False
        super().handle_parser_exception()

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        self.ready = False
        if self.transport.get_write_buffer_size():
            # Nobody takes what waits: a polite close would wait with it, and the seat would never go into grace.
            self.transport.abort()
