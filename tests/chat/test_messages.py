"""Writing, editing, deleting, reacting: what everybody sees, and what is refused."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from server.chat.models import ChatMessage, ChatMute, ChatRoom
from server.core import clock
from server.core.database import Database, new_id
from server.core.models import AuditLine, Space
from server.core.revocation import StandingChanged, announce
from server.rooms.models import Room, RoomState
from tests.people import People
from tests.tabs import Server, Tab

pytestmark = pytest.mark.anyio

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.mark.proves("R-200", "R-201")
async def test_a_teacher_and_a_pupil_talk_in_the_chatroom_on_either_bus(server_on_bus: Server, people: People) -> None:
    grace = await server_on_bus.tab(people.grace, people.room)
    piotr = await server_on_bus.tab(people.piotr, people.room)
    sent = await grace.send(people.room, "Cześć! 11.4 °C this morning.")
    heard = (await piotr.heard("chat.sent"))["message"]
    assert heard == sent == (await grace.heard("chat.sent"))["message"]
    assert (heard["seq"], heard["change"], heard["state"]) == (1, 1, "visible")
    assert heard["author"]["name"] == "Grace Nowicka"
    assert heard["author"]["country"] == "PL"
    answer = await piotr.send(people.room, "14.9 here!", reply_to=sent["id"])
    assert answer["reply_to"] == {"id": sent["id"], "seq": 1, "author": sent["author"], "text": sent["text"]}
    assert answer["author"] == {
        "id": str(people.piotr),
        "name": "Piotr Z.",
        "kind": "pupil",
        "school": "School of Gdynia",
        "city": "Gdynia",
        "country": "PL",
    }


async def test_a_retried_message_lands_once_and_is_answered_as_stored(
    ada: Tab, people: People, database: Database
) -> None:
    client_id = new_id()
    first = await ada.send(people.room, "Once", client_id=client_id)
    again = await ada.send(people.room, "Once", client_id=client_id)
    assert again == first
    assert await ada.refusal("chat.send", room=people.room, client_id=client_id, text="Twice") == "client_id_used"
    assert await _count(database) == 1


async def test_the_same_message_sent_twice_at_once_lands_once(
    server: Server, people: People, database: Database
) -> None:
    client_id = new_id()
    tabs = [await server.tab(people.ada, people.room) for _ in range(2)]
    both = await asyncio.gather(*(tab.send(people.room, "Once", client_id=client_id) for tab in tabs))
    assert both[0] == both[1]
    assert await _count(database) == 1


@pytest.mark.parametrize(
    "text",
    [
        "'; DROP TABLE chat_messages; --",
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "  two\n\n  lines, kept as they are\t ",
        "Salam! Bakı 🌊 şəkil 👩🏽‍🚀 مرحبا",
        "x" * 2000,
    ],
)
async def test_texts_are_stored_and_given_back_verbatim(ada: Tab, people: People, text: str) -> None:
    assert (await ada.send(people.room, text))["text"] == text
    page = await ada.result("chat.catch_up", room=people.room)
    assert [message["text"] for message in page["messages"]] == [text]


@pytest.mark.parametrize(
    ("text", "code"),
    [("x" * 2001, "too_long"), ("", "empty_message"), (" \n\u200b\u2060 ", "empty_message"), ("a\x00b", "bad_text")],
)
async def test_texts_that_are_no_messages_are_refused_and_change_nothing(
    ada: Tab, people: People, database: Database, text: str, code: str
) -> None:
    assert await ada.refusal("chat.send", room=people.room, client_id=new_id(), text=text) == code
    assert await _count(database) == 0


async def test_a_message_is_edited_by_its_author_for_fifteen_minutes(ada: Tab, piotr: Tab, people: People) -> None:
    with clock.frozen(NOON):
        sent = await piotr.send(people.room, "ups")
        edit: dict[str, Any] = {"room": people.room, "message": sent["id"]}
        assert await ada.refusal("chat.edit", **edit, text="changed by another") == "not_yours"
        clock.travel(timedelta(minutes=15))
        edited = await piotr.result("chat.edit", **edit, text="oops")
        assert (edited["text"], edited["seq"], edited["change"]) == ("oops", 1, 2)
        assert edited["edited_at"] is not None
        assert (await ada.heard("chat.edited"))["message"] == edited
        clock.travel(timedelta(seconds=1))
        assert await piotr.refusal("chat.edit", **edit, text="too late") == "edit_too_late"


async def test_who_may_delete_what(
    server: Server, ada: Tab, grace: Tab, piotr: Tab, people: People, database: Database
) -> None:
    nino = await server.tab(people.nino, people.room)
    by_ada, by_piotr, by_nino = (
        await ada.send(people.room, "from Ada"),
        await piotr.send(people.room, "from Piotr"),
        await nino.send(people.room, "from Nino"),
    )
    delete: dict[str, Any] = {"room": people.room}
    assert await piotr.refusal("chat.delete", **delete, message=by_ada["id"]) == "not_yours"
    assert await grace.refusal("chat.delete", **delete, message=by_ada["id"]) == "not_yours"
    assert await grace.refusal("chat.delete", **delete, message=by_nino["id"]) == "not_yours"
    stub = await grace.result("chat.delete", **delete, message=by_piotr["id"])
    assert (stub["text"], stub["state"]) == ("", "deleted")
    assert (await nino.heard("chat.deleted"))["message"] == stub
    assert (await nino.result("chat.delete", **delete, message=by_nino["id"]))["state"] == "deleted"
    assert (await ada.result("chat.delete", **delete, message=by_ada["id"]))["state"] == "deleted"
    async with database.read() as db:
        assert set(await db.scalars(select(ChatMessage.body))) == {""}
        lines = (await db.scalars(select(AuditLine).where(AuditLine.action == "chat.delete"))).all()
    assert [(line.actor_id, str(line.target_id)) for line in lines] == [(people.grace, by_piotr["id"])]


async def test_reactions_are_given_once_and_taken_back(ada: Tab, piotr: Tab, people: People) -> None:
    sent = await ada.send(people.room, "Look!")
    give: dict[str, Any] = {"room": people.room, "message": sent["id"], "emoji": "👍🏽"}
    assert (await piotr.result("chat.react", **give))["reactions"] == [{"emoji": "👍🏽", "users": [str(people.piotr)]}]
    again = await piotr.result("chat.react", **give)
    assert again["change"] == 2, "nothing changed the second time"
    assert (await ada.heard("chat.reacted"))["message"] == again
    assert (await piotr.result("chat.react", **give, on=False))["reactions"] == []
    for picture in ("❤️", "👩🏽\u200d🚀", "🇦🇿", "1️⃣"):
        assert (await piotr.result("chat.react", **(give | {"emoji": picture})))["reactions"]
    for no_picture in ("call me", "12", "<b>", "👍 hi", "👍👍", "🅵🆄🅽", "Ⓐ", "🅰️", "🇦", "🇦🇿🇵🇱", "\u200d", "🏽"):
        assert await piotr.refusal("chat.react", **(give | {"emoji": no_picture})) == "bad_emoji"


async def test_a_reply_to_a_message_of_another_room_is_not_found(server: Server, ada: Tab, people: People) -> None:
    eve = await server.tab(people.eve, people.eves_room)
    foreign = await eve.send(people.eves_room, "a secret of the islands")
    fields: dict[str, Any] = {"room": people.room, "client_id": new_id(), "text": "hm"}
    assert await ada.refusal("chat.send", **fields, reply_to=foreign["id"]) == "not_found"
    for kind, more in (("chat.edit", {"text": "x"}), ("chat.delete", {}), ("chat.react", {"emoji": "👍"})):
        assert await ada.refusal(kind, room=people.room, message=foreign["id"], **more) == "not_found"


async def test_only_members_can_be_mentioned(ada: Tab, people: People) -> None:
    sent = await ada.send(people.room, "@Piotr @Eve", mentions=[people.piotr, people.eve, people.piotr])
    assert sent["mentions"] == [str(people.piotr)]


async def test_five_messages_in_ten_seconds_then_one_slows_down(ada: Tab, people: People) -> None:
    with clock.frozen(NOON):
        for n in range(5):
            await ada.send(people.room, f"quick {n}")
        answer = await ada.ask("chat.send", room=people.room, client_id=new_id(), text="too quick")
        assert (answer["code"], answer["params"]) == ("slow_down", {"retry_after": 10})
        clock.travel(timedelta(seconds=10))
        await ada.send(people.room, "calm again")


async def test_the_same_text_is_not_taken_a_third_time(ada: Tab, people: People) -> None:
    await ada.send(people.room, "Hello!")
    await ada.send(people.room, "hello! ")
    assert await ada.refusal("chat.send", room=people.room, client_id=new_id(), text="HELLO!") == "same_text_thrice"
    await ada.send(people.room, "Hello, everybody!")
    await ada.send(people.room, "Hello!")


async def test_slow_mode_slows_pupils_and_not_teachers(
    ada: Tab, piotr: Tab, people: People, database: Database
) -> None:
    await _rule(database, people, slow_mode_s=30)
    with clock.frozen(NOON):
        await piotr.send(people.room, "one")
        await ada.send(people.room, "one")
        await ada.send(people.room, "two")
        clock.travel(timedelta(seconds=20))
        answer = await piotr.ask("chat.send", room=people.room, client_id=new_id(), text="two")
        assert (answer["code"], answer["params"]) == ("slow_mode", {"retry_after": 10})
        clock.travel(timedelta(seconds=10))
        await piotr.send(people.room, "two")


async def test_pupils_write_within_the_hours_of_where_they_live(
    ada: Tab, piotr: Tab, people: People, database: Database
) -> None:
    await _rule(database, people, hours={"opens": "07:00", "closes": "21:00"})
    with clock.frozen(datetime(2026, 11, 20, 20, 30, tzinfo=UTC)):
        answer = await piotr.ask("chat.send", room=people.room, client_id=new_id(), text="late")
        assert (answer["code"], answer["params"]) == ("outside_hours", {"opens": "07:00", "closes": "21:00"})
        await ada.send(people.room, "Good night!")
    with clock.frozen(datetime(2026, 11, 20, 19, 30, tzinfo=UTC)):
        await piotr.send(people.room, "in time")


@pytest.mark.parametrize(
    ("state", "code"), [(RoomState.PAUSED, "room_paused"), (RoomState.READ_ONLY, "room_read_only")]
)
async def test_a_paused_or_closed_room_takes_nothing_from_pupils(
    ada: Tab, piotr: Tab, people: People, database: Database, state: RoomState, code: str
) -> None:
    before = await piotr.send(people.room, "before")
    async with database.write() as db:
        await db.execute(update(Room).where(Room.id == people.room).values(state=state))
    assert await piotr.refusal("chat.send", room=people.room, client_id=new_id(), text="hm") == code
    assert await piotr.refusal("chat.edit", room=people.room, message=before["id"], text="hm") == code
    assert await piotr.refusal("chat.react", room=people.room, message=before["id"], emoji="👍") == code
    page = await piotr.result("chat.catch_up", room=people.room)
    assert [message["text"] for message in page["messages"]] == ["before"]


async def test_a_muted_pupil_reads_and_is_silent(ada: Tab, piotr: Tab, people: People, database: Database) -> None:
    async with database.write() as db:
        db.add(ChatMute(room_id=people.room, user_id=people.piotr, muted_by=people.ada))
    assert await piotr.refusal("chat.send", room=people.room, client_id=new_id(), text="hm") == "muted"
    await piotr.result("chat.typing", room=people.room)
    sent = await ada.send(people.room, "Let us think about it.")
    assert (await piotr.heard("chat.sent"))["message"]["id"] == sent["id"]
    assert not ada.ever_heard("chat.typing_now"), "typing of a muted pupil is not told"


async def test_where_only_teachers_write_pupils_are_told_so(piotr: Tab, people: People, database: Database) -> None:
    await _rule(database, people, pupils_can_write=False)
    assert await piotr.refusal("chat.send", room=people.room, client_id=new_id(), text="hm") == "pupils_cannot_write"


async def test_the_switch_of_the_space_closes_the_chatroom_to_pupils_at_once(
    server: Server, ada: Tab, piotr: Tab, people: People, database: Database
) -> None:
    async with database.write() as db:
        await db.execute(update(Space).where(Space.id == people.space).values(flags={"pupils_in_chat": False}))
    await announce(server.site.bus, StandingChanged(space=people.space))
    assert (await piotr.heard("room.closed"))["reason"] == "revoked"
    assert await piotr.refusal("chat.send", room=people.room, client_id=new_id(), text="hm") == "forbidden"
    assert await piotr.refusal("chat.catch_up", room=people.room) == "forbidden"


async def test_typing_is_told_at_most_every_three_seconds(ada: Tab, piotr: Tab, people: People) -> None:
    for _ in range(3):
        await piotr.result("chat.typing", room=people.room)
    await piotr.send(people.room, "done")
    await ada.heard("chat.sent")
    told = ada.ever_heard("chat.typing_now")
    assert [(frame["user"], frame["name"]) for frame in told] == [(str(people.piotr), "Piotr Z.")]


async def test_reading_is_marked_in_every_tab_and_never_goes_back(server: Server, ada: Tab, people: People) -> None:
    other_tab = await server.tab(people.ada)
    for text in ("one", "two"):
        await ada.send(people.room, text)
    await ada.result("chat.read", room=people.room, seq=2)
    assert (await other_tab.heard("chat.read_marked"))["seq"] == 2
    await ada.result("chat.read", room=people.room, seq=1)
    assert (await ada.result("chat.catch_up", room=people.room))["read_seq"] == 2


async def test_one_must_enter_a_room_before_anything_else(server: Server, people: People, database: Database) -> None:
    outside = await server.tab(people.ada)
    for kind, more in (
        ("chat.send", {"client_id": new_id(), "text": "hm"}),
        ("chat.catch_up", {}),
        ("chat.history", {"before": 10}),
        ("chat.typing", {}),
        ("chat.read", {"seq": 1}),
        ("chat.react", {"message": new_id(), "emoji": "👍"}),
    ):
        assert await outside.refusal(kind, room=people.room, **more) == "not_in_room"
    assert await _count(database) == 0


async def test_concurrent_writers_number_without_holes(server: Server, people: People, database: Database) -> None:
    tabs = [await server.tab(user, people.room) for user in (people.ada, people.grace, people.piotr, people.nino)]
    await asyncio.gather(*(tab.send(people.room, f"{tab.user} {n}") for tab in tabs for n in range(5)))
    async with database.read() as db:
        rows = (await db.execute(select(ChatMessage.seq, ChatMessage.change).order_by(ChatMessage.seq))).all()
    assert list(rows) == [(n, n) for n in range(1, 21)]
    for tab in tabs:
        for _ in range(20 - len(tab.ever_heard("chat.sent"))):
            await tab.heard("chat.sent", room=people.room)
        assert [frame["message"]["seq"] for frame in tab.ever_heard("chat.sent")] == list(range(1, 21))


async def _count(database: Database) -> int:
    async with database.read() as db:
        return await db.scalar(select(func.count(ChatMessage.id))) or 0


async def _rule(database: Database, people: People, **rules: Any) -> None:
    async with database.write() as db:
        await db.execute(update(ChatRoom).where(ChatRoom.room_id == people.room).values(**rules))
