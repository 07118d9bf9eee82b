"""Frames of the chat. One cursor catches up everything: each insert, edit, deletion or reaction in a room takes the
room's next `change` number, and a client asks for what is above the last one it has seen. `seq` orders messages.
"""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from server.core.wire import Request, Update
from server.rooms.wire import Person

MAX_TEXT = 2000
"""Characters in a message (domain 6.2)."""

Text = Annotated[str, msgspec.Meta(max_length=20_000)]
"""Wider than MAX_TEXT, so that a person who writes too much is told so and not cut off."""

Number = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
"""A place or a change in a room: no larger than a browser's own numbers are exact, and than a database takes."""

Emoji = Annotated[str, msgspec.Meta(min_length=1, max_length=16)]


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    """The message that a reply answers, as much as is shown above the reply.

    A later update of the answered message changes the quote too: the client sets its text by the same rule, and drops
    the quote when the answered message expires.
    """

    id: UUID
    seq: int
    author: Person
    text: str
    """At most 140 characters; empty when the original is deleted or gone."""


class Reaction(msgspec.Struct, frozen=True, kw_only=True):
    """One emoji under a message and who gave it."""

    emoji: str
    users: list[UUID]


MaterialKind = Literal["image", "video_link", "file"]
VideoProvider = Literal["youtube", "vimeo", "dailymotion"]


class MaterialPreview(msgspec.Struct, frozen=True, kw_only=True):
    """What a message shows of the material that it links. An image's small picture is at
    `/api/spaces/{space}/materials/{id}/thumbnail`, for those who may see the space."""

    id: UUID
    space: UUID
    kind: MaterialKind
    title: str
    alt_text: str
    file_type: str | None
    provider: VideoProvider | None


Why = Literal["phone", "email", "address", "handle", "link", "word", "reports", "moderator"]
"""Why a message is held: what was found in a pupil's text, or whose decision it was (domain 6.4.4, 6.4.5)."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One reason for a hold and where it stands in the text, counted in Unicode characters."""

    kind: Why
    start: int = 0
    end: int = 0
    """As `start` when it is the whole message."""


class Hold(msgspec.Struct, frozen=True, kw_only=True):
    """Why a message waits for a teacher, and the hint with which it came back to its author."""

    findings: list[Finding]
    since: datetime
    hint: str | None = None
    """A code that the reader's own language has words for; null while nobody has looked."""
    note: str = ""
    """The teacher's own words beside the hint."""
    returned_at: datetime | None = None


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A message as it is now."""

    id: UUID
    room: UUID
    seq: int
    """Its place in the room: 1, 2, 3 … without holes."""
    change: int
    """The room's change number when this message last changed."""
    client_id: UUID
    """Chosen by the sender: the optimistic bubble becomes this message, and a retry lands once."""
    author: Person
    state: Literal["visible", "held", "deleted"]
    text: str
    """Empty for a deleted message, whose stub stays until it expires."""
    reply_to: Quote | None
    mentions: list[UUID]
    reactions: list[Reaction]
    created_at: datetime
    edited_at: datetime | None
    expires_at: datetime
    """Three calendar months after `created_at` (R-202, D-05)."""
    hold: Hold | None = None
    """While it is held; told to its author and to teachers only, as the message itself (T2)."""
    material: UUID | None = None
    """The material of the space that it links."""
    preview: MaterialPreview | None = None
    """What that is; null once it is no longer there."""


class MessagePage(msgspec.Struct, frozen=True, kw_only=True):
    """Part of a room's history, by `seq`, oldest first."""

    messages: list[Message]
    change: int
    """The room's change number: the cursor to keep."""
    has_older: bool
    reset: bool
    """True when the cursor was too old to catch up: what the client has must be replaced by this page."""
    read_seq: int
    """Up to where the caller has read."""
    first_seq: int
    """Where the room's history begins now: all that was written before has expired (R-202)."""
    withdrawn: list[UUID] = []
    """Messages that changed above the cursor and may not be read by the caller now: forget their text."""


class FoundMessages(msgspec.Struct, frozen=True, kw_only=True):
    """A page of what was found, newest first."""

    messages: list[Message]
    older: bool
    """Whether there are older ones: ask with `before`, the id of the last one here."""


