"""No pupil without a teacher: a line that dies without a word is noticed in time, and nothing passes meanwhile."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import pytest

from server.conference.entering import recover
from server.conference.lines import SIGNALS
from server.core.models import SpaceRole
from server.rooms.memberships import grant_membership, revoke_membership
from server.serving.process import PING_EVERY, PING_PATIENCE
from tests.conference.conftest import House
from tests.conference.steps import about, inside, say, seat_told

pytestmark = pytest.mark.anyio

LATCH = 10.0


async def test_a_teachers_line_that_dies_without_a_word_freezes_pupils_within_ten_seconds(one_house: House) -> None:
    """Acceptance T7: her router died, so nobody closes the connection."""
    conference, ada = await one_house.lesson()
    piotr = await inside(one_house, conference, "piotr")
    assert await say(one_house, piotr, conference) == "done"
    assert PING_EVERY + PING_PATIENCE < LATCH, "how long it really takes is measured by `make bench-latch`"
    ada.go_silent()
    frozen = await piotr.find(lambda frame: frame["type"] == "conference.frozen", patience=3 * LATCH)
    assert frozen["until"] is not None
    assert one_house.worker.open_gates(piotr.user) == (False, False, False)
    assert await say(one_house, piotr, conference) == "chat_no_teacher"


async def test_while_no_teacher_is_inside_neither_media_nor_words_of_pupils_pass(
    two_houses: House, time_passes: Any
) -> None:
    """Acceptance T7; T12 of the security cases."""
    conference, ada = await two_houses.lesson()
    piotr = await inside(two_houses, conference, "piotr", at=1)
    await ada.hang_up()
    assert (await piotr.heard("conference.frozen"))["until"] is not None
    assert two_houses.worker.open_gates(piotr.user) == (False, False, False)
    assert await say(two_houses, piotr, conference) == "chat_no_teacher"
    assert await piotr.refusal("reaction.send", conference=conference, reaction="heart") == "no_teacher"
    assert await piotr.refusal("phrase.say", conference=conference, phrase="louder") == "no_teacher"
    back = await two_houses.again(ada)
    await back.result("conference.enter", conference=conference)
    assert (await piotr.heard("conference.frozen"))["until"] is None
    assert two_houses.worker.open_gates(piotr.user) == (True, False, False)
    assert await say(two_houses, piotr, conference) == "done"
    await back.hang_up()
    assert (await piotr.heard("conference.frozen"))["until"] is not None
    time_passes.on(seconds=121)
    lost = await piotr.heard("seat.lost")
    assert (lost["reason"], lost["end_reason"]) == ("ended", "no_teacher")
    assert await say(two_houses, piotr, conference) == "not_in_room"


async def test_nobody_takes_the_lead_because_the_teacher_is_gone(one_house: House) -> None:
    """Acceptance T7: neither the first to come nor a pupil administrator is promoted."""
    conference, ada = await one_house.lesson()
    nino, piotr = [await inside(one_house, conference, name) for name in ("nino", "piotr")]
    await ada.hang_up()
    await piotr.heard("conference.frozen")
    for pupil in (nino, piotr):
        assert await pupil.refusal("conference.pause", conference=conference, on=True) == "forbidden"
        seat = await one_house.seat(conference, pupil.user)
        assert seat is not None
        assert seat.role == "attendee"


async def test_a_teacher_who_loses_the_membership_supervises_nobody(two_houses: House) -> None:
    """T1 of the security cases; acceptance T7: what changes outside is heard inside, by the worker too."""
    people = two_houses.people
    conference, ada = await two_houses.lesson()
    piotr, grace = await inside(two_houses, conference, "piotr", at=1), await inside(two_houses, conference, "grace")
    await ada.result("conference.leave", conference=conference)
    assert two_houses.worker.open_gates(piotr.user) == (True, False, False)
    await revoke_membership(two_houses.sites[0], people.space, people.grace, people.ada)
    assert (await piotr.heard("conference.frozen"))["until"] is not None
    assert (await grace.heard("seat.lost"))["reason"] == "removed"
    assert two_houses.worker.open_gates(piotr.user) == (False, False, False)
    assert await say(two_houses, piotr, conference) == "chat_no_teacher"


async def test_who_lost_the_membership_is_told_so_even_when_the_word_for_it_is_lost(
    one_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of several processes only one decides it; what another says of the same moment may come first, or alone."""
    people, site = one_house.people, one_house.sites[0]
    conference, _ = await one_house.lesson()
    grace = await inside(one_house, conference, "grace")
    published = site.bus.publish
    swallowed = asyncio.Event()

    async def without_signals(topic: str, payload: bytes) -> None:
        if topic == SIGNALS:
            swallowed.set()
        else:
            await published(topic, payload)

    monkeypatch.setattr(site.bus, "publish", without_signals)
    await revoke_membership(site, people.space, people.grace, people.ada)
    await swallowed.wait()
    await recover(site, UUID(conference))
    assert (await grace.heard("seat.lost"))["reason"] == "removed"


async def test_who_leads_no_longer_is_paused_like_everybody_else(two_houses: House) -> None:
    """T1 and T10 of the security cases: a role that is taken counts at once, and the gates follow."""
    people = two_houses.people
    conference, ada = await two_houses.lesson()
    grace = await inside(two_houses, conference, "grace", at=1)
    await ada.result("participant.appoint", conference=conference, user=grace.user, role="cohost")
    await ada.result("conference.pause", conference=conference, on=True)
    assert two_houses.worker.open_gates(grace.user) == (True, False, False)
    await ada.result("participant.appoint", conference=conference, user=grace.user, role="attendee")
    assert two_houses.worker.open_gates(grace.user) == (False, False, False)
    await ada.result("participant.appoint", conference=conference, user=grace.user, role="cohost")
    assert two_houses.worker.open_gates(grace.user) == (True, False, False)
    ada.frames.clear()
    grace.frames.clear()
    await grant_membership(two_houses.sites[0], people.space, people.grace, SpaceRole.OBSERVER, people.ada)
    await seat_told(grace, chat_closed="paused")
    await about(ada, grace.user, microphone=False)
    assert two_houses.worker.open_gates(grace.user) == (False, False, False)
    assert await say(two_houses, grace, conference) == "chat_paused"
