"""The whole application over a database with everybody in it, and browsers in which they have signed in."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable

import pytest

from tests.live import Client
from tests.people import PASSWORD

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
