"""What those who lead decide holds at once and for good: in every tab, in every process, and at the worker."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from server.core import clock
from server.core.models import AuditLine, Consent, ConsentKind, ConsentState
from server.media import wire as media
from server.rooms.memberships import revoke_membership
from tests.conference.conftest import SDP, House
from tests.conference.steps import MICROPHONE, about, inside

pytestmark = pytest.mark.anyio


async def actions_logged(house: House) -> list[str]:
    async with house.database.read() as db:
        found = await db.scalars(select(AuditLine.action).where(AuditLine.action.like("conference.%")))
        return sorted(found)


async def test_a_microphone_is_forwarded_when_its_owner_switches_it_on(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    piotr = await inside(one_house, conference, "piotr")
    assert one_house.worker.open_gates(piotr.user) == (True, False, False)
    await about(ada, piotr.user, microphone=True)
    await piotr.result("media.switch", conference=conference, microphone=False, camera=False, screen=False)
    assert one_house.worker.open_gates(piotr.user) == (False, False, False)


async def test_a_mute_closes_the_gate_from_another_process_and_a_hold_keeps_it_closed(two_houses: House) -> None:
    """T10 of the security cases."""
    conference, ada = await two_houses.lesson()
    piotr = await inside(two_houses, conference, "piotr", at=1)
    await ada.result("participant.mute", conference=conference, source="microphone", user=piotr.user, hold=True)
    assert two_houses.worker.open_gates(piotr.user) == (False, False, False)
    told = await piotr.heard("participant.muted")
    assert (told["source"], told["held"], told["by"]) == ("microphone", True, "Ada Marin")
    tried = await piotr.result("media.switch", conference=conference, **MICROPHONE)
    assert (tried["microphone"], tried["refused"]) == (False, {"microphone": "held"})
    tab = await two_houses.again(piotr)
    await tab.result("conference.enter", conference=conference)
    await tab.result("media.offer", conference=conference, sdp=SDP)
    assert (await tab.result("media.switch", conference=conference, **MICROPHONE))["microphone"] is False
    assert two_houses.worker.open_gates(piotr.user) == (False, False, False)
    await ada.result("participant.release", conference=conference, source="microphone", user=piotr.user)
    assert (await tab.result("media.switch", conference=conference, **MICROPHONE))["microphone"] is True
    assert await actions_logged(two_houses) == ["conference.mute", "conference.release", "conference.schedule"]


async def test_muting_all_pupils_leaves_teachers_on(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    piotr, nino, grace = [await inside(one_house, conference, name) for name in ("piotr", "nino", "grace")]
    await ada.result("participant.mute", conference=conference, source="microphone")
    gates = [one_house.worker.open_gates(client.user)[0] for client in (piotr, nino, grace)]
    assert gates == [False, False, True]
    assert (await piotr.result("media.switch", conference=conference, **MICROPHONE))["microphone"]


async def test_who_is_removed_stays_out_in_a_new_tab_and_after_a_new_sign_in(two_houses: House) -> None:
    """T10 of the security cases."""
    conference, ada = await two_houses.lesson()
    piotr = await inside(two_houses, conference, "piotr", at=1)
    await ada.result("participant.remove", conference=conference, user=piotr.user, reason="Please calm down first.")
    lost = await piotr.heard("seat.lost")
    assert (lost["reason"], lost["text"]) == ("removed", "Please calm down first.")
    assert (await piotr.heard("room.closed"))["reason"] == "removed"
    assert two_houses.worker.peer_of(piotr.user) is None
    for other in (await two_houses.again(piotr), await two_houses.client("piotr", at=1)):
        assert await other.refusal("conference.enter", conference=conference) == "removed"
        assert await other.refusal("media.offer", conference=conference, sdp=SDP) == "not_inside"
    await ada.result("participant.readmit", conference=conference, user=piotr.user)
    assert (await piotr.result("conference.enter", conference=conference))["state"] == "connected"
    assert {"conference.remove", "conference.readmit"} <= set(await actions_logged(two_houses))


async def test_pupils_and_teachers_who_do_not_lead_cannot_moderate(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    asked: list[tuple[str, dict[str, Any]]] = [
        ("participant.mute", {"source": "microphone", "user": ada.user}),
        ("participant.release", {"source": "microphone"}),
        ("participant.remove", {"user": ada.user}),
        ("participant.readmit", {"user": ada.user}),
        ("participant.appoint", {"user": ada.user, "role": "attendee"}),
        ("lobby.admit", {}),
        ("lobby.deny", {"user": ada.user}),
        ("conference.lock", {"on": True}),
        ("conference.extend", {}),
        ("conference.end", {}),
    ]
    for name in ("piotr", "nino", "grace"):
        client = await inside(one_house, conference, name)
        for kind, fields in asked:
            assert await client.refusal(kind, conference=conference, **fields) == "forbidden", (name, kind)
        answer = await client.http.post(f"/api/conferences/{conference}/cancel")
        assert answer.status_code == 403


async def test_a_cohost_leads_and_only_a_teacher_becomes_one(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    piotr, grace = [await inside(one_house, conference, name) for name in ("piotr", "grace")]
    appoint = {"conference": conference, "role": "cohost"}
    assert await ada.refusal("participant.appoint", user=piotr.user, **appoint) == "teachers_only"
    await ada.result("participant.appoint", user=grace.user, **appoint)
    seat = (await grace.heard("seat.changed"))["seat"]
    assert (seat["role"], "CONFERENCE_MODERATE" in seat["may"]) == ("cohost", True)
    await grace.result("participant.mute", conference=conference, source="microphone", user=piotr.user)
    assert one_house.worker.open_gates(piotr.user) == (False, False, False)
    gail = await one_house.client("gail")
    await gail.result("conference.enter", conference=conference)
    assert (await grace.heard("lobby.changed"))["waiting"]


async def test_hands_are_shown_in_their_order_and_lowered_by_the_host(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    piotr, nino = [await inside(one_house, conference, name) for name in ("piotr", "nino")]
    await nino.result("hand.raise", conference=conference, up=True)
    await piotr.result("hand.raise", conference=conference, up=True)
    first = await ada.find(lambda f: f["type"] == "participant.changed" and f["participant"]["hand_at"] is not None)
    second = await ada.find(lambda f: f["type"] == "participant.changed" and f["participant"]["hand_at"] is not None)
    assert [f["participant"]["person"]["id"] for f in (first, second)] == [nino.user, piotr.user]
    assert first["participant"]["hand_at"] < second["participant"]["hand_at"]
    assert await piotr.refusal("hand.raise", conference=conference, up=False, user=nino.user) == "forbidden"
    await ada.result("hand.raise", conference=conference, up=False, user=nino.user)
    await about(nino, nino.user, hand_at=None)


async def test_a_pupils_camera_opens_only_with_the_recorded_consent(one_house: House) -> None:
    """T12 of the security cases: without it, not one picture is forwarded."""
    conference, ada = await one_house.lesson()
    piotr = await inside(one_house, conference, "piotr")
    camera = {"microphone": False, "camera": True, "screen": False}
    tried = await piotr.result("media.switch", conference=conference, **camera)
    assert (tried["camera"], tried["refused"]) == (False, {"camera": "no_video_consent"})
    assert one_house.worker.open_gates(piotr.user) == (False, False, False)
    people = one_house.people
    for minutes, state, opens in ((1, ConsentState.GIVEN, True), (2, ConsentState.WITHDRAWN, False)):
        async with one_house.database.write() as db:
            at = clock.now() + timedelta(minutes=minutes)
            db.add(Consent(pupil_id=people.piotr, kind=ConsentKind.VIDEO, state=state, recorded_by=people.grace, at=at))
        assert (await piotr.result("media.switch", conference=conference, **camera))["camera"] is opens
        assert one_house.worker.open_gates(piotr.user)[1] is opens
        await about(ada, piotr.user, camera=opens)


async def test_a_consent_taken_back_closes_the_camera_that_is_on(one_house: House) -> None:
    """T12 of the security cases."""
    people = one_house.people
    conference, ada = await one_house.lesson()
    piotr = await inside(one_house, conference, "piotr")
    for minutes, state in ((1, ConsentState.GIVEN), (2, ConsentState.WITHDRAWN)):
        at = clock.now() + timedelta(minutes=minutes)
        word = {"pupil_id": people.piotr, "kind": ConsentKind.VIDEO, "recorded_by": people.grace, "at": at}
        async with one_house.database.write() as db:
            db.add(Consent(state=state, **word))
        if state is ConsentState.GIVEN:
            await piotr.result("media.switch", conference=conference, microphone=False, camera=True, screen=False)
            await about(ada, piotr.user, camera=True)
            ada.frames.clear()
    await about(ada, piotr.user, camera=False)
    assert one_house.worker.open_gates(piotr.user) == (False, False, False)


@pytest.mark.proves("R-205")
async def test_an_audio_conference_refuses_cameras(one_house: House) -> None:
    conference, ada = await one_house.lesson(media="audio")
    await ada.result("media.offer", conference=conference, sdp=SDP)
    switched = await ada.result("media.switch", conference=conference, microphone=True, camera=True, screen=True)
    assert (switched["microphone"], switched["refused"]) == (True, {"camera": "audio_only", "screen": "audio_only"})
    assert one_house.worker.open_gates(ada.user) == (True, False, False)


async def test_slots_show_only_people_of_the_same_conference(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    piotr = await inside(one_house, conference, "piotr")
    other = await one_house.client("grace")
    elsewhere = await one_house.start(other)
    await other.result("conference.enter", conference=elsewhere)
    wants = [{"mid": "6", "user": ada.user}, {"mid": "7", "user": other.user}]
    await piotr.result("media.watch", conference=conference, wants=wants)
    peer = one_house.worker.peer_of(piotr.user)
    assert peer is not None
    assert [(want.mid, want.user) for want in one_house.worker.watched[peer]] == [("6", UUID(ada.user)), ("7", None)]
    await piotr.result("media.watch", conference=conference, wants=[])
    assert [(want.mid, want.user) for want in one_house.worker.watched[peer]] == [("6", None)]


async def test_news_of_the_worker_reach_those_they_concern(two_houses: House) -> None:
    conference, ada = await two_houses.lesson()
    piotr = await inside(two_houses, conference, "piotr", at=1)
    peer = two_houses.worker.peer_of(piotr.user)
    assert peer is not None
    slots = [media.Slot("3", UUID(ada.user), media.Source.MICROPHONE), media.Slot("6")]
    two_houses.worker.tell(media.SlotsChanged(room=UUID(conference), peer=peer, slots=slots))
    assert (await piotr.heard("media.slots"))["slots"] == [
        {"mid": "3", "user": ada.user, "source": "microphone"},
        {"mid": "6", "user": None, "source": None},
    ]
    two_houses.worker.tell(media.SpeakersChanged(room=UUID(conference), speakers=[UUID(ada.user)]))
    for client in (ada, piotr):
        assert (await client.heard("media.speakers"))["speakers"] == [ada.user]
    lost = media.PeerLost(room=UUID(conference), peer=peer, user=UUID(piotr.user), reason=media.LossReason.TIMEOUT)
    two_houses.worker.tell(lost)
    assert (await piotr.heard("media.lost"))["conference"] == conference
    assert not ada.has_heard("media.slots")
    assert not ada.has_heard("media.lost")


async def test_an_offer_that_is_none_changes_nothing(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    assert await ada.refusal("media.offer", conference=conference, sdp="not an offer") == "sdp"
    assert (await one_house.seat(conference, ada.user)).peer_id is None  # type: ignore[union-attr]
    assert (await ada.result("media.offer", conference=conference, sdp=SDP))["sdp"].startswith("answer")
    assert (await ada.result("media.offer", conference=conference, sdp=SDP, restart=True))["sdp"].startswith("restart")


async def test_who_loses_the_membership_is_out_at_once(two_houses: House) -> None:
    """T1 of the security cases."""
    conference, ada = await two_houses.lesson()
    piotr = await inside(two_houses, conference, "piotr", at=1)
    people = two_houses.people
    await revoke_membership(two_houses.sites[0], people.space, people.piotr, people.ada)
    assert (await piotr.heard("seat.lost"))["reason"] == "removed"
    assert (await ada.heard("participant.left"))["user"] == piotr.user
    assert two_houses.worker.peer_of(piotr.user) is None


async def test_strangers_learn_nothing_of_a_conference(one_house: House) -> None:
    """T3 of the security cases."""
    conference, _ = await one_house.lesson()
    nowhere = "0190c8a0-0000-7000-8000-000000000009"
    eve = await one_house.client("eve")
    mallory = await one_house.client("mallory", slug=one_house.people.eves_slug)
    for client in (eve, mallory):
        for target in (conference, nowhere):
            assert await client.refusal("conference.enter", conference=target) == "not_found"
            assert (await client.http.get(f"/api/conferences/{target}")).status_code == 404
        assert (await client.http.get("/api/conferences/today")).json() == {"conferences": []}


async def test_today_shows_what_is_live_and_who_hosts(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    piotr = await one_house.client("piotr")
    for client, hosts in ((ada, True), (piotr, False)):
        (shown,) = (await client.http.get("/api/conferences/today")).json()["conferences"]
        assert (shown["id"], shown["you_host"], shown["you_may_enter"], shown["seats_taken"]) == (
            conference,
            hosts,
            True,
            1,
        )
