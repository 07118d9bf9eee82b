"""Leaving soon, save to the project? Teachers hear of it in time, and what they keep outlives the chatroom."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from campus.pages.notices import PurgeNotices
from server.app import make_site
from server.chat.models import ChatMessage, MessageState
from server.chat.retention import purge
from server.core import clock
from server.core.database import Database, new_id
from server.core.models import AuditLine, Notification, User, UserStatus
from server.core.settings import Settings
from tests.campus.conftest import Enter
from tests.live import Client
from tests.people import People
from tests.uploads import folder, picture
from tests.uploads import sent as sent_material
from tests.writing import write_many

pytestmark = pytest.mark.anyio


async def write(client: Client, people: People, text: str, **more: Any) -> dict[str, Any]:
    body = {"client_id": str(new_id()), "text": text, **more}
    answer = await client.http.post(f"/api/rooms/{people.room}/messages", json=body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


@pytest.mark.proves("R-202")
async def test_a_kept_message_outlives_the_chatroom_with_its_authors_name_as_rooms_show_it(
    enter: Enter, people: People, database: Database
) -> None:
    ada, piotr = await enter("ada"), await enter("piotr")
    sent = await write(piotr, people, "The tide was 14 cm higher than last week.\nSee the chart.")
    url = f"/api/rooms/{people.room}/kept"
    answer = await ada.http.post(url, json={"message": sent["id"]})
    assert answer.status_code == 201, answer.text
    kept = answer.json()
    assert (kept["author"]["name"], kept["author"]["country"]) == ("Piotr Z.", "PL")
    assert kept["title"] == "The tide was 14 cm higher than last week. See the chart."
    assert (await ada.http.post(url, json={"message": sent["id"], "title": "again"})).json() == kept, "once"
    with clock.frozen(datetime.fromisoformat(sent["expires_at"])):
        assert await purge(database) == 1
    (text,) = (await piotr.http.get(f"/api/spaces/{people.space}/kept")).json()["texts"]
    assert (text["text"], text["may_delete"]) == (sent["text"], False)
    async with database.read() as db:
        line = (await db.scalars(select(AuditLine).where(AuditLine.action == "page.keep"))).one()
    assert (line.actor_id, line.data) == (people.ada, {"message": sent["id"]}), "and no text"
    assert (await ada.http.delete(f"/api/spaces/{people.space}/kept/{kept['id']}")).status_code == 200
    assert (await ada.http.get(f"/api/spaces/{people.space}/kept")).json()["texts"] == []


async def test_a_kept_message_goes_on_linking_what_is_there(enter: Enter, people: People) -> None:
    ada = await enter("ada")
    chart = await sent_material(ada, people, picture(), folder=await folder(ada, people, "images"), title="Week 5")
    sent = await write(ada, people, "The chart of week 5", material=chart["id"])
    kept = await ada.http.post(f"/api/rooms/{people.room}/kept", json={"message": sent["id"]})
    assert kept.json()["material"] == sent["preview"]
    page, materials = f"/api/spaces/{people.space}/kept", f"/api/spaces/{people.space}/materials"
    assert (await ada.http.delete(f"{materials}/{chart['id']}")).status_code == 200
    (text,) = (await ada.http.get(page)).json()["texts"]
    assert (text["text"], text["material"]) == ("The chart of week 5", None)


async def test_who_may_keep_see_and_delete(enter: Enter, people: People, database: Database) -> None:
    ada, grace, piotr, eve = await enter("ada"), await enter("grace"), await enter("piotr"), await enter("eve")
    sent = await write(piotr, people, "to be kept")
    url, body = f"/api/rooms/{people.room}/kept", {"message": sent["id"]}
    assert (await piotr.http.post(url, json=body)).status_code == 403
    assert (await piotr.http.get(f"/api/rooms/{people.room}/leaving")).status_code == 403
    for method, path in (("POST", url), ("GET", f"/api/spaces/{people.space}/kept")):
        assert (await eve.http.request(method, path, json=body if method == "POST" else None)).status_code == 404
    kept = (await ada.http.post(url, json=body)).json()
    page = f"/api/spaces/{people.space}/kept"
    assert (await grace.http.delete(f"{page}/{kept['id']}")).status_code == 403, "another teacher's"
    assert (await piotr.http.delete(f"{page}/{kept['id']}")).status_code == 403
    elsewhere = f"/api/spaces/{people.eves_space}/kept/{kept['id']}"
    assert (await eve.http.delete(elsewhere)).status_code == 404, "not through another space"
    hers = (await grace.http.post(url, json={"message": (await write(grace, people, "hers"))["id"]})).json()
    assert (await grace.http.delete(f"{page}/{hers['id']}")).status_code == 200
    async with database.write() as db:
        gone = update(User).where(User.id == people.piotr).values(status=UserStatus.ERASED, password_hash=None)
        await db.execute(gone)
    (text,) = (await ada.http.get(page)).json()["texts"]
    assert text["author"]["name"] in ("—", "Piotr Z."), "the name goes with the account, at the latest in a minute"


async def test_only_what_everybody_may_read_can_be_kept(enter: Enter, people: People, database: Database) -> None:
    ada = await enter("ada")
    url = f"/api/rooms/{people.room}/kept"
    held, deleted = await write(ada, people, "held"), await write(ada, people, "deleted")
    async with database.write() as db:
        for sent, state in ((held, MessageState.HELD), (deleted, MessageState.DELETED)):
            await db.execute(update(ChatMessage).where(ChatMessage.seq == sent["seq"]).values(state=state))
    for message in (held["id"], deleted["id"], str(new_id())):
        assert (await ada.http.post(url, json={"message": message})).json()["code"] == "not_found"


async def test_a_teacher_sees_what_leaves_within_two_weeks(enter: Enter, people: People, database: Database) -> None:
    grace = await enter("grace")
    now = clock.now()
    for days, number in ((-1, 1), (3, 2), (13, 1), (15, 4)):
        await write_many(database, people.room, people.ada, number, now + timedelta(days=days))
    url = f"/api/rooms/{people.room}/leaving"
    found = (await grace.http.get(url)).json()
    assert ([message["seq"] for message in found["messages"]], found["number"]) == ([2, 3, 4], 3)
    first = found["messages"][0]["id"]
    await grace.http.post(f"/api/rooms/{people.room}/kept", json={"message": first})
    assert (await grace.http.get(url)).json()["kept"] == [first]


@pytest.mark.proves("R-202")
async def test_a_rooms_teachers_are_told_a_week_before_much_leaves_and_once_a_month(
    people: People, database: Database, database_url: str, tmp_path: Path
) -> None:
    now = clock.now().replace(day=3)
    with clock.frozen(now):
        await write_many(database, people.room, people.ada, 9, now + timedelta(days=6))
        await write_many(database, people.room, people.ada, 5, now + timedelta(days=8))
        site = make_site(Settings(database_url=database_url, data_dir=tmp_path, secret_key="a secret of this test"))
        notices = site.part(PurgeNotices)
        try:
            await notices.look()
            assert await rung(database) == [], "nine are not worth a bell"
            clock.travel(timedelta(days=1))
            await notices.look()
            await notices.look()
            assert sorted(await rung(database)) == sorted([people.ada, people.grace]), "teachers, once"
            async with database.read() as db:
                params = (await db.scalars(select(Notification.params))).first()
            assert params == {
                "number": 14,
                "space": "Rivers and seas",
                "slug": people.slug,
                "leaves_at": (now + timedelta(days=6)).isoformat(),
            }
            clock.travel(timedelta(days=30))
            await write_many(database, people.room, people.ada, 10, clock.now() + timedelta(days=2))
            await notices.look()
            assert len(await rung(database)) == 4, "and again in another month"
        finally:
            await site.database.close()


async def rung(database: Database) -> list[Any]:
    async with database.read() as db:
        query = select(Notification.user_id).where(Notification.code == "chat.purge_notice")
        assert await db.scalar(select(func.count()).select_from(Notification)) == len((await db.scalars(query)).all())
        return list((await db.scalars(query)).all())
