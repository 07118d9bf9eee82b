"""Pupils alone in a chatroom: who answers for them is rung after ten minutes, once, whatever happens meanwhile."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncGenerator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, func, select

from server.conference import storage
from server.core import clock
from server.core.bus import Bus
from server.core.bus_local import LocalBus
from server.core.database import Database
from server.core.models import Notification
from server.moderation import alone
from server.moderation.alone import Company, company
from server.moderation.models import RoomAlone
from server.notifications.bell import Bell
from server.notifications.push.pushes import Pushes
from server.rooms.places import Places
from server.rooms.presence import Presence
from server.rooms.wire import Person
from tests.people import People
from tests.tabs import Server, server_process
from tests.waiting import eventually

pytestmark = pytest.mark.anyio


@contextlib.asynccontextmanager
async def watching(database: Database, bus: Bus) -> AsyncGenerator[Server]:
    """A server process that notes who is alone."""
    async with server_process(database, bus) as server:
        server.site.part(Places).add("conference", storage.space_of, rooms=storage.rooms())
        server.site.add(Pushes(server.site))
        bell = server.site.add(Bell(server.site))
        alone.watch(server.site)
        yield server
        await bell.close()


async def since(database: Database) -> datetime | None:
    async with database.read() as db:
        return await db.scalar(select(RoomAlone.since))


async def noted(database: Database, *, is_alone: bool) -> None:
    """Wait until it is written down."""

    async def so() -> bool:
        return (await since(database) is not None) is is_alone

    await eventually(so)


async def ring(servers: list[Server], database: Database, after: timedelta) -> list[UUID]:
    """What the sweep of each process does so much later; who was rung in all."""
    with clock.frozen(clock.now() + after):
        for server in servers:
            await alone.ring_due(server.site)
    async with database.read() as db:
        return list(await db.scalars(select(Notification.user_id).where(Notification.code == "chat.no_teacher")))


LATER = alone.ALONE_FOR + timedelta(seconds=1)


@pytest.mark.proves("R-222")
async def test_the_responsible_teacher_is_rung_once_until_a_teacher_has_been_there(
    database: Database, people: People
) -> None:
    async with watching(database, LocalBus()) as server:
        piotr = await server.tab(people.piotr, people.room)
        await server.tab(people.gail, people.room)
        await noted(database, is_alone=True)
        assert await ring([server], database, alone.ALONE_FOR - timedelta(minutes=1)) == []
        assert await ring([server], database, LATER) == [people.grace]
        assert await ring([server], database, 2 * LATER) == [people.grace], "once"
        await piotr.hang_up()
        await server.tab(people.piotr, people.room)
        assert await ring([server], database, 3 * LATER) == [people.grace], "not before a teacher has been there"
        ada = await server.tab(people.ada, people.room)
        await noted(database, is_alone=False)
        await ada.hang_up()
        await noted(database, is_alone=True)
        assert await ring([server], database, LATER) == [people.grace] * 2


async def test_a_bell_that_fails_rings_the_next_time_and_silences_no_other_room(
    database: Database, people: People
) -> None:
    spoilt: list[str] = []

    def spoil(*args: Any) -> None:
        if not spoilt and args[2].startswith("INSERT INTO notifications"):
            spoilt.append(args[2])
            raise RuntimeError

    async with watching(database, LocalBus()) as server:
        await server.tab(people.piotr, people.room)
        await server.tab(people.mallory, people.eves_room)

        async def both() -> bool:
            async with database.read() as db:
                return await db.scalar(select(func.count()).select_from(RoomAlone)) == 2

        await eventually(both)
        event.listen(database.engine.sync_engine, "before_cursor_execute", spoil)
        try:
            assert len(await ring([server], database, LATER)) == 1
        finally:
            event.remove(database.engine.sync_engine, "before_cursor_execute", spoil)
        assert sorted(await ring([server], database, LATER)) == sorted([people.grace, people.eve])


async def test_it_begins_anew_when_the_pupils_have_gone_and_a_teacher_who_was_missed_is_heeded(
    database: Database, people: People
) -> None:
    async with watching(database, LocalBus()) as server:
        piotr = await server.tab(people.piotr, people.room)
        await noted(database, is_alone=True)
        await piotr.hang_up()
        await noted(database, is_alone=False)
        await server.tab(people.piotr, people.room)
        await noted(database, is_alone=True)
        await server.tab(people.grace, people.room)
        await noted(database, is_alone=False)
        async with database.write() as db:
            db.add(RoomAlone(room_id=people.room, since=clock.now() - LATER))
        assert await ring([server], database, LATER) == []
        assert await since(database) is None


async def test_of_two_processes_one_rings_and_a_pupil_who_moves_over_starts_no_new_count(
    database: Database, people: People, redis_buses: list[Bus]
) -> None:
    async with watching(database, redis_buses[0]) as one, watching(database, redis_buses[1]) as two:
        piotr = await one.tab(people.piotr, people.room)
        await noted(database, is_alone=True)
        began = await since(database)
        await two.tab(people.nino, people.room)
        await piotr.hang_up()
        await two.tab(people.piotr, people.room)

        async def moved() -> bool:
            here = await one.site.part(Presence).asked(people.room)
            return {person.id for person in here} == {people.piotr, people.nino}

        await eventually(moved)
        assert await since(database) == began
        assert sorted(await ring([one, two], database, LATER)) == sorted([people.ada, people.grace])


def test_only_a_teacher_of_the_space_is_company() -> None:
    def some(*kinds: str) -> list[Person]:
        return [Person(id=UUID(int=at), name="", kind=kind) for at, kind in enumerate(kinds)]  # type: ignore[arg-type]

    assert company(some("pupil", "guest", "moderator", "staff")) is Company.ALONE
    assert company(some("pupil", "teacher")) is Company.TEACHER
    assert company(some("guest")) is Company.NO_PUPIL
