"""A mention rings the bell of those who are not in the room to see it, and of nobody else."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from server.notifications.bell import Bell
from tests.live import Client
from tests.notifications.conftest import Bells, behind, read
from tests.people import People

pytestmark = pytest.mark.anyio


async def write(client: Client, people: People, text: str, *mentions: Any, **fields: Any) -> dict[str, Any]:
    body = {"client_id": str(uuid4()), "text": text, "mentions": [str(user) for user in mentions]} | fields
    answer = await client.http.post(f"/api/rooms/{people.room}/messages", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_who_is_away_hears_of_a_mention_and_reads_nothing_of_the_message(bells: Bells, people: People) -> None:
    ada, nino = await bells.client("ada"), await bells.client("nino")
    await write(nino, people, "a canary for Ada", people.ada)
    told = (await ada.heard("notification.new"))["notification"]
    assert told["code"] == "chat.mention"
    assert told["params"] == {"name": "Nino R.", "space": "Rivers and seas", "slug": people.slug}
    assert (told["target_type"], told["target_id"]) == ("room", str(people.room))


async def test_nobody_is_rung_who_is_in_the_room_or_mentions_themselves_or_is_a_stranger(
    bells: Bells, people: People
) -> None:
    ada, grace, eve = [await bells.client(name) for name in ("ada", "grace", "eve")]
    await ada.result("room.join", room=str(people.room))
    await write(grace, people, "all of you", people.ada, people.grace, people.eve, people.nino)
    await bells.site.part(Bell).settled()
    assert (await behind(await bells.client("nino")))["unread"] == 1
    for client in (ada, grace, eve):
        assert (await behind(client))["unread"] == 0


async def test_a_retry_and_a_lively_talk_ring_once_until_it_is_read(bells: Bells, people: People) -> None:
    ada, grace = await bells.client("ada"), await bells.client("grace")
    again = {"client_id": str(uuid4())}
    for _ in range(2):
        await write(grace, people, "Ada, are you there?", people.ada, **again)
    await ada.heard("notification.new")
    await write(grace, people, "Ada?", people.ada)
    await bells.site.part(Bell).settled()
    assert (await behind(ada))["unread"] == 1
    assert await read(ada, all=True) == 0
    await write(grace, people, "Ada!", people.ada)
    await ada.heard("notification.new")


async def test_another_text_rings_those_only_whom_the_one_before_did_not_mention(bells: Bells, people: People) -> None:
    ada, nino, grace = [await bells.client(name) for name in ("ada", "nino", "grace")]
    await grace.result("room.join", room=str(people.room))
    sent = await write(grace, people, "Ada?", people.ada)
    await ada.heard("notification.new")
    assert await read(ada, all=True) == 0

    async def edited(text: str, *mentions: Any) -> list[str]:
        on = {"room": str(people.room), "message": sent["id"]}
        message = await grace.result("chat.edit", **on, text=text, mentions=[str(user) for user in mentions])
        page = await grace.result("chat.catch_up", room=str(people.room))
        assert page["messages"] == [message]
        return message["mentions"]

    both = [str(people.ada), str(people.nino)]
    assert await edited("Ada and Nino?", people.ada, people.nino, people.eve) == both
    assert (await nino.heard("notification.new"))["notification"]["code"] == "chat.mention"
    assert (await behind(ada))["unread"] == 0, "the text before mentioned Ada"
    assert await read(nino, all=True) == 0
    assert await edited("Nino?", people.nino) == both[1:]
    assert await edited("Ada again, and Nino?", people.ada, people.nino) == both
    await ada.heard("notification.new")
    assert (await behind(nino))["unread"] == 0
