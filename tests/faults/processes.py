"""Server processes of a test's own, each on a port that it keeps when it starts again, and what is between them."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
from pathlib import Path

import httpx

from tests.services import free_port
from tests.waiting import eventually

FAULTY = Path(__file__).resolve().parent / "faulty.py"
STARTS_WITHIN = 60.0


class Process:
    """One server process without its supervisor: nobody starts it again but the test."""

    def __init__(self, environment: dict[str, str], log: Path | None = None) -> None:
        self._log = log
        self._environment = os.environ | {"LOG_LEVEL": "warning", "SECRET_KEY": "a secret of this test"} | environment
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self._running: subprocess.Popen[bytes] | None = None

    async def start(self, **environment: str) -> None:
        """Start with these settings besides its own, and wait until it answers."""
        with socket.socket() as listening:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(("127.0.0.1", self.port))
            self._launch(listening.fileno(), environment)
        await eventually(self._answers, STARTS_WITHIN)

    def _launch(self, descriptor: int, environment: dict[str, str]) -> None:
        command = [sys.executable, str(FAULTY), str(descriptor)]
        log = self._log.open("ab") if self._log else None
        self._running = subprocess.Popen(
            command, env=self._environment | environment, pass_fds=[descriptor], stdout=log, stderr=log
        )

    async def says(self, words: str) -> None:
        """Wait until this stands in its log."""
        assert self._log is not None

        async def said() -> bool:
            assert self._log is not None
            return words in self._log.read_text(errors="replace")

        await eventually(said, STARTS_WITHIN)

    async def _answers(self) -> bool:
        assert self._running is not None
        assert self._running.poll() is None, "the server process ended"
        async with httpx.AsyncClient(base_url=self.base, timeout=10) as http:
            with contextlib.suppress(httpx.TransportError):
                return (await http.get("/healthz")).status_code == 200
        return False

    async def died(self) -> int:
        """Wait until it is gone; by which signal."""
        assert self._running is not None
        return -await asyncio.to_thread(self._running.wait, 20)

    def kill(self) -> None:
        """As kill -9 does."""
        if self._running is not None and self._running.poll() is None:
            self._running.kill()
            self._running.wait(10)


class Wire:
    """A line to a TCP port that can be cut: then nothing passes and nobody is told, as when a cable is pulled."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._lines: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._whole = asyncio.Event()
        self._whole.set()
        self.port = 0

    async def lay(self) -> Wire:
        """Take connections from now on."""
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def cut(self) -> None:
        """Nothing passes, in either direction."""
        self._whole.clear()

    def mend(self) -> None:
        """Whatever waited in the old lines is lost; new ones may be made."""
        for line in self._lines:
            line.transport.abort()
        self._lines.clear()
        self._whole.set()

    async def take_up(self) -> None:
        """End."""
        self._whole.set()
        self._server.close()
        for task in self._tasks:
            task.cancel()
        self.mend()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._lines.add(writer)
        await self._whole.wait()
        with contextlib.suppress(OSError):
            back, there = await asyncio.open_connection("127.0.0.1", self._to)
            self._lines.add(there)
            for one, other in ((reader, there), (back, writer)):
                task = asyncio.create_task(self._carry(one, other))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while piece := await reader.read(65_536):
                if not self._whole.is_set():
                    return
                writer.write(piece)
                await writer.drain()
        writer.close()
