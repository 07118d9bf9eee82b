"""Pause all, locks and the held chat: what the server lets through follows from them, whatever a client does."""

from __future__ import annotations

import pytest

from tests.conference.conftest import House
from tests.conference.steps import MICROPHONE, about, inside, say, seat_told

pytestmark = pytest.mark.anyio


async def test_pausing_stops_everybody_but_those_who_lead_and_one_tap_resumes(two_houses: House) -> None:
    """T10 and T12 of the security cases."""
    conference, ada = await two_houses.lesson()
    piotr, grace = await inside(two_houses, conference, "piotr", at=1), await inside(two_houses, conference, "grace")
    await ada.result("media.offer", conference=conference, sdp="v=0\r\n")
    await ada.result("media.switch", conference=conference, **MICROPHONE)
    await ada.result("conference.pause", conference=conference, on=True)
    told = await piotr.heard("conference.paused")
    assert (told["on"], told["by"]) == (True, "Ada Marin")
    gates = [two_houses.worker.open_gates(one.user)[0] for one in (piotr, grace, ada)]
    assert gates == [False, False, True]
    seat = await seat_told(piotr, chat_closed="paused")
    assert seat["may_not_publish"]["microphone"] == "paused"
    assert "microphone" in seat["may_publish"]
    switched = await piotr.result("media.switch", conference=conference, **MICROPHONE)
    assert (switched["microphone"], switched["refused"]) == (False, {"microphone": "paused"})
    for led in (piotr, grace):
        assert await say(two_houses, led, conference) == "chat_paused"
        assert await led.refusal("phrase.say", conference=conference, phrase="question") == "paused"
    assert await say(two_houses, ada, conference) == "done"
    tab = await two_houses.again(piotr)
    paused = await tab.result("conference.enter", conference=conference)
    assert paused["inside"]["paused"] is True
    await tab.result("media.offer", conference=conference, sdp="v=0\r\n")
    await tab.result("media.switch", conference=conference, **MICROPHONE)
    assert await say(two_houses, tab, conference) == "chat_paused"
    await ada.result("conference.pause", conference=conference, on=False)
    await grace.heard("conference.paused", on=True)
    assert (await grace.heard("conference.paused", on=False))["by"] == "Ada Marin"
    gates = [two_houses.worker.open_gates(one.user)[0] for one in (tab, grace, ada)]
    assert gates == [True, True, True]
    assert await say(two_houses, tab, conference) == "done"
    await ada.result("conference.pause", conference=conference, on=False)
    await ada.result("hand.raise", conference=conference, up=True)
    await grace.heard("hands.changed")
    assert not grace.has_heard("conference.paused"), "pausing what is not paused is told to nobody"


async def test_locks_bind_whoever_neither_leads_nor_presents(one_house: House) -> None:
    """T10 of the security cases; a conference begins as a discussion."""
    conference, ada = await one_house.lesson()
    piotr, grace = [await inside(one_house, conference, name) for name in ("piotr", "grace")]
    screen = {"microphone": True, "camera": False, "screen": True}
    began = await grace.result("media.switch", conference=conference, **screen)
    assert (began["screen"], began["refused"]) == (False, {"screen": "locked"})
    locks = ["chat", "microphone", "screen", "chat"]
    await ada.result("conference.set_locks", conference=conference, locks=locks)
    assert (await piotr.heard("conference.locks_changed"))["locks"] == ["microphone", "screen", "chat"]
    for led in (piotr, grace):
        assert one_house.worker.open_gates(led.user) == (False, False, False)
        await about(ada, led.user, microphone=False)
        assert await say(one_house, led, conference) == "chat_locked"
    await ada.result("participant.appoint", conference=conference, user=grace.user, role="presenter")
    presents = await grace.result("media.switch", conference=conference, **screen)
    assert (presents["microphone"], presents["screen"]) == (True, True)
    assert await say(one_house, grace, conference) == "done"
    await ada.result("conference.set_locks", conference=conference, locks=[])
    assert (await seat_told(piotr, chat_closed=None))["may_not_publish"] == {
        "camera": "no_video_consent",
        "screen": "not_presenter",
    }
    assert one_house.worker.open_gates(piotr.user) == (False, False, False), "what a lock switched off stays off"
    assert (await piotr.result("media.switch", conference=conference, **MICROPHONE))["microphone"]


async def test_a_held_chat_stays_held_in_every_tab_until_it_is_given_back(two_houses: House) -> None:
    """T10 of the security cases."""
    conference, ada = await two_houses.lesson()
    piotr, nino = await inside(two_houses, conference, "piotr", at=1), await inside(two_houses, conference, "nino")
    grace = await inside(two_houses, conference, "grace")
    await ada.result("participant.hold_chat", conference=conference, user=piotr.user, on=True)
    await about(ada, piotr.user, chat_held=True)
    await seat_told(piotr, chat_closed="held")
    tab = await two_houses.again(piotr)
    await tab.result("conference.enter", conference=conference)
    assert [await say(two_houses, one, conference) for one in (tab, nino)] == ["chat_held", "done"]
    room = str((await two_houses.stored(conference)).room_id)
    said = (await nino.heard("chat.sent"))["message"]["id"]
    assert await tab.refusal("chat.react", room=room, message=said, emoji="👍", on=True) == "chat_held"
    await ada.result("participant.hold_chat", conference=conference, on=True)
    assert [await say(two_houses, one, conference) for one in (nino, grace)] == ["chat_held", "done"]
    await ada.result("participant.hold_chat", conference=conference, on=False)
    assert [await say(two_houses, one, conference) for one in (tab, nino)] == ["done", "done"]
    assert await ada.refusal("participant.hold_chat", conference=conference, user=ada.user, on=True) == "leads"
