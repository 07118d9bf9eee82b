"""A real server in the test's own process, and a client that speaks its socket: no part of the way is left out."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import ssl
from collections.abc import AsyncGenerator, Callable
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from websockets.asyncio.client import ClientConnection, connect

from server.core.wire import PROTOCOL
from server.serving.process import KEEP_ALIVE, PING_EVERY, PING_PATIENCE
from server.serving.websocket import DirectWebSocket
from tests.asking import Asks

PATIENCE = 30.0
"""Seconds until a test stops waiting for what should have come."""


PLAIN = ssl.create_default_context()
"""Made once: reading the system's certificates takes longer than most requests."""


def browsing(base: str = "", **options: Any) -> httpx.AsyncClient:
    """Requests of a page at this address, as patient as all tests are."""
    headers = {"origin": base} if base else {}
    return httpx.AsyncClient(base_url=base, **({"headers": headers, "timeout": PATIENCE, "verify": PLAIN} | options))


@contextlib.asynccontextmanager
async def serving(app: Starlette, port: int = 0) -> AsyncGenerator[str]:
    """Serve on a free port, or on this one, with the options of `twinspace serve`; yields the address."""
    config = uvicorn.Config(
        app,
        host="127.0.0.1",
        port=port,
        ws=DirectWebSocket,
        ws_max_size=65536,
        ws_per_message_deflate=False,
        ws_ping_interval=PING_EVERY,
        ws_ping_timeout=PING_PATIENCE,
        timeout_keep_alive=KEEP_ALIVE,
        lifespan="on",
        log_level="warning",
    )
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    try:
        async with asyncio.timeout(PATIENCE):
            while not server.started:
                if task.done():
                    task.result()
                await asyncio.sleep(0.005)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await task


class Client(Asks):
    """A browser without a page: cookies, requests, and one socket whose frames are kept until asked for."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.http = browsing(base)
        self.user: str = ""
        self._socket: ClientConnection | None = None
        self._reader: asyncio.Task[None] | None = None
        self._refs = itertools.count(1)
        self._news = asyncio.Condition()
        self.frames: list[dict[str, Any]] = []

    async def sign_in(self, username: str, password: str = "twinspace", slug: str | None = None) -> httpx.Response:
        """Sign in over HTTP; pupils by their TwinSpace's link."""
        body = {"username": username, "password": password} | ({"slug": slug} if slug else {})
        return await self.http.post("/api/sign-in", json=body)

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())

    async def connect(self, **overrides: Any) -> Client:
        """Open the socket and wait for the welcome."""
        self._socket = await self.dial(self.cookie, **overrides)
        self._reader = asyncio.create_task(self._read())
        self.user = (await self.heard("welcome"))["user"]
        return self

    async def dial(self, cookie: str, origin: str | None = "", protocol: str = PROTOCOL) -> ClientConnection:
        """A bare socket, for tests that break the rules."""
        return await connect(
            self.base.replace("http", "ws") + "/ws",
            origin=self.base if origin == "" else origin,  # type: ignore[arg-type]
            subprotocols=[protocol] if protocol else None,  # type: ignore[list-item]
            additional_headers={"cookie": cookie},
            compression=None,
            open_timeout=PATIENCE,
        )

    async def _read(self) -> None:
        assert self._socket is not None
        with contextlib.suppress(Exception):
            async for text in self._socket:
                async with self._news:
                    self.frames.append(json.loads(text))
                    self._news.notify_all()
        async with self._news:
            self._news.notify_all()

    async def ask(self, kind: str, **fields: Any) -> dict[str, Any]:
        """Send a request and wait for its answer: the `done` or `refused` frame."""
        ref = next(self._refs)
        await self.send({"type": kind, "ref": ref, **fields})
        return await self.find(lambda frame: frame["type"] in ("done", "refused") and frame["ref"] == ref)

    async def send(self, frame: dict[str, Any]) -> None:
        assert self._socket is not None
        await self._socket.send(json.dumps(frame))

    async def heard(self, kind: str, **fields: Any) -> dict[str, Any]:
        """The first frame of this type (with these fields) that came, or comes."""
        return await self.find(lambda frame: frame["type"] == kind and fields.items() <= frame.items())

    async def find(self, wanted: Callable[[dict[str, Any]], bool], patience: float = PATIENCE) -> dict[str, Any]:
        """The first frame that fits, taken out of those that are kept."""
        async with asyncio.timeout(patience), self._news:
            while True:
                for frame in self.frames:
                    if wanted(frame):
                        self.frames.remove(frame)
                        return frame
                await self._news.wait()

    def has_heard(self, kind: str) -> bool:
        """Whether a frame of this type is there now. Only sure after something that comes later was heard."""
        return any(frame["type"] == kind for frame in self.frames)

    async def closed(self) -> int:
        """Wait for the server to close the socket, and until all that came before was read; the close code."""
        assert self._socket is not None
        async with asyncio.timeout(PATIENCE):
            await self._socket.wait_closed()
            if self._reader is not None:
                await asyncio.wait([self._reader])
        return int(self._socket.close_code or 0)

    def go_silent(self) -> None:
        """Answer nothing more, not even a ping, and close nothing: a lid was shut, a router died."""
        assert self._socket is not None
        self._socket.transport.pause_reading()

    async def hang_up(self) -> None:
        """Close the socket as a closed tab does."""
        if self._socket is not None:
            await self._socket.close()
        if self._reader is not None:
            await self._reader
        self._socket = self._reader = None

    async def close(self) -> None:
        await self.hang_up()
        await self.http.aclose()
