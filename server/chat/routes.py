"""The chat over HTTP: the same actions, and the list of a space's chatrooms with what is unread in them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from sqlalchemy import and_, func, select

from server.chat import actions
from server.chat.models import ChatMessage, ChatReadState, MessageState
from server.chat.search import MOST_ROOMS, SEARCHES, Wanted, search
from server.chat.stored import alive
from server.chat.wire import CatchUp, FetchHistory, FoundMessages, Message, MessagePage, SendMessage, Text
from server.core.errors import UserError
from server.core.http import Call, Route
from server.core.permissions import Right
from server.core.ratelimit import RateLimits
from server.rooms.models import Room, RoomKind
from server.rooms.presence import Presence
from server.rooms.room import is_seen
from server.rooms.wire import RoomList, RoomSummary

MOST_IN_PAGE = 100


class NewMessage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A message to be written; the room is in the path."""

    client_id: UUID
    text: Text
    reply_to: UUID | None = None
    mentions: Annotated[list[UUID], msgspec.Meta(max_length=30)] = []
    material: UUID | None = None


async def send_message(call: Call) -> Message:
    """Write to the room; the message is stored when this is answered."""
    body: NewMessage = call.body
    request = SendMessage(
        ref=0,
        room=call.path["room"],
        client_id=body.client_id,
        text=body.text,
        reply_to=body.reply_to,
        mentions=body.mentions,
        material=body.material,
    )
    return await actions.send_message(call.by, request)


async def read_messages(call: Call) -> MessagePage:
    """The newest page; with `after` (a change number) what changed since; with `before` (a seq) an older page."""
    room = call.path["room"]
    if "before" in call.query:
        limit = _number(call, "limit", 50)
        if not 1 <= limit <= MOST_IN_PAGE:
            raise _bad_number("limit")
        request = FetchHistory(ref=0, room=room, before=_number(call, "before", 0), limit=limit)
        return await actions.fetch_history(call.by, request)
    after = _number(call, "after", 0) if "after" in call.query else None
    return await actions.catch_up(call.by, CatchUp(ref=0, room=room, after=after))


def _number(call: Call, name: str, default: int) -> int:
    text = call.query.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise _bad_number(name)
    return int(text)


def _bad_number(name: str) -> UserError:
    return UserError("bad_number", f"{name} is not a number in range.", status=422, name=name)


async def search_space(call: Call) -> FoundMessages:
    """Look for `words` in all chatrooms of a space; `author`, `since`, `until` and `before` as in `chat.search`."""
    request = _asked(call)
    await call.site.part(RateLimits).take(SEARCHES, str(call.by.identity.user))
    rooms = select(Room.id).where(Room.space_id == call.path["space"], Room.kind == RoomKind.CHATROOM)
    async with call.site.database.read() as db:
        found = (await db.scalars(rooms.order_by(Room.is_default.desc(), Room.title).limit(MOST_ROOMS))).all()
    return await search(call.site, call.by.here, [room for room in found if await is_seen(call.by, room)], request)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The query of a search over HTTP."""

    words: Annotated[str, msgspec.Meta(max_length=200)] = ""
    author: UUID | None = None
    since: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    until: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    before: UUID | None = None


def _asked(call: Call) -> Wanted:
    try:
        asked = msgspec.convert(call.query, Asked, strict=False)
    except msgspec.ValidationError as error:
        raise UserError("bad_query", f"We do not understand this search: {error}"[:300], status=422) from None
    return Wanted(**msgspec.structs.asdict(asked))


async def list_rooms(call: Call) -> RoomList:
    """The chatrooms of a space, the default one first: unread messages, and who is there."""
    site, standing = call.site, call.by.here
    newer = and_(
        ChatMessage.room_id == Room.id,
        ChatMessage.seq > func.coalesce(ChatReadState.last_seq, 0),
        ChatMessage.author_id != standing.user,
        ChatMessage.state == MessageState.VISIBLE,
        alive(),
    )
    mine = and_(ChatReadState.room_id == Room.id, ChatReadState.user_id == standing.user)
    query = (
        select(Room.id, Room.title, Room.is_default, Room.state, func.count(ChatMessage.id).label("unread"))
        .outerjoin(ChatReadState, mine)
        .outerjoin(ChatMessage, newer)
        .where(Room.space_id == standing.space, Room.kind == RoomKind.CHATROOM)
        .group_by(Room.id, Room.title, Room.is_default, Room.state)
        .order_by(Room.is_default.desc(), Room.title)
    )
    async with site.database.read() as db:
        rows = (await db.execute(query)).all()
    rooms: list[RoomSummary] = []
    for row in rows:
        people = await site.part(Presence).people(row.id)
        rooms.append(
            RoomSummary(
                room=row.id,
                title=row.title,
                is_default=row.is_default,
                state=row.state.value,
                unread=row.unread,
                people_here=len(people),
                teachers_here=sum(person.kind == "teacher" for person in people),
            )
        )
    return RoomList(rooms=rooms)


ROUTES = [
    Route("GET", "/api/spaces/{space}/rooms", list_rooms, Right.CHAT_READ, gives=RoomList),
    Route("GET", "/api/spaces/{space}/search", search_space, Right.CHAT_READ, gives=FoundMessages),
    Route("GET", "/api/rooms/{room}/messages", read_messages, Right.CHAT_READ, gives=MessagePage),
    Route(
        "POST",
        "/api/rooms/{room}/messages",
        send_message,
        Right.CHAT_WRITE,
        takes=NewMessage,
        gives=Message,
        status=201,
    ),
]
