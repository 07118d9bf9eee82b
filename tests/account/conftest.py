"""A real server that knows accounts and the socket, over a database with everybody in it."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute

from server.account.oidc import Provider
from server.account.routes import ROUTES
from server.account.usage import Usage
from server.api import endpoints
from server.core.buses import make_bus
from server.core.database import Database
from server.core.http import Caller, Door, Handles
from server.core.ratelimit import RateLimits
from server.core.settings import Settings
from server.core.site import Site
from server.pages import SecurityHeaders
from server.rooms.hub import Hub
from server.rooms.parts import RUNNING, add_rooms
from server.rooms.wire import FollowSpace
from server.socket import SocketDoor
from tests.live import Client, serving
from tests.people import PASSWORD, People


async def follow(caller: Caller, _: Any) -> None:
    """Being allowed to look at the space is all that these tests need."""
    await caller.site.part(Hub).attach(caller.connection, f"space:{caller.here.space}")  # type: ignore[arg-type]


def application(site: Site) -> Starlette:
    """Accounts and the socket, as server.app puts them together; no feature above them is needed."""
    add_rooms(site)
    site.add(RateLimits(site.settings.redis_url))
    site.add(Provider(site.settings))
    site.add(Usage(site))

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncGenerator[None]:
        running = [site.part(kind) for kind in (*RUNNING, Usage)]
        for part in running:
            await part.start()
        yield
        for part in reversed(running):
            await part.close()
        await site.part(RateLimits).close()

    door = SocketDoor(site, [Handles(FollowSpace, follow, Door.SIGNED_IN)])
    app = Starlette(routes=[*endpoints(site, ROUTES), WebSocketRoute("/ws", door.serve)], lifespan=lifespan)
    app.add_middleware(SecurityHeaders)
    return app


@dataclass
class Served:
    """A running server and its inside."""

    site: Site
    address: str
    _clients: contextlib.AsyncExitStack

    def client(self) -> Client:
        """A browser that nobody has used."""
        client = Client(self.address)
        self._clients.push_async_callback(client.close)
        return client

    async def entered(self, username: str, slug: str | None = None) -> Client:
        """A browser in which somebody has signed in."""
        client = self.client()
        answer = await client.sign_in(username, PASSWORD, slug)
        assert answer.status_code == 200, answer.text
        return client


Serve = Callable[..., contextlib.AbstractAsyncContextManager[Served]]


@pytest.fixture
def serve(database: Database) -> Serve:
    """Starts servers over the test's database, each with settings of its own."""

    @contextlib.asynccontextmanager
    async def start(**settings: Any) -> AsyncGenerator[Served]:
        chosen = Settings(**({"secret_key": "for this test alone"} | settings))
        site = Site(chosen, database, make_bus(chosen))
        async with serving(application(site)) as address, contextlib.AsyncExitStack() as clients:
            yield Served(site, address, clients)

    return start


@pytest.fixture
async def served(serve: Serve, people: People) -> AsyncGenerator[Served]:
    """One server, with everybody in its database."""
    async with serve() as one:
        yield one
