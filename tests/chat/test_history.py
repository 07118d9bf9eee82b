"""Pages and catching up: nothing lost, nothing doubled, nothing shown that one may not see."""

from __future__ import annotations

from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, update

from server.chat import history
from server.chat.models import ChatMessage, MessageState
from server.chat.retention import purge
from server.core import clock
from server.core.database import Database, new_id
from tests.fresh import Mirror, assert_updates_lead_to_fresh_state
from tests.people import People
from tests.tabs import Server, Tab
from tests.writing import write_many

pytestmark = pytest.mark.anyio

reading: ContextVar[bool] = ContextVar("reading", default=False)
"""Whether the test itself asks the database."""


async def test_every_kind_of_change_is_told_as_it_is_stored(ada: Tab, piotr: Tab, people: People) -> None:
    sent = await piotr.send(people.room, "one")
    on: dict[str, Any] = {"room": people.room, "message": sent["id"]}

    async def reply() -> None:
        await ada.send(people.room, "two", reply_to=sent["id"], mentions=[people.piotr])

    actions = [
        reply,
        lambda: piotr.result("chat.edit", **on, text="one, better"),
        lambda: ada.result("chat.react", **on, emoji="🌊"),
        lambda: ada.result("chat.react", **on, emoji="🌊", on=False),
        lambda: piotr.result("chat.read", room=people.room, seq=2),
        lambda: ada.result("chat.delete", **on),
    ]
    for watcher in (ada, piotr):
        for action in actions:
            await assert_updates_lead_to_fresh_state(watcher, people.room, action)
        actions = actions[:1]


async def test_who_was_offline_catches_up_with_edits_and_deletions(ada: Tab, piotr: Tab, people: People) -> None:
    first, second = await ada.send(people.room, "first"), await ada.send(people.room, "second")
    page = await piotr.result("chat.catch_up", room=people.room)
    known = Mirror(page, [])
    await piotr.hang_up()
    await ada.result("chat.edit", room=people.room, message=first["id"], text="first, edited")
    await ada.result("chat.delete", room=people.room, message=second["id"])
    third = await ada.send(people.room, "third")
    await ada.result("chat.react", room=people.room, message=third["id"], emoji="🎉")
    again = await ada.server.tab(people.piotr)
    await again.result("room.join", room=people.room)
    missed = await again.result("chat.catch_up", room=people.room, after=known.change)
    assert not missed["reset"]
    assert [(m["seq"], m["text"], m["change"]) for m in missed["messages"]] == [
        (1, "first, edited", 3),
        (2, "", 4),
        (3, "third", 6),
    ]
    for message in missed["messages"]:
        known.apply({"type": "chat.edited", "message": message})
    fresh = await again.result("chat.catch_up", room=people.room)
    assert known.messages == {message["id"]: message for message in fresh["messages"]}
    nothing = await again.result("chat.catch_up", room=people.room, after=missed["change"])
    assert (nothing["messages"], nothing["change"], nothing["reset"]) == ([], missed["change"], False)


async def test_pages_meet_without_a_hole(ada: Tab, people: People, database: Database) -> None:
    await write_many(database, people.room, people.ada, 120)
    page = await ada.result("chat.catch_up", room=people.room)
    seqs = [m["seq"] for m in page["messages"]]
    assert (seqs[0], seqs[-1], page["has_older"], page["change"]) == (71, 120, True, 120)
    while page["has_older"]:
        page = await ada.result("chat.history", room=people.room, before=seqs[0], limit=40)
        seqs = [m["seq"] for m in page["messages"]] + seqs
    assert seqs == list(range(1, 121))


async def test_too_long_an_absence_is_answered_with_a_fresh_page(ada: Tab, people: People, database: Database) -> None:
    await write_many(database, people.room, people.ada, 600)
    late = await ada.result("chat.catch_up", room=people.room, after=99)
    assert (late["reset"], late["messages"][0]["seq"], late["change"]) == (True, 551, 600)
    in_time = await ada.result("chat.catch_up", room=people.room, after=100)
    assert (in_time["reset"], len(in_time["messages"])) == (False, 500)


async def test_a_cursor_from_another_world_is_answered_with_a_fresh_page(ada: Tab, people: People) -> None:
    await ada.send(people.room, "one")
    page = await ada.result("chat.catch_up", room=people.room, after=999)
    assert (page["reset"], page["change"], len(page["messages"])) == (True, 1, 1)


async def test_expired_messages_are_invisible_before_any_purge(ada: Tab, people: People) -> None:
    old = await ada.send(people.room, "old")
    expires = clock.now() + timedelta(days=93)
    with clock.frozen(expires):
        await ada.send(people.room, "new")
        for fields in ({"after": 0}, {}):
            page = await ada.result("chat.catch_up", room=people.room, **fields)
            assert [m["text"] for m in page["messages"]] == ["new"]
        page = await ada.result("chat.history", room=people.room, before=2)
        assert page["messages"] == []
        assert await ada.refusal("chat.react", room=people.room, message=old["id"], emoji="👍") == "not_found"
        reply: dict[str, Any] = {"room": people.room, "client_id": new_id(), "text": "hm", "reply_to": old["id"]}
        assert await ada.refusal("chat.send", **reply) == "not_found"


