"""The same chat over HTTP, through a whole server: what a program or a page without a socket does."""

from __future__ import annotations

import pytest

from server.core.database import Database, new_id
from server.rooms.models import Room, RoomKind
from tests.chatroom import entered
from tests.people import People

pytestmark = pytest.mark.anyio


@pytest.mark.proves("R-200")
async def test_a_message_by_post_is_heard_on_the_socket_and_read_by_get(base: str, people: People) -> None:
    ada, piotr = await entered(base, "ada"), await entered(base, "piotr", people.slug)
    await piotr.connect()
    await piotr.result("room.join", room=str(people.room))
    url = f"/api/rooms/{people.room}/messages"
    body = {"client_id": str(new_id()), "text": "<b>Salam!</b> 🌊"}
    sent = await ada.http.post(url, json=body)
    assert sent.status_code == 201
    assert (await piotr.heard("chat.sent"))["message"] == sent.json()
    assert (await ada.http.post(url, json=body)).json() == sent.json()
    page = (await piotr.http.get(url)).json()
    assert (page["messages"], page["change"], page["has_older"]) == ([sent.json()], 1, False)
    assert (await piotr.http.get(url, params={"after": 1})).json()["messages"] == []
    assert (await piotr.http.get(url, params={"before": 1})).json()["messages"] == []
    rooms = (await piotr.http.get(f"/api/spaces/{people.space}/rooms")).json()["rooms"]
    assert rooms == [
        {
            "room": str(people.room),
            "title": "Everybody",
            "is_default": True,
            "state": "open",
            "unread": 1,
            "people_here": 1,
            "teachers_here": 0,
        }
    ]
    await piotr.result("chat.read", room=str(people.room), seq=1)
    rooms = (await piotr.http.get(f"/api/spaces/{people.space}/rooms")).json()["rooms"]
    assert rooms[0]["unread"] == 0
    for client in (ada, piotr):
        await client.close()


async def test_what_is_refused_over_http(base: str, people: People, database: Database) -> None:
    ada, eve = await entered(base, "ada"), await entered(base, "eve")
    url = f"/api/rooms/{people.room}/messages"
    body = {"client_id": str(new_id()), "text": "hm"}
    for method, path in (("GET", url), ("POST", url), ("GET", f"/api/spaces/{people.space}/rooms")):
        answer = await eve.http.request(method, path, json=body if method == "POST" else None)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    for query in ({"before": "x"}, {"after": "-1"}, {"before": "5", "limit": "1000"}, {"after": "9" * 30}):
        answer = await ada.http.get(url, params=query)
        assert (answer.status_code, answer.json()["code"]) == (422, "bad_number")
    async with database.write() as db:
        room = Room(id=new_id(), space_id=people.space, kind=RoomKind.CONFERENCE, title="Live Event")
        db.add(room)
    for method in ("GET", "POST"):
        answer = await ada.http.request(
            method, f"/api/rooms/{room.id}/messages", json=body if method == "POST" else None
        )
        assert answer.json()["code"] == "enter_conference"
    for client in (ada, eve):
        await client.close()
