"""What people do in a chat. Each is checked here every time, over HTTP and socket alike."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select

from server.chat import history
from server.chat.chat import Chat
from server.chat.previews import attachable
from server.chat.rules import Author, check_emoji, check_text
from server.chat.search import SEARCHES, Wanted
from server.chat.search import search as find
from server.chat.wire import (
    CatchUp,
    ChatGap,
    DeleteMessage,
    EditMessage,
    FetchAround,
    FetchHistory,
    FetchNewer,
    FoundMessages,
    MarkRead,
    Message,
    MessageDeleted,
    MessageEdited,
    MessageHeld,
    MessagePage,
    MessageReacted,
    MessageReleased,
    MessageSent,
    MessagesExpired,
    MessageWindow,
    MessageWithdrawn,
    React,
    ReadMarked,
    RoomNews,
    Search,
    SendMessage,
    Typing,
    UserTyping,
)
from server.chat.writes import Deleting, Editing, Reacting, Reading, Sending, Write
from server.core.errors import UserError
from server.core.http import Caller, Handles
from server.core.models import MembershipState, SpaceMembership
from server.core.permissions import Right
from server.core.ratelimit import RateLimits
from server.core.wire import Update
from server.rooms.hub import Hub
from server.rooms.people import People
from server.rooms.room import require_inside
from server.rooms.topics import room_topic


async def send_message(caller: Caller, request: SendMessage) -> Message:
    """Write to the room. A retry with the same client id is answered with what was stored."""
    await require_inside(caller, request.room)
    check_text(request.text)
    attached = await attachable(caller, request.material)
    sending = Sending(
        room=request.room,
        author=_author(caller),
        client_id=request.client_id,
        text=request.text,
        reply_to=request.reply_to,
        mentions=await _members(caller, request.mentions),
        material=attached.id if attached else None,
        shown_with=[attached.title, attached.alt_text] if attached else [],
    )
    return await _written(caller, sending)


async def edit_message(caller: Caller, request: EditMessage) -> Message:
    """Change one's own message within 15 minutes."""
    await require_inside(caller, request.room)
    check_text(request.text)
    editing = Editing(
        room=request.room,
        author=_author(caller),
        message=request.message,
        text=request.text,
        mentions=await _members(caller, request.mentions),
    )
    edited = await _written(caller, editing)
    caller.site.part(Chat).changed(edited)
    return edited


async def delete_message(caller: Caller, request: DeleteMessage) -> Message:
    """One's own; any by a founder; a pupil's by the teacher who answers for the pupil."""
    await require_inside(caller, request.room)
    deleted = await _written(caller, Deleting(room=request.room, author=_author(caller), message=request.message))
    caller.site.part(Chat).changed(deleted)
    return deleted


async def react(caller: Caller, request: React) -> Message:
    """Give an emoji, or take it back."""
    await require_inside(caller, request.room)
    if request.on:
        check_emoji(request.emoji)
    return await _written(
        caller,
        Reacting(
            room=request.room,
            author=_author(caller),
            message=request.message,
            emoji=request.emoji,
            on=request.on,
        ),
    )


async def mark_read(caller: Caller, request: MarkRead) -> None:
    """Note it, and tell the reader's other tabs."""
    await require_inside(caller, request.room)
    await caller.site.part(Chat).writer.write(Reading(room=request.room, author=_author(caller), seq=request.seq))
    await caller.site.part(Hub).tell(caller.identity.user, ReadMarked(room=request.room, seq=request.seq))


async def typing(caller: Caller, request: Typing) -> None:
    """Tell the others; too often is not an error but silence, and so is who may not write now."""
    facts = await require_inside(caller, request.room)
    chat = caller.site.part(Chat)
    author = _author(caller)
    if not chat.may_tell_typing(request.room, author.user):
        return
    try:
        await chat.check_may_write(request.room, author)
    except UserError:
        return
    person = await caller.site.part(People).one(facts.space, author.user)
    update = UserTyping(room=request.room, user=person.id, name=person.name)
    await caller.site.part(Hub).publish(room_topic(request.room), update)


