"""What the clock does to a conference, and that of several processes exactly one says it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from server.conference.clock import tick
from server.core import clock
from tests.conference.conftest import SDP, House
from tests.live import Client

pytestmark = pytest.mark.anyio


async def following(house: House, name: str, at: int = 0) -> Client:
    """Somebody who looks at the Live tab."""
    client = await house.client(name, at)
    await client.result("space.follow", space=str(house.people.space))
    return client


def states(client: Client) -> list[str]:
    """The states that a follower was told, in order."""
    return [frame["conference"]["state"] for frame in client.frames if frame["type"] == "conference.changed"]


def next_mark(minutes: int) -> datetime:
    """A five-minute mark at least so far ahead."""
    at = clock.now() + timedelta(minutes=minutes)
    return datetime.fromtimestamp((at.timestamp() // 300 + 1) * 300, UTC)


@pytest.mark.proves("R-203")
async def test_warnings_and_the_hard_end_reach_everybody_once(two_houses: House, time_passes: Any) -> None:
    """Acceptance T6."""
    conference, ada = await two_houses.lesson()
    room = str((await two_houses.stored(conference)).room_id)
    piotr = await two_houses.client("piotr", at=1)
    await piotr.result("conference.enter", conference=conference)
    await piotr.result("media.offer", conference=conference, sdp=SDP)
    # Each process also looks by itself: whoever is first says it, and nobody says it again.
    for minutes, left in ((20, 10), (5, 5), (4, 1)):
        time_passes.on(minutes=minutes)
        await asyncio.gather(*(tick(site) for site in two_houses.sites))
        for client in (ada, piotr):
            assert (await client.heard("conference.warning"))["minutes_left"] == left
    time_passes.on(minutes=1)
    await asyncio.gather(*(tick(site) for site in two_houses.sites))
    for client in (ada, piotr):
        lost = await client.heard("seat.lost")
        assert (lost["reason"], lost["end_reason"]) == ("ended", "time")
        assert (await client.heard("room.closed"))["reason"] == "ended"
        assert not client.has_heard("conference.warning")
        assert not client.has_heard("seat.lost")
    ended = await two_houses.stored(conference)
    assert (ended.state, ended.end_reason) == ("ended", "time")
    assert two_houses.worker.closed_rooms == [UUID(conference)]
    assert two_houses.worker.peers == {}
    assert await piotr.refusal("conference.enter", conference=conference) == "conference_over"
    assert await piotr.refusal("media.offer", conference=conference, sdp=SDP) == "not_inside"
    words = {"room": room, "client_id": "0190c8a0-0000-7000-8000-000000000001", "text": "Still here?"}
    assert (await ada.ask("chat.send", **words))["type"] == "refused"


@pytest.mark.proves("R-203")
async def test_the_host_prolongs_once_to_the_next_length(one_house: House, time_passes: Any) -> None:
    conference, ada = await one_house.lesson()
    time_passes.on(minutes=29)
    warning = await ada.heard("conference.warning")
    assert (warning["minutes_left"], warning["may_extend_to"]) == (1, 60)
    await ada.result("conference.extend", conference=conference)
    assert (await ada.heard("conference.extended"))["duration_min"] == 60
    assert await ada.refusal("conference.extend", conference=conference) == "not_extendable"
    time_passes.on(minutes=21)
    assert (await ada.heard("conference.warning"))["may_extend_to"] is None
    time_passes.on(minutes=10)
    assert (await ada.heard("seat.lost"))["end_reason"] == "time"


async def test_the_last_teacher_goes_and_pupils_are_silent_at_once_until_one_is_back(two_houses: House) -> None:
    """Acceptance T7."""
    conference, ada = await two_houses.lesson()
    piotr = await two_houses.client("piotr", at=1)
    await piotr.result("conference.enter", conference=conference)
    await piotr.result("media.offer", conference=conference, sdp=SDP)
    await piotr.result("media.switch", conference=conference, microphone=True, camera=False, screen=False)
    assert two_houses.worker.open_gates(piotr.user) == (True, False, False)
    await ada.hang_up()
    frozen = await piotr.heard("conference.frozen")
    assert frozen["until"] is not None
    assert two_houses.worker.open_gates(piotr.user) == (False, False, False)
    off = await piotr.result("media.switch", conference=conference, microphone=True, camera=False, screen=False)
    assert (off["microphone"], off["refused"]) == (False, {"microphone": "no_teacher"})
    grace = await two_houses.client("grace")
    seat = await grace.result("conference.enter", conference=conference)
    assert seat["state"] == "connected"
    assert (await piotr.heard("conference.frozen"))["until"] is None
    assert two_houses.worker.open_gates(piotr.user) == (True, False, False)


async def test_without_a_teacher_for_two_minutes_the_conference_ends(one_house: House, time_passes: Any) -> None:
    """Acceptance T7."""
    conference, ada = await one_house.lesson()
    piotr = await one_house.client("piotr")
    await piotr.result("conference.enter", conference=conference)
    await ada.result("conference.leave", conference=conference)
    assert (await piotr.heard("conference.frozen"))["until"] is not None
    time_passes.on(seconds=121)
    lost = await piotr.heard("seat.lost")
    assert (lost["reason"], lost["end_reason"]) == ("ended", "no_teacher")


async def test_the_host_ends_it_and_everybody_is_out(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    piotr = await one_house.client("piotr")
    await piotr.result("conference.enter", conference=conference)
    await ada.result("conference.end", conference=conference)
    assert (await piotr.heard("seat.lost"))["end_reason"] == "host"
    assert await ada.refusal("conference.end", conference=conference) == "wrong_state"


async def test_a_planned_conference_opens_for_the_host_and_then_for_all(two_houses: House, time_passes: Any) -> None:
    ada, piotr = await two_houses.client("ada"), await following(two_houses, "piotr", at=1)
    start = next_mark(20)
    conference = await two_houses.start(ada, starts_at=start.isoformat())
    assert await ada.refusal("conference.enter", conference=conference) == "not_open"
    time_passes.on(seconds=(start - clock.now()).total_seconds() - 14 * 60)
    opened = await piotr.find(lambda f: f["type"] == "conference.changed" and f["conference"]["state"] == "open")
    assert opened["conference"]["id"] == conference
    assert (await ada.result("conference.enter", conference=conference))["state"] == "connected"
    waits = await piotr.result("conference.enter", conference=conference)
    assert (waits["state"], waits["wait_reason"]) == ("lobby", "not_open")
    time_passes.on(minutes=14, seconds=1)
    assert (await piotr.heard("seat.changed"))["seat"]["state"] == "connected"
    await piotr.find(lambda f: f["type"] == "conference.changed" and f["conference"]["state"] == "live")


async def test_nobody_comes_and_it_expires_told_once(two_houses: House, time_passes: Any) -> None:
    ada, piotr = await two_houses.client("ada"), await following(two_houses, "piotr", at=1)
    await two_houses.start(ada)
    time_passes.on(minutes=15, seconds=1)
    await asyncio.gather(*(tick(site) for site in two_houses.sites))
    await piotr.find(lambda f: f["type"] == "conference.changed" and f["conference"]["state"] == "expired")
    await asyncio.gather(*(tick(site) for site in two_houses.sites))
    # What comes after everything that was published before it.
    await two_houses.start(ada, title="The next one")
    await piotr.find(lambda f: f["type"] == "conference.changed" and f["conference"]["title"] == "The next one")
    assert "expired" not in states(piotr)


async def test_a_conference_is_called_off_before_it_is_live_and_not_after(one_house: House) -> None:
    ada, piotr = await one_house.client("ada"), await following(one_house, "piotr")
    planned = await one_house.start(ada, starts_at=next_mark(30).isoformat())
    assert (await ada.http.post(f"/api/conferences/{planned}/cancel")).json()["state"] == "cancelled"
    await piotr.find(lambda f: f["type"] == "conference.changed" and f["conference"]["state"] == "cancelled")
    running, _ = await one_house.lesson()
    answer = await ada.http.post(f"/api/conferences/{running}/cancel")
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")
