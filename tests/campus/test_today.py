"""The events of today: whose day, which events, and how much of each (domain 5.2, n13; R-071)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from campus.events.today import events_today
from campus.events.wire import EventCard
from server.core import clock
from server.core.database import Database, new_id
from server.core.identity import Identity
from server.core.models import Event, EventAudienceCountry, EventAudienceUser, EventRegistration, User
from server.rooms.standing import standing_anywhere
from tests.campus.conftest import Enter
from tests.people import People

pytestmark = pytest.mark.anyio

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


async def hold(database: Database, host: UUID, **more: Any) -> UUID:
    """Store an event around noon."""
    common = {"id": new_id(), "form": "seminar", "mode": "online", "title": "Open mic", "lang": "en"}
    times = {"starts_at": NOON, "ends_at": NOON + timedelta(hours=1), "state": "published", "host_id": host}
    row = Event(**common | times | more)
    async with database.write() as db:
        db.add(row)
    return row.id


async def today(
    database: Database, user: UUID, account_type: str = "staff", zone: str = "Europe/Rome"
) -> list[EventCard]:
    identity = Identity(user, uuid4(), account_type, "Somebody", "en", zone)
    with clock.frozen(NOON):
        async with database.read() as db:
            return await events_today(db, await standing_anywhere(db, identity), ZoneInfo(zone))


async def test_a_teacher_reads_who_hosts_how_full_it_is_and_what_she_is_there(
    database: Database, people: People
) -> None:
    event = await hold(database, people.ada, summary="Bring one example.", capacity=20)
    async with database.write() as db:
        db.add(EventRegistration(event_id=event, user_id=people.grace, state="joined"))
        db.add(EventRegistration(event_id=event, user_id=people.eve, state="waiting", position=1))
    (card,) = await today(database, people.grace)
    assert (card.title, card.host, card.host_country, card.summary) == (
        "Open mic",
        "Ada Marin",
        "IT",
        "Bring one example.",
    )
    assert (card.joined, card.capacity, card.you_are, card.in_audience) == (1, 20, "joined", True)
    assert [c.you_are for c in await today(database, people.ada)] == ["host"]
    assert [c.you_are for c in await today(database, people.eve)] == ["waiting"]


async def test_pupils_have_no_events(database: Database, people: People) -> None:
    await hold(database, people.ada)
    assert await today(database, people.nino, "pupil") == []


async def test_who_is_no_school_staff_reads_title_time_language_and_audience_only(
    database: Database, people: People
) -> None:
    await hold(database, people.ada)
    async with database.write() as db:
        general = User(
            id=new_id(),
            account_type="general",
            username="gus",
            first_name="Gus",
            display_name="Gus",
            status="confirmed",
        )
        db.add(general)
    (card,) = await today(database, general.id, "general")
    assert (card.title, card.lang, card.starts_at, card.audience) == ("Open mic", "en", NOON, "all")
    hidden = (card.host, card.host_country, card.summary, card.joined, card.capacity, card.you_are, card.form)
    assert hidden == (None,) * 7
    assert not card.in_audience


@pytest.mark.proves("R-071")
async def test_everybody_sees_an_event_and_only_its_audience_may_join(database: Database, people: People) -> None:
    for_italy = await hold(database, people.eve, title="Italy", audience="countries")
    for_grace = await hold(database, people.eve, title="Contacts", audience="contacts")
    async with database.write() as db:
        db.add(EventAudienceCountry(event_id=for_italy, country="IT"))
        db.add(EventAudienceUser(event_id=for_grace, user_id=people.grace))
    invited = {
        user: {card.title: card.in_audience for card in await today(database, user)}
        for user in (people.ada, people.grace, people.eve)
    }
    assert invited == {
        people.ada: {"Italy": True, "Contacts": False},
        people.grace: {"Italy": False, "Contacts": True},
        people.eve: {"Italy": True, "Contacts": True},
    }


async def test_drafts_and_archived_events_are_not_shown_and_cancelled_ones_are(
    database: Database, people: People
) -> None:
    for state in ("draft", "archived", "live", "ended"):
        await hold(database, people.ada, title=state, state=state)
    await hold(database, people.ada, title="cancelled", state="cancelled", cancel_reason="ill")
    assert [card.title for card in await today(database, people.grace)] == ["cancelled", "ended", "live"]


async def test_today_begins_and_ends_at_the_viewers_midnight(database: Database, people: People) -> None:
    late = datetime(2026, 3, 2, 20, 30, tzinfo=UTC)
    await hold(database, people.ada, starts_at=late, ends_at=late + timedelta(minutes=30))
    assert len(await today(database, people.grace, zone="Europe/Brussels")) == 1
    assert len(await today(database, people.grace, zone="Asia/Baku")) == 0
    yesterday = NOON - timedelta(days=1)
    await hold(
        database, people.ada, title="All night", starts_at=yesterday, ends_at=NOON - timedelta(hours=11, minutes=59)
    )
    assert [card.title for card in await today(database, people.grace, zone="UTC")] == ["All night", "Open mic"]


async def test_the_page_of_today_answers_over_http(enter: Enter, database: Database, people: People) -> None:
    now = clock.now()
    # Longer than a midnight in between takes away.
    await hold(database, people.ada, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1))
    assert [c["title"] for c in (await (await enter("grace")).http.get("/api/today")).json()["events"]] == ["Open mic"]
    assert (await (await enter("nino")).http.get("/api/today")).json() == {"events": []}
