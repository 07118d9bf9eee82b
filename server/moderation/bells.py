"""Whose bells moderation rings about rooms and messages: who answers for a pupil, the pupil (domain 9)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.dml import ReturningUpdate

from server.chat.wire import Message
from server.chat.writes import Releasing, Write
from server.core import clock
from server.core.models import Notification, Space
from server.core.site import Site
from server.moderation import wire
from server.moderation.handling import answering, others_answering
from server.moderation.models import ChatWarning
from server.moderation.wire import MyPupilsChanged
from server.notifications.actions import Rung, notify, store, tell, withdraw
from server.notifications.bell import Bell
from server.rooms.hub import Hub
from server.rooms.models import Room, RoomKind
from server.rooms.places import Places
from server.rooms.presence import Presence
from server.rooms.room import Rooms

QUIET_FOR = timedelta(minutes=2)
"""One bell for several messages of one room that are held, or let through, at once."""


async def pages_changed(site: Site, space: UUID, pupil: UUID) -> None:
    """The responsible teacher's page is different now."""
    async with site.database.read() as db:
        teachers = await answering(db, space, [pupil])
    for teacher in teachers:
        await site.part(Hub).tell(teacher, MyPupilsChanged())


async def pupil_changed(site: Site, message: Message) -> None:
    """What a pupil made better may wait no more, and what was deleted does not: the page must not show it as it was."""
    if message.author.kind == "pupil":
        facts = await site.part(Rooms).facts(message.room)
        await pages_changed(site, facts.space, message.author.id)


async def waits(site: Site, message: Message) -> None:
    """A message waits: the teacher who answers for its author hears of it, wherever that teacher is, and the author who
    is not there to see it."""
    if message.hold is None or message.hold.returned_at is not None:
        return
    away = await _author_away(site, message)
    async with site.database.write() as db:
        room = await _one_after_the_other(db, message.room)
        teachers = await answering(db, room.space_id, [message.author.id])
        words = await _words_of(site, db, room.id)
        rings = [
            await _store_once(site, db, room.id, teachers, "chat.held", words | {"name": message.author.name}),
            await _store_once(site, db, room.id, away, "chat.waits", words),
        ]
    for teacher in teachers:
        await site.part(Hub).tell(teacher, MyPupilsChanged())
    for ring in rings:
        await tell(site, ring)


def let_through(site: Site, write: Write, message: Message) -> None:
    """Whoever wrote a message that somebody has let through hears so by the bell."""
    if isinstance(write, Releasing) and write.shown:
        site.part(Bell).ring(_approved(site, message))


async def _approved(site: Site, message: Message) -> None:
    if not (away := await _author_away(site, message)):
        return
    async with site.database.write() as db:
        room = await _one_after_the_other(db, message.room)
        ring = await _store_once(site, db, room.id, away, "chat.approved", await _words_of(site, db, room.id))
    await tell(site, ring)


async def _author_away(site: Site, message: Message) -> set[UUID]:
    """The author, or nobody: who is in the room sees there what becomes of a message."""
    return {message.author.id} - {person.id for person in await site.part(Presence).asked(message.room)}


async def _one_after_the_other(db: AsyncSession, room: UUID) -> Room:
    """So that several messages at once ring one bell; those who write to the room wait for nothing."""
    return await db.get_one(Room, room, with_for_update={"key_share": True})


async def _store_once(
    site: Site, db: AsyncSession, room: UUID, users: set[UUID], code: str, words: dict[str, str | int]
) -> Rung:
    """For those of the users whose bell has not just rung for the same."""
    rung = select(Notification.user_id).where(
        Notification.user_id.in_(users),
        Notification.code == code,
        Notification.target_id == room,
        Notification.read_at.is_(None),
        Notification.created_at > clock.now() - QUIET_FOR,
    )
    new = sorted(users - set(await db.scalars(rung))) if users else []
    return await store(site, db, new, code, words, ("room", room))


async def _words_of(site: Site, db: AsyncSession, room: UUID) -> dict[str, str | int]:
    """The project, and the conference through which one enters the room, if it is one's: there the bell leads."""
    of = site.part(Places).rooms("conference")
    where = select(Space.title, Space.slug, of.c.thing).join(Room, Room.space_id == Space.id)
    place = (await db.execute(where.outerjoin(of, of.c.room == Room.id).where(Room.id == room))).one()
    words: dict[str, str | int] = {"space": place.title, "slug": place.slug}
    return words | {"conference": str(place.thing)} if place.thing else words


async def ring_about_room(
    site: Site,
    room: UUID,
    users: Collection[UUID],
    code: str,
    params: dict[str, str | int],
    claim: ReturningUpdate[UUID] | None = None,
) -> None:
    """Something in a room concerns these users."""
    async with site.database.read() as db:
        words = await _words_of(site, db, room)
    await notify(site, users, code, words | params, ("room", room), claim=claim)


async def pupils_are_alone(
    site: Site, room: UUID, pupils: Collection[UUID], claim: ReturningUpdate[UUID] | None = None
) -> None:
    """Those who answer for any of these pupils hear that no teacher is with them."""
    async with site.database.read() as db:
        place = await db.get_one(Room, room)
        teachers = await answering(db, place.space_id, pupils)
    words: dict[str, str | int] = {"room": place.title, "pupils": len(pupils)}
    await ring_about_room(site, room, teachers, "chat.no_teacher", words, claim)
    for teacher in teachers:
        await site.part(Hub).tell(teacher, MyPupilsChanged())


async def pupil_warned(site: Site, warning: ChatWarning, shown: wire.ChatWarning) -> None:
    """The pupil, and whoever answers for the pupil beside the one who warned: no two are left alone with it. What was
    written stands in the room, not behind the bell."""
    async with site.database.read() as db:
        if await db.get(ChatWarning, warning.id) is None:
            return  # Taken back before the bell could ring.
        room = await db.get_one(Room, warning.room_id)
        assert warning.given_by is not None
        teachers = await others_answering(db, room.space_id, warning.pupil_id, warning.given_by)
        words = await _words_of(site, db, room.id) | {"phrase": warning.phrase.value}
    if room.kind is RoomKind.CHATROOM:
        words["room"] = str(room.id)
    about, until = ("warning", warning.id), warning.expires_at
    await notify(site, [warning.pupil_id], "chat.warned", words | {"name": shown.by}, about, until)
    words |= {"name": shown.pupil.name, "by": shown.by}
    await notify(site, teachers, "chat.pupil_warned", words, about, until)


async def warning_taken_back(site: Site, warning: UUID) -> None:
    """Nobody's bell speaks of it any more."""
    await withdraw(site, ("warning", warning))
