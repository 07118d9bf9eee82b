"""The worker's side of the control protocol: answers requests, tells every server process what happens."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from pathlib import Path

import msgspec

from server.media import wire

logger = logging.getLogger(__name__)

OUTBOX_LIMIT = 8 << 20
"""A server process that reads so slowly is cut off; it comes back and asks anew."""


class ControlServer:
    """Listens on `unix:PATH` or `tcp:HOST:PORT`."""

    def __init__(
        self,
        carry_out: Callable[[wire.AnyRequest], wire.AnyAnswer],
        greeting: Callable[[], wire.WorkerReady],
        repeat: Callable[[], None],
    ):
        self._carry_out, self._greeting, self._repeat = carry_out, greeting, repeat
        self._writers: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self._path: Path | None = None
        self._file = 0

    async def listen(self, address: str) -> None:
        """Open the address; a socket file left by a dead worker is replaced."""
        kind, _, rest = address.partition(":")
        if kind == "unix":
            self._path = Path(rest)
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.unlink(missing_ok=True)
            self._server = await asyncio.start_unix_server(self._serve, rest)
            self._path.chmod(0o600)
            self._file = self._path.stat().st_ino
            return
        host, _, port = rest.rpartition(":")
        self._server = await asyncio.start_server(self._serve, host.strip("[]"), int(port))

    async def close(self) -> None:
        """Hang up on everybody."""
        if self._server is not None:
            self._server.close()
        for writer in list(self._writers):
            with contextlib.suppress(OSError):
                await writer.drain()
            writer.close()
        # The file may be the next worker's by now.
        if self._path is not None and self._path.exists() and self._path.stat().st_ino == self._file:
            self._path.unlink(missing_ok=True)

    def tell(self, update: wire.ControlUpdate) -> None:
        """Send an update to every connected server process."""
        frame = wire.pack(update)
        for writer in list(self._writers):
            self._write(writer, frame)

    def _write(self, writer: asyncio.StreamWriter, frame: bytes) -> None:
        if writer.transport.is_closing():  # uvloop raises where asyncio drops
            return
        if writer.transport.get_write_buffer_size() > OUTBOX_LIMIT:
            logger.error("a server process does not read: cut off")
            self._writers.discard(writer)
            writer.transport.abort()
            return
        writer.write(frame)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        writer.write(wire.pack(self._greeting()))
        self._repeat()
        try:
            while True:
                length = int.from_bytes(await reader.readexactly(4), "big")
                if length > wire.LONGEST:
                    raise msgspec.DecodeError("the message is too long")
                request = wire.request_decoder.decode(await reader.readexactly(length))
                self._write(writer, wire.pack(self._carry_out(request)))
        except msgspec.DecodeError as error:
            logger.error("a server process speaks another protocol: %s", error)
        except (asyncio.IncompleteReadError, OSError):
            pass
        finally:
            self._writers.discard(writer)
            writer.close()
