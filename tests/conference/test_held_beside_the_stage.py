"""What a pupil writes beside the stage waits as in a chatroom; somebody can decide about it when nobody is there."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.conference.conftest import House
from tests.live import Client

pytestmark = pytest.mark.anyio

PHONE = "call 055 123 45 67"


async def waiting(client: Client) -> list[dict[str, Any]]:
    answer = await client.http.get("/api/my-pupils")
    assert answer.status_code == 200, answer.text
    held: list[dict[str, Any]] = answer.json()["held"]
    return held


async def rung(client: Client, code: str) -> dict[str, Any]:
    frame = await client.find(lambda f: f["type"] == "notification.new" and f["notification"]["code"] == code)
    notification: dict[str, Any] = frame["notification"]
    return notification


@pytest.mark.proves("R-222")
async def test_after_the_conference_its_held_messages_wait_on_the_teachers_page(one_house: House) -> None:
    grace = await one_house.client("grace")
    conference, ada = await one_house.lesson()
    piotr = await one_house.client("piotr")
    await piotr.result("conference.enter", conference=conference)
    room = str((await one_house.stored(conference)).room_id)
    held = [
        await piotr.result("chat.send", room=room, client_id=str(uuid4()), text=text)
        for text in (PHONE, "write to piotr@example.org")
    ]
    bell = await rung(grace, "chat.held")
    assert (bell["target_id"], bell["params"]["conference"], PHONE in str(bell)) == (room, conference, False)
    report = {"target": "message", "id": held[0]["id"], "reason": "child_data"}
    await ada.http.post(f"/api/spaces/{one_house.people.space}/reports", json=report)
    await ada.result("conference.end", conference=conference)
    await piotr.heard("seat.lost")
    items = await waiting(grace)
    assert [(one["message"]["text"], one["conference"]) for one in items] == [
        (PHONE, conference),
        ("write to piotr@example.org", conference),
    ]
    assert {one["room_title"] for one in items} == {(await one_house.stored(conference)).title}
    assert await waiting(ada) == [], "somebody else's pupil"
    path = f"/api/rooms/{room}/messages"
    approved = await grace.http.post(f"{path}/{held[1]['id']}/approve", json={"change": held[1]["change"]})
    assert (approved.status_code, approved.json()["state"]) == (200, "visible")
    hint = {"change": held[0]["change"], "hint": "leave_out_contact"}
    assert (await grace.http.post(f"{path}/{held[0]['id']}/return", json=hint)).status_code == 200
    assert (await rung(piotr, "chat.returned"))["params"]["conference"] == conference
    assert (await grace.http.post(f"{path}/{held[0]['id']}/delete")).status_code == 200
    assert await waiting(grace) == []
    (case,) = (await grace.http.get("/api/cases")).json()["cases"]
    assert (case["room"], case["conference"]) == (room, conference)
