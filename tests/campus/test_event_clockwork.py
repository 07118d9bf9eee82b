"""What happens to events by themselves, once, whichever process does it (R-073, domain 8, 9)."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from campus.events import bells
from campus.events.clockwork import Clockwork
from campus.events.retention import prove, purge
from server.core.models import EventState
from server.notifications.actions import Rung
from tests.campus.events import NOW, START, Events, at

pytestmark = pytest.mark.anyio


async def test_an_event_walks_through_its_states_and_rings_in_time(events: Events) -> None:
    people = events.people
    with at(NOW):
        event = (await events.made(people.ada)).card.id
        await events.joined(people.grace, event)
        await events.clock_looks()
        assert (await events.stored(event)).state is EventState.PUBLISHED
    for before, state in (
        (timedelta(hours=24), EventState.PREPARING),
        (timedelta(hours=1), EventState.PREPARING),
        (timedelta(minutes=15), EventState.DOORS),
        (timedelta(minutes=10), EventState.DOORS),
        (timedelta(), EventState.LIVE),
        (timedelta(hours=-1), EventState.ENDED),
    ):
        with at(START - before):
            await events.clock_looks()
            await events.clock_looks()
            assert (await events.stored(event)).state is state
    assert await events.rung(people.grace) == ["event.joined", *["event.soon"] * 3, "event.live"]
    assert await events.rung(people.ada) == ["event.room_open_host", *["event.soon"] * 2, "event.live"]


async def test_two_processes_ring_once_and_a_clock_that_jumps_back_rings_nobody_again(events: Events) -> None:
    people = events.people
    with at(NOW):
        event = (await events.made(people.ada)).card.id
        await events.joined(people.grace, event)
    with at(START - timedelta(hours=1)):
        await asyncio.gather(events.clock_looks(), events.clock_looks())
    with at(START - timedelta(hours=25)):
        await events.clock_looks()
    with at(START - timedelta(hours=1)):
        await events.clock_looks()
    assert await events.rung(people.grace) == ["event.joined", "event.soon"]
    assert await events.rung(people.ada) == ["event.soon"]


async def test_what_slept_through_everything_arrives_at_the_end_without_a_bell(events: Events) -> None:
    people = events.people
    with at(NOW):
        event = (await events.made(people.ada)).card.id
        await events.joined(people.grace, event)
    with at(START + timedelta(days=3)):
        await events.clock_looks()
    assert (await events.stored(event)).state is EventState.ENDED
    assert await events.rung(people.grace) == ["event.joined"]


async def test_a_moved_event_reminds_again_and_a_called_off_one_no_more(events: Events) -> None:
    people = events.people
    with at(NOW):
        event = (await events.made(people.ada)).card.id
        await events.joined(people.grace, event)
    with at(START - timedelta(hours=23)):
        await events.clock_looks()
        later = START + timedelta(days=5)
        await events.changed(people.ada, event, starts_at=later)
    with at(later - timedelta(hours=23)):
        await events.clock_looks()
        await events.cancelled(people.ada, event)
    with at(later):
        await events.clock_looks()
    codes = ["event.joined", "event.soon", "event.changed", "event.soon", "event.cancelled"]
    assert await events.rung(people.grace) == codes


async def test_an_event_that_moves_within_its_last_day_reminds_of_what_is_ahead_only(events: Events) -> None:
    people = events.people
    with at(NOW):
        event = (await events.made(people.ada)).card.id
        await events.joined(people.grace, event)
    with at(START - timedelta(minutes=50)):
        await events.clock_looks()
        later = START + timedelta(hours=5)
        await events.changed(people.ada, event, starts_at=later)
        await events.clock_looks()
    assert (await events.rung(people.grace))[1:] == ["event.soon", "event.changed"]
    with at(later - timedelta(minutes=50)):
        await events.clock_looks()
    assert (await events.rung(people.grace))[3:] == ["event.soon"], "an hour ahead comes again"


@pytest.mark.parametrize("what", ["moved", "called off"])
async def test_what_is_moved_or_called_off_while_the_clock_looks_rings_as_it_is_then(
    events: Events, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    people, later = events.people, START + timedelta(hours=5)
    with at(NOW):
        event = (await events.made(people.ada)).card.id
        await events.joined(people.grace, event)
    remind = Clockwork._remind

    async def meanwhile(clockwork: Clockwork, which: UUID, kind: str) -> None:
        monkeypatch.setattr(Clockwork, "_remind", remind)
        if what == "moved":
            await events.changed(people.ada, event, starts_at=later)
        else:
            await events.cancelled(people.ada, event)
        await remind(clockwork, which, kind)

    with at(START - timedelta(hours=24)):
        await events.clock_looks()
        assert (await events.rung(people.grace))[1:] == ["event.soon"]
    monkeypatch.setattr(Clockwork, "_remind", meanwhile)
    with at(START - timedelta(hours=1)):
        await events.clock_looks()
        assert (await events.rung(people.grace))[2:] == ["event.changed" if what == "moved" else "event.cancelled"]
    with at(later - timedelta(hours=1)):
        await events.clock_looks()
    assert (await events.rung(people.grace))[3:] == (["event.soon"] if what == "moved" else [])


async def test_who_cannot_be_spared_now_is_reminded_at_the_next_look(events: Events) -> None:
    people = events.people
    away = [ConnectionError("Nobody says who is inside.")]

    async def inside(event: UUID) -> list[UUID]:
        if away:
            raise away.pop()
        return []

    async def nobody(event: UUID) -> list[UUID]:
        return []

    events.site.part(Clockwork).ask(inside, came=nobody)
    with at(NOW):
        event = (await events.made(people.ada)).card.id
        await events.joined(people.grace, event)
    with at(START):
        with pytest.raises(ConnectionError):
            await events.clock_looks()
        assert await events.rung(people.grace) == ["event.joined"]
        await events.clock_looks()
    assert await events.rung(people.grace) == ["event.joined", "event.live"]


async def test_a_reminder_that_cannot_be_stored_is_not_noted_either(
    events: Events, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = events.people
    with at(NOW):
        event = (await events.made(people.ada)).card.id
        await events.joined(people.grace, event)
    with at(START - timedelta(hours=24)):
        with monkeypatch.context() as away:
            away.setattr(bells, "store", _away)
            with pytest.raises(ConnectionError):
                await events.clock_looks()
        await events.clock_looks()
    assert await events.rung(people.grace) == ["event.joined", "event.soon"]


async def _away(*_: object) -> Rung:
    raise ConnectionError("The database is away.")


async def test_after_two_years_it_is_known_how_many_came_and_no_longer_who(events: Events) -> None:
    people, database = events.people, events.site.database
    with at(NOW):
        event = (await events.made(people.ada)).card.id
        later = (await events.made(people.ada, starts_at=START + timedelta(days=1))).card.id
        await events.joined(people.grace, event)
        await events.joined(people.gail, event)
        await events.left(people.gail, event)
        await events.joined(people.grace, later)
    two_years = START.replace(year=START.year + 2) + timedelta(hours=1)
    with at(two_years - timedelta(minutes=1)):
        assert (await prove(database), await purge(database)) == (0, 0)
    with at(two_years):
        assert await prove(database) == 4, "two registrations, and two who might have entered the room"
        assert (await purge(database), await purge(database), await prove(database)) == (4, 0, 0)
    assert ((await events.stored(event)).came, (await events.stored(later)).came) == (1, None)
