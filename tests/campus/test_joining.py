"""Joining an event: one seat each, the last one to one only, and a line that moves (R-064, R-071, D-13, T9)."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select

from campus.events import listing
from server.core.models import EventRegistration, RegistrationState
from tests.campus.conftest import Enter
from tests.campus.events import NOW, START, Events, at, general, refusal, soon
from tests.people import People

pytestmark = pytest.mark.anyio


@pytest.mark.proves("R-064")
async def test_somebody_joins_reads_it_on_the_page_and_leaves_again(events: Events) -> None:
    people = events.people
    with at(NOW):
        event = (await events.made(people.ada)).card.id
        page = await events.joined(people.grace, event)
        assert (page.card.you_are, page.card.joined, page.offer) == ("joined", 1, "leave")
        assert (await events.joined(people.grace, event)).card.joined == 1, "twice is once"
        page = await events.left(people.grace, event)
        assert (page.card.you_are, page.card.joined, page.offer) == ("left", 0, "join")
        assert (await events.left(people.grace, event)).card.joined == 0
        assert (await events.joined(people.grace, event)).card.you_are == "joined"
    assert await events.rung(people.grace) == ["event.joined", "event.joined"]


async def test_two_who_want_the_last_seat_get_one_and_a_place_in_the_line(events: Events) -> None:
    people = events.people
    with at(NOW):
        event = (await events.made(people.ada, capacity=1)).card.id
        both = await asyncio.gather(*(events.joined(user, event) for user in (people.grace, people.eve)))
        assert sorted(str(page.card.you_are) for page in both) == ["joined", "waiting"]
        async with events.site.database.read() as db:
            query = select(func.count()).where(EventRegistration.state == RegistrationState.JOINED)
            assert await db.scalar(query) == 1


async def test_who_waits_first_moves_up_when_a_seat_is_free_and_hears_of_it(events: Events) -> None:
    people = events.people
    with at(NOW):
        event = (await events.made(people.ada, capacity=1)).card.id
        await events.joined(people.grace, event)
        page = await events.joined(people.eve, event)
        assert (page.offer, page.place_in_line, page.full, page.card.waiting) == ("leave_line", 1, True, 1)
        assert (await events.joined(people.gail, event)).place_in_line == 2
        await events.left(people.grace, event)
        assert (await events.seen(people.eve, event)).card.you_are == "joined"
        assert (await events.seen(people.gail, event)).place_in_line == 1
        assert (await events.seen(people.grace, event)).offer == "wait"
    assert await events.rung(people.eve) == ["event.seat_free"]
    assert await events.rung(people.gail) == []


async def test_more_seats_let_in_those_who_wait_and_fewer_than_are_taken_are_refused(events: Events) -> None:
    people = events.people
    with at(NOW):
        event = (await events.made(people.ada, capacity=2)).card.id
        for user in (people.grace, people.eve, people.gail):
            await events.joined(user, event)
        assert await refusal(events.changed(people.ada, event, capacity=1)) == "event_seats_taken"
        page = await events.changed(people.ada, event, capacity=3)
        assert (page.card.joined, page.card.waiting) == (3, 0)
    assert await events.rung(people.gail) == ["event.seat_free"]
    assert await events.rung(people.grace) == ["event.joined"], "more seats are no news for who has one"


@pytest.mark.proves("R-071")
async def test_everybody_sees_an_event_for_one_country_and_only_its_etwinners_join(events: Events) -> None:
    people = events.people
    with at(NOW):
        event = (await events.made(people.ada, audience="countries", countries=["PL"])).card.id
        page = await events.seen(people.eve, event)
        assert (page.offer, page.countries, page.card.title) == ("locked", ["PL"], "Rivers in November")
        assert await refusal(events.joined(people.eve, event)) == "forbidden"
        assert (await events.joined(people.grace, event)).card.you_are == "joined"


@pytest.mark.proves("R-071")
async def test_an_event_for_contacts_is_joined_by_those_whom_the_host_chose(events: Events) -> None:
    people = events.people
    await events.befriended(people.ada, people.grace)
    with at(NOW):
        event = (await events.made(people.ada, audience="contacts", contacts=[people.grace])).card.id
        assert (await events.seen(people.ada, event)).contacts[0].name == "Grace Nowicka"
        assert (await events.seen(people.grace, event)).contacts == [], "who else was chosen is the host's to know"
        assert await refusal(events.joined(people.eve, event)) == "forbidden"
        assert (await events.joined(people.grace, event)).card.you_are == "joined"


async def test_whom_an_event_is_no_longer_for_keeps_waiting_and_holds_nobody_up(events: Events) -> None:
    people = events.people
    with at(NOW):
        event = (await events.made(people.ada, capacity=1)).card.id
        for user in (people.gail, people.eve, people.grace):
            await events.joined(user, event)
        await events.changed(people.ada, event, capacity=1, audience="countries", countries=["PL", "IT"])
        await events.left(people.gail, event)
        assert (await events.seen(people.eve, event)).card.you_are == "waiting"
        assert (await events.seen(people.grace, event)).card.you_are == "joined"


async def test_a_newcomer_takes_no_seat_before_those_who_wait(events: Events) -> None:
    people = events.people
    with at(NOW):
        event = (await events.made(people.ada, capacity=1)).card.id
        for user in (people.grace, people.eve):
            await events.joined(user, event)
        async with events.site.database.write() as db:
            # An account that is deleted takes its registration along, and calls nobody.
            seat = EventRegistration.event_id == event, EventRegistration.user_id == people.grace
            await db.execute(delete(EventRegistration).where(*seat))
        assert (await events.joined(people.gail, event)).place_in_line == 1
        assert (await events.seen(people.eve, event)).card.you_are == "joined"
        await events.joined(people.eve, event)
    assert await events.rung(people.eve) == ["event.seat_free"]
    assert await events.rung(people.gail) == []


async def test_nobody_joins_what_is_over_called_off_a_draft_or_ones_own(events: Events) -> None:
    people = events.people
    with at(NOW):
        event = (await events.made(people.ada)).card.id
        draft = (await events.made(people.ada, publish=False)).card.id
        gone = (await events.made(people.ada)).card.id
        await events.cancelled(people.ada, gone)
        assert await refusal(events.joined(people.ada, event)) == "you_lead"
        assert await refusal(events.joined(people.grace, draft)) == "not_found"
        assert await refusal(events.joined(people.grace, gone)) == "event_cancelled"
    with at(START + timedelta(minutes=59)):
        assert (await events.joined(people.grace, event)).offer == "live", "the door is open until the end"
    with at(START + timedelta(minutes=60)):
        assert await refusal(events.joined(people.eve, event)) == "event_over"
        assert await refusal(events.left(people.grace, event)) == "event_over"


async def test_pupils_are_refused_at_every_address(enter: Enter, people: People, events: Events) -> None:
    event = (await events.made(people.ada, starts_at=soon())).card.id
    nino = (await enter("nino")).http
    body = {"form": "seminar", "mode": "online", "lang": "en", "starts_at": soon().isoformat(), "minutes": 30}
    asked = [
        ("GET", "/api/events", None),
        ("POST", "/api/events", body),
        ("GET", f"/api/events/{event}", None),
        ("PUT", f"/api/events/{event}", body),
        ("DELETE", f"/api/events/{event}", None),
        ("POST", f"/api/events/{event}/join", None),
        ("POST", f"/api/events/{event}/leave", None),
        ("POST", f"/api/events/{event}/cancel", {"reason": "no"}),
        ("POST", f"/api/events/{event}/copy", None),
        ("POST", f"/api/events/{event}/invite", {"users": []}),
        ("GET", f"/api/events/{event}/ics", None),
        ("GET", "/api/calendar-feed", None),
        ("POST", "/api/calendar-feed", None),
        ("DELETE", "/api/calendar-feed", None),
        ("GET", "/api/contacts", None),
    ]
    for method, path, sent in asked:
        answer = await nino.request(method, path, json=sent)
        assert (answer.status_code, '"forbidden"' in answer.text) == (403, True), f"{method} {path}: {answer.text}"
    assert (await nino.get("/api/today")).json() == {"events": []}


async def test_who_is_no_school_staff_reads_the_outline_and_joins_nothing(events: Events) -> None:
    gus = await general(events)
    with at(NOW):
        event = (await events.made(events.people.ada, body="The programme", place="Ferrara")).card.id
        page = await events.seen(gus, event)
        assert (page.card.title, page.card.audience, page.offer) == ("Rivers in November", "all", "locked")
        assert (page.body, page.place, page.host, page.card.summary, page.card.joined) == ("", None, None, None, None)
        assert await refusal(events.joined(gus, event)) == "forbidden"
        caller = await events.caller(gus)
        assert len((await listing.list_events(caller, {"lang": "en"})).events) == 1
        for name, value in (("q", "rivers"), ("country", "IT"), ("form", "seminar"), ("mine", "joined")):
            assert await refusal(listing.list_events(caller, {name: value})) == "forbidden", name