async def catch_up(caller: Caller, request: CatchUp) -> MessagePage:
    """What changed above the cursor, or the newest page."""
    await require_inside(caller, request.room)
    if request.after is None:
        page = await history.newest(caller.site, caller.here, request.room)
    else:
        page = await history.catch_up(caller.site, caller.here, request.room, request.after)
    if caller.connection is not None:
        caller.site.part(Hub).orders.begin(room_topic(request.room), page.change)
    return page


async def fetch_history(caller: Caller, request: FetchHistory) -> MessagePage:
    """The page before a message."""
    await require_inside(caller, request.room)
    return await history.before(caller.site, caller.here, request.room, request.before, request.limit)


async def fetch_around(caller: Caller, request: FetchAround) -> MessageWindow:
    """The messages around a place in the room's history."""
    await require_inside(caller, request.room)
    return await history.around(caller.site, caller.here, request.room, request.seq, _aware(request.at), request.limit)


async def fetch_newer(caller: Caller, request: FetchNewer) -> MessageWindow:
    """The page after a message."""
    await require_inside(caller, request.room)
    return await history.newer(caller.site, caller.here, request.room, request.after, request.limit)


async def search(caller: Caller, request: Search) -> FoundMessages:
    """Look for words in a room."""
    await require_inside(caller, request.room)
    await caller.site.part(RateLimits).take(SEARCHES, str(caller.identity.user))
    wanted = Wanted(
        words=request.words,
        author=request.author,
        since=_aware(request.since),
        until=_aware(request.until),
        before=request.before,
    )
    return await find(caller.site, caller.here, [request.room], wanted)


def _aware(at: datetime | None) -> datetime | None:
    """An instant that names no zone means UTC."""
    return at.replace(tzinfo=UTC) if at is not None and at.tzinfo is None else at


def _author(caller: Caller) -> Author:
    return Author(caller.here, caller.identity.time_zone)


async def _written(caller: Caller, write: Write) -> Message:
    message = await caller.site.part(Chat).writer.write(write)
    assert message is not None
    return message


async def _members(caller: Caller, users: list[UUID]) -> list[UUID]:
    """Only members of the space can be mentioned; others are left out without a word (T3)."""
    if not users:
        return []
    members = select(SpaceMembership.user_id).where(
        SpaceMembership.space_id == caller.here.space,
        SpaceMembership.user_id.in_(users),
        SpaceMembership.state == MembershipState.ACTIVE,
    )
    async with caller.site.database.read() as db:
        found = set(await db.scalars(members))
    return [user for user in dict.fromkeys(users) if user in found]


HANDLERS = [
    Handles(SendMessage, send_message, Right.CHAT_WRITE),
    Handles(EditMessage, edit_message, Right.CHAT_EDIT),
    Handles(DeleteMessage, delete_message, Right.CHAT_DELETE),
    Handles(React, react, Right.CHAT_WRITE),
    Handles(CatchUp, catch_up, Right.CHAT_READ),
    Handles(FetchHistory, fetch_history, Right.CHAT_READ),
    Handles(FetchAround, fetch_around, Right.CHAT_READ),
    Handles(FetchNewer, fetch_newer, Right.CHAT_READ),
    Handles(Search, search, Right.CHAT_READ),
    Handles(MarkRead, mark_read, Right.CHAT_READ),
    Handles(Typing, typing, Right.CHAT_WRITE),
]

UPDATES: tuple[type[Update], ...] = (
    MessageSent,
    MessageEdited,
    MessageDeleted,
    MessageReacted,
    MessageHeld,
    MessageReleased,
    MessageWithdrawn,
    MessagesExpired,
    ChatGap,
    UserTyping,
    ReadMarked,
    RoomNews,
)
