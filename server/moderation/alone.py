"""Pupils in a chatroom without a teacher of the space: after ten minutes those who answer for them are rung, once,
until a teacher has been there (domain 6.4.10).

Since when is kept in the database, so that it does not begin anew when a pupil's line moves to another process, and so
that of several processes one rings.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

import structlog
from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningUpdate

from server.core import clock
from server.core.going_on import going_on
from server.core.site import Site
from server.moderation.bells import pupils_are_alone
from server.moderation.models import RoomAlone
from server.notifications.bell import Bell
from server.rooms.models import RoomKind
from server.rooms.presence import Presence
from server.rooms.room import Rooms
from server.rooms.wire import Person

log = structlog.get_logger()

ALONE_FOR = timedelta(minutes=10)


class Company(StrEnum):
    """Who is with the pupils of a room."""

    NO_PUPIL = "no_pupil"
    ALONE = "alone"
    TEACHER = "teacher"


def company(people: Collection[Person]) -> Company:
    """The one rule of the wall, of My pupils and of the bell: not just an adult, a teacher of the space."""
    if any(one.kind == "teacher" for one in people):
        return Company.TEACHER
    return Company.ALONE if any(one.kind == "pupil" for one in people) else Company.NO_PUPIL


def watch(site: Site) -> None:
    """From now on note, beside whatever goes on, when pupils come to be alone and when no more."""
    site.part(Presence).on_changed(lambda room: site.part(Bell).ring(look(site, room)))


async def look(site: Site, room: UUID) -> None:
    """Note how it is in this room now; most changes of who is here change nothing of that."""
    if (await site.part(Rooms).facts(room)).kind is not RoomKind.CHATROOM:
        return
    now = company(await site.part(Presence).asked(room))
    async with site.database.read() as db:
        noted = await db.get(RoomAlone, room)
    if (noted is None) is (now is Company.ALONE):
        await _note(site, room, now)


async def _note(site: Site, room: UUID, now: Company) -> None:
    """When the pupils have gone, it begins anew when they come back; but what was rung for is not rung for again before
    a teacher has come."""
    async with site.database.write() as db:
        if now is Company.ALONE:
            insert = (sqlite if site.database.is_sqlite else postgresql).insert(RoomAlone)
            await db.execute(insert.values(room_id=room, since=clock.now()).on_conflict_do_nothing())
            return
        gone = delete(RoomAlone).where(RoomAlone.room_id == room)
        await db.execute(gone if now is Company.TEACHER else gone.where(RoomAlone.rung_at.is_(None)))


async def ring_due(site: Site) -> None:
    """Ring where pupils are alone for long enough; put right what was missed."""
    for room in site.part(Presence).rooms():
        with going_on(log, "moderation.alone"):
            await look(site, room)
    async with site.database.read() as db:
        rooms = (await db.scalars(select(RoomAlone))).all()
    for one in rooms:
        # What goes wrong with one room leaves no other without its bell.
        with going_on(log, "moderation.alone"):
            await _ring_if_due(site, one)


async def _ring_if_due(site: Site, one: RoomAlone) -> None:
    people = await site.part(Presence).asked(one.room_id)
    now = company(people)
    if now is Company.TEACHER or (now is Company.NO_PUPIL and one.rung_at is None):
        await _note(site, one.room_id, now)
        return
    if now is Company.ALONE and one.rung_at is None and one.since <= clock.now() - ALONE_FOR:
        pupils = [pupil.id for pupil in people if pupil.kind == "pupil"]
        await pupils_are_alone(site, one.room_id, pupils, _claim(one.room_id))


def _claim(room: UUID) -> ReturningUpdate[UUID]:
    """That it is this process that rings: only one finds the row as it was."""
    return (
        update(RoomAlone)
        .where(RoomAlone.room_id == room, RoomAlone.rung_at.is_(None))
        .values(rung_at=clock.now())
        .returning(RoomAlone.room_id)
    )
