"""What teachers and moderators do with messages: approve, return with a hint, hold (domain 6.4.4)."""

from __future__ import annotations

from uuid import UUID

from server.chat.chat import Chat
from server.chat.rules import Author
from server.chat.wire import Message
from server.chat.writes import Deleting, Holding, Releasing, Returning, Write
from server.core.http import Caller, Door, Handles
from server.core.permissions import Right
from server.core.wire import Update
from server.moderation.bells import pages_changed, ring_about_room
from server.moderation.wall import Wall
from server.moderation.wire import (
    ApproveMessage,
    MuteChanged,
    MyPupilsChanged,
    ReturnMessage,
    UnwatchWall,
    WallChanged,
    WallState,
    WarningGiven,
    WarningOver,
    WatchWall,
)
from server.notifications.bell import Bell
from server.rooms.room import require_seen


async def approve(caller: Caller, room: UUID, message: UUID, body: ApproveMessage) -> Message:
    """Let everybody read it."""
    return await _written(caller, Releasing(room=room, author=_author(caller), message=message, change=body.change))


async def give_back(caller: Caller, room: UUID, message: UUID, body: ReturnMessage) -> Message:
    """Back to its author, with a hint; the bell rings there."""
    author = _author(caller)
    returning = Returning(
        room=room, author=author, message=message, change=body.change, hint=body.hint, note=body.note.strip()
    )
    returned = await _written(caller, returning)
    params: dict[str, str | int] = {"name": author.standing.display_name, "hint": body.hint}
    ring = ring_about_room(caller.site, room, [returned.author.id], "chat.returned", params)
    caller.site.part(Bell).ring(ring)
    return returned


async def hold(caller: Caller, room: UUID, message: UUID) -> Message:
    """Nobody but its author and the teachers reads it until somebody has decided."""
    return await _written(caller, Holding(room=room, author=_author(caller), message=message))


async def remove(caller: Caller, room: UUID, message: UUID) -> Message:
    """Delete it, also without sitting in the room."""
    return await _written(caller, Deleting(room=room, author=_author(caller), message=message))


def _author(caller: Caller) -> Author:
    return Author(caller.here, caller.identity.time_zone)


async def _written(caller: Caller, write: Write) -> Message:
    # The answer holds what was written: whoever is let in from outside reads it only where everybody sees that (T35).
    await require_seen(caller, write.room)
    message = await caller.site.part(Chat).writer.write(write)
    assert message is not None
    caller.site.part(Bell).ring(pages_changed(caller.site, caller.here.space, message.author.id))
    return message


async def watch_wall(caller: Caller, request: WatchWall) -> WallState:
    """The rooms of one's countries by risk, and what changes from now on."""
    return await caller.site.part(Wall).watch(caller, request)


async def unwatch_wall(caller: Caller, request: UnwatchWall) -> None:
    """See them no more."""
    await caller.site.part(Wall).unwatch(caller)


HANDLERS = [
    Handles(WatchWall, watch_wall, Right.REPORTS_HANDLE),
    Handles(UnwatchWall, unwatch_wall, Door.SIGNED_IN),
]

UPDATES: tuple[type[Update], ...] = (MuteChanged, MyPupilsChanged, WallChanged, WarningGiven, WarningOver)
