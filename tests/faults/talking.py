"""How people at faulty servers come in, write, and learn what was written, as their pages do."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from tests.faults.conftest import Enter
from tests.live import Client
from tests.people import People

CAUGHT_UP_WITHIN = 15.0
"""Seconds from the mending until nobody misses anything: five, and patience for a machine that is busy with others."""


async def inside(enter: Enter, base: str, name: str, people: People) -> Client:
    """Signed in, connected, in the room, and up to date."""
    client = await enter(base, name)
    await client.connect()
    await client.result("room.join", room=str(people.room))
    await everything(client, people)
    return client


async def say(writer: Client, people: People, text: str) -> dict[str, Any]:
    """Write; the stored message."""
    stored: dict[str, Any] = await writer.result("chat.send", room=str(people.room), client_id=str(uuid4()), text=text)
    return stored


async def everything(reader: Client, people: People) -> list[dict[str, Any]]:
    """All messages of the room, as this person may read them."""
    page = await reader.result("chat.catch_up", room=str(people.room), after=None)
    return list(page["messages"])


async def knows(reader: Client, people: People, client_id: str) -> None:
    """Wait until this message is known: by being told, or by being told that something was missed and asking."""
    while True:
        told = await reader.find(
            lambda frame: (
                frame["type"] == "chat.gap"
                or (frame["type"] == "chat.sent" and frame["message"]["client_id"] == client_id)
            )
        )
        if told["type"] == "chat.sent":
            return
        if client_id in {known["client_id"] for known in await everything(reader, people)}:
            return
