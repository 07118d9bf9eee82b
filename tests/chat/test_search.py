"""Finding what was written, in every script; and never what one may not read, nor what is gone."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text, update

from server.chat.models import ChatMessage, MessageState
from server.chat.retention import purge
from server.chat.search import SEARCHES
from server.chat.words import stray_words, words_of
from server.core import clock
from server.core.database import Database, new_id
from server.core.ratelimit import RateLimits
from server.core.retention import truncate_log
from server.rooms.models import Room, RoomKind
from tests.chatroom import entered
from tests.people import People
from tests.tabs import Server, Tab

pytestmark = pytest.mark.anyio

SAID = {
    "Salam, Ləman! Bakıda külək çox güclüdür.": ["ləman", "LEMAN", "baki", "Bakıda", "kulek gucludur", "GÜCLÜ"],
    "İstanbul'da ILIK bir gün, ısı 14.9°": ["istanbul", "ılık", "ilik", "isi", "14"],
    "გამარჯობა, ზღვა მშვიდია": ["გამარჯობა", "ზღვ"],
    "Բարև Ձեզ, ինչպե՞ս եք և ուր": ["բարեւ", "ԲԱՐԵՎ", "ինչպես", "Եվ"],
    "Сьогодні їжак знайшов ґанок; ещё ёлка": ["іжак", "ґанок", "ганок", "елка", "ЁЛКА"],
    "مَرْحَبًا بِكُم في تونس، الأمواج عالية": ["مرحبا", "تونس", "الامواج", "عاليه"],
    "Καλημέρα, η θάλασσα είναι ΗΣΥΧΗ σήμερα ς": ["καλημερα", "θαλασσα", "ησυχη", "ΣΗΜΕΡΑ"],
    "Zażółć gęślą jaźń, część łódki": ["zazolc", "GESLA", "lodki", "łódki"],
    "東京の海は静かです": ["東京", "海"],
    "שלום לים": ["שלום"],
}


async def found(tab: Tab, room: Any, words: str = "", **narrowed: Any) -> list[str]:
    page = await tab.result("chat.search", room=room, words=words, **narrowed)
    return [message["text"] for message in page["messages"]]


async def said(tab: Tab, room: Any, *texts: str) -> list[Any]:
    """One after the other, a minute apart: nobody writes faster than they may."""
    sent: list[Any] = []
    for number, one in enumerate(texts):
        with clock.frozen(clock.now() + timedelta(minutes=number - len(texts))):
            sent.append(await tab.send(room, one))
    return sent


async def test_words_are_found_in_every_script_without_accents_and_case(
    server: Server, ada: Tab, piotr: Tab, people: People
) -> None:
    await said(ada, people.room, *SAID)
    for sentence, asked in SAID.items():
        await server.site.part(RateLimits).forget(SEARCHES, str(piotr.user))
        for words in asked:
            assert await found(piotr, people.room, words) == [sentence], words
    assert await found(piotr, people.room, "leman istanbul") == [], "every word must be there"
    assert await found(piotr, people.room, "l") == [], "one letter is no beginning"


async def test_what_somebody_types_is_never_read_as_a_language_of_queries(ada: Tab, people: People) -> None:
    await ada.send(people.room, "not near and or a column")
    for words in ('" OR "', "a* NOT b", "words:x", "x & !y", "':*", "(", "NEAR(a b)", "-column", "'; DROP TABLE x;"):
        assert isinstance(await found(ada, people.room, words + " column"), list)
    assert await found(ada, people.room, "-column!") == ["not near and or a column"]
    assert await ada.refusal("chat.search", room=people.room, words=" *** ") == "search_empty"


async def test_one_finds_what_one_may_read_and_nothing_else(
    server: Server, ada: Tab, piotr: Tab, people: People, database: Database
) -> None:
    mine, held, gone = await said(ada, people.room, "herring one", "herring two", "herring three")
    theirs = await piotr.send(people.room, "herring of Piotr")
    async with database.write() as db:
        for message in (held, theirs):
            state = update(ChatMessage).where(ChatMessage.seq == message["seq"]).values(state=MessageState.HELD)
            await db.execute(state)
    await ada.result("chat.delete", room=people.room, message=gone["id"])
    assert await found(piotr, people.room, "herring") == ["herring of Piotr", "herring one"]
    assert await found(ada, people.room, "herring") == ["herring of Piotr", "herring two", "herring one"]
    eve = await server.tab(people.eve)
    assert await eve.refusal("chat.search", room=people.room, words="herring") == "not_found"
    outside = await server.tab(people.grace)
    assert await outside.refusal("chat.search", room=people.room, words="herring") == "not_in_room"
    with clock.frozen(datetime.fromisoformat(mine["expires_at"])):
        assert "herring one" not in await found(ada, people.room, "herring"), "past its time, purged or not"


async def test_a_search_can_be_narrowed_by_author_and_by_date(ada: Tab, piotr: Tab, people: People) -> None:
    old, new = await said(ada, people.room, "the tide is high", "the tide is low")
    await piotr.send(people.room, "which tide?")
    assert await found(ada, people.room, "tide", author=people.piotr) == ["which tide?"]
    assert await found(ada, people.room, author=people.piotr) == ["which tide?"]
    between = {"since": old["created_at"], "until": new["created_at"]}
    assert await found(ada, people.room, "tide", **between) == ["the tide is high"]


async def test_words_follow_an_edit_and_go_with_a_deletion(ada: Tab, people: People, database: Database) -> None:
    sent = await ada.send(people.room, "column C is ready")
    on = {"room": people.room, "message": sent["id"]}
    await ada.result("chat.edit", **on, text="column D is ready")
    await ada.result("chat.react", **on, emoji="👍")
    assert await found(ada, people.room, "column D") == ["column D is ready"]
    assert await found(ada, people.room, "column C") == []
    await ada.result("chat.delete", **on)
    assert await found(ada, people.room, "column") == []
    assert await stray_words(database) == 0


async def test_more_is_found_page_by_page(ada: Tab, people: People) -> None:
    await said(ada, people.room, *(f"wave {number}" for number in range(25)))
    first = await ada.result("chat.search", room=people.room, words="wave")
    assert (len(first["messages"]), first["older"]) == (20, True)
    second = await ada.result("chat.search", room=people.room, words="wave", before=first["messages"][-1]["id"])
    texts = [message["text"] for message in first["messages"] + second["messages"]]
    assert (texts, second["older"]) == ([f"wave {number}" for number in reversed(range(25))], False)


async def test_nobody_searches_without_end(ada: Tab, people: People) -> None:
    with clock.frozen(clock.now()):
        for _ in range(15):
            assert await found(ada, people.room, "x") == []
        assert await ada.refusal("chat.search", room=people.room, words="x") == "too_many_tries"


@pytest.mark.proves("R-202")
async def test_the_words_go_with_the_purge_and_the_proof_counts_them(
    ada: Tab, people: People, database: Database
) -> None:
    old, new = await said(ada, people.room, "a purged canary", "a living canary")
    with clock.frozen(datetime.fromisoformat(old["expires_at"])):
        assert await purge(database) == 1
        assert await found(ada, people.room, "canary") == ["a living canary"]
    assert await _words(database) == 1
    async with database.write() as db:
        # As by somebody who changes the table behind the writer's back.
        await db.execute(update(ChatMessage).where(ChatMessage.seq == new["seq"]).values(state=MessageState.DELETED))
    assert await stray_words(database) == 1


@pytest.mark.proves("R-202")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_purged_word_is_nowhere_in_the_files_of_sqlite(ada: Tab, people: People, database: Database) -> None:
    first, *_ = await said(ada, people.room, "canary7b1e one", *(f"other words {number}" for number in range(12)))
    second = await ada.send(people.room, "canary9c2f")
    await ada.result("chat.edit", room=people.room, message=second["id"], text="canary5d3a")
    assert first["seq"] == 1
    with clock.frozen(datetime.fromisoformat(second["expires_at"]) + timedelta(seconds=1)):
        await purge(database)
    assert await truncate_log(database)
    assert database.url.database
    for path in Path(database.url.database).parent.glob("twinspace.db*"):
        content = path.read_bytes()
        for canary in (b"canary7b1e", b"canary9c2f", b"canary5d3a"):
            assert canary not in content, path.name


async def test_a_room_that_is_deleted_takes_its_words_along(ada: Tab, people: People, database: Database) -> None:
    await ada.send(people.room, "soon gone")
    async with database.write() as db:
        await db.delete((await db.scalars(select(Room).where(Room.id == people.room))).one())
    assert await _words(database) == 0


async def test_all_rooms_of_a_space_are_searched_over_http(base: str, people: People, database: Database) -> None:
    async with database.write() as db:
        extra = Room(id=new_id(), space_id=people.space, title="Biology")
        lesson = Room(id=new_id(), space_id=people.space, kind=RoomKind.CONFERENCE, title="Live Event")
        db.add_all([extra, lesson])
    ada, eve = await entered(base, "ada"), await entered(base, "eve")
    for room, words in ((people.room, "a heron here"), (extra.id, "Heron there")):
        body = {"client_id": str(new_id()), "text": words}
        assert (await ada.http.post(f"/api/rooms/{room}/messages", json=body)).status_code == 201
    url = f"/api/spaces/{people.space}/search"
    answer = (await ada.http.get(url, params={"words": "heron"})).json()
    assert [(one["room"], one["text"]) for one in answer["messages"]] == [
        (str(extra.id), "Heron there"),
        (str(people.room), "a heron here"),
    ]
    assert (await eve.http.get(url, params={"words": "heron"})).status_code == 404
    for query in ({"author": "nobody"}, {"since": "yesterday"}, {"words": "x" * 300}):
        assert (await ada.http.get(url, params=query)).json()["code"] == "bad_query"
    for client in (ada, eve):
        await client.close()


async def _words(database: Database) -> int:
    async with database.read() as db:
        if database.is_sqlite:
            return await db.scalar(text("SELECT count(*) FROM chat_words")) or 0
        return await db.scalar(text("SELECT count(*) FROM chat_messages WHERE search IS NOT NULL")) or 0


def test_words_are_cut_the_same_everywhere() -> None:
    assert words_of("Straße ﬁn 14.9 °C, don't_stop") == ["strasse", "fin", "14", "9", "c", "don", "t", "stop"]
    assert words_of("می‌خواهم کتاب") == ["ميخواهم", "كتاب"]
