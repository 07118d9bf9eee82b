"""A server that stops: whoever waits for a commit hears of it, one way or the other."""

from __future__ import annotations

import asyncio

from sqlalchemy import select

from server.chat.chat import Chat
from server.chat.models import ChatMessage
from server.core.database import Database, new_id
from tests.people import People
from tests.tabs import Server, Tab


async def test_who_writes_while_the_server_stops_is_answered_and_what_was_taken_is_stored(
    server: Server, database: Database, people: People, ada: Tab, grace: Tab
) -> None:
    chat = server.site.part(Chat)

    async def write(tab: Tab, number: int) -> str | None:
        answer = await tab.ask("chat.send", room=people.room, client_id=new_id(), text=f"number {number}")
        if answer["type"] == "refused":
            assert answer["code"] == "storage_away"
            return None
        return answer["result"]["id"]

    writing = [asyncio.create_task(write(tab, number)) for tab in (ada, grace) for number in range(4)]
    await asyncio.wait(writing, return_when=asyncio.FIRST_COMPLETED)
    await chat.writer.close()
    taken = {message for message in await asyncio.gather(*writing) if message}
    async with database.read() as db:
        assert {str(message) for message in await db.scalars(select(ChatMessage.id))} == taken
    assert await write(ada, 5) is None
