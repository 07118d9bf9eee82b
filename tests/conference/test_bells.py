"""Whose bells a conference rings."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from server.conference import bells
from server.conference.models import Conference, ConferenceState
from server.core import clock
from server.notifications.bell import Bell
from tests.conference.conftest import House
from tests.live import Client

pytestmark = pytest.mark.anyio

MEMBERS = ("grace", "nino", "piotr", "gail")


async def plan(host: Client, house: House) -> dict[str, Any]:
    """A conference tomorrow."""
    starts_at = (clock.now() + timedelta(days=1)).replace(minute=0, second=0, microsecond=0)
    body = {"title": "Why is it warmer near the pier?", "duration_min": 30, "starts_at": starts_at.isoformat()}
    answer = await host.http.post(f"/api/spaces/{house.people.space}/conferences", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def rung(client: Client) -> list[str]:
    """The codes behind somebody's bell."""
    answer = await client.http.get("/api/notifications")
    return [one["code"] for one in answer.json()["notifications"]]


async def test_a_planned_conference_rings_for_every_member_and_for_nobody_else(one_house: House) -> None:
    ada, eve = await one_house.client("ada"), await one_house.client("eve")
    members = [await one_house.client(name) for name in MEMBERS]
    planned = await plan(ada, one_house)
    for member in members:
        told = (await member.heard("notification.new"))["notification"]
        assert told["code"] == "conference.scheduled"
        assert told["params"]["title"] == "Why is it warmer near the pier?"
        assert told["params"]["slug"] == one_house.people.slug
        assert (told["target_type"], told["target_id"]) == ("conference", planned["id"])
    assert (await rung(ada), await rung(eve)) == ([], [])


async def test_a_cancelled_one_rings_once_more(one_house: House) -> None:
    ada, grace = await one_house.client("ada"), await one_house.client("grace")
    planned = await plan(ada, one_house)
    await grace.heard("notification.new")
    answer = await ada.http.post(f"/api/conferences/{planned['id']}/cancel")
    assert answer.status_code == 200, answer.text
    assert (await grace.heard("notification.new"))["notification"]["code"] == "conference.cancelled"
    assert await rung(ada) == []


async def test_one_that_begins_rings_once_for_those_who_are_not_in_it(one_house: House) -> None:
    grace = await one_house.client("grace")
    conference, ada = await one_house.lesson()
    told = (await grace.heard("notification.new"))["notification"]
    assert (told["code"], told["target_id"]) == ("conference.started", conference)
    await grace.result("conference.enter", conference=conference)
    await ada.result("conference.leave", conference=conference)
    await ada.result("conference.enter", conference=conference)
    piotr = await one_house.client("piotr")
    assert (await rung(ada), await rung(grace), await rung(piotr)) == (
        [],
        ["conference.started"],
        ["conference.started"],
    )


async def test_a_free_seat_rings_for_the_next_in_the_queue_alone(one_house: House) -> None:
    conference, _ = await one_house.lesson()
    async with one_house.database.write() as db:
        (await db.get_one(Conference, UUID(conference))).seats = 2
    grace, piotr, nino = [await one_house.client(name) for name in ("grace", "piotr", "nino")]
    await grace.result("conference.enter", conference=conference)
    for pupil in (piotr, nino):
        assert (await pupil.result("conference.enter", conference=conference))["state"] == "queued"
    await grace.result("conference.leave", conference=conference)
    called = await piotr.find(lambda frame: frame.get("notification", {}).get("code") == "conference.seat_called")
    assert called["notification"]["target_id"] == conference
    for other in (grace, nino):
        assert "conference.seat_called" not in await rung(other)


async def test_a_bell_that_cannot_be_rung_does_not_touch_the_conference(
    one_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: Any) -> None:
        raise RuntimeError("the bell is broken")

    monkeypatch.setattr(bells, "notify", broken)
    conference, ada = await one_house.lesson()
    await one_house.sites[0].part(Bell).settled()
    assert (await one_house.stored(conference)).state is ConferenceState.LIVE
    await ada.result("conference.leave", conference=conference)
    assert await rung(ada) == []
