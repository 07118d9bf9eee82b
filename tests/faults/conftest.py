"""Faults: a PostgreSQL and a Redis that a test may stop, and people at servers which must bear it."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from pathlib import Path

import pytest

from server import migrations
from server.core.database import Database
from tests import services
from tests.live import Client
from tests.people import PASSWORD, People, settle
from tests.waiting import eventually

Enter = Callable[[str, str], Awaitable[Client]]
"""base, user name -> somebody signed in; pupils come by their link."""


class StoppablePostgres:
    """A PostgreSQL with one migrated database; what it acknowledges survives its own crash."""

    def __init__(self) -> None:
        self._server = services.Postgres()
        self._server.execute("CREATE DATABASE faults")
        # The tests' servers answer before the log is written; here that would look like a loss of ours.
        self._server.execute("ALTER DATABASE faults SET synchronous_commit = on")
        self.url = self._server.url("faults")
        migrations.upgrade(self.url)

    def strike(self) -> int:
        """Crash now, in the middle of whatever it does; the process that is dying."""
        pid = int((self._server.folder / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGQUIT)
        return pid

    async def crash(self) -> None:
        """Crash, and wait until nothing is left of it."""
        pid = self.strike()

        async def is_gone() -> bool:
            return not os.path.exists(f"/proc/{pid}")  # noqa: ASYNC240 - the system's memory, no disk

        await eventually(is_gone, 30)

    async def start(self) -> None:
        await asyncio.to_thread(self._server.start)

    def close(self) -> None:
        self._server.close()


@pytest.fixture
def stoppable_postgres(postgres: services.Postgres) -> Generator[StoppablePostgres]:
    """One of the test's own: the shared one must go on for others. Asking for that one skips where there is none."""
    server = StoppablePostgres()
    yield server
    server.close()


@pytest.fixture
def stoppable_redis(redis: services.Redis) -> Generator[services.Redis]:
    """The same for Redis."""
    server = services.Redis()
    yield server
    server.close()


@pytest.fixture
async def settled(stoppable_postgres: StoppablePostgres, anyio_backend: str) -> People:
    """The people of the tests, in the database that will be stopped."""
    database = Database(stoppable_postgres.url)
    people = await settle(database)
    await database.close()
    return people


@pytest.fixture
async def enter(anyio_backend: str) -> AsyncGenerator[Enter]:
    """Signs people in, and closes what they left open."""
    clients: list[Client] = []

    async def entered(base: str, name: str) -> Client:
        client = Client(base)
        clients.append(client)
        answer = await client.sign_in(name, PASSWORD, "rivers-and-seas" if name in ("nino", "piotr") else None)
        assert answer.status_code == 200, answer.text
        return client

    yield entered
    for client in clients:
        await client.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The data folder of the servers of one test."""
    return tmp_path
