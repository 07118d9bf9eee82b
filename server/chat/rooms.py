"""Extra chatrooms of a space, by activity or class: founders and administrators open, rename and archive them (6.2)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.chat.models import ChatRoom
from server.chat.wire import RoomNews
from server.core.database import new_id
from server.core.errors import UserError, not_found
from server.core.http import Call, Caller, Route
from server.core.models import AuditLine
from server.core.permissions import Right, require
from server.rooms.hub import Hub
from server.rooms.models import Room, RoomKind, RoomState
from server.rooms.topics import room_topic, space_topic
from server.rooms.wire import RoomChanged, RoomSummary

LONGEST_TITLE = 80
MOST_ROOMS = 20
"""Chatrooms in one space."""


class NewRoom(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A chatroom to be opened."""

    title: Annotated[str, msgspec.Meta(max_length=1_000)]


class ChangeRoom(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another title, or archived (read-only until its messages expire) and opened again."""

    title: Annotated[str, msgspec.Meta(max_length=1_000)] | None = None
    archived: bool | None = None


async def create_room(caller: Caller, space: UUID, body: NewRoom) -> RoomSummary:
    """Open a chatroom."""
    require(caller.here, Right.CHAT_MODERATE)
    title = _title(body.title)
    async with caller.site.database.write() as db:
        here = (Room.space_id == space, Room.kind == RoomKind.CHATROOM)
        if (await db.scalar(select(func.count()).select_from(Room).where(*here)) or 0) >= MOST_ROOMS:
            raise UserError("too_many_rooms", f"A space has at most {MOST_ROOMS} chatrooms.", most=MOST_ROOMS)
        await _check_free(db, space, title)
        room = Room(id=new_id(), space_id=space, title=title, state=RoomState.OPEN)
        db.add(room)
        await db.flush()
        db.add(ChatRoom(room_id=room.id))
        db.add(_line(caller, "room.create", room, title=title))
    await _tell(caller, room)
    return _summary(room)


async def change_room(caller: Caller, room_id: UUID, body: ChangeRoom) -> RoomSummary:
    """Rename or archive one; the default chatroom keeps its place."""
    require(caller.here, Right.CHAT_MODERATE)
    async with caller.site.database.write() as db:
        room = await db.get(Room, room_id)
        if room is None or room.kind is not RoomKind.CHATROOM:
            raise not_found("room")
        if room.is_default:
            raise UserError("default_room", "The default chatroom stays as it is.")
        if body.title is not None and (title := _title(body.title)) != room.title:
            await _check_free(db, room.space_id, title, room.id)
            room.title = title
            db.add(_line(caller, "room.rename", room, title=title))
        wanted = {None: room.state, True: RoomState.READ_ONLY, False: RoomState.OPEN}[body.archived]
        if wanted is not room.state:
            room.move_to(wanted)
            db.add(_line(caller, "room.archive" if body.archived else "room.reopen", room))
    await _tell(caller, room)
    return _summary(room)


def _title(written: str) -> str:
    title = " ".join(written.split())
    if not title:
        raise UserError("title_missing", "Give it a title.", status=422)
    if len(title) > LONGEST_TITLE:
        raise UserError("title_too_long", f"A title has at most {LONGEST_TITLE} characters.", status=422)
    return title


async def _check_free(db: AsyncSession, space: UUID, title: str, besides: UUID | None = None) -> None:
    named = select(Room.id, Room.title).where(Room.space_id == space, Room.kind == RoomKind.CHATROOM)
    for room, taken in await db.execute(named):
        if room != besides and taken.casefold() == title.casefold():
            raise UserError("title_taken", "There is a room of this name already.")


async def _tell(caller: Caller, room: Room) -> None:
    hub = caller.site.part(Hub)
    changed = RoomChanged(room=room.id, title=room.title, state=room.state.value)
    await hub.publish(room_topic(room.id), changed)
    await hub.publish(space_topic(room.space_id), RoomNews(space=room.space_id, room=room.id))


def _summary(room: Room) -> RoomSummary:
    return RoomSummary(
        room=room.id,
        title=room.title,
        is_default=room.is_default,
        state=room.state.value,
        unread=0,
        people_here=0,
        teachers_here=0,
    )


def _line(caller: Caller, action: str, room: Room, **data: str) -> AuditLine:
    return AuditLine(
        actor_id=caller.here.user,
        action=action,
        target_type="room",
        target_id=room.id,
        space_id=room.space_id,
        data=data,
    )


async def create(call: Call) -> RoomSummary:
    """Open a chatroom in a space."""
    return await create_room(call.by, call.path["space"], call.body)


async def change(call: Call) -> RoomSummary:
    """Rename, archive or reopen a chatroom."""
    return await change_room(call.by, call.path["room"], call.body)


ROUTES = [
    Route(
        "POST", "/api/spaces/{space}/rooms", create, Right.CHAT_MODERATE, takes=NewRoom, gives=RoomSummary, status=201
    ),
    Route("PATCH", "/api/rooms/{room}", change, Right.CHAT_MODERATE, takes=ChangeRoom, gives=RoomSummary),
]
