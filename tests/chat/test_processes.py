"""What crosses processes, and what happens when something between them is away."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from server.chat.models import ChatMessage
from server.core.bus import Bus
from server.core.bus_local import LocalBus
from server.core.bus_redis import RedisBus
from server.core.connection import OUTBOX_BYTES
from server.core.database import Database, new_id
from server.core.wire import CloseCode
from server.rooms import order
from tests import services
from tests.fresh import everything_arrived
from tests.live import PATIENCE
from tests.people import People
from tests.tabs import Frame, Server, Tab, server_process

pytestmark = pytest.mark.anyio


async def test_two_processes_number_one_room_without_holes(
    database: Database, people: People, redis_buses: list[Bus], monkeypatch: pytest.MonkeyPatch
) -> None:
    # A process that stands still between its commit and its word would be a gap, and made good; that is not asked here.
    monkeypatch.setattr(order, "PATIENCE", 30.0)
    async with server_process(database, redis_buses[0]) as one, server_process(database, redis_buses[1]) as two:
        tabs = [
            await one.tab(people.ada, people.room),
            await two.tab(people.grace, people.room),
            await one.tab(people.piotr, people.room),
            await two.tab(people.nino, people.room),
        ]
        await asyncio.gather(*(tab.send(people.room, f"{tab.user} {n}") for tab in tabs for n in range(5)))
        for tab in tabs:
            await _has_numbers(tab, range(1, 21))
            assert not tab.ever_heard("chat.gap")


async def test_what_a_dying_process_did_not_publish_is_noticed(
    server: Server, database: Database, people: People
) -> None:
    """It committed, and was killed before it could tell anybody: the database knows, the bus does not."""
    piotr = await server.tab(people.piotr, people.room)
    silent = LocalBus()
    async with server_process(database, silent) as dying:
        ada = await dying.tab(people.ada, people.room)
        sent = await ada.send(people.room, "acknowledged, never published here")
        gap = await piotr.heard("chat.gap")
        assert gap["room"] == str(people.room)
        page = await piotr.result("chat.catch_up", room=people.room, after=0)
        assert page["messages"] == [sent]


async def test_a_hole_in_the_numbers_is_told_instead_of_what_came_after(server: Server, people: People) -> None:
    ada, piotr = await server.tab(people.ada, people.room), await server.tab(people.piotr, people.room)
    publish_all, lost = server.hub.publish_all, asyncio.Event()

    async def loses_one(topic: str, updates: Sequence[Any], changes: tuple[int, int] = (0, 0)) -> None:
        if changes == (2, 2):
            lost.set()
            return
        await publish_all(topic, updates, changes)

    server.hub.publish_all = loses_one  # type: ignore[method-assign]
    await ada.send(people.room, "one")
    await piotr.heard("chat.sent")
    await ada.send(people.room, "two")
    await lost.wait()
    await ada.send(people.room, "three")
    await piotr.heard("chat.gap", room=people.room)
    page = await piotr.result("chat.catch_up", room=people.room, after=1)
    assert [message["text"] for message in page["messages"]] == ["two", "three"]
    await ada.send(people.room, "four")
    assert (await piotr.heard("chat.sent"))["message"]["text"] == "four"


async def test_what_comes_too_early_waits_for_its_turn(server: Server, people: People) -> None:
    ada, piotr = await server.tab(people.ada, people.room), await server.tab(people.piotr, people.room)
    publish_all, kept = server.hub.publish_all, list[Any]()

    async def swaps(topic: str, updates: Sequence[Any], changes: tuple[int, int] = (0, 0)) -> None:
        if changes == (2, 2):
            kept.append((topic, updates, changes))
            return
        await publish_all(topic, updates, changes)
        if changes == (3, 3):
            assert len(piotr.ever_heard("chat.sent")) == 1
            await publish_all(*kept.pop())

    server.hub.publish_all = swaps  # type: ignore[method-assign]
    for text in ("one", "two", "three"):
        await ada.send(people.room, text)
    await _has_numbers(piotr, range(1, 4))
    assert not piotr.ever_heard("chat.gap")


async def test_nothing_is_lost_when_redis_is_killed_and_comes_back_empty(database: Database, people: People) -> None:
    redis = services.Redis()
    try:
        async with (
            server_process(database, RedisBus(redis.url)) as one,
            server_process(database, RedisBus(redis.url)) as two,
        ):
            ada, grace = await one.tab(people.ada, people.room), await one.tab(people.grace, people.room)
            piotr = await two.tab(people.piotr, people.room)
            before = await ada.send(people.room, "before")
            await piotr.heard("chat.sent", message=before)
            redis.kill()
            away = await ada.send(people.room, "while away")
            await grace.heard("chat.sent", message=away)
            await piotr.heard("chat.gap")
            page = await piotr.result("chat.catch_up", room=people.room, after=before["change"])
            assert page["messages"] == [away]
            redis.start()
            after = await ada.send(people.room, "after")
            texts = await _reads(piotr, after)
            assert texts[-1] == "after"
            async with asyncio.timeout(PATIENCE):
                await _both_here(piotr, ada, people)
    finally:
        redis.close()


async def test_the_database_away_is_said_and_a_retry_lands_once(
    database_url: str, database: Database, people: People, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, piotr = await server.tab(people.ada, people.room), await server.tab(people.piotr, people.room)
    write = database.write_at_once

    def away(_: Any) -> Any:
        raise OperationalError("INSERT", {}, ConnectionRefusedError())

    fields: dict[str, Any] = {"room": people.room, "client_id": new_id(), "text": "again and again"}
    monkeypatch.setattr(database, "write_at_once", away)
    assert await ada.refusal("chat.send", **fields) == "storage_away"
    assert await piotr.refusal("chat.read", room=people.room, seq=1) == "storage_away"
    monkeypatch.setattr(database, "write_at_once", write)
    sent = await ada.result("chat.send", **fields)
    assert (await piotr.heard("chat.sent"))["message"] == sent
    assert (await ada.result("chat.send", **fields))["seq"] == sent["seq"] == 1


async def test_one_bad_row_does_not_fail_the_others_of_its_batch(
    server: Server, people: People, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    tabs = [await server.tab(user, people.room) for user in (people.ada, people.grace, people.piotr)]
    from server.chat import commit

    check = commit.check_pace

    def fails_for_grace(rules: Any, author: Any, *rest: Any) -> None:
        if author.user == people.grace:
            raise ValueError("a bug of this test")
        check(rules, author, *rest)

    monkeypatch.setattr(commit, "check_pace", fails_for_grace)
    results = await asyncio.gather(*(tab.send(people.room, f"from {tab.user}") for tab in tabs), return_exceptions=True)
    assert [type(result) for result in results] == [dict, ValueError, dict]
    async with database.read() as db:
        assert await db.scalar(select(func.count(ChatMessage.id))) == 2


async def test_a_slow_reader_loses_its_own_connection_and_delays_nobody(server: Server, people: People) -> None:
    ada, piotr = await server.tab(people.ada, people.room), await server.tab(people.piotr, people.room)
    slow = await server.tab(people.grace, people.room)
    slow.reader.reads.clear()
    sent = await ada.send(people.room, "x" * 2000)
    size = len(str(sent))
    for _ in range(OUTBOX_BYTES // size + 600):
        await ada.result("chat.react", room=people.room, message=sent["id"], emoji="👍")
        await ada.result("chat.react", room=people.room, message=sent["id"], emoji="👍", on=False)
        if slow.connection.closing:
            break
    slow.reader.reads.set()
    assert await slow.closed() == CloseCode.OUTBOX_FULL
    await everything_arrived(piotr)
    heard = [
        frame["message"]["change"] for frame in (*piotr.ever_heard("chat.sent"), *piotr.ever_heard("chat.reacted"))
    ]
    assert heard == list(range(1, len(heard) + 1))
    assert len(heard) > 300
    again = await server.tab(people.grace)
    await again.result("room.join", room=people.room)
    page = await again.result("chat.catch_up", room=people.room, after=1)
    assert page["change"] == len(heard)


async def _has_numbers(tab: Tab, numbers: range) -> None:
    while len(tab.ever_heard("chat.sent")) < len(numbers):
        await tab.heard("chat.sent")
    assert [frame["message"]["seq"] for frame in tab.ever_heard("chat.sent")] == list(numbers)


async def _reads(tab: Tab, last: Frame) -> list[str]:
    """By whichever way it comes: told, or fetched after a gap."""
    frame = await tab.find(lambda f: f["type"] == "chat.gap" or (f["type"] == "chat.sent" and f["message"] == last))
    page = await tab.result("chat.catch_up", room=last["room"], after=0)
    assert frame
    return [message["text"] for message in page["messages"]]


async def _both_here(one: Tab, other: Tab, people: People) -> None:
    for tab, user in ((one, other.user), (other, one.user)):
        while True:
            state = await tab.result("room.join", room=people.room)
            if str(user) in {person["id"] for person in state["people"]}:
                break
            await tab.heard("presence.changed", room=people.room)
