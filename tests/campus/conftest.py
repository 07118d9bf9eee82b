"""The whole application over a database with everybody in it, and browsers in which they have signed in."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable
from pathlib import Path

import pytest

from server.app import create_app
from server.core.database import Database
from server.core.settings import Settings
from tests.live import Client, serving
from tests.people import PASSWORD, People, settle

PUPILS_SLUG = {"nino": "rivers-and-seas", "piotr": "rivers-and-seas", "mallory": "islands"}

Enter = Callable[[str], Awaitable[Client]]


@pytest.fixture
async def people(database: Database) -> People:
    """Ada and her space; Eve and Mallory elsewhere."""
    return await settle(database)


@pytest.fixture
async def base(database_url: str, people: People, tmp_path: Path) -> AsyncGenerator[str]:
    """The address of a server over that database."""
    settings = Settings(database_url=database_url, data_dir=tmp_path, secret_key="a secret of this test")
    async with serving(create_app(settings)) as base:
        yield base


@pytest.fixture
async def enter(base: str) -> AsyncGenerator[Enter]:
    """Signs somebody in, by name; pupils by the link of their space."""
    async with contextlib.AsyncExitStack() as clients:

        async def sign_in(username: str) -> Client:
            client = Client(base)
            clients.push_async_callback(client.close)
            answer = await client.sign_in(username, PASSWORD, PUPILS_SLUG.get(username))
            assert answer.status_code == 200, answer.text
            return client

        yield sign_in