class MessageWindow(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch in the middle of a room's history, by `seq`, oldest first."""

    messages: list[Message]
    has_older: bool
    has_newer: bool


class SendMessage(Request, frozen=True, tag="chat.send", kw_only=True):
    """Write to the room. Answered with the stored Message, after it is committed."""

    room: UUID
    client_id: UUID
    text: Text
    reply_to: UUID | None = None
    mentions: Annotated[list[UUID], msgspec.Meta(max_length=30)] = []
    material: UUID | None = None


class EditMessage(Request, frozen=True, tag="chat.edit", kw_only=True):
    """Change one's own message within 15 minutes."""

    room: UUID
    message: UUID
    text: Text
    mentions: Annotated[list[UUID], msgspec.Meta(max_length=30)] = []
    """All whom the other text mentions; only those whom the text before did not mention are told."""


class DeleteMessage(Request, frozen=True, tag="chat.delete", kw_only=True):
    """Delete one's own message, or another's by those who may. An empty stub stays until it expires."""

    room: UUID
    message: UUID


class React(Request, frozen=True, tag="chat.react", kw_only=True):
    """Give (or take back) an emoji under a message."""

    room: UUID
    message: UUID
    emoji: Emoji
    on: bool = True


class CatchUp(Request, frozen=True, tag="chat.catch_up", kw_only=True):
    """What changed above the cursor; without a cursor, the newest page. Answered with MessagePage."""

    room: UUID
    after: Number | None = None


class FetchHistory(Request, frozen=True, tag="chat.history", kw_only=True):
    """The page before a `seq`. Answered with MessagePage."""

    room: UUID
    before: Number
    limit: Annotated[int, msgspec.Meta(ge=1, le=100)] = 50


class FetchAround(Request, frozen=True, tag="chat.around", kw_only=True):
    """The messages around a `seq`, or around an instant: what a jump shows. Answered with MessageWindow."""

    room: UUID
    seq: Number | None = None
    at: datetime | None = None
    limit: Annotated[int, msgspec.Meta(ge=2, le=100)] = 50


class FetchNewer(Request, frozen=True, tag="chat.newer", kw_only=True):
    """The page after a `seq`, to go on from where a jump led. Answered with MessageWindow."""

    room: UUID
    after: Number
    limit: Annotated[int, msgspec.Meta(ge=1, le=100)] = 50


class Search(Request, frozen=True, tag="chat.search", kw_only=True):
    """Look for words in a room: each must be there or begin a word that is, accents and case aside. Fewer words or none
    are enough with an author or a date. Answered with FoundMessages."""

    room: UUID
    words: Annotated[str, msgspec.Meta(max_length=200)] = ""
    author: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: UUID | None = None


class MarkRead(Request, frozen=True, tag="chat.read", kw_only=True):
    """Say that everything up to `seq` has been seen; never goes back."""

    room: UUID
    seq: Number


class Typing(Request, frozen=True, tag="chat.typing", kw_only=True):
    """Say that one is writing, at most every 3 seconds. It fades by itself after 6."""

    room: UUID


class MessageSent(Update, frozen=True, tag="chat.sent", kw_only=True):
    """A new message."""

    room: UUID
    message: Message


class MessageEdited(Update, frozen=True, tag="chat.edited", kw_only=True):
    """A message has another text, or what it links is no longer there."""

    room: UUID
    message: Message


class MessageDeleted(Update, frozen=True, tag="chat.deleted", kw_only=True):
    """A message is an empty stub now."""

    room: UUID
    message: Message


class MessageHeld(Update, frozen=True, tag="chat.held", kw_only=True):
    """A message waits for a teacher, or came back to its author with a hint. Told to its author and to teachers."""

    room: UUID
    message: Message


class MessageReleased(Update, frozen=True, tag="chat.released", kw_only=True):
    """A message that was held may be read by everybody; it stands where it was written."""

    room: UUID
    message: Message


class MessageWithdrawn(Update, frozen=True, tag="chat.withdrawn", kw_only=True):
    """A message is held and may not be read. Who may read it has heard of it just before, with the same change."""

    room: UUID
    message: UUID
    change: int


class MessageReacted(Update, frozen=True, tag="chat.reacted", kw_only=True):
    """The reactions of a message changed."""

    room: UUID
    message: Message


class MessagesExpired(Update, frozen=True, tag="chat.expired", kw_only=True):
    """Messages up to this `seq` have been deleted because their three months are over."""

    room: UUID
    up_to_seq: int


class ChatGap(Update, frozen=True, tag="chat.gap", kw_only=True):
    """The server may have missed something in this room: catch up from your cursor."""

    room: UUID


class UserTyping(Update, frozen=True, tag="chat.typing_now", kw_only=True):
    """Somebody is writing."""

    room: UUID
    user: UUID
    name: str


class RoomNews(Update, frozen=True, tag="space.news", kw_only=True):
    """Somebody wrote in a chatroom of a followed space: what is unread there is worth counting anew."""

    space: UUID
    room: UUID


class ReadMarked(Update, frozen=True, tag="chat.read_marked", kw_only=True):
    """The reader has read up to here, in this or another tab. Told to that user only."""

    room: UUID
    seq: int
