"""Tabs of people, in the test's own process: real frames through the real door, real outboxes, no network between."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import AsyncGenerator, Callable
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

import msgspec
from starlette.websockets import WebSocket, WebSocketState

from server.account.usage import Usage
from server.chat.actions import HANDLERS as CHAT
from server.chat.chat import Chat
from server.core import clock
from server.core.bus import Bus
from server.core.connection import Connection
from server.core.database import Database, new_id
from server.core.http import Caller
from server.core.identity import Identity
from server.core.models import LoginSession, User
from server.core.permissions import Right
from server.core.ratelimit import RateLimits
from server.core.settings import Settings
from server.core.site import Site
from server.rooms.actions import HANDLERS as ROOMS
from server.rooms.hub import Hub
from server.rooms.parts import RUNNING, add_rooms
from server.rooms.places import Places
from server.socket import SocketDoor
from tests.asking import Asks

PATIENCE = 30.0
"""Seconds until a test stops waiting for what should have come."""

Frame = dict[str, Any]


class Reader:
    """The browser's end of a socket: remembers what it was sent; may stop reading."""

    application_state = WebSocketState.CONNECTED

    def __init__(self) -> None:
        self.scope: dict[str, Any] = {}
        self.frames: list[Frame] = []
        self.heard_ever: list[Frame] = []
        self.closed: tuple[int, str] | None = None
        self.news = asyncio.Condition()
        self.reads = asyncio.Event()
        self.reads.set()

    async def send_text(self, text: str) -> None:
        await self.reads.wait()
        frame = msgspec.json.decode(text)
        async with self.news:
            self.frames.append(frame)
            self.heard_ever.append(frame)
            self.news.notify_all()

    async def close(self, code: int, reason: str) -> None:
        async with self.news:
            self.closed = code, reason
            self.news.notify_all()


class Tab(Asks):
    """One connection of somebody, opened by `Server.tab`."""

    def __init__(self, server: Server, identity: Identity) -> None:
        self.server = server
        self.user = identity.user
        self.reader = Reader()
        self.connection = Connection(cast(WebSocket, self.reader), identity)
        self._drain = asyncio.create_task(self.connection.drain())

    async def ask(self, kind: str, **fields: Any) -> Frame:
        """Send a request; the `done` or `refused` frame that answers it."""
        ref = next(self.server.refs)
        await self.server.door.dispatch(
            self.connection, msgspec.json.encode({"type": kind, "ref": ref} | fields).decode()
        )
        return await self.find(lambda frame: frame["type"] in ("done", "refused") and frame["ref"] == ref)

    async def send(self, room: UUID, text: str, **fields: Any) -> Frame:
        """Write to a room; the stored message."""
        return await self.result("chat.send", **({"room": room, "client_id": new_id(), "text": text} | fields))

    async def heard(self, kind: str, **fields: Any) -> Frame:
        """The first frame of this type, with these fields, that came or comes."""
        plain = {name: str(value) if isinstance(value, UUID) else value for name, value in fields.items()}
        return await self.find(lambda frame: frame["type"] == kind and plain.items() <= frame.items())

    async def find(self, wanted: Callable[[Frame], bool]) -> Frame:
        """The first frame that fits, taken out of those that are kept."""
        async with asyncio.timeout(PATIENCE), self.reader.news:
            while True:
                for frame in self.reader.frames:
                    if wanted(frame):
                        self.reader.frames.remove(frame)
                        return frame
                await self.reader.news.wait()

    async def closed(self) -> int:
        """Wait until the server closes the socket; the close code."""
        async with asyncio.timeout(PATIENCE), self.reader.news:
            await self.reader.news.wait_for(lambda: self.reader.closed is not None)
        assert self.reader.closed
        return self.reader.closed[0]

    def ever_heard(self, kind: str) -> list[Frame]:
        """All frames of this type so far. Only sure after something that comes later was heard."""
        return [frame for frame in self.reader.heard_ever if frame["type"] == kind]

    async def hang_up(self) -> None:
        """As a closed tab does."""
        self._drain.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._drain
        await self.server.hub.closed(self.connection)


class Server:
    """One server process, without its network."""

    def __init__(self, database: Database, bus: Bus) -> None:
        self.site = Site(Settings(), database, bus)
        add_rooms(self.site)
        self.hub = self.site.part(Hub)
        self.site.add(RateLimits())
        self.site.add(Usage(self.site))
        self.chat = self.site.add(Chat(self.site))
        self.door = SocketDoor(self.site, [*ROOMS, *CHAT])
        self.refs = itertools.count(1)
        self._tabs: list[Tab] = []

    async def identity(self, user: UUID) -> Identity:
        """Signed in on a new device."""
        now = clock.now()
        async with self.site.database.write() as db:
            account = await db.get_one(User, user)
            session = LoginSession(
                id=new_id(),
                token_hash=new_id().bytes * 2,
                user_id=user,
                last_seen_at=now,
                expires_at=now + timedelta(days=400),
            )
            db.add(session)
        return Identity(
            user=user,
            login_session=session.id,
            account_type=account.account_type.value,
            display_name=account.display_name,
            locale=account.locale,
            time_zone=account.time_zone,
        )

    async def tab(self, user: UUID, *rooms: UUID) -> Tab:
        """A tab of this user, which has entered these rooms and caught up."""
        tab = Tab(self, await self.identity(user))
        self._tabs.append(tab)
        await self.hub.opened(tab.connection)
        for room in rooms:
            await tab.result("room.join", room=room)
            await tab.result("chat.catch_up", room=room)
        return tab

    async def caller(self, tab: Tab, room: UUID) -> Caller:
        """As whom a tab's requests about a room are carried out."""
        return await self.site.part(Places).caller(
            tab.connection.identity, Right.CHAT_READ, ("room", room), tab.connection
        )

    async def start(self) -> None:
        for kind in (*RUNNING, Chat):
            await self.site.part(kind).start()

    async def close(self) -> None:
        for tab in self._tabs:
            await tab.hang_up()
        for kind in (Chat, *reversed(RUNNING)):
            await self.site.part(kind).close()


@contextlib.asynccontextmanager
async def server_process(database: Database, bus: Bus) -> AsyncGenerator[Server]:
    """Start one, and stop it."""
    server = Server(database, bus)
    await server.start()
    try:
        yield server
    finally:
        await server.close()
