"""A text that has expired is shown nowhere at once, and after a purge it is nowhere at all (T22)."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis
from sqlalchemy import MetaData, select

from server.app import create_app
from server.core import clock
from server.core.database import Database, new_id
from server.core.retention import Retention
from server.core.settings import Settings
from server.core.site import Site
from tests.live import Client, serving
from tests.people import PASSWORD, People

pytestmark = [pytest.mark.anyio, pytest.mark.proves("R-202")]

CANARY = "canary7b1e"


@dataclass
class Running:
    """A whole server, and Ada, Grace and Piotr in its chatroom."""

    site: Site
    ada: Client
    grace: Client
    piotr: Client
    room: str

    async def say(self, who: Client, text: str, **fields: Any) -> dict[str, Any]:
        body = {"room": self.room, "client_id": str(new_id()), "text": text}
        stored: dict[str, Any] = await who.result("chat.send", **(body | fields))
        return stored

    async def purge(self) -> dict[str, int]:
        """As the server does by itself, and the proof of it."""
        deleted = (await self.site.part(Retention).purge()).deleted
        assert not any((await self.site.part(Retention).prove()).values())
        return deleted


@pytest.fixture
async def running(database_url: str, people: People, bus_url: str | None, tmp_path: Path) -> AsyncGenerator[Running]:
    settings = Settings(
        database_url=database_url, redis_url=bus_url or "", data_dir=tmp_path, secret_key="a secret of this test"
    )
    app = create_app(settings)
    async with serving(app) as base:
        clients: list[Client] = []
        for name in ("ada", "grace", "piotr"):
            client = Client(base)
            clients.append(client)
            assert (await client.sign_in(name, PASSWORD, people.slug if name == "piotr" else None)).status_code == 200
            await client.connect()
        for client in (clients[0], clients[2]):
            await client.result("room.join", room=str(people.room))
            await client.result("chat.catch_up", room=str(people.room), after=None)
        yield Running(app.state.site, *clients, str(people.room))
        for client in clients:
            await client.close()


# The two engines and the two buses need not meet in all pairs: SQLite runs alone, PostgreSQL with Redis.
PAIRS = pytest.mark.parametrize(
    ("database_url", "bus_url"), [("sqlite", "local"), ("postgresql", "redis")], indirect=True
)


def long_ago() -> contextlib.AbstractContextManager[None]:
    """What is written in this block has expired by now."""
    return clock.frozen(clock.add_months(clock.now(), -3))


@PAIRS
async def test_an_expired_text_is_shown_nowhere_and_after_the_purge_it_is_nowhere(
    running: Running, people: People, database: Database
) -> None:
    ada, piotr = running.ada, running.piotr
    with long_ago():
        sent = await running.say(ada, f"A {CANARY} that must not stay", mentions=[str(people.grace)])
        await running.grace.heard("notification.new")
        await running.say(piotr, f"What is a {CANARY}?", reply_to=sent["id"])
        await piotr.result("chat.react", room=running.room, message=sent["id"], emoji="👍")
        await piotr.result("chat.read", room=running.room, seq=1)
        edited = await running.say(ada, f"Another {CANARY}")
        await ada.result("chat.edit", room=running.room, message=edited["id"], text=f"Edited {CANARY}")
        assert CANARY in await everything_read(piotr, people)
    assert CANARY not in await everything_read(piotr, people), "hidden at once, whether or not a purge has run"
    assert await piotr.refusal("chat.edit", room=running.room, message=sent["id"], text="Later") == "not_found"
    again = {"client_id": sent["client_id"], "text": sent["text"]}
    assert await ada.refusal("chat.send", room=running.room, **again) == "client_id_used"
    assert (await running.site.part(Retention).prove())["messages"] == 3
    assert (await running.purge())["messages"] == 3
    assert (await piotr.heard("chat.expired"))["up_to_seq"] == 3
    assert await rows_with(database, CANARY) == []
    if database.is_sqlite:
        assert database.url.database
        for path in Path(database.url.database).parent.glob("twinspace.db*"):
            assert CANARY.encode() not in path.read_bytes(), path.name
    if running.site.settings.redis_url:
        assert CANARY not in await keyspace(running.site.settings.redis_url)


@PAIRS
async def test_an_idle_room_an_empty_one_and_the_last_message_are_no_exceptions(
    running: Running, people: People, database: Database
) -> None:
    """Nobody has written, entered or looked for three months; in the other room nobody ever did."""
    with long_ago():
        await running.say(running.ada, f"The last {CANARY}")
    for client in (running.ada, running.piotr):
        await client.hang_up()
    assert (await running.purge())["messages"] == 1
    assert (await running.purge())["messages"] == 0
    await running.ada.connect()
    await running.ada.result("room.join", room=running.room)
    page = await running.ada.result("chat.catch_up", room=running.room, after=0)
    assert (page["messages"], page["reset"]) == ([], True)
    assert (await running.say(running.ada, "A new beginning"))["seq"] == 2, "a number is never used again"
    assert await rows_with(database, CANARY) == []


@PAIRS
async def test_a_purge_that_races_with_posts_takes_what_is_old_and_nothing_else(running: Running) -> None:
    with long_ago():
        await running.say(running.ada, f"An old {CANARY}")
    posts = [running.say(who, f"{n} of {who.user}") for n in range(4) for who in (running.ada, running.piotr)]
    deleted, *new = await asyncio.gather(running.purge(), *posts)
    assert deleted["messages"] == 1
    page = await running.piotr.result("chat.catch_up", room=running.room, after=None)
    assert [one["seq"] for one in page["messages"]] == sorted(one["seq"] for one in new) == list(range(2, 10))


@pytest.mark.parametrize(("database_url", "bus_url"), [("sqlite", "redis")], indirect=True)
async def test_a_key_of_redis_that_would_never_end_is_past_its_time(running: Running) -> None:
    redis: Any = Redis.from_url(running.site.settings.redis_url)  # pyright: ignore[reportUnknownMemberType]
    await redis.set("twinspace:cache:forgotten", CANARY)
    assert (await running.site.part(Retention).prove())["redis_keys"] == 1
    assert (await running.purge())["redis_keys"] == 1
    assert CANARY not in await keyspace(running.site.settings.redis_url)
    await redis.aclose()


async def everything_read(reader: Client, people: People) -> str:
    """All that a page may ask about a room, in one text."""
    room, http = str(people.room), reader.http
    asked = [
        await reader.result("chat.catch_up", room=room, after=None),
        await reader.result("chat.catch_up", room=room, after=0),
        await reader.result("chat.history", room=room, before=1_000),
        await reader.result("chat.around", room=room, at=clock.now().isoformat()),
        await reader.result("chat.newer", room=room, after=0),
        await reader.result("chat.search", room=room, words=CANARY),
        (await http.get(f"/api/rooms/{room}/messages")).json(),
        (await http.get(f"/api/rooms/{room}/messages?after=0")).json(),
        (await http.get(f"/api/rooms/{room}/messages?before=1000")).json(),
        (await http.get(f"/api/spaces/{people.space}/search?words={CANARY}")).json(),
        (await http.get("/api/notifications")).json(),
    ]
    answer = await http.get(f"/api/spaces/{people.space}/rooms")
    assert answer.status_code == 200, answer.text
    rooms = answer.json()["rooms"]
    shown = str(asked)
    assert (rooms[0]["unread"] > 0) == (CANARY in shown), "what is gone is not counted as unread"
    return shown


async def rows_with(database: Database, text: str) -> list[str]:
    """The names of the tables that say it, whatever the column."""
    found: list[str] = []
    async with database.engine.connect() as link:
        there = MetaData()
        await link.run_sync(there.reflect)
        for table in there.tables.values():
            for row in await link.execute(select(table)):
                if text in str(tuple(row)):
                    found.append(table.name)
    return found


async def keyspace(url: str) -> str:
    """All keys of a Redis and all their values."""
    redis: Any = Redis.from_url(url)  # pyright: ignore[reportUnknownMemberType]
    reads = {
        b"string": redis.get,
        b"hash": redis.hgetall,
        b"set": redis.smembers,
        b"list": lambda key: redis.lrange(key, 0, -1),
        b"zset": lambda key: redis.zrange(key, 0, -1),
    }
    found = [(key, await reads[await redis.type(key)](key)) async for key in redis.scan_iter()]
    await redis.aclose()
    return str(found)
