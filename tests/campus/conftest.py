"""The whole application over a database with everybody in it, and browsers in which they have signed in."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable
from pathlib import Path

import pytest

from server.app import make_site
from server.core.database import Database
from server.core.settings import Settings
from tests.campus.events import Events
from tests.live import Client
from tests.people import PASSWORD, People

PUPILS_SLUG = {"nino": "rivers-and-seas", "piotr": "rivers-and-seas", "mallory": "islands"}

Enter = Callable[[str], Awaitable[Client]]


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


@pytest.fixture
async def events(database: Database, people: People, tmp_path: Path) -> Events:
    """Everybody's calendar, ten days before Ada's usual event."""
    url = database.url.render_as_string(hide_password=False)
    site = make_site(Settings(database_url=url, data_dir=tmp_path, secret_key="a secret of this test"))
    site.database = database
    return Events(site, people)
