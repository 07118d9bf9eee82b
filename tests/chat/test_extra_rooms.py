"""Extra chatrooms: founders open, rename and archive them; everybody of the space sees at once what changed."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from server.core.database import Database, new_id
from server.core.models import AuditLine
from tests.chatroom import entered
from tests.people import People

pytestmark = pytest.mark.anyio


async def test_a_founder_opens_renames_and_archives_a_room(base: str, people: People, database: Database) -> None:
    ada, piotr = await entered(base, "ada"), await entered(base, "piotr", people.slug)
    await piotr.connect()
    await piotr.result("space.follow", space=str(people.space))
    rooms = f"/api/spaces/{people.space}/rooms"
    answer = await ada.http.post(rooms, json={"title": "  Biology   group "})
    assert (answer.status_code, answer.json()["title"]) == (201, "Biology group")
    room = answer.json()["room"]
    await piotr.heard("space.news", room=room)
    assert [one["title"] for one in (await piotr.http.get(rooms)).json()["rooms"]] == ["Everybody", "Biology group"]
    await piotr.result("room.join", room=room)
    await piotr.result("chat.send", room=room, client_id=str(new_id()), text="first")
    await ada.http.patch(f"/api/rooms/{room}", json={"title": "Biology"})
    assert (await piotr.heard("room.changed"))["title"] == "Biology"
    assert (await ada.http.patch(f"/api/rooms/{room}", json={"archived": True})).json()["state"] == "read_only"
    assert (await piotr.heard("room.changed"))["state"] == "read_only"
    assert await piotr.refusal("chat.send", room=room, client_id=str(new_id()), text="no more") == "room_read_only"
    assert len((await piotr.result("chat.catch_up", room=room))["messages"]) == 1, "it can still be read"
    await ada.http.patch(f"/api/rooms/{room}", json={"archived": False})
    await piotr.result("chat.send", room=room, client_id=str(new_id()), text="again")
    async with database.read() as db:
        lines = (await db.scalars(select(AuditLine.action).where(AuditLine.target_type == "room"))).all()
    assert sorted(lines) == ["room.archive", "room.create", "room.rename", "room.reopen"]
    for client in (ada, piotr):
        await client.close()


async def test_nobody_else_may_and_some_titles_are_none(base: str, people: People) -> None:
    rooms = f"/api/spaces/{people.space}/rooms"
    for name, slug, status in (
        ("grace", None, 403),
        ("nino", people.slug, 403),
        ("gail", None, 403),
        ("eve", None, 404),
    ):
        client = await entered(base, name, slug)
        assert (await client.http.post(rooms, json={"title": "Ours"})).status_code == status, name
        changed = await client.http.patch(f"/api/rooms/{people.room}", json={"title": "Ours"})
        assert changed.status_code == status, name
        await client.close()
    ada = await entered(base, "ada")
    for title, code in ((" ", "title_missing"), ("x" * 81, "title_too_long"), ("EVERYBODY", "title_taken")):
        assert (await ada.http.post(rooms, json={"title": title})).json()["code"] == code
    answer = await ada.http.patch(f"/api/rooms/{people.room}", json={"archived": True})
    assert answer.json()["code"] == "default_room"
    for number in range(19):
        assert (await ada.http.post(rooms, json={"title": f"Room {number}"})).status_code == 201
    assert (await ada.http.post(rooms, json={"title": "One more"})).json()["code"] == "too_many_rooms"
    await ada.close()
