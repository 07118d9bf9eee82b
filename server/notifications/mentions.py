"""Somebody was mentioned in a chatroom: the bell rings for those who are not there to see it (chat.mention)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Select, select

from server.core import clock
from server.core.models import Notification, Space
from server.core.site import Site
from server.notifications.actions import notify
from server.notifications.bell import Bell
from server.rooms.models import Room, RoomKind
from server.rooms.presence import Presence
from server.rooms.wire import Person

CODE = "chat.mention"

QUIET_FOR = timedelta(minutes=5)
"""One bell for a lively talk, not one for each of its messages."""


def mentioned(site: Site, room: UUID, author: Person, users: Collection[UUID]) -> None:
    """What the chat calls after the commit. Never waits."""
    if others := set(users) - {author.id}:
        site.part(Bell).ring(_tell(site, room, author, others))


async def _tell(site: Site, room: UUID, author: Person, users: set[UUID]) -> None:
    away = users - {person.id for person in await site.part(Presence).people(room)}
    if not away:
        return
    where = select(Space.title, Space.slug).join(Room, Room.space_id == Space.id)
    async with site.database.read() as db:
        space = (await db.execute(where.where(Room.id == room, Room.kind == RoomKind.CHATROOM))).first()
        rung = set(await db.scalars(_just_rung(room, away)))
    if space is not None:
        params: dict[str, str | int] = {"name": author.name, "space": space.title, "slug": space.slug}
        await notify(site, away - rung, CODE, params, ("room", room))


def _just_rung(room: UUID, users: Iterable[UUID]) -> Select[UUID]:
    return select(Notification.user_id).where(
        Notification.user_id.in_(users),
        Notification.code == CODE,
        Notification.target_id == room,
        Notification.read_at.is_(None),
        Notification.created_at > clock.now() - QUIET_FOR,
    )
