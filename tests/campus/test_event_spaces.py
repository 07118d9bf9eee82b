"""Who may be in the room of an event: its space follows its page (R-064, R-073), and is no project in any list."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, func, select

from campus.spaces.cards import spaces_of
from server.conference import event_rooms
from server.conference.models import Conference, ConferenceState
from server.core.errors import UserError
from server.core.models import EventState, MembershipState, Space, SpaceMembership
from server.core.permissions import Right, could
from server.rooms.standing import standing_in
from tests.campus.events import NOW, START, Events, at

pytestmark = pytest.mark.anyio

DAY = timedelta(hours=24)
DOORS = timedelta(minutes=15)
SECOND = timedelta(seconds=1)


async def roles(events: Events, event: UUID) -> dict[UUID, str]:
    """Who may be in the room, as what."""
    space = (await events.stored(event)).space_id
    query = select(SpaceMembership.user_id, SpaceMembership.role).where(
        SpaceMembership.space_id == space, SpaceMembership.state == MembershipState.ACTIVE
    )
    async with events.site.database.read() as db:
        return {user: role.value for user, role in await db.execute(query)}


async def room(events: Events, event: UUID) -> Conference | None:
    async with events.site.database.read() as db:
        return await db.scalar(select(Conference).where(Conference.event_id == event))


async def doors(events: Events, user: UUID, event: UUID) -> str:
    """What somebody hears at the door: `in`, or why not; for doors that are closed, until when."""
    try:
        await event_rooms.of_event(await events.caller(user), event)
    except UserError as refusal:
        return str(refusal.params.get("opens_at", refusal.code))
    return "in"


async def test_the_space_of_an_event_follows_who_leads_and_who_joins(events: Events) -> None:
    people = events.people
    await events.befriended(people.ada, people.gail)
    with at(NOW):
        draft = (await events.made(people.ada, publish=False)).card.id
        assert (await events.stored(draft)).space_id is None
        event = (await events.made(people.ada, capacity=1, cohosts=[people.gail])).card.id
        await events.joined(people.grace, event)
        await events.joined(people.eve, event)
        everybody = {people.ada: "founder", people.gail: "cofounder", people.grace: "member"}
        assert await roles(events, event) == everybody, "Eve waits for a seat"
        await events.left(people.grace, event)
        assert await roles(events, event) == {people.ada: "founder", people.gail: "cofounder", people.eve: "member"}
        await events.changed(people.ada, event, capacity=2, title="Seas in November")
        await events.joined(people.grace, event)
        assert await roles(events, event) == {people.ada: "founder", people.eve: "member", people.grace: "member"}
        await events.changed(people.ada, event, capacity=2, title="Seas in November", mode="onsite_face", place="X")
        assert await roles(events, event) == {}
    async with events.site.database.read() as db:
        space = (await db.scalars(select(Space).where(Space.kind == "event"))).one()
        shown = {card.title for user in (people.ada, people.grace) for card in await spaces_of(db, user)}
    assert (space.title, space.switches["teachers_create_conference"]) == ("Seas in November", False)
    assert shown == {"Rivers and seas"}


async def test_an_event_from_before_there_were_rooms_gets_its_space(events: Events) -> None:
    people = events.people
    with at(NOW):
        event = (await events.made(people.ada)).card.id
        onsite = (await events.made(people.ada, mode="onsite_face", place="The library")).card.id
        await events.joined(people.grace, event)
        async with events.site.database.write() as db:
            await db.execute(delete(Space).where(Space.kind == "event"))
        await asyncio.gather(events.clock_looks(), events.clock_looks())
        assert await roles(events, event) == {people.ada: "founder", people.grace: "member"}
        assert (await events.stored(onsite)).space_id is None


HOURS = {
    "winter": datetime(2026, 12, 8, 14, tzinfo=UTC),
    "the day the clocks go forward": datetime(2027, 3, 28, 13, tzinfo=UTC),
    "the day the clocks go back": datetime(2026, 10, 25, 14, tzinfo=UTC),
}
"""15:00 in Brussels each; on the last two of these days the day before was 23 or 25 hours ago by the wall."""


@pytest.mark.proves("R-073", "R-064")
async def test_only_who_leads_enters_before_the_doors_and_that_to_the_second(events: Events) -> None:
    """Acceptance T8."""
    people = events.people
    await events.befriended(people.ada, people.gail)
    for start in HOURS.values():
        with at(start - timedelta(days=3)):
            event = (await events.made(people.ada, starts_at=start, cohosts=[people.gail])).card.id
            await events.joined(people.grace, event)
        with at(start - DAY - SECOND):
            for leader in (people.ada, people.gail):
                assert await doors(events, leader, event) == (start - DAY).isoformat()
            await event_rooms.look(events.site)
            assert await room(events, event) is None
        with at(start - DAY):
            assert [await doors(events, leader, event) for leader in (people.ada, people.gail)] == ["in", "in"]
        with at(start - DOORS - SECOND):
            assert await doors(events, people.grace, event) == (start - DOORS).isoformat()
        with at(start - DOORS):
            assert await doors(events, people.grace, event) == "in"
            assert await doors(events, people.eve, event) == "join_first"


async def test_processes_that_make_the_room_at_once_make_one(events: Events) -> None:
    people, site = events.people, events.site
    with at(NOW):
        event = (await events.made(people.ada, capacity=50)).card.id
    with at(START - DAY):
        await asyncio.gather(*(event_rooms.look(site) for _ in range(4)), event_rooms.make(site, event))
        found = await room(events, event)
    async with site.database.read() as db:
        assert await db.scalar(select(func.count()).select_from(Conference)) == 1
    assert found is not None
    assert (found.state, found.seats, found.locks) == ("open", 51, ["camera", "microphone", "screen"])
    assert (found.starts_at, found.ends_at) == (START, START + timedelta(minutes=75)), "open a quarter after the end"


@pytest.mark.proves("R-072")
async def test_a_moved_event_steps_back_and_opens_anew_the_day_before(events: Events) -> None:
    people, later = events.people, START + timedelta(days=7)
    with at(NOW):
        event = (await events.made(people.ada)).card.id
        await events.joined(people.grace, event)
    with at(START - timedelta(hours=20)):
        await events.clock_looks()
        await event_rooms.look(events.site)
        assert (await events.stored(event)).state is EventState.PREPARING
        page = await events.changed(people.ada, event, starts_at=later, title="Later rivers")
        assert (page.card.state, page.offer) == ("published", "manage")
        assert (await events.stored(event)).state is EventState.PUBLISHED
        await event_rooms.look(events.site)
        assert await doors(events, people.ada, event) == (later - DAY).isoformat()
        back = await room(events, event)
        assert back is not None
        assert (back.state, back.title, back.starts_at, back.opened_at) == ("scheduled", "Later rivers", later, None)
    with at(later - DAY):
        await event_rooms.look(events.site)
        assert await doors(events, people.ada, event) == "in"
    with at(later - DOORS):
        await events.cancelled(people.ada, event)
        await event_rooms.look(events.site)
        off = await room(events, event)
        assert off is not None
        assert off.state is ConferenceState.CANCELLED
        assert await doors(events, people.grace, event) == "event_cancelled"


async def test_the_room_of_an_event_holds_nothing_but_the_room(events: Events) -> None:
    people = events.people
    with at(NOW):
        event = (await events.made(people.ada)).card.id
        await events.joined(people.grace, event)
    space = (await events.stored(event)).space_id
    standings: list[Any] = []
    async with events.site.database.read() as db:
        for user in (people.ada, people.grace):
            assert space is not None
            standings.append(await standing_in(db, (await events.caller(user)).identity, space))
    host, guest = standings
    for standing in standings:
        assert could(standing, Right.CHAT_WRITE)
        assert could(standing, Right.CONFERENCE_JOIN)
        for right in (
            Right.CONFERENCE_START,
            Right.MATERIAL_ADD,
            Right.PAGE_CREATE,
            Right.SEE_MEMBERS,
            Right.PUPIL_ADD,
        ):
            assert not could(standing, right), right
    assert host.is_teacher
    assert not guest.is_teacher
    assert could(host, Right.CONFERENCE_MODERATE)
