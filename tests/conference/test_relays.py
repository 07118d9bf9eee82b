"""Credentials for the TURN relay: for those who may join, bound to them, and no longer than the conference."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from server.conference.relays import AT_MOST
from server.core import clock
from tests.campus.events import START, at
from tests.conference.conftest import House
from tests.conference.gathering import DOORS, at_the_door, event_of

pytestmark = pytest.mark.anyio

SECRET = "what coturn knows too"


@pytest.fixture
def relaying(one_house: House) -> House:
    site = one_house.sites[0]
    site.settings = replace(site.settings, turn_url="turns:live.example.org:443", turn_secret=SECRET)
    return one_house


async def test_credentials_name_their_user_and_end_with_the_conference(relaying: House) -> None:
    conference, ada = await relaying.lesson()
    answer = (await ada.http.get(f"/api/conferences/{conference}/relays")).json()
    ends, user = answer["username"].split(":")
    stored = await relaying.stored(conference)
    assert (int(ends), user) == (int(stored.ends_at.timestamp()), ada.user)
    signature = hmac.new(SECRET.encode(), answer["username"].encode(), hashlib.sha1).digest()
    assert base64.b64decode(answer["credential"]) == signature
    assert answer["urls"] == ["turns:live.example.org:443"]


async def test_a_stranger_gets_none(relaying: House) -> None:
    conference, _ = await relaying.lesson()
    eve = await relaying.client("eve")
    assert (await eve.http.get(f"/api/conferences/{conference}/relays")).status_code == 404


async def test_there_are_none_long_before_and_none_after(relaying: House) -> None:
    ada = await relaying.client("ada")
    tomorrow = (clock.now() + timedelta(days=1)).replace(minute=0, second=0, microsecond=0)
    planned = await relaying.start(ada, starts_at=datetime.isoformat(tomorrow))
    assert (await ada.http.get(f"/api/conferences/{planned}/relays")).json()["urls"] == []
    conference, ada = await relaying.lesson()
    await ada.result("conference.end", conference=conference)
    assert (await ada.http.get(f"/api/conferences/{conference}/relays")).json()["urls"] == []


@pytest.mark.proves("R-073")
async def test_who_leads_an_event_has_one_while_preparing_and_who_joined_from_the_doors_on(relaying: House) -> None:
    _, event = await event_of(relaying)
    ada, gail, grace = [await relaying.client(name) for name in ("ada", "gail", "grace")]
    with at(START - timedelta(hours=20)):
        room = (await at_the_door(ada, event))["id"]
        path = f"/api/conferences/{room}/relays"
        for leader in (ada, gail):
            ends = int((await leader.http.get(path)).json()["username"].split(":")[0])
            assert timedelta() < datetime.fromtimestamp(ends, tz=UTC) - START + timedelta(hours=20) <= AT_MOST
        assert (await grace.http.get(path)).json()["urls"] == []
    with at(START - DOORS):
        assert (await grace.http.get(path)).json()["urls"] == ["turns:live.example.org:443"]


async def test_an_operator_without_a_relay_names_none(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    nothing = {"urls": [], "username": "", "credential": ""}
    assert (await ada.http.get(f"/api/conferences/{conference}/relays")).json() == nothing


async def test_a_check_days_ahead_may_use_the_relay_for_three_minutes(relaying: House) -> None:
    path = f"/api/spaces/{relaying.people.space}/network-checks/relays"
    piotr, eve = await relaying.client("piotr"), await relaying.client("eve")
    before = clock.now()
    answer = (await piotr.http.get(path)).json()
    ends, user = answer["username"].split(":")
    assert (user, answer["urls"]) == (piotr.user, ["turns:live.example.org:443"])
    assert timedelta(minutes=2) < datetime.fromtimestamp(int(ends), tz=before.tzinfo) - before < timedelta(minutes=4)
    assert (await eve.http.get(path)).status_code == 404
    assert 429 in [(await piotr.http.get(path)).status_code for _ in range(8)]
