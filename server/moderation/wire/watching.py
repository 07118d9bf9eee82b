"""Frames and bodies of moderation: held messages, a room's rules, warnings, my pupils, the wall."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from server.chat.wire import Message
from server.core.wire import Request, Update
from server.moderation.wire.cases import CaseSummary
from server.rooms.wire import Hours, Person, WritingRules

Hint = Literal["leave_out_contact", "kinder_words", "no_names", "ask_first", "other"]
"""Ready hints with which a held message goes back to its author."""

Note = Annotated[str, msgspec.Meta(max_length=400)]


class ApproveMessage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Let everybody read a held message, as it was when the decider read it."""

    change: int
    """The message's change number then; with another one now, the answer is `changed_meanwhile`."""


class ReturnMessage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Send a held message back to its author, who reads the hint and may write another text."""

    change: int
    """As in ApproveMessage."""
    hint: Hint
    note: Note = ""


class ReadMessage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of the messages that are decided about together."""

    id: UUID
    change: int
    """As in ApproveMessage."""


class DecideMessages(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Decide about several messages of a room in one call, as when somebody writes the same again and again."""

    act: Literal["approve", "hold", "delete"]
    messages: Annotated[list[ReadMessage], msgspec.Meta(min_length=1, max_length=100)]


class DecidedMessages(msgspec.Struct, frozen=True, kw_only=True):
    """What became of them."""

    messages: list[Message]
    refused: list[UUID]
    """Those that have another text by now, or about which something else was decided: read them again."""


class SetRoomRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Change some of a chatroom's rules; what is left out stays as it is."""

    state: Literal["open", "paused"] | msgspec.UnsetType = msgspec.UNSET
    pupils_can_write: bool | msgspec.UnsetType = msgspec.UNSET
    slow_mode_s: Annotated[int, msgspec.Meta(ge=0, le=120)] | msgspec.UnsetType = msgspec.UNSET
    hours: Hours | msgspec.UnsetType | None = msgspec.UNSET
    """Null for always."""


class MutePupil(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Stop a pupil from writing in a room: for so many minutes, up to a week, or until it is lifted."""

    user: UUID
    minutes: Annotated[int, msgspec.Meta(ge=1, le=10_080)] | None = None


class Muted(msgspec.Struct, frozen=True, kw_only=True):
    """A pupil who may not write in a room now."""

    person: Person
    until: datetime | None


class RoomRules(msgspec.Struct, frozen=True, kw_only=True):
    """What is allowed in a chatroom now."""

    room: UUID
    state: Literal["open", "paused", "read_only"]
    rules: WritingRules
    muted: list[Muted]
    """For teachers all, for a pupil only oneself."""


class MuteChanged(Update, frozen=True, tag="room.muted", kw_only=True):
    """A pupil may not write in a room, or may again. Told to teachers there and to the one concerned."""

    room: UUID
    person: Person
    muted: bool
    until: datetime | None


Phrase = Literal["kinder_words", "leave_out_contact", "no_names", "keep_to_the_topic", "own_words"]
"""A ready sentence of a warning, which the reader's own language has words for; own words stand in the note alone."""


class WarnAuthor(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Tell a pupil something about a message of theirs."""

    phrase: Phrase
    note: Annotated[str, msgspec.Meta(max_length=200)] = ""


class ChatWarning(msgspec.Struct, frozen=True, kw_only=True):
    """What a pupil was told about one message. Goes with the message's three months."""

    id: UUID
    room: UUID
    message: UUID
    seq: int
    written_at: datetime
    """Place and time of the message."""
    pupil: Person
    phrase: Phrase
    note: str
    by: str
    at: datetime
    understood_at: datetime | None


class ChatWarnings(msgspec.Struct, frozen=True, kw_only=True):
    """For a pupil the own ones that are not understood yet; for teachers all of the room: there is no private channel
    (domain 6.4.3)."""

    warnings: list[ChatWarning]


class WarningGiven(Update, frozen=True, tag="chat.warned", kw_only=True):
    """Somebody wrote to the reader about a message. Told to that pupil only."""

    room: UUID
    warning: ChatWarning


class WarningOver(Update, frozen=True, tag="chat.warning_over", kw_only=True):
    """A warning was taken back, or understood in another tab: show it no more. Told to that pupil only."""

    room: UUID
    warning: UUID


class MyPupilsChanged(Update, frozen=True, tag="my_pupils.changed", kw_only=True):
    """Something on the page "My pupils" is different: ask for it again. Told to the teacher whose page it is."""


class HeldItem(msgspec.Struct, frozen=True, kw_only=True):
    """A message that waits for somebody who answers for its author."""

    message: Message
    space: UUID
    space_title: str
    slug: str
    conference: UUID | None
    """Beside whose stage it was written, running or over; null for a chatroom."""
    room_title: str


class LastMessage(msgspec.Struct, frozen=True, kw_only=True):
    """One of a pupil's newest messages."""

    room: UUID
    text: str
    state: Literal["visible", "held", "deleted"]
    created_at: datetime
    expires_at: datetime


class MyPupil(msgspec.Struct, frozen=True, kw_only=True):
    """A pupil for whom the reader answers, in one space (R-222)."""

    person: Person
    space: UUID
    online_in: list[UUID]
    """The chatrooms in which the pupil is now."""
    last_messages: list[LastMessage]
    """The newest three, newest first."""
    reports: int
    """Open cases about this pupil that the reader may handle."""
    muted_in: list[UUID]


class RoomWithout(msgspec.Struct, frozen=True, kw_only=True):
    """A chatroom in which pupils of the reader are and no adult of the space is."""

    room: UUID
    title: str
    space: UUID
    pupils: int


class PupilSpace(msgspec.Struct, frozen=True, kw_only=True):
    """A space in which the reader answers for somebody."""

    id: UUID
    title: str
    slug: str


class MyPupils(msgspec.Struct, frozen=True, kw_only=True):
    """The oversight view of a responsible teacher (domain 6.4.10)."""

    spaces: list[PupilSpace]
    pupils: list[MyPupil]
    held: list[HeldItem]
    """Oldest first: the one that waits longest."""
    without_adult: list[RoomWithout]
    cases: int


class OpenRoom(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Ask to look into a private space: why, for how long, and for which case."""

    reason: Annotated[str, msgspec.Meta(min_length=10, max_length=400)]
    hours: Annotated[int, msgspec.Meta(ge=1, le=72)] = 2
    case: UUID | None = None


class Granted(msgspec.Struct, frozen=True, kw_only=True):
    """From now until then the room may be entered; its founders were told."""

    room: UUID
    space: UUID
    slug: str
    until: datetime


class WallRoom(msgspec.Struct, frozen=True, kw_only=True):
    """A room on the wall. Nothing in it tells what was written."""

    room: UUID
    conference: UUID | None
    """Beside whose stage it is: who leads that decides who writes. Null for a chatroom."""
    space: UUID
    title: str
    space_title: str
    slug: str
    state: Literal["open", "paused", "read_only"]
    countries: list[str]
    languages: list[str]
    risk: int
    """0 to 1,000: rooms stand in this order, the highest first."""
    held: int
    oldest_held: datetime | None
    per_minute: int
    """Messages in the last minute."""
    hits: int
    """Messages that were held in the last hour."""
    reports: int
    people: int
    teachers: int
    no_adult: bool
    open_until: datetime | None
    """Until when the reader's grant lets the reader in; null without one."""


class Answering(msgspec.Struct, frozen=True, kw_only=True):
    """A teacher who answers for pupils of a room's space."""

    person: Person
    pupils: int
    """For how many of them."""
    here: bool
    """Whether in the room now."""
    for_pupil: bool
    """Whether for the pupil who was asked about."""


class PastAct(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was done to a room, or to somebody in it."""

    at: datetime
    action: str
    """As in the audit log: `chat.mute`, `chat.hold` …"""
    by: str | None
    """Null for what the server did by itself."""
    about: str | None
    minutes: int | None
    """Of a mute that ends by itself."""


class RoomPast(msgspec.Struct, frozen=True, kw_only=True):
    """Who answers for the pupils of a room, and what was reported and done before, the newest first."""

    teachers: list[Answering]
    cases: list[CaseSummary]
    """Only those that the reader may handle."""
    acts: list[PastAct]


class WallState(msgspec.Struct, frozen=True, kw_only=True):
    """All rooms of a filter, the riskiest first."""

    rooms: list[WallRoom]
    held: int
    oldest_held: datetime | None
    without_adult: int
    reports: int


class WatchWall(Request, frozen=True, tag="wall.watch", kw_only=True):
    """See the rooms of the reader's countries from now on, by risk. Answered with WallState, then differences."""

    countries: Annotated[list[str], msgspec.Meta(max_length=80)] = []
    """Empty for all that the reader may see."""
    languages: Annotated[list[str], msgspec.Meta(max_length=80)] = []


class UnwatchWall(Request, frozen=True, tag="wall.unwatch", kw_only=True):
    """See it no more."""


class WallChanged(Update, frozen=True, tag="wall.changed", kw_only=True):
    """What is different on the wall: at most once a second, at once where somebody has to look."""

    rooms: list[WallRoom]
    gone: list[UUID]
    held: int
    oldest_held: datetime | None
    without_adult: int
    reports: int


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of outside staff who was let in, as founders see it (n1)."""

    by: str
    reason: str
    starts_at: datetime
    ends_at: datetime


class AccessList(msgspec.Struct, frozen=True, kw_only=True):
    """Who of outside staff was let into a space, newest first."""

    accesses: list[Access]
