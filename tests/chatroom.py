"""Fixtures of chats and rooms: a server process with everybody in its database, on both engines, and who sits in its
chatroom; for what crosses processes, on both buses.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator

import pytest

from server.core.bus import Bus
from server.core.bus_local import LocalBus
from server.core.bus_redis import RedisBus
from server.core.database import Database
from tests import services
from tests.live import Client
from tests.people import PASSWORD, People
from tests.tabs import Server, Tab, server_process


@pytest.fixture
async def server(database: Database, people: People) -> AsyncGenerator[Server]:
    """One process with the bus within it."""
    async with server_process(database, LocalBus()) as server:
        yield server


@pytest.fixture
async def server_on_bus(database: Database, people: People, bus: Bus) -> AsyncGenerator[Server]:
    """One process, once on each kind of bus."""
    async with server_process(database, bus) as server:
        yield server


@pytest.fixture
async def ada(server: Server, people: People) -> Tab:
    """The founder, in the chatroom."""
    return await server.tab(people.ada, people.room)


@pytest.fixture
async def grace(server: Server, people: People) -> Tab:
    """A member teacher, in the chatroom."""
    return await server.tab(people.grace, people.room)


@pytest.fixture
async def piotr(server: Server, people: People) -> Tab:
    """Grace's pupil, in the chatroom."""
    return await server.tab(people.piotr, people.room)


@pytest.fixture
def redis_buses(redis: services.Redis) -> list[Bus]:
    """Two processes' ends of one Redis."""
    redis.say("FLUSHALL")
    return [RedisBus(redis.url), RedisBus(redis.url)]


async def entered(base: str, name: str, slug: str | None = None) -> Client:
    client = Client(base)
    answer = await client.sign_in(name, PASSWORD, slug)
    assert answer.status_code == 200, answer.text
    return client
