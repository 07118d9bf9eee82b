"""How long each school speaks, as the worker hears it, and whose hand is called first."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from server.media import wire as media
from tests.conference.conftest import House
from tests.conference.steps import about, inside

pytestmark = pytest.mark.anyio


def speak(house: House, conference: str, *users: str) -> None:
    """The worker says who speaks from now on."""
    house.worker.tell(media.SpeakersChanged(room=UUID(conference), speakers=[UUID(user) for user in users]))


async def test_talk_time_is_counted_once_by_whichever_process_holds_the_line(
    two_houses: House, time_passes: Any
) -> None:
    conference, ada = await two_houses.lesson()
    piotr = await inside(two_houses, conference, "piotr", at=1)
    speak(two_houses, conference, piotr.user)
    time_passes.on(seconds=12)
    speak(two_houses, conference)
    time_passes.on(seconds=6)
    talk = await ada.find(lambda f: f["type"] == "talk.changed" and f["talk"][0]["seconds"] >= 10)
    assert talk["talk"] == [{"school": "School of Gdynia", "country": "PL", "seconds": 10}]
    assert (await about(ada, piotr.user, talk_s=10))["participant"]["person"]["id"] == piotr.user
    seat = await two_houses.seat(conference, piotr.user)
    assert seat is not None
    assert 12 <= seat.talk_s < 15


async def test_hands_of_schools_that_spoke_less_come_first_when_asked(two_houses: House, time_passes: Any) -> None:
    conference, ada = await two_houses.lesson()
    piotr, nino = await inside(two_houses, conference, "piotr", at=1), await inside(two_houses, conference, "nino")
    speak(two_houses, conference, piotr.user)
    time_passes.on(seconds=12)
    speak(two_houses, conference)
    time_passes.on(seconds=6)
    await ada.heard("talk.changed")
    for client in (piotr, nino):
        await client.result("hand.raise", conference=conference, up=True)

    async def order(quiet_first: bool) -> list[str]:
        frame = await piotr.find(
            lambda f: f["type"] == "hands.changed" and len(f["hands"]) == 2 and f["quiet_first"] is quiet_first
        )
        return [hand["user"] for hand in frame["hands"]]

    assert await order(quiet_first=False) == [piotr.user, nino.user]
    await ada.result("hands.order", conference=conference, quiet_first=True)
    assert await order(quiet_first=True) == [nino.user, piotr.user]
    assert await piotr.refusal("hands.order", conference=conference, quiet_first=False) == "forbidden"


async def test_what_nobody_speaks_is_not_counted(one_house: House, time_passes: Any) -> None:
    conference, ada = await one_house.lesson()
    piotr = await inside(one_house, conference, "piotr")
    speak(one_house, conference, str(one_house.people.eve))
    time_passes.on(seconds=12)
    speak(one_house, conference)
    await ada.result("conference.pause", conference=conference, on=True)
    await piotr.heard("conference.paused")
    seat = await one_house.seat(conference, piotr.user)
    assert seat is not None
    assert seat.talk_s == 0
