"""Back to the waiting room, out, banned: bound to the account, in every tab and process, and all to be undone (T10)."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from server.conference import retention
from server.core import clock
from server.core.database import Database
from tests.conference.conftest import SDP, House
from tests.conference.steps import MICROPHONE, inside, say, seat_told
from tests.live import Client

pytestmark = pytest.mark.anyio


async def refused_everywhere(house: House, client: Client, conference: str) -> None:
    """Whoever is not inside gets no media, no chat, no cards, whatever the client sends (T5)."""
    assert await client.refusal("media.offer", conference=conference, sdp=SDP) == "not_inside"
    assert await client.refusal("media.switch", conference=conference, **MICROPHONE) == "not_inside"
    assert await client.refusal("media.watch", conference=conference, wants=[]) in ("not_inside", "peer_unknown")
    assert await client.refusal("hand.raise", conference=conference, up=True) == "not_inside"
    assert await client.refusal("reaction.send", conference=conference, reaction="clap") == "not_inside"
    assert await client.refusal("caption.write", conference=conference, text="words") == "not_inside"
    assert await client.refusal("quality.report", conference=conference, value="good") == "not_inside"
    assert await client.refusal("classroom.set", conference=conference, pupils=[]) == "not_inside"
    assert await say(house, client, conference) == "not_in_room"


async def test_who_is_sent_back_waits_until_admitted_again(two_houses: House) -> None:
    """T5 of the security cases."""
    conference, ada = await two_houses.lesson()
    piotr = await inside(two_houses, conference, "piotr", at=1)
    await ada.result("participant.send_back", conference=conference, user=piotr.user)
    seat = await seat_told(piotr, state="lobby")
    assert (seat["wait_reason"], seat["inside"], seat["may_publish"]) == ("sent_back", None, [])
    assert two_houses.worker.peer_of(piotr.user) is None
    assert (await ada.heard("participant.left"))["user"] == piotr.user
    waiting = (await ada.heard("lobby.changed"))["waiting"]
    assert [(one["person"]["id"], one["reason"]) for one in waiting] == [(piotr.user, "sent_back")]
    await refused_everywhere(two_houses, piotr, conference)
    tab = await two_houses.again(piotr)
    assert (await tab.result("conference.enter", conference=conference))["wait_reason"] == "sent_back"
    await tab.result("conference.leave", conference=conference)
    assert (await tab.result("conference.enter", conference=conference))["wait_reason"] == "sent_back"
    await ada.result("lobby.admit", conference=conference)
    await ada.result("lobby.admit", conference=conference, mine=True)
    still = await tab.result("conference.enter", conference=conference)
    assert (still["state"], still["wait_reason"]) == ("lobby", "sent_back"), "only by name"
    await ada.result("lobby.admit", conference=conference, user=piotr.user)
    assert (await seat_told(tab, state="connected"))["inside"] is not None
    assert two_houses.worker.open_gates(piotr.user) == (False, False, False)


async def test_a_ban_holds_in_every_conference_of_the_space_until_it_is_lifted(two_houses: House) -> None:
    """T10 of the security cases."""
    conference, ada = await two_houses.lesson()
    piotr = await inside(two_houses, conference, "piotr", at=1)
    other = await two_houses.start(ada, title="Another one")
    await ada.result("conference.enter", conference=other)
    elsewhere = await inside(two_houses, other, "piotr", at=1)
    await ada.result("participant.ban", conference=conference, user=piotr.user, reason="Insults")
    for client, place in ((piotr, conference), (elsewhere, other)):
        lost = await client.heard("seat.lost")
        assert (lost["conference"], lost["reason"], lost["text"]) == (place, "banned", "Insults")
        assert await client.refusal("conference.enter", conference=place) == "banned"
        await refused_everywhere(two_houses, client, place)
    assert two_houses.worker.peer_of(piotr.user) is None
    told = (await ada.heard("removed.changed", conference=conference))["removed"]
    assert [(one["person"]["id"], one["reason"], one["banned"], one["by"]) for one in told] == [
        (piotr.user, "Insults", True, "Ada Marin")
    ]
    third = await two_houses.start(ada, title="A third one")
    again = await two_houses.client("piotr", at=0)
    assert await again.refusal("conference.enter", conference=third) == "banned"
    assert await ada.refusal("participant.readmit", conference=conference, user=piotr.user) == "banned"
    await ada.result("ban.lift", conference=conference, user=piotr.user)
    assert (await ada.heard("removed.changed", conference=conference, removed=[]))["removed"] == []
    assert (await again.result("conference.enter", conference=conference))["state"] == "connected"
    assert await ada.refusal("ban.lift", conference=conference, user=piotr.user) == "not_found"


async def test_a_ban_for_a_time_says_until_when_and_then_keeps_nobody_out(one_house: House, database: Database) -> None:
    conference, ada = await one_house.lesson()
    piotr = await inside(one_house, conference, "piotr")
    other = await one_house.start(ada, title="Another one")
    await ada.result("conference.enter", conference=other)
    began = clock.now()

    async def refusal(place: str) -> tuple[str, str | None]:
        answer = await piotr.ask("conference.enter", conference=place)
        return answer["code"], answer["params"].get("until")

    async def ban(minutes: int | None) -> None:
        await ada.result("participant.ban", conference=conference, user=piotr.user, minutes=minutes)

    await ban(10)
    until = (await piotr.heard("seat.lost"))["until"]
    ends = clock.datetime.fromisoformat(until)
    assert timedelta(0) <= ends - began - timedelta(minutes=10) < timedelta(minutes=1)
    (told,) = (await ada.heard("removed.changed", conference=conference))["removed"]
    assert (told["banned"], told["until"]) == (True, until)
    for place in (conference, other):
        code, said = await refusal(place)
        assert (code, clock.datetime.fromisoformat(said or "")) == ("banned_until", ends)
    with clock.frozen(ends + timedelta(seconds=1)):
        for place in (other, conference):
            assert (await piotr.result("conference.enter", conference=place))["state"] == "connected"
        await ban(1)
        await ban(5)
        _, said = await refusal(conference)
        assert clock.datetime.fromisoformat(said or "") == clock.now() + timedelta(minutes=5)
        await ban(None)
        await ban(1)
        assert await refusal(other) == ("banned", None), "the longest holds"
        await ada.result("ban.lift", conference=conference, user=piotr.user)
        await ban(1)
    assert await retention.prove(database) == 0
    with clock.frozen(ends + timedelta(minutes=2)):
        assert (await retention.prove(database), await retention.purge(database)) == (1, 1)


async def test_who_was_taken_out_for_good_comes_in_by_no_ban_that_ends(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    piotr = await inside(one_house, conference, "piotr")
    await ada.result("participant.remove", conference=conference, user=piotr.user)
    await ada.result("participant.ban", conference=conference, user=piotr.user, minutes=1)
    with clock.frozen(clock.now() + timedelta(minutes=2)):
        assert await piotr.refusal("conference.enter", conference=conference) == "removed"


async def test_two_who_ban_the_same_person_at_once_ban_once(two_houses: House) -> None:
    conference, ada = await two_houses.lesson()
    piotr, grace = await inside(two_houses, conference, "piotr"), await inside(two_houses, conference, "grace", at=1)
    other = await two_houses.start(ada, title="Another one")
    await ada.result("conference.enter", conference=other)
    await inside(two_houses, other, "piotr")
    await ada.result("participant.appoint", conference=conference, user=grace.user, role="cohost")
    await asyncio.gather(
        grace.result("participant.ban", conference=conference, user=piotr.user),
        ada.result("participant.ban", conference=other, user=piotr.user),
    )
    await ada.result("ban.lift", conference=other, user=piotr.user)
    assert await grace.refusal("ban.lift", conference=conference, user=piotr.user) == "not_found"


async def test_whoever_leads_is_not_sent_out_and_a_victims_name_changes_nothing(one_house: House) -> None:
    """T9 of the security cases: what somebody else sends never ends the seat it names."""
    conference, ada = await one_house.lesson()
    piotr, grace = [await inside(one_house, conference, name) for name in ("piotr", "grace")]
    await ada.result("participant.appoint", conference=conference, user=grace.user, role="cohost")
    for kind in ("participant.send_back", "participant.ban"):
        for target in (ada.user, grace.user):
            assert await grace.refusal(kind, conference=conference, user=target) == "not_removable"
            assert await piotr.refusal(kind, conference=conference, user=target) == "forbidden"
        assert await ada.refusal(kind, conference=conference, user=str(one_house.people.eve)) == "not_found"
    stranger = await one_house.client("mallory", slug=one_house.people.eves_slug)
    assert await stranger.refusal("participant.ban", conference=conference, user=piotr.user) == "not_found"
    for client in (ada, piotr, grace):
        seat = await one_house.seat(conference, client.user)
        assert seat is not None
        assert seat.state == "connected"
    assert one_house.worker.open_gates(piotr.user) == (True, False, False)


async def test_all_mine_lets_in_pupils_of_ones_school_and_those_one_answers_for(one_house: House) -> None:
    conference, ada = await one_house.lesson(lobby=True)
    nino, piotr, gail = [await one_house.client(name) for name in ("nino", "piotr", "gail")]
    for client in (nino, piotr, gail):
        seat = await client.result("conference.enter", conference=conference)
        assert (seat["state"], seat["wait_reason"]) == ("lobby", "admission")
    await ada.result("lobby.admit", conference=conference, mine=True)
    assert (await seat_told(nino, state="connected"))["inside"] is not None
    for client in (piotr, gail):
        seat = await one_house.seat(conference, client.user)
        assert seat is not None
        assert seat.state == "lobby"
    await ada.result("lobby.admit", conference=conference)
    await seat_told(piotr, state="connected")
