"""Whoever wrote a message and has left the room hears by the bell that it waits, and that everybody may read it."""

from __future__ import annotations

from typing import Any

import pytest

from server.notifications.bell import Bell
from tests.live import Client
from tests.moderation.reporting import write
from tests.notifications.conftest import Bells, behind
from tests.people import People

pytestmark = pytest.mark.anyio

PHONE = "My number is 055 123 45 67"


async def inside(bells: Bells, name: str) -> Client:
    client = await bells.client(name)
    await client.result("room.join", room=str(bells.people.room))
    return client


async def decided(bells: Bells, client: Client, verb: str, message: dict[str, Any]) -> dict[str, Any]:
    """Decide about one message, and wait until everybody's bell has rung."""
    path = f"/api/rooms/{bells.people.room}/messages/{message['id']}/{verb}"
    answer = await client.http.post(path, json={"change": message["change"]})
    assert answer.status_code == 200, answer.text
    await bells.site.part(Bell).settled()
    return answer.json()


async def rung(client: Client) -> list[str]:
    """Newest first."""
    return [one["code"] for one in (await behind(client))["notifications"]]


async def test_a_pupil_in_the_room_sees_there_what_becomes_of_a_message(bells: Bells, people: People) -> None:
    grace, piotr = await bells.client("grace"), await inside(bells, "piotr")
    message = await write(piotr, people, PHONE)
    shown = await decided(bells, grace, "approve", message)
    await decided(bells, grace, "hold", shown)
    assert await rung(piotr) == []


async def test_a_pupil_who_has_left_hears_that_a_message_waits_and_that_it_was_let_through(
    bells: Bells, people: People
) -> None:
    grace, piotr = await bells.client("grace"), await inside(bells, "piotr")
    message = await write(piotr, people, "See you at the river")
    await piotr.result("room.leave", room=str(people.room))
    held = await decided(bells, grace, "hold", message)
    assert await rung(piotr) == ["chat.waits"]
    shown = await decided(bells, grace, "approve", held)
    assert await rung(piotr) == ["chat.approved", "chat.waits"]
    told = (await behind(piotr))["notifications"][0]
    assert (told["target_type"], told["target_id"]) == ("room", str(people.room))
    assert told["params"] == {"space": "Rivers and seas", "slug": people.slug}
    await piotr.http.post("/api/notifications/read", json={"all": True})
    await decided(bells, grace, "approve", shown)
    assert (await behind(piotr))["unread"] == 0, "it was let through before"


async def test_several_that_are_let_through_at_once_ring_one_bell(bells: Bells, people: People) -> None:
    grace, piotr = await bells.client("grace"), await inside(bells, "piotr")
    held = [await write(piotr, people, f"{PHONE} {place}") for place in range(3)]
    await piotr.result("room.leave", room=str(people.room))
    body = {"act": "approve", "messages": [{"id": one["id"], "change": one["change"]} for one in held]}
    answer = await grace.http.post(f"/api/rooms/{people.room}/decisions", json=body)
    assert len(answer.json()["messages"]) == 3
    await bells.site.part(Bell).settled()
    assert await rung(piotr) == ["chat.approved"]
