"""The chat beside a stage is on the wall; whoever is let into it reads and calms, and all inside see that (T35)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import update

from server.core import clock
from server.core.models import AccessGrant, PlatformRoleKind
from server.core.revocation import StandingChanged, announce
from server.moderation.grants import end_what_is_over
from tests.conference.conftest import House
from tests.live import Client
from tests.moderation.staff import appoint

pytestmark = pytest.mark.anyio

WHY = {"reason": "A parent called about this lesson."}
PHONE = "call 055 123 45 67"


async def write(client: Client, room: str, text: str) -> dict[str, Any]:
    sent: dict[str, Any] = await client.result("chat.send", room=room, client_id=str(uuid4()), text=text)
    return sent


async def watched_by(client: Client, *names: str) -> None:
    """Wait until the page is told that these moderators are present."""
    await client.find(
        lambda f: f["type"] == "conference.watched" and [one["name"] for one in f["moderators"]] == list(names)
    )


async def test_a_running_conference_stands_on_the_wall_with_its_title_and_its_people(one_house: House) -> None:
    await appoint(one_house.database, "italo", PlatformRoleKind.CENTRAL_MODERATOR, "IT")
    italo = await one_house.client("italo")
    await italo.result("wall.watch")
    conference, ada = await one_house.lesson(title="Rivers in November")
    stored = await one_house.stored(conference)
    room = str(stored.room_id)
    piotr = await one_house.client("piotr")
    await piotr.result("conference.enter", conference=conference)

    def both(frame: dict[str, Any]) -> bool:
        return frame["type"] == "wall.changed" and any(
            one["room"] == room and one["people"] == 2 and one["teachers"] == 1 for one in frame["rooms"]
        )

    (shown,) = [one for one in (await italo.find(both))["rooms"] if one["room"] == room]
    assert (shown["conference"], shown["title"], shown["no_adult"]) == (conference, "Rivers in November", False)
    held = await write(piotr, room, PHONE)
    await italo.find(lambda f: f["type"] == "wall.changed" and f["held"] == 1)
    await ada.result("conference.end", conference=conference)
    # What waits calls on, also when everybody has gone.
    grace = await one_house.client("grace")
    assert room in {one["room"] for one in (await italo.result("wall.watch"))["rooms"]}
    path = f"/api/rooms/{room}/messages/{held['id']}/approve"
    assert (await grace.http.post(path, json={"change": held["change"]})).status_code == 200
    await italo.find(lambda f: f["type"] == "wall.changed" and room in f["gone"])


async def test_a_moderator_beside_the_stage_is_seen_by_all_and_decides_but_leads_nothing(two_houses: House) -> None:
    await appoint(two_houses.database, "italo", PlatformRoleKind.CENTRAL_MODERATOR, "IT")
    italo = await two_houses.client("italo")
    conference, ada = await two_houses.lesson()
    room = str((await two_houses.stored(conference)).room_id)
    piotr, eve = await two_houses.client("piotr", at=1), await two_houses.client("eve")
    seat = await piotr.result("conference.enter", conference=conference)
    assert seat["inside"]["moderators"] == []
    held = await write(piotr, room, PHONE)
    for stranger in (italo, eve):
        assert await stranger.refusal("room.join", room=room) == "not_found"
    assert await ada.refusal("room.join", room=room) == "enter_conference"
    opened = await italo.http.post(f"/api/moderation/rooms/{room}/open", json=WHY)
    assert opened.status_code == 200, opened.text
    path = f"/api/rooms/{room}"
    body = {"change": held["change"]}
    unseen = await italo.http.post(f"{path}/messages/{held['id']}/approve", json=body)
    assert unseen.json()["code"] == "not_in_room"
    state = await italo.result("room.join", room=room)
    assert (state["kind"], state["you"]["kind"], state["administers"]) == ("conference", "moderator", True)
    for client in (ada, piotr):
        await watched_by(client, "Italo Peeters")
    nino = await two_houses.client("nino", at=1)
    late = await nino.result("conference.enter", conference=conference)
    assert [(one["name"], one["kind"]) for one in late["inside"]["moderators"]] == [("Italo Peeters", "moderator")]
    page = await italo.result("chat.catch_up", room=room)
    assert [one["text"] for one in page["messages"]] == [PHONE]
    assert (await italo.http.post(f"{path}/messages/{held['id']}/approve", json=body)).status_code == 200
    assert (await nino.heard("chat.released"))["message"]["text"] == PHONE
    assert await italo.refusal("chat.send", room=room, client_id=str(uuid4()), text="Hello") == "forbidden"
    assert await italo.refusal("conference.enter", conference=conference) in ("forbidden", "not_found")
    for lead, fields in (("rules", {"state": "paused"}), ("mutes", {"user": piotr.user})):
        assert (await italo.http.post(f"{path}/{lead}", json=fields)).json()["code"] == "led_by_conference"
    # A look at all rights, as after a lost notice, leaves the moderator there; the end of the grant does not.
    await announce(two_houses.sites[0].bus, StandingChanged(user=None, space=None))
    await write(nino, room, "Are you still there?")
    assert (await italo.heard("chat.sent"))["message"]["text"] == "Are you still there?"
    before = clock.now()
    async with two_houses.database.write() as db:
        await db.execute(update(AccessGrant).values(ends_at=clock.now()))
    await end_what_is_over(two_houses.sites[0], before)
    assert (await italo.heard("room.closed"))["reason"] == "revoked"
    for client in (ada, piotr, nino):
        await watched_by(client)
