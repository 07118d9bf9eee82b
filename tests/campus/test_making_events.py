"""Making an event: what it must say, who may change it, and who hears of it (R-060, R-067 … R-071, D-13, D-19)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
import segno
from sqlalchemy import select

from campus.events import inviting, listing
from campus.events.making import CHANGED, drop
from campus.events.people import who_comes
from campus.events.wire import InvitePeople
from server.core.database import new_id
from server.core.errors import UserError
from server.core.models import AuditLine, EventState, PlatformRole, PlatformRoleKind
from server.core.settings import Settings
from tests.campus.conftest import Enter
from tests.campus.events import NOW, START, Events, at, refusal, soon
from tests.people import People

pytestmark = pytest.mark.anyio


MUST_SAY: list[tuple[dict[str, Any], str | None]] = [
    ({"form": "seminar"}, None),
    ({"form": "meeting"}, None),
    ({"form": "celebration", "mode": "onsite_material"}, None),
    ({"mode": "onsite_face", "place": "School of Ferrara"}, None),
    ({"mode": "onsite_face", "place": "  "}, "event_place"),
    ({"title": " "}, "event_title"),
    ({"summary": ""}, "event_summary"),
    ({"lang": "x; DROP"}, "event_language"),
    ({"title": "a bell \x07"}, "bad_text"),
    ({"minutes": 45}, "event_length"),
    ({"minutes": 240, "capacity": 100}, None),
    ({"capacity": 101}, "event_capacity"),
    ({"starts_at": NOW}, "event_passed"),
    ({"starts_at": NOW + timedelta(days=400)}, "event_far"),
    ({"starts_at": START + timedelta(minutes=1)}, "event_grid"),
    ({"starts_at": datetime(2026, 7, 14, 15)}, "event_start"),
    ({"starts_at": datetime.max.replace(tzinfo=UTC)}, "event_start"),
    ({"starts_at": datetime.max.replace(tzinfo=UTC), "publish": False}, "event_start"),
    ({"starts_at": datetime.min.replace(tzinfo=timezone(timedelta(hours=10))), "publish": False}, "event_start"),
    ({"audience": "countries"}, "event_countries"),
    ({"audience": "countries", "countries": ["XX"]}, "event_countries"),
    ({"audience": "countries", "countries": ["I\x00"]}, "event_countries"),
    ({"audience": "countries", "countries": ["IT", "PL"]}, None),
    ({"audience": "contacts"}, "event_contacts"),
]


@pytest.mark.proves("R-060", "R-068")
async def test_what_an_event_must_say(events: Events) -> None:
    with at(NOW):
        for fields, code in MUST_SAY:
            if code is not None:
                assert await refusal(events.made(events.people.ada, **fields)) == code, fields
                continue
            page = await events.made(events.people.ada, **fields)
            assert page.card.state == "published"
            for name in fields.keys() & {"form", "mode"}:
                assert getattr(page.card, name) == fields[name]


@pytest.mark.proves("R-071")
async def test_only_accepted_contacts_can_be_chosen_or_lead_with_the_host(events: Events) -> None:
    people = events.people
    await events.befriended(people.ada, people.grace)
    for fields in ({"audience": "contacts", "contacts": [people.eve]}, {"cohosts": [people.eve]}):
        with at(NOW):
            assert await refusal(events.made(people.ada, **fields)) == "event_not_contact"
            assert await refusal(events.made(people.ada, **fields, publish=False)) == "event_not_contact", "nor a draft"
    with at(NOW):
        assert await refusal(events.made(people.ada, cohosts=[people.ada])) == "event_yourself"
        page = await events.made(people.ada, cohosts=[people.grace])
        assert [one.name for one in page.cohosts] == ["Grace Nowicka"]
        assert (await events.seen(people.grace, page.card.id)).card.you_are == "cohost"


async def test_who_was_chosen_before_may_stay_when_they_are_no_contact_any_more(events: Events) -> None:
    ada, grace, eve = events.people.ada, events.people.grace, events.people.eve
    await events.befriended(ada, grace)
    await events.befriended(ada, eve)
    chosen: dict[str, Any] = {"audience": "contacts", "contacts": [eve], "cohosts": [grace]}
    with at(NOW):
        event = (await events.made(ada, **chosen)).card.id
        await events.parted(ada, grace)
        await events.parted(ada, eve)
        page = await events.changed(ada, event, title="Lakes", **chosen)
        assert ([one.id for one in page.contacts], [one.id for one in page.cohosts]) == ([eve], [grace])
        swapped = {"contacts": [grace], "cohosts": [eve]}
        assert await refusal(events.changed(ada, event, **chosen | swapped)) == "event_not_contact"
        await events.changed(ada, event, **chosen | {"cohosts": []})
        assert await refusal(events.changed(ada, event, **chosen)) == "event_not_contact", "gone is gone"


async def test_a_draft_is_seen_by_those_who_lead_it_and_by_nobody_else_until_it_is_published(events: Events) -> None:
    people = events.people
    with at(NOW):
        event = (await events.made(people.ada, title="", summary="", publish=False)).card.id
        assert (await events.seen(people.ada, event)).offer == "publish"
        for verb in (events.seen, events.joined, events.cancelled, events.copied):
            assert await refusal(verb(people.eve, event)) == "not_found"
        assert await refusal(events.changed(people.eve, event)) == "not_found"
        assert await refusal(events.changed(people.ada, event, title="")) == "event_title"
        hosting = await listing.list_events(await events.caller(people.ada), {"mine": "hosting"})
        assert [card.state for card in hosting.events] == ["draft"]
        assert (await listing.list_events(await events.caller(people.eve), {})).events == []
        page = await events.changed(people.ada, event)
        assert (page.card.state, page.offer) == ("published", "manage")
        assert await refusal(events.changed(people.ada, event, publish=False)) == "event_published"
        assert await refusal(drop(await events.caller(people.ada), event)) == "event_published"
    assert (await events.stored(event)).sequence == 0, "nobody had the draft in a calendar"


async def test_a_draft_can_be_thrown_away(events: Events) -> None:
    with at(NOW):
        event = (await events.made(events.people.ada, publish=False)).card.id
        await drop(await events.caller(events.people.ada), event)
        assert await refusal(events.seen(events.people.ada, event)) == "not_found"


async def test_a_change_rings_for_those_who_come_and_counts_as_a_new_version(events: Events) -> None:
    people = events.people
    with at(NOW):
        event = (await events.made(people.ada, capacity=1)).card.id
        await events.joined(people.grace, event)
        await events.joined(people.gail, event)
        assert await refusal(events.changed(people.eve, event)) == "forbidden"
        await events.changed(people.ada, event, capacity=2)
        assert (await events.stored(event)).sequence == 0, "more seats change nothing for a calendar"
        page = await events.changed(people.ada, event, capacity=2, starts_at=START + timedelta(hours=1))
        assert page.card.starts_at == START + timedelta(hours=1)
        assert (await events.stored(event)).sequence == 1
    assert await events.rung(people.grace) == ["event.joined", "event.changed"]
    assert await events.rung(people.gail) == ["event.seat_free", "event.changed"]
    assert await events.rung(people.ada) == []


async def test_one_event_is_changed_ten_times_at_once_and_then_once_a_minute(events: Events) -> None:
    ada = events.people.ada
    with at(NOW):
        event = (await events.made(ada)).card.id
        for number in range(CHANGED.burst):
            await events.changed(ada, event, title=str(number))
        assert await refusal(events.changed(ada, event, title="too often")) == "too_many_tries"
        await events.changed(ada, (await events.made(ada)).card.id, title="another event")
    with at(NOW + timedelta(minutes=1)):
        assert (await events.changed(ada, event, title="in time")).card.title == "in time"


async def test_nothing_is_changed_once_the_doors_are_open(events: Events) -> None:
    with at(NOW):
        event = (await events.made(events.people.ada)).card.id
    with at(START - timedelta(minutes=15)):
        assert await refusal(events.changed(events.people.ada, event)) == "event_too_late"
        assert (await events.seen(events.people.ada, event)).may_edit is False
        assert (await events.cancelled(events.people.ada, event)).offer == "cancelled"
        assert await refusal(events.cancelled(events.people.ada, event)) == "event_too_late"


async def test_what_is_not_moved_may_be_changed_within_its_last_day(events: Events) -> None:
    with at(NOW):
        event = (await events.made(events.people.ada, starts_at=NOW + timedelta(minutes=20))).card.id
        assert (await events.changed(events.people.ada, event, starts_at=NOW + timedelta(minutes=20))).may_edit


async def test_calling_off_needs_a_reason_that_everybody_who_comes_reads(events: Events) -> None:
    people = events.people
    with at(NOW):
        event = (await events.made(people.ada, capacity=1)).card.id
        await events.joined(people.grace, event)
        await events.joined(people.gail, event)
        assert await refusal(events.cancelled(people.ada, event, "  ")) == "event_reason"
        assert await refusal(events.cancelled(people.ada, event, "Ill\x00")) == "bad_text"
        assert await refusal(events.cancelled(people.eve, event)) == "forbidden"
        await events.cancelled(people.ada, event)
        page = await events.seen(people.grace, event)
        assert (page.offer, page.cancel_reason) == ("cancelled", "The host is ill.")
    assert (await events.rung(people.grace))[-1] == "event.cancelled"
    assert (await events.rung(people.gail))[-1] == "event.cancelled"
    stored = await events.stored(event)
    assert (stored.state, stored.sequence) == (EventState.CANCELLED, 1)
    async with events.site.database.read() as db:
        actions = await db.scalars(select(AuditLine.action).where(AuditLine.target_id == event).order_by(AuditLine.at))
        assert set(actions) == {"event.publish", "event.cancel"}


async def test_an_agency_calls_off_the_events_of_its_own_country_only(events: Events) -> None:
    people = events.people
    await appoint(events, people, PlatformRoleKind.AGENCY_STAFF, "IT")
    with at(NOW):
        italian, polish = [(await events.made(user)).card.id for user in (people.ada, people.grace)]
        assert (await events.seen(people.eve, italian)).may_cancel
        assert not (await events.seen(people.eve, polish)).may_cancel
        assert await refusal(events.cancelled(people.eve, polish)) == "forbidden"
        assert await refusal(events.changed(people.eve, italian)) == "forbidden", "a change has no reason to give"
        assert (await events.cancelled(people.eve, italian)).offer == "cancelled"


async def appoint(events: Events, people: People, role: PlatformRoleKind, country: str | None) -> None:
    """Eve has this role from long ago."""
    async with events.site.database.write() as db:
        db.add(PlatformRole(user_id=people.eve, role=role, country=country, since=datetime(2025, 1, 1).date()))


async def test_host_and_cohosts_hear_of_what_somebody_else_does_to_their_event(events: Events) -> None:
    people = events.people
    await appoint(events, people, PlatformRoleKind.AGENCY_STAFF, "IT")
    for cohost in (people.grace, people.gail):
        await events.befriended(people.ada, cohost)
    with at(NOW):
        event = (await events.made(people.ada, cohosts=[people.grace, people.gail])).card.id
        later = START + timedelta(hours=1)
        await events.changed(people.grace, event, cohosts=[people.grace, people.gail], starts_at=later)
        await events.cancelled(people.eve, event)
    assert await events.rung(people.ada) == ["event.changed", "event.cancelled"]
    assert await events.rung(people.gail) == ["event.changed", "event.cancelled"]
    assert await events.rung(people.grace) == ["event.cancelled"], "the change was Grace's own"


async def test_a_copy_is_a_draft_with_everything_but_those_who_came(events: Events) -> None:
    people = events.people
    await events.befriended(people.ada, people.grace)
    with at(NOW):
        event = (await events.made(people.ada, cohosts=[people.grace], body="The programme", capacity=7)).card.id
        await events.joined(people.gail, event)
    with at(START + timedelta(days=30)):
        page = await events.copied(people.ada, event)
        assert (page.card.state, page.card.joined, page.card.title) == ("draft", 0, "Rivers in November")
        assert (page.body, page.card.capacity, page.cohosts[0].name) == ("The programme", 7, "Grace Nowicka")
        assert page.card.starts_at == START + timedelta(days=35)
        assert await refusal(events.copied(people.eve, event)) == "forbidden"


async def test_a_cohost_leads_and_gives_the_seat_to_the_next(events: Events) -> None:
    people = events.people
    await events.befriended(people.ada, people.grace)
    with at(NOW):
        event = (await events.made(people.ada, capacity=1)).card.id
        await events.joined(people.grace, event)
        await events.joined(people.eve, event)
        await events.changed(people.ada, event, capacity=1, cohosts=[people.grace])
        assert (await events.seen(people.eve, event)).card.you_are == "joined"
        assert (await events.changed(people.grace, event, capacity=1, title="Lakes", cohosts=[people.grace])).may_edit


@pytest.mark.proves("R-070")
async def test_contacts_are_invited_once_and_only_to_what_is_for_them(events: Events) -> None:
    people = events.people
    await events.befriended(people.ada, people.grace)
    await events.befriended(people.ada, people.eve)
    with at(NOW):
        event = (await events.made(people.ada, audience="countries", countries=["PL"])).card.id
        ada = await events.caller(people.ada)

        async def invite(*users: Any) -> int:
            return (await inviting.invite(ada, event, InvitePeople(users=list(users)))).number

        assert await refusal(invite(people.eve)) == "event_not_for_them"
        assert await refusal(invite(people.gail)) == "event_not_contact"
        assert [await invite(people.grace), await invite(people.grace)] == [1, 0]
        page = await events.joined(people.grace, event)
        assert page.invited_by == "Ada Marin"
    assert await events.rung(people.grace) == ["event.invited", "event.joined"]


@pytest.mark.proves("R-070")
async def test_who_leads_gets_the_link_of_the_page_whatever_address_they_used(enter: Enter, events: Events) -> None:
    event = (await events.made(events.people.ada, starts_at=soon())).card.id
    ada, grace = await enter("ada"), await enter("grace")
    path = f"/api/events/{event}/link"
    answer = await ada.http.get(path, headers={"Host": "stranger.example"})
    assert answer.status_code == 200, answer.text
    link = answer.json()
    assert link["address"] == f"{Settings().address}/events/{event}"
    # The same in black and white, whatever the colours of the page: a phone's camera needs the difference.
    wanted = segno.make(link["address"], error="m", micro=False).svg_data_uri(light="#fff", omitsize=True)
    assert link["picture"] == wanted
    assert (await grace.http.get(path)).status_code == 403
    assert (await ada.http.get(f"/api/events/{new_id()}/link")).status_code == 404


@pytest.mark.proves("R-070")
async def test_of_two_who_lead_and_write_at_once_the_second_is_told_who_was_first(events: Events) -> None:
    people = events.people
    await events.befriended(people.ada, people.gail)
    with at(NOW):
        page = await events.made(people.ada, cohosts=[people.gail])
        event, read = page.card.id, page.revision
        theirs = await events.changed(people.gail, event, cohosts=[people.gail], summary="Gail's.", revision=read)
        with pytest.raises(UserError) as refused:
            await events.changed(people.ada, event, cohosts=[people.gail], summary="Ada's.", revision=read)
        assert (refused.value.code, refused.value.params) == ("event_changed_meanwhile", {"name": "Gail Ferro"})
        assert (await events.seen(people.ada, event)).card.summary == "Gail's."
        mine = await events.changed(
            people.ada, event, cohosts=[people.gail], summary="Ada's.", revision=theirs.revision
        )
        assert mine.card.summary == "Ada's."


async def test_those_who_lead_read_the_names_of_who_comes_and_nobody_else(events: Events) -> None:
    people = events.people
    await events.befriended(people.ada, people.gail)
    with at(NOW):
        event = (await events.made(people.ada, cohosts=[people.gail], capacity=1)).card.id
        await events.joined(people.grace, event)
        await events.joined(people.eve, event)
        for leader in (people.ada, people.gail):
            come = (await who_comes(await events.caller(leader), event)).people
            assert (come[0].person.name, come[0].waiting) == ("Grace Nowicka", False)
            assert come[0].person.school is not None
            assert [one.waiting for one in come] == [False, True]
        for other in (people.grace, people.eve):
            assert await refusal(who_comes(await events.caller(other), event)) == "forbidden"
