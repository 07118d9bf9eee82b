"""The calendar: what it lists between two moments, and its filters (R-061 … R-063)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from campus.events import listing
from campus.events.wire import EventList
from tests.campus.events import NOW, START, Events, at, refusal

pytestmark = pytest.mark.anyio


async def listed(events: Events, by: UUID, **asked: Any) -> list[str]:
    return [card.title for card in (await page(events, by, **asked)).events]


async def page(events: Events, by: UUID, **asked: Any) -> EventList:
    return await listing.list_events(await events.caller(by), {name.rstrip("_"): str(asked[name]) for name in asked})


@pytest.mark.proves("R-061", "R-062", "R-063")
async def test_events_between_two_moments_come_by_their_start_drafts_apart(events: Events) -> None:
    people = events.people
    with at(NOW):
        for title, days in (("third", 3), ("first", 1), ("second", 2)):
            await events.made(people.ada, title=title, starts_at=START + timedelta(days=days))
        await events.made(people.ada, title="draft", publish=False)
        assert await listed(events, people.grace) == ["first", "second", "third"]
        day = {"from_": (START + timedelta(days=2)).isoformat(), "to": (START + timedelta(days=3)).isoformat()}
        assert await listed(events, people.grace, **day) == ["second"]
        running = (START + timedelta(days=1, minutes=30)).isoformat()
        assert await listed(events, people.grace, from_=running) == ["first", "second", "third"]
        over = (START + timedelta(days=1, minutes=60)).isoformat()
        assert await listed(events, people.grace, from_=over) == ["second", "third"], "upcoming"


async def test_a_long_calendar_comes_page_by_page(events: Events, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)
    with at(NOW):
        for number in range(5):
            await events.made(events.people.ada, title=str(number))
        titles, asked = list[str](), dict[str, Any]()
        while True:
            found = await page(events, events.people.grace, **asked)
            titles += [card.title for card in found.events]
            if found.next is None:
                break
            asked = {"cursor": found.next}
    assert titles == ["0", "1", "2", "3", "4"], "each once, though all start at once"


async def test_filters_by_language_form_host_s_country_words_and_by_what_is_mine(events: Events) -> None:
    people = events.people
    with at(NOW):
        az = (await events.made(people.ada, title="Bahar süfrəsi", lang="az", form="celebration")).card.id
        await events.made(people.grace, title="Rivers", summary="Bring a fish.", form="meeting")
        await events.joined(people.eve, az)
        for asked, titles in (
            ({"lang": "az"}, ["Bahar süfrəsi"]),
            ({"form": "meeting"}, ["Rivers"]),
            ({"form": "meeting,celebration"}, ["Bahar süfrəsi", "Rivers"]),
            ({"country": "PL"}, ["Rivers"]),
            ({"country": "FR"}, []),
            ({"q": "sufre"}, ["Bahar süfrəsi"]),
            ({"q": "FISH riv"}, ["Rivers"]),
            ({"q": "ish"}, []),
            ({"q": "grace"}, ["Rivers"]),
            ({"q": "%"}, ["Bahar süfrəsi", "Rivers"]),
            ({"mine": "joined"}, ["Bahar süfrəsi"]),
            ({"mine": "hosting"}, []),
        ):
            assert sorted(await listed(events, people.eve, **asked)) == titles, asked
        assert await listed(events, people.ada, mine="hosting") == ["Bahar süfrəsi"]


async def test_what_is_no_filter_is_refused(events: Events) -> None:
    ada = await events.caller(events.people.ada)
    for name, value in (
        ("from", "yesterday"),
        ("to", "2026-07-14T15:00:00"),
        ("from", "0001-01-01T00:00:00+10:00"),
        ("to", "9999-12-31T23:00:00-10:00"),
        ("form", "party"),
        ("country", "Italy"),
        ("lang", "%"),
        ("mine", "all"),
        ("cursor", "1"),
    ):
        assert await refusal(listing.list_events(ada, {name: value})) == "malformed", name