@pytest.mark.proves("R-222")
async def test_a_held_message_is_seen_by_its_author_and_the_teachers_only(
    server: Server, ada: Tab, grace: Tab, piotr: Tab, people: People, database: Database
) -> None:
    nino, gail = await server.tab(people.nino, people.room), await server.tab(people.gail, people.room)
    sent = await piotr.send(people.room, "my phone is 050 123 45 67")
    async with database.write() as db:
        await db.execute(update(ChatMessage).values(state=MessageState.HELD))
    for tab, sees in ((piotr, True), (ada, True), (grace, True), (nino, False), (gail, False)):
        for fields in ({}, {"after": 0}):
            page = await tab.result("chat.catch_up", room=people.room, **fields)
            assert [m["state"] for m in page["messages"]] == (["held"] if sees else [])
            assert page["change"] == 1
    react: dict[str, Any] = {"room": people.room, "message": sent["id"], "emoji": "👍"}
    assert await nino.refusal("chat.react", **react) == "not_found"
    assert (
        await nino.refusal("chat.send", room=people.room, client_id=new_id(), text="hm", reply_to=sent["id"])
        == "not_found"
    )
    await ada.result("chat.react", **react)
    answer = await grace.send(people.room, "Not here, please.", reply_to=sent["id"])
    assert answer["reply_to"]["text"] == "", "a quote is sent to everybody"
    for tab, sees in ((piotr, True), (ada, True), (grace, True), (nino, False), (gail, False)):
        await tab.heard("chat.sent", room=people.room, message=answer)
        assert len(tab.ever_heard("chat.reacted")) == (1 if sees else 0)


async def test_a_page_costs_the_same_however_long_it_is(
    server: Server, ada: Tab, people: People, database: Database
) -> None:
    for n in range(3):
        sent = await ada.send(people.room, f"first {n}")
        await ada.result("chat.react", room=people.room, message=sent["id"], emoji="👍")
    statements: list[str] = []

    def count(_: Any, __: Any, statement: str, *___: Any) -> None:
        # What the room's background work asks meanwhile runs in contexts of its own.
        if reading.get():
            statements.append(statement)

    event.listen(database.engine.sync_engine, "before_cursor_execute", count)
    standing = (await server.caller(ada, people.room)).here
    reading.set(True)
    await history.newest(server.site, standing, people.room)
    short = len(statements)
    await write_many(database, people.room, people.ada, 47)
    statements.clear()
    await history.newest(server.site, standing, people.room)
    assert 1 <= len(statements) <= short <= 5


async def test_a_jump_shows_what_stands_around_a_message_or_a_date(
    ada: Tab, people: People, database: Database
) -> None:
    await write_many(database, people.room, people.grace, 30)
    today = await ada.send(people.room, "today")
    window = await ada.result("chat.around", room=people.room, seq=15, limit=6)
    assert [message["seq"] for message in window["messages"]] == [12, 13, 14, 15, 16, 17]
    assert (window["has_older"], window["has_newer"]) == (True, True)
    window = await ada.result("chat.around", room=people.room, at=today["created_at"], limit=6)
    assert [message["seq"] for message in window["messages"]] == [28, 29, 30, 31]
    assert (window["has_older"], window["has_newer"]) == (True, False)
    window = await ada.result("chat.around", room=people.room, at="2100-01-01T00:00:00Z", limit=6)
    assert [message["seq"] for message in window["messages"]] == [29, 30, 31]
    window = await ada.result("chat.newer", room=people.room, after=28, limit=2)
    assert [message["seq"] for message in window["messages"]] == [29, 30]
    assert window["has_newer"]
    assert not (await ada.result("chat.newer", room=people.room, after=29, limit=2))["has_newer"]


async def test_a_jump_shows_no_more_than_one_may_read(
    server: Server, ada: Tab, piotr: Tab, people: People, database: Database
) -> None:
    await write_many(database, people.room, people.ada, 3)
    async with database.write() as db:
        await db.execute(update(ChatMessage).where(ChatMessage.seq == 2).values(state=MessageState.HELD))
    for asked in ({"seq": 2}, {"at": "2020-01-01T00:00:00Z"}):
        window = await piotr.result("chat.around", room=people.room, **asked)
        assert [message["seq"] for message in window["messages"]] == [1, 3]
    assert len((await ada.result("chat.newer", room=people.room, after=0))["messages"]) == 3
    eve = await server.tab(people.eve)
    assert await eve.refusal("chat.around", room=people.room, seq=1) == "not_found"


@pytest.mark.proves("R-202")
async def test_a_page_says_where_the_history_begins_now(ada: Tab, people: People, database: Database) -> None:
    await write_many(database, people.room, people.grace, 3, expires_at=clock.now() + timedelta(hours=1))
    kept = await ada.send(people.room, "kept")
    assert (await ada.result("chat.catch_up", room=people.room))["first_seq"] == 1
    with clock.frozen(clock.now() + timedelta(hours=2)):
        for purged in (0, 3):
            page = await ada.result("chat.catch_up", room=people.room)
            assert (page["messages"], page["first_seq"]) == ([kept], 4), f"whether or not a purge has come: {purged}"
            assert await purge(database) == 3 - purged
    with clock.frozen(datetime.fromisoformat(kept["expires_at"])):
        assert (await ada.result("chat.catch_up", room=people.room))["first_seq"] == 5
