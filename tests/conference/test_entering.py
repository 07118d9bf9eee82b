"""Coming in over the real socket: seats, waiting, reloads, second devices, and what the lobby does not get."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from tests.conference.conftest import SDP, House
from tests.people import more_pupils

pytestmark = pytest.mark.anyio


@pytest.mark.proves("R-200", "R-203")
async def test_a_teacher_starts_and_a_waiting_pupil_is_let_in_when_she_is_inside(one_house: House) -> None:
    ada, piotr = await one_house.client("ada"), await one_house.client("piotr")
    conference = await one_house.start(ada)
    waits = await piotr.result("conference.enter", conference=conference)
    assert (waits["state"], waits["wait_reason"], waits["inside"]) == ("lobby", "no_teacher", None)
    inside = await ada.result("conference.enter", conference=conference)
    assert (inside["state"], inside["role"]) == ("connected", "host")
    assert inside["inside"]["conference"]["state"] in ("open", "live")
    let_in = (await piotr.heard("seat.changed"))["seat"]
    assert let_in["state"] == "connected"
    assert {one["person"]["name"] for one in let_in["inside"]["participants"]} == {"Ada Marin", "Piotr Z."}
    assert piotr.user in {one["person"]["id"] for one in inside["inside"]["participants"]}


@pytest.mark.proves("R-203")
async def test_forty_five_minutes_are_refused_and_nothing_is_planned(one_house: House) -> None:
    ada = await one_house.client("ada")
    address = f"/api/spaces/{one_house.people.space}/conferences"
    for minutes in (45, 0, -30, 91):
        answer = await ada.http.post(address, json={"title": "Long talk", "duration_min": minutes})
        assert (answer.status_code, answer.json()["code"]) == (422, "wrong_length")
    assert (await ada.http.get(address)).json() == {"conferences": []}
    for minutes in (30, 60, 90):
        assert (await ada.http.post(address, json={"title": "Talk", "duration_min": minutes})).status_code == 201


async def test_who_may_not_start_is_refused(one_house: House) -> None:
    address = f"/api/spaces/{one_house.people.space}/conferences"
    for name, status in (("piotr", 403), ("nino", 403), ("gail", 403), ("eve", 404), ("grace", 201)):
        client = await one_house.client(name)
        answer = await client.http.post(address, json={"title": "Mine", "duration_min": 30})
        assert answer.status_code == status, name


async def test_a_title_is_needed_and_a_planned_start_lies_on_the_grid(one_house: House) -> None:
    ada = await one_house.client("ada")
    address = f"/api/spaces/{one_house.people.space}/conferences"
    for wrong, code in (
        ({"title": "  "}, "title_missing"),
        ({"title": "a" * 121}, "title_too_long"),
        ({"starts_at": "2020-01-01T10:00:00Z"}, "start_passed"),
        ({"starts_at": "2999-01-01T10:01:00Z"}, "start_too_far"),
    ):
        answer = await ada.http.post(address, json={"title": "Lesson", "duration_min": 30} | wrong)
        assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_a_pupil_is_refused_where_the_space_keeps_pupils_out_of_conferences(one_house: House) -> None:
    from server.core.models import Space

    conference, _ = await one_house.lesson()
    async with one_house.database.write() as db:
        (await db.get_one(Space, one_house.people.space)).flags = {"pupils_in_conference": False}
    piotr = await one_house.client("piotr")
    assert await piotr.refusal("conference.enter", conference=conference) == "forbidden"


async def test_a_guest_waits_until_the_host_lets_her_in(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    gail = await one_house.client("gail")
    waits = await gail.result("conference.enter", conference=conference)
    assert (waits["state"], waits["wait_reason"]) == ("lobby", "admission")
    lobby = await ada.heard("lobby.changed")
    assert [one["person"]["id"] for one in lobby["waiting"]] == [gail.user]
    await ada.result("lobby.admit", conference=conference, user=gail.user)
    assert (await gail.heard("seat.changed"))["seat"]["state"] == "connected"


async def test_a_guest_who_is_denied_hears_so_and_may_ask_again(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    gail = await one_house.client("gail")
    await gail.result("conference.enter", conference=conference)
    await ada.result("lobby.deny", conference=conference, user=gail.user)
    assert (await gail.heard("seat.lost"))["reason"] == "denied"
    assert (await gail.result("conference.enter", conference=conference))["state"] == "lobby"


async def test_the_lobby_gets_no_media_no_roster_and_no_chat_whatever_it_sends(one_house: House) -> None:
    """T5 of the security cases."""
    conference, ada = await one_house.lesson()
    room = str((await one_house.stored(conference)).room_id)
    gail, piotr = await one_house.client("gail"), await one_house.client("piotr")
    assert (await gail.result("conference.enter", conference=conference))["inside"] is None
    nothing_on = {"microphone": True, "camera": True, "screen": True}
    forbidden: list[tuple[str, dict[str, Any]]] = [
        ("media.offer", {"sdp": SDP}),
        ("media.offer", {"sdp": SDP, "restart": True}),
        ("media.switch", nothing_on),
        ("media.watch", {"wants": [{"mid": "6", "user": ada.user}]}),
        ("hand.raise", {"up": True}),
        ("lobby.admit", {}),
        ("participant.mute", {"source": "microphone"}),
        ("conference.end", {}),
    ]
    for kind, fields in forbidden:
        code = await gail.refusal(kind, conference=conference, **fields)
        assert code in ("not_inside", "forbidden", "peer_unknown"), kind
    assert (await gail.ask("room.join", room=room))["type"] == "refused"
    assert (await gail.ask("chat.catch_up", room=room))["type"] == "refused"
    await piotr.result("conference.enter", conference=conference)
    await ada.heard("participant.joined")
    sent = {"room": room, "client_id": "0190c8a0-0000-7000-8000-000000000001", "text": "Welcome"}
    await ada.result("chat.send", **sent)
    await piotr.heard("chat.sent")
    await ada.result("lobby.admit", conference=conference, user=gail.user)
    await gail.heard("seat.changed")
    assert not any(gail.has_heard(kind) for kind in ("participant.joined", "chat.sent", "lobby.changed"))
    assert one_house.worker.peer_of(gail.user) is None


@pytest.mark.proves("R-204")
async def test_the_twenty_sixth_is_told_that_the_room_is_full_and_called_when_a_seat_frees(one_house: House) -> None:
    """Acceptance T4."""
    conference, ada = await one_house.lesson()
    await more_pupils(one_house.database, one_house.people, 25)
    inside = [await one_house.client(f"pupil{number}") for number in range(1, 25)]
    for pupil in inside:
        assert (await pupil.result("conference.enter", conference=conference))["state"] == "connected"
    late = await one_house.client("pupil25")
    queued = await late.result("conference.enter", conference=conference)
    assert (queued["state"], queued["wait_reason"], queued["queue_position"]) == ("queued", "full", 1)
    assert queued["text"] == "The room is full (25/25)"
    listed = (await ada.http.get(f"/api/conferences/{conference}")).json()
    assert (listed["seats"], listed["seats_taken"]) == (25, 25)
    await inside[7].result("conference.leave", conference=conference)
    called = (await late.heard("seat.changed"))["seat"]
    assert (called["state"], called["called_until"] is not None) == ("queued", True)
    assert (await late.result("conference.enter", conference=conference))["state"] == "connected"
    assert (await inside[7].result("conference.enter", conference=conference))["state"] == "queued"


@pytest.mark.proves("R-204")
async def test_many_racing_for_the_last_seat_of_two_processes_and_exactly_one_gets_in(two_houses: House) -> None:
    """Acceptance T4."""
    conference, ada = await two_houses.lesson()
    await more_pupils(two_houses.database, two_houses.people, 30)
    pupils = [await two_houses.client(f"pupil{number}", number % 2) for number in range(1, 31)]
    for pupil in pupils[:23]:
        await pupil.result("conference.enter", conference=conference)
    racing = pupils[23:]
    seats = await asyncio.gather(*(pupil.result("conference.enter", conference=conference) for pupil in racing))
    assert sorted(seat["state"] for seat in seats) == ["connected"] + ["queued"] * 6
    assert sorted(seat["queue_position"] or 0 for seat in seats)[0] == 0
    listed = (await ada.http.get(f"/api/conferences/{conference}")).json()
    assert listed["seats_taken"] == 25


@pytest.mark.proves("R-204")
async def test_a_second_device_replaces_the_first_and_takes_no_second_seat(two_houses: House) -> None:
    """Acceptance T5."""
    conference, ada = await two_houses.lesson()
    piotr = await two_houses.client("piotr")
    await piotr.result("conference.enter", conference=conference)
    await piotr.result("media.offer", conference=conference, sdp=SDP)
    await piotr.result("media.switch", conference=conference, microphone=True, camera=False, screen=False)
    first_peer = two_houses.worker.peer_of(piotr.user)
    phone = await two_houses.again(piotr, at=1)
    seat = await phone.result("conference.enter", conference=conference)
    assert seat["state"] == "connected"
    assert len(seat["inside"]["participants"]) == 2
    assert (await piotr.heard("seat.lost"))["reason"] == "replaced"
    assert await piotr.refusal("media.switch", conference=conference, microphone=True, camera=True, screen=True) == (
        "not_inside"
    )
    await piotr.result("conference.leave", conference=conference)
    assert first_peer not in two_houses.worker.peers
    changed = await ada.heard("participant.changed")
    assert not changed["participant"]["away"]
    assert (await two_houses.seat(conference, piotr.user)).state == "connected"  # type: ignore[union-attr]


async def test_reloading_brings_one_back_to_ones_own_seat(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    piotr = await one_house.client("piotr")
    before = await piotr.result("conference.enter", conference=conference)
    await piotr.hang_up()
    away = await ada.find(lambda frame: frame["type"] == "participant.changed" and frame["participant"]["away"])
    assert away["participant"]["person"]["id"] == piotr.user
    tab = await one_house.again(piotr)
    after = await tab.result("conference.enter", conference=conference)
    assert after["state"] == "connected"

    def joined_at(seat: Any) -> str:
        return next(p["joined_at"] for p in seat["inside"]["participants"] if p["person"]["id"] == piotr.user)

    assert joined_at(after) == joined_at(before)


async def test_a_seat_is_given_up_when_its_owner_stays_away_for_a_minute(one_house: House, time_passes: Any) -> None:
    conference, ada = await one_house.lesson()
    piotr = await one_house.client("piotr")
    await piotr.result("conference.enter", conference=conference)
    await piotr.hang_up()
    await ada.find(lambda frame: frame["type"] == "participant.changed" and frame["participant"]["away"])
    time_passes.on(seconds=61)
    assert (await ada.heard("participant.left"))["user"] == piotr.user


async def test_a_process_that_died_does_not_keep_its_people_inside(two_houses: House, time_passes: Any) -> None:
    from server.conference.lines import Lines
    from server.conference.orphans import drop_orphans

    conference, ada = await two_houses.lesson()
    piotr = await two_houses.client("piotr", at=1)
    await piotr.result("conference.enter", conference=conference)
    await drop_orphans(two_houses.sites[0], [two_houses.sites[0].part(Lines).process])
    away = await ada.find(lambda frame: frame["type"] == "participant.changed" and frame["participant"]["away"])
    assert away["participant"]["person"]["id"] == piotr.user


@pytest.mark.parametrize(
    ("who", "administers", "answers_for"), [("ada", True, ["nino"]), ("grace", False, ["piotr"]), ("nino", False, [])]
)
async def test_beside_the_stage_one_is_told_about_whose_messages_one_decides(
    one_house: House, who: str, administers: bool, answers_for: list[str]
) -> None:
    conference, ada = await one_house.lesson()
    reader = ada if who == "ada" else await one_house.client(who)
    seat = await reader.result("conference.enter", conference=conference)
    told = seat["inside"]
    assert (told["administers"], "CHAT_MODERATE" in seat["may"]) == (administers, who != "nino")
    assert told["answers_for"] == [str(getattr(one_house.people, name)) for name in answers_for]
    piotr = await one_house.client("piotr")
    await piotr.result("conference.enter", conference=conference)
    room = str((await one_house.stored(conference)).room_id)
    text = "call 055 123 45 67"
    held = await piotr.result("chat.send", room=room, client_id=str(uuid4()), text=text)
    path = f"/api/rooms/{room}/messages/{held['id']}/approve"
    approved = await reader.http.post(path, json={"change": held["change"]})
    assert (approved.status_code == 200) == (administers or "piotr" in answers_for)
