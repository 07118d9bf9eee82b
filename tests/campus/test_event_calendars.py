"""Events in calendar programs: what the file says, and who reads somebody's own calendar (R-072, D-06)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import icalendar
import pytest

from campus.events import feeds
from campus.events.calendar import Entry, calendar, file_of
from server.core import clock
from server.core.clock import BRUSSELS
from server.core.database import Database
from server.core.models import User, UserStatus
from server.core.ratelimit import Limit
from tests.campus.conftest import Enter
from tests.campus.events import START, Events, soon
from tests.live import Client
from tests.people import People

SENDER = "live@example.org"
SUMMER = START
WINTER = datetime(2026, 1, 14, 14, tzinfo=UTC)
HOSTILE = "Suppe, Brot; und \\ ein Löffel\r\nSTATUS:CANCELLED\nEND:VCALENDAR 🍲" + "ə" * 80


def entry(**more: Any) -> Entry:
    common = {
        "id": uuid4(),
        "sequence": 3,
        "title": "Open mic",
        "text": "",
        "place": "",
        "address": "https://x.example",
    }
    times = {"starts_at": SUMMER, "ends_at": SUMMER + timedelta(hours=1), "changed_at": SUMMER, "cancelled": False}
    return Entry(**common | times | more)


def parsed(text: str) -> list[Any]:
    """The events of a file, by a parser that is not ours."""
    return list(icalendar.Calendar.from_ical(text).walk("VEVENT"))


@pytest.mark.proves("R-072")
def test_times_are_brussels_times_with_their_zone_in_summer_and_in_winter() -> None:
    text = calendar("Mine", [entry(), entry(starts_at=WINTER, ends_at=WINTER + timedelta(hours=1))], SENDER)
    summer, winter = parsed(text)
    for event, instant in ((summer, SUMMER), (winter, WINTER)):
        start = event["DTSTART"]
        assert start.params["TZID"] == "Europe/Brussels"
        assert (start.dt.hour, start.dt.astimezone(UTC)) == (15, instant)
        assert event["DTEND"].dt - start.dt == timedelta(hours=1)


@pytest.mark.proves("R-072")
def test_a_time_in_the_hour_that_there_is_twice_is_the_one_that_was_meant() -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    for starts in (first - timedelta(hours=1), first, first + timedelta(hours=1), first + timedelta(hours=2)):
        ends = starts + timedelta(minutes=45)
        (event,) = parsed(calendar("Mine", [entry(starts_at=starts, ends_at=ends)], SENDER))
        assert (event["DTSTART"].dt.astimezone(UTC), event["DTEND"].dt.astimezone(UTC)) == (starts, ends)
        doubled = starts.astimezone(BRUSSELS).hour == 2 or ends.astimezone(BRUSSELS).hour == 2
        assert [event[name].params.get("TZID") for name in ("DTSTART", "DTEND")] == [
            None if doubled else "Europe/Brussels"
        ] * 2


def test_the_zone_in_the_file_is_the_zone_of_brussels() -> None:
    (zone,) = icalendar.Calendar.from_ical(calendar("Mine", [], SENDER)).walk("VTIMEZONE")
    ours = zone.to_tz(lookup_tzid=False)
    for instant in (SUMMER, WINTER, datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)):
        brussels = instant.astimezone(BRUSSELS)
        assert ours.utcoffset(brussels.replace(tzinfo=None)) == brussels.utcoffset()


def test_whatever_a_title_holds_it_stays_one_value_of_its_own() -> None:
    (event,) = parsed(calendar(HOSTILE, [entry(title=HOSTILE, text=HOSTILE, place=HOSTILE)], SENDER))
    wanted = HOSTILE.replace("\r\n", "\n")
    assert [str(event[name]) for name in ("SUMMARY", "DESCRIPTION", "LOCATION")] == [wanted] * 3
    assert (str(event["STATUS"]), int(event["SEQUENCE"])) == ("CONFIRMED", 3)


def test_lines_are_at_most_75_bytes_and_end_as_they_must() -> None:
    text = calendar("Mine", [entry(title=HOSTILE)], SENDER)
    assert text.endswith("END:VCALENDAR\r\n")
    lines = text.encode().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(b"\n" not in line and b"\r" not in line for line in lines)
    for line in lines:
        line.decode()


def test_what_was_called_off_or_is_not_sure_says_so() -> None:
    gone, unsure = parsed(calendar("Mine", [entry(cancelled=True), entry(tentative=True)], SENDER))
    assert (str(gone["STATUS"]), str(unsure["STATUS"])) == ("CANCELLED", "TENTATIVE")


def test_every_entry_names_who_leads_it_and_says_when_it_was_written() -> None:
    written = SUMMER + timedelta(days=2)
    with clock.frozen(written):
        known, unknown = parsed(calendar("Mine", [entry(organizer='Ada "A^" L;ovelace,\r\nX:'), entry()], SENDER))
    assert known["ORGANIZER"] == unknown["ORGANIZER"] == f"mailto:{SENDER}"
    assert (known["ORGANIZER"].params["CN"], unknown["ORGANIZER"].params["CN"]) == (
        'Ada "A^" L;ovelace,X:',
        "TwinSpace Live",
    )
    assert (known["DTSTAMP"].dt, known["LAST-MODIFIED"].dt) == (written, SUMMER)


def test_a_file_of_what_was_called_off_takes_it_away_and_any_other_puts_it_there() -> None:
    for cancelled, method in ((True, "CANCEL"), (False, "PUBLISH")):
        text = file_of(entry(cancelled=cancelled, title="x\nMETHOD:REPLY"), SENDER)
        assert str(icalendar.Calendar.from_ical(text)["METHOD"]) == method
    # A feed is read again and again, and what was called off stays in it as such.
    assert str(icalendar.Calendar.from_ical(calendar("Mine", [entry(cancelled=True)], SENDER))["METHOD"]) == "PUBLISH"


@pytest.mark.anyio
async def test_who_gets_a_seat_has_a_later_file_of_the_same_event(enter: Enter, people: People, events: Events) -> None:
    event = (await events.made(people.ada, starts_at=soon(), capacity=1)).card.id
    await events.joined(people.eve, event)
    await events.joined(people.grace, event)
    grace, now = await enter("grace"), clock.now()
    with clock.frozen(now):
        (waiting,) = parsed((await grace.http.get(f"/api/events/{event}/ics")).text)
        await events.left(people.eve, event)
    with clock.frozen(now + timedelta(minutes=1)):
        (seated,) = parsed((await grace.http.get(f"/api/events/{event}/ics")).text)
    assert [str(one["STATUS"]) for one in (waiting, seated)] == ["TENTATIVE", "CONFIRMED"]
    assert int(seated["SEQUENCE"]) == int(waiting["SEQUENCE"])
    assert seated["DTSTAMP"].dt > waiting["DTSTAMP"].dt
    assert str(seated["ORGANIZER"].params["CN"]) == "Ada Marin"


@pytest.mark.anyio
async def test_a_change_and_calling_off_reach_the_file_with_the_same_uid(
    enter: Enter, people: People, events: Events
) -> None:
    event = (await events.made(people.ada, starts_at=soon())).card.id
    grace = await enter("grace")
    read = f"/api/events/{event}/ics"
    answer = await grace.http.get(read)
    assert answer.headers["content-type"].startswith("text/calendar")
    (first,) = parsed(answer.text)
    await events.changed(people.ada, event, starts_at=soon(), title="Lakes")
    (second,) = parsed((await grace.http.get(read)).text)
    await events.cancelled(people.ada, event)
    (third,) = parsed((await grace.http.get(read)).text)
    assert len({str(one["UID"]) for one in (first, second, third)}) == 1
    assert [int(one["SEQUENCE"]) for one in (first, second, third)] == [0, 1, 2]
    assert (str(second["SUMMARY"]), str(third["STATUS"])) == ("Lakes", "CANCELLED")
    assert str(event) in str(first["URL"])


@pytest.mark.anyio
async def test_ones_own_calendar_is_read_by_its_address_alone_until_that_is_taken_back(
    enter: Enter, people: People, events: Events, database: Database, base: str
) -> None:
    mine = (await events.made(people.ada, starts_at=soon(), title="Joined")).card.id
    await events.made(people.ada, starts_at=soon(), title="Not joined")
    await events.made(people.grace, starts_at=soon(), title="Hosted")
    await events.made(people.grace, starts_at=soon(), title="Draft", publish=False)
    await events.joined(people.grace, mine)
    grace, stranger = await enter("grace"), Client(base)

    async def titles(path: str) -> list[str]:
        answer = await stranger.http.get(path)
        assert answer.status_code == 200, answer.text
        return sorted(str(one["SUMMARY"]) for one in parsed(answer.text))

    try:
        first = (await grace.http.post("/api/calendar-feed")).json()["path"]
        assert await titles(first) == ["Hosted", "Joined"]
        second = (await grace.http.post("/api/calendar-feed")).json()["path"]
        assert (await stranger.http.get(first)).status_code == 404, "the old address is dead"
        assert await titles(second) == ["Hosted", "Joined"]
        async with database.write() as db:
            (await db.get_one(User, people.grace)).status = UserStatus.SUSPENDED
        assert (await stranger.http.get(second)).status_code == 404, "so is a closed account's"
        async with database.write() as db:
            (await db.get_one(User, people.grace)).status = UserStatus.VALIDATED
        assert (await grace.http.delete("/api/calendar-feed")).status_code == 200
        assert (await stranger.http.get(second)).status_code == 404
        assert (await grace.http.get("/api/calendar-feed")).json() == {"since": None}
    finally:
        await stranger.close()


@pytest.mark.anyio
async def test_a_strangers_guesses_are_counted_by_network_and_an_own_calendar_by_its_owner(
    enter: Enter, base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    grace, stranger = await enter("grace"), Client(base)
    monkeypatch.setattr(feeds, "READS", Limit("feed", burst=3, seconds=3600))
    monkeypatch.setattr(feeds, "READS_FROM", Limit("feed-address", burst=8, seconds=3600))
    try:
        answers = list[int]()
        for _ in range(4):
            path = (await grace.http.post("/api/calendar-feed")).json()["path"]
            answers.append((await stranger.http.get(path)).status_code)
        assert answers == [200, 200, 200, 429], "a new address is the same person's calendar"
        guesses = [(await stranger.http.get(f"/api/calendar/{guess}")).status_code for guess in range(5)]
        assert guesses == [404] * 4 + [429]
    finally:
        await stranger.close()
