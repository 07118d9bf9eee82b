"""What teachers and moderators do with messages: approve, return with a hint, hold (domain 6.4.4)."""

from __future__ import annotations

import asyncio
from uuid import UUID

from server.chat.chat import Chat
from server.chat.rules import Author
from server.chat.wire import Message
from server.chat.writes import Deleting, Holding, Releasing, Returning, Write
from server.core.errors import UserError
from server.core.http import Caller, Door, Handles
from server.core.permissions import Right
from server.core.wire import Update
from server.moderation.bells import let_through, pages_changed, ring_about_room
from server.moderation.wall import Wall
from server.moderation.wire import (
    ApproveMessage,
    DecidedMessages,
    DecideMessages,
    MuteChanged,
    MyPupilsChanged,
    ReadMessage,
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


async def decide_all(caller: Caller, room: UUID, body: DecideMessages) -> DecidedMessages:
    """The same about several messages; each stands or falls for itself. When all fall, the first says why."""
    await require_seen(caller, room)
    author = _author(caller)

    def deciding(one: ReadMessage) -> Write:
        if body.act == "approve":
            return Releasing(room=room, author=author, message=one.id, change=one.change)
        kind = Holding if body.act == "hold" else Deleting
        return kind(room=room, author=author, message=one.id)

    async def written(one: ReadMessage) -> Message | UserError:
        try:
            return await _decided(caller, deciding(one))
        except UserError as error:
            return error

    answers = await asyncio.gather(*(written(one) for one in body.messages))
    decided = [one for one in answers if isinstance(one, Message)]
    if not decided and isinstance(answers[0], UserError):
        raise answers[0]
    for pupil in {one.author.id for one in decided}:
        caller.site.part(Bell).ring(pages_changed(caller.site, caller.here.space, pupil))
    refused = [one.id for one, answer in zip(body.messages, answers, strict=True) if isinstance(answer, UserError)]
    return DecidedMessages(messages=decided, refused=refused)


def _author(caller: Caller) -> Author:
    return Author(caller.here, caller.identity.time_zone)


async def _written(caller: Caller, write: Write) -> Message:
    # The answer holds what was written: whoever is let in from outside reads it only where everybody sees that (T35).
    await require_seen(caller, write.room)
    message = await _decided(caller, write)
    caller.site.part(Bell).ring(pages_changed(caller.site, caller.here.space, message.author.id))
    return message


async def _decided(caller: Caller, write: Write) -> Message:
    message = await caller.site.part(Chat).writer.write(write)
    assert message is not None
    let_through(caller.site, write, message)
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
