"""The room of an event as people live it: who leads prepares, who joined listens, and the stage is by invitation."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from campus.events.listing import list_events
from campus.events.retention import purge
from server.conference import gates, views
from server.conference.clock import tick
from server.conference.event_rooms import look
from server.conference.models import ConferenceState, SeatRole
from server.conference.stage import PLACES, is_full_for, on_stage
from server.core.errors import UserError
from server.core.models import ROOM_STAYS_OPEN as LATER
from server.core.models import EventState
from tests.campus.events import NOW, START, at
from tests.conference.conftest import SDP, House
from tests.conference.gathering import DAY, DOORS, Gathering, at_the_door, comes_in, event_of
from tests.conference.steps import MICROPHONE, about, say, seat_told

pytestmark = pytest.mark.anyio


async def test_the_door_tells_who_comes_to_listen(one_house: House) -> None:
    _, event = await event_of(one_house)
    with at(START - DOORS):
        clients = [await one_house.client(name) for name in ("ada", "gail", "grace")]
        ada = clients[0]
        doors = [await at_the_door(one, event) for one in clients]
        assert [door["you_listen"] for door in doors] == [False, False, True]
        page = f"/api/conferences/{doors[0]['id']}/preparation"
        before = (await ada.http.get(page)).json()["locks"]
        answer = await ada.http.put(page, json={"locks": ["microphone"], "seen_locks": before})
        assert answer.status_code == 200, answer.text
        assert not (await at_the_door(clients[2], event))["you_listen"], "may be seen"


@pytest.mark.proves("R-073", "R-064", "R-066")
async def test_an_event_from_the_day_before_to_its_end(one_house: House) -> None:
    """Acceptance T8, by the socket; and that whoever leaves the event is out of its room at once."""
    events, event = await event_of(one_house)
    with at(START - DAY):
        ada, gail, grace, eve = [await one_house.client(name) for name in ("ada", "gail", "grace", "eve")]
        conference, seat = await comes_in(ada, event)
        assert (seat["role"], seat["inside"]["conference"]["event"]) == ("host", str(event))
        assert seat["inside"]["locks"] == ["microphone", "camera", "screen"]
        assert (await comes_in(gail, event))[1]["role"] == "cohost"
        assert (await at_the_door(grace, event))["params"]["opens_at"] == (START - DOORS).isoformat()
        assert await grace.refusal("conference.enter", conference=conference) == "not_open"
        assert (await at_the_door(eve, event))["code"] == "join_first"
        assert await eve.refusal("conference.enter", conference=conference) == "not_found"
        assert (await one_house.stored(conference)).state is ConferenceState.OPEN, "two who lead begin nothing"
        assert await ada.refusal("conference.end", conference=conference) == "not_begun"
        assert (await ada.http.get("/api/conferences/today")).json()["conferences"] == []
        assert [space["title"] for space in (await ada.http.get("/api/spaces")).json()["spaces"]] == ["Rivers and seas"]
    with at(START - DOORS):
        grace = await one_house.client("grace")
        _, seat = await comes_in(grace, event)
        assert (seat["role"], seat["may_publish"]) == ("attendee", [])
        assert (await one_house.stored(conference)).state is ConferenceState.LIVE
        assert await say(one_house, grace, conference) == "done"
        await grace.result("media.offer", conference=conference, sdp=SDP)
        refused = await grace.result("media.switch", conference=conference, **MICROPHONE)
        assert refused["refused"] == {"microphone": "locked"}
        await grace.result("hand.raise", conference=conference, up=True)
        await ada.result("participant.appoint", conference=conference, user=grace.user, role="presenter")
        assert (await seat_told(grace, role="presenter"))["may_publish"] == ["microphone", "camera", "screen"]
        assert (await grace.result("media.switch", conference=conference, **MICROPHONE))["microphone"]
        await about(ada, grace.user, microphone=True)
        named = {"conference": conference, "user": grace.user, "role": "cohost"}
        assert await ada.refusal("participant.appoint", **named) == "cohosts_in_event"
        await events.left(one_house.people.grace, event)
        lost = await grace.heard("seat.lost")
        assert (lost["reason"], lost["text"]) == ("removed", "You no longer take part in this event.")
        assert (await grace.heard("room.closed"))["reason"] in ("removed", "revoked")
        assert await say(one_house, grace, conference) == "not_found"
    with at(START + timedelta(minutes=75)):
        assert (await ada.heard("seat.lost"))["end_reason"] == "time"
        ada = await one_house.client("ada")
        report = (await ada.http.get(f"/api/conferences/{conference}/report")).json()
        assert {one["person"]["name"] for one in report["people"]} == {"Ada Marin", "Gail Ferro", "Grace Nowicka"}


async def test_people_inside_are_told_when_the_event_moves_and_when_it_is_called_off(one_house: House) -> None:
    events, event = await event_of(one_house)
    later = START + timedelta(days=3)
    with at(START - timedelta(hours=20)):
        ada, gail = [await one_house.client(name) for name in ("ada", "gail")]
        conference, _ = await comes_in(ada, event)
        await comes_in(gail, event)
        hour = START + timedelta(hours=1)
        await events.changed(one_house.people.ada, event, starts_at=hour, cohosts=[one_house.people.gail])
        told = await gail.find(lambda f: f["type"] == "conference.changed" and f["conference"]["id"] == conference)
        assert told["conference"]["starts_at"] == hour.isoformat().replace("+00:00", "Z")
        await events.changed(one_house.people.ada, event, starts_at=later, cohosts=[one_house.people.gail])
        for someone in (ada, gail):
            assert (await someone.heard("seat.lost"))["reason"] == "moved"
        assert await ada.refusal("conference.enter", conference=conference) == "not_open"
    with at(later - timedelta(hours=3)):
        ada, gail = [await one_house.client(name) for name in ("ada", "gail")]
        await comes_in(gail, event)
        await events.changed(one_house.people.ada, event, starts_at=later)
        assert (await gail.heard("seat.lost"))["reason"] == "removed", "no co-host any more, and nobody who joined"
        await comes_in(ada, event)
        await events.cancelled(one_house.people.ada, event)
        lost = await ada.heard("seat.lost")
        assert (lost["reason"], lost["text"]) == ("cancelled", "The host is ill.")
        assert (await ada.heard("room.closed"))["reason"] == "ended"
        assert (await one_house.stored(conference)).state is ConferenceState.CANCELLED


async def test_an_event_that_is_called_off_between_doors_and_start_says_why_to_everybody_inside(
    one_house: House,
) -> None:
    events, event = await event_of(one_house)
    with at(START - DOORS):
        ada, grace = [await one_house.client(name) for name in ("ada", "grace")]
        conference, _ = await comes_in(ada, event)
        await comes_in(grace, event)
        assert (await one_house.stored(conference)).state is ConferenceState.LIVE
        await events.cancelled(one_house.people.ada, event, "The river is frozen.")
        for someone in (ada, grace):
            lost = await someone.heard("seat.lost")
            assert (lost["reason"], lost["text"]) == ("cancelled", "The river is frozen.")
        assert await grace.refusal("conference.enter", conference=conference) == "conference_over"
        assert (await at_the_door(grace, event))["code"] == "event_cancelled"


async def test_that_it_has_begun_is_told_to_those_who_joined_or_lead_and_are_not_inside(one_house: House) -> None:
    events, event = await event_of(one_house)
    people = one_house.people
    with at(NOW):
        await events.joined(people.eve, event)
    with at(START - DOORS):
        await comes_in(await one_house.client("grace"), event)
        await comes_in(await one_house.client("gail"), event)
    with at(START):
        await events.clock_looks()
    for someone, told in ((people.eve, True), (people.grace, False), (people.ada, True), (people.gail, False)):
        assert ("event.live" in await events.rung(someone)) is told


async def test_an_event_to_which_its_host_never_comes_is_held_by_those_who_came(one_house: House) -> None:
    events, event = await event_of(one_house)
    with at(START - DOORS):
        grace = await one_house.client("grace")
        conference, _ = await comes_in(grace, event)
    with at(START + timedelta(minutes=30)):
        await tick(one_house.sites[0])
        await events.clock_looks()
        assert await say(one_house, grace, conference) == "done"
        assert (await one_house.stored(conference)).state is ConferenceState.LIVE
        assert "event.live" in await events.rung(one_house.people.ada)
    with at(START + timedelta(minutes=75)):
        assert (await grace.heard("seat.lost"))["end_reason"] == "time"
        await events.clock_looks()
        assert (await events.stored(event)).state is EventState.ENDED
        ada = await one_house.client("ada")
        report = (await ada.http.get(f"/api/conferences/{conference}/report")).json()
        assert [one["person"]["name"] for one in report["people"]] == ["Grace Nowicka"]


async def test_its_clock_ends_when_its_page_says_and_its_room_stays_open_a_quarter_of_an_hour(one_house: House) -> None:
    _, event = await event_of(one_house)
    end = START + timedelta(minutes=60)
    with at(START):
        grace = await one_house.client("grace")
        _, seat = await comes_in(grace, event)
        shown = seat["inside"]["conference"]
        assert [datetime.fromisoformat(shown[name]) for name in ("ends_at", "closes_at")] == [end, end + LATER]
    warnings = [(50, 10, False), (55, 5, False), (59, 1, False), (70, 5, True), (74, 1, True)]
    for minutes, left, closing in warnings:
        with at(START + timedelta(minutes=minutes)):
            warning = await grace.heard("conference.warning")
            assert (warning["minutes_left"], warning["closing"]) == (left, closing)
    with at(end + LATER):
        assert (await grace.heard("seat.lost"))["end_reason"] == "time"
        assert not grace.has_heard("conference.warning")


async def test_after_its_planned_end_its_page_still_leads_in_until_its_room_is_closed(one_house: House) -> None:
    events, event = await event_of(one_house)
    with at(START):
        ada, grace, eve = [await one_house.client(name) for name in ("ada", "grace", "eve")]
        conference, _ = await comes_in(ada, event)
    with at(START + timedelta(minutes=65)):
        await events.clock_looks()
        offers = {one: (await one.http.get(f"/api/events/{event}")).json()["offer"] for one in (ada, grace, eve)}
        assert offers == {ada: "overtime", grace: "overtime", eve: "over"}
        [card] = (await grace.http.get("/api/today")).json()["events"]
        assert datetime.fromisoformat(card["open_until"]) == START + timedelta(minutes=75)
        await comes_in(grace, event)
        await ada.result("conference.end", conference=conference)
        page = (await grace.http.get(f"/api/events/{event}")).json()
        assert (page["offer"], page["card"]["open_until"]) == ("over", None)


async def test_the_host_appoints_somebody_inside_who_then_leads_and_takes_it_back(one_house: House) -> None:
    _, event = await event_of(one_house)
    with at(START):
        ada, gail, grace, eve = [await one_house.client(name) for name in ("ada", "gail", "grace", "eve")]
        for someone in (ada, grace):
            _, seat = await comes_in(someone, event)
        assert seat["role"] == "attendee"
        path = f"/api/events/{event}/cohosts"
        assert (await gail.http.put(f"{path}/{grace.user}")).status_code == 403, "a co-host appoints nobody"
        assert (await ada.http.put(f"{path}/{eve.user}")).status_code == 404, "who did not join"
        for _ in range(2):
            assert (await ada.http.put(f"{path}/{grace.user}")).status_code == 200
        told = await seat_told(grace, role="cohost")
        assert "CONFERENCE_MODERATE" in told["may"]
        page = (await grace.http.get(f"/api/events/{event}")).json()
        assert (page["card"]["you_are"], page["card"]["joined"]) == ("cohost", 0), "the seat is free for others"
        assert (await ada.http.delete(f"{path}/{grace.user}")).status_code == 200
        assert "CONFERENCE_MODERATE" not in (await seat_told(grace, role="attendee"))["may"]
        assert (await grace.http.get(f"/api/events/{event}")).json()["card"]["you_are"] == "joined"
    with at(START + timedelta(minutes=60)):
        assert (await ada.http.put(f"{path}/{grace.user}")).json()["code"] == "event_over"


async def test_once_its_room_is_closed_it_is_written_down_who_of_those_who_joined_came(one_house: House) -> None:
    events, event = await event_of(one_house)
    people = one_house.people
    with at(NOW):
        await events.joined(people.eve, event)
    with at(START):
        ada, grace = [await one_house.client(name) for name in ("ada", "grace")]
        await comes_in(ada, event)
    with at(START + timedelta(minutes=62)):
        await events.clock_looks()
        await comes_in(grace, event)  # late, and still in time
    for minutes, states in ((74, ("joined", "joined")), (75, ("attended", "no_show"))):
        with at(START + timedelta(minutes=minutes)):
            await events.clock_looks()
            seen = [await events.seen(one, event) for one in (people.grace, people.eve)]
            assert tuple(page.card.you_are for page in seen) == states
    with at(START + timedelta(days=1)):
        found = await list_events(await events.caller(people.grace), {"mine": "joined"})
        assert [card.id for card in found.events] == [event], "what one attended is what one joined"
    with at(START.replace(year=START.year + 2) + timedelta(hours=1)):
        await purge(events.site.database)
    assert (await events.stored(event)).came == 1


async def test_an_event_that_its_host_ends_early_is_over_on_its_page_as_well(one_house: House) -> None:
    _, event = await event_of(one_house)
    with at(START + timedelta(minutes=10)):
        ada, grace = [await one_house.client(name) for name in ("ada", "grace")]
        conference, _ = await comes_in(ada, event)
        await comes_in(grace, event)
        page = f"/api/events/{event}"
        assert (await grace.http.get(page)).json()["offer"] == "live"
        await ada.result("conference.end", conference=conference)
        await look(one_house.sites[0])
        shown = (await grace.http.get(page)).json()
        assert (shown["offer"], shown["card"]["state"]) == ("over", "ended")


async def test_a_room_to_which_nobody_comes_expires_and_one_that_begun_waits_for_the_late(one_house: House) -> None:
    events, event = await event_of(one_house)
    with at(START - DOORS):
        grace = await one_house.client("grace")
        conference, _ = await comes_in(grace, event)
        await grace.result("conference.leave", conference=conference)
    with at(START + timedelta(minutes=50)):
        await comes_in(grace, event)
        assert (await one_house.stored(conference)).state is ConferenceState.LIVE
    people = one_house.people
    with at(NOW):
        lonely = (await events.made(people.ada, starts_at=START + timedelta(days=1))).card.id
        await events.joined(people.grace, lonely)
    with at(START + timedelta(hours=3)):
        found = await at_the_door(await one_house.client("ada"), lonely)
    with at(START + timedelta(days=1, minutes=15)):
        grace = await one_house.client("grace")
        await tick(one_house.sites[0])
        assert await grace.refusal("conference.enter", conference=found["id"]) == "conference_over"
        assert (await at_the_door(grace, lonely))["state"] == "expired"


@pytest.mark.proves("R-066")
def test_the_stage_has_twenty_five_places() -> None:
    room = Gathering()
    room.enter(room.host)
    cohost = room.person(role="cofounder")
    room.enter(cohost)
    assert room.seat(cohost).role is SeatRole.COHOST
    listeners = [room.person(role="member") for _ in range(40)]
    for one in listeners:
        room.enter(one)
    for one in listeners[: PLACES - 2]:
        assert not is_full_for(room.seating, one)
        room.invited(one)
    late = listeners[-1]
    assert len(on_stage(room.seating)) == PLACES
    assert is_full_for(room.seating, late)
    # Without locks everybody may speak, and the stage is as large as before.
    room.conference.locks = []
    assert gates.refusal(room.seating, late, gates.Source.MICROPHONE) == "stage_full"
    assert "stage_full" in gates.REFUSALS
    assert views.your_seat(room.seating, late).may_publish == []
    presenting = [gates.presents(room.standings[one], room.seating) for one in (cohost, listeners[0], late)]
    assert presenting == [True, True, False], "documents are for those on the stage, whatever is unlocked"
    room.leave(listeners[0])
    assert room.seat(listeners[0]).role is SeatRole.ATTENDEE, "who comes back asks again"
    assert gates.refusal(room.seating, late, gates.Source.MICROPHONE) is None
    assert not is_full_for(room.seating, room.host)


def test_an_event_begins_with_the_first_who_does_not_lead_and_outlives_an_empty_room() -> None:
    room = Gathering()
    room.seating.now -= timedelta(minutes=10)
    room.conference.state, room.conference.opened_at = ConferenceState.OPEN, room.seating.now
    cohost, guest = room.person(role="cofounder"), room.person(role="member")
    room.enter(room.host)
    room.enter(cohost)
    assert room.conference.state is ConferenceState.OPEN
    with pytest.raises(UserError, match="not_open"):
        room.enter(guest)
    room.later(minutes=10)
    room.enter(guest)
    assert room.conference.state is ConferenceState.LIVE
    for user in (room.host, cohost, guest):
        room.leave(user)
    room.later(minutes=20)
    assert room.conference.state is ConferenceState.LIVE
