"""Everybody with a whole server: what they do goes over HTTP and the socket, as from a browser."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable

import pytest

from tests.chatroom import redis_buses
from tests.live import Client
from tests.people import PASSWORD, People

__all__ = ["inside", "redis_buses", "sign_in"]

SignIn = Callable[[str], Awaitable[Client]]
PUPILS = {"nino", "piotr", "mallory"}


@pytest.fixture
async def sign_in(base: str, people: People) -> AsyncGenerator[SignIn]:
    """Sign somebody in and open the socket; pupils come by the link of their space."""
    clients: list[Client] = []

    async def signed_in(username: str) -> Client:
        client = Client(base)
        slug = (people.eves_slug if username == "mallory" else people.slug) if username in PUPILS else None
        answer = await client.sign_in(username, PASSWORD, slug)
        assert answer.status_code == 200, answer.text
        clients.append(client)
        return await client.connect()

    yield signed_in
    for client in clients:
        await client.close()


async def inside(sign_in: SignIn, username: str, room: object) -> Client:
    """Somebody who sits in a room and has caught up."""
    client = await sign_in(username)
    await client.result("room.join", room=str(room))
    await client.result("chat.catch_up", room=str(room))
    return client
