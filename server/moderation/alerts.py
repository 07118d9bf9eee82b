"""When a pupil's messages wait again and again within a day, those who answer for the pupil and the agency are told,
once (`safeguard.alert` of domain 9)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.chat.models import ChatMessage
from server.chat.wire import Message
from server.core import clock
from server.core.models import Notification, Space, SpaceMembership
from server.core.site import Site
from server.moderation import letters
from server.moderation.handling import answering, staff_of
from server.moderation.scope import country_of
from server.notifications.actions import store, tell
from server.rooms.models import Room

REPEATED = 3
"""Messages of one pupil that wait, or were taken away while they did."""
WITHIN = timedelta(days=1)


async def look_for_repetition(site: Site, message: Message) -> None:
    """After each message that has to wait."""
    if message.author.kind != "pupil":
        return
    pupil = message.author.id
    async with site.database.write() as db:
        space = (
            await db.scalars(select(Space).join(Room, Room.space_id == Space.id).where(Room.id == message.room))
        ).one()
        # Of two processes that look at once, the second sees what the first has stored.
        here = (SpaceMembership.space_id == space.id, SpaceMembership.user_id == pupil)
        await db.scalar(select(SpaceMembership.id).where(*here).with_for_update())
        number = await _held_lately(db, space.id, pupil)
        if number < REPEATED or await _was_told(db, pupil):
            return
        teachers = await answering(db, space.id, [pupil])
        staff = await staff_of(db, await country_of(db, pupil)) - teachers
        words: dict[str, str | int] = {"number": number, "space": space.title, "slug": space.slug}
        about = ("pupil", pupil)
        rungs = [
            await store(site, db, teachers, "safeguard.alert", words | {"name": message.author.name}, about),
            # They look into the space with a reason only, and need no name to say one.
            await store(site, db, staff, "safeguard.alert", words | {"room": str(message.room)}, about),
        ]
        await letters.keeps_waiting(site, db, space, number, teachers, "/my-pupils", teachers=True)
        await letters.keeps_waiting(site, db, space, number, staff, f"/wall?room={message.room}", teachers=False)
    for rung in rungs:
        await tell(site, rung)


async def _held_lately(db: AsyncSession, space: UUID, pupil: UUID) -> int:
    rooms = select(Room.id).where(Room.space_id == space)
    held = select(func.count()).where(
        ChatMessage.room_id.in_(rooms),
        ChatMessage.author_id == pupil,
        ChatMessage.hold.is_not(None),
        ChatMessage.created_at > clock.now() - WITHIN,
    )
    return await db.scalar(held) or 0


async def _was_told(db: AsyncSession, pupil: UUID) -> bool:
    told = select(Notification.id).where(
        Notification.code == "safeguard.alert",
        Notification.target_type == "pupil",
        Notification.target_id == pupil,
        Notification.created_at > clock.now() - WITHIN,
    )
    return await db.scalar(told.limit(1)) is not None
