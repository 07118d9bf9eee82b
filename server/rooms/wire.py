"""Frames of rooms: entering, leaving, and who is here. Presence is sent whole on entering, then as differences."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from server.core.wire import Request, Update


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """A user as shown to others in live rooms. Pupils are a first name and an initial (domain 6.4.8)."""

    id: UUID
    name: str
    kind: Literal["teacher", "pupil", "guest", "staff", "moderator"]
    """`moderator`: somebody of outside staff who is here for a stated reason, for all to see (T35)."""
    school: str | None = None
    city: str | None = None
    country: str | None = None
    """ISO 3166-1 alpha-2."""


class JoinRoom(Request, frozen=True, tag="room.join", kw_only=True):
    """Enter a chatroom ("Go to Chatroom", R-201) and hear what happens in it. Answered with RoomState."""

    room: UUID


class LeaveRoom(Request, frozen=True, tag="room.leave", kw_only=True):
    """Stop hearing a room."""

    room: UUID


class FollowSpace(Request, frozen=True, tag="space.follow", kw_only=True):
    """Hear what changes in a space while one looks at it: conferences, how many are in the chatrooms."""

    space: UUID


class UnfollowSpace(Request, frozen=True, tag="space.unfollow", kw_only=True):
    """Stop hearing a space."""

    space: UUID


Clock = Annotated[str, msgspec.Meta(max_length=5)]
"""A time of day: `07:00`."""


class Hours(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Between which times of the day pupils may write, in their own time; may pass midnight (domain 6.4.2)."""

    opens: Clock
    closes: Clock


class WritingRules(msgspec.Struct, frozen=True, kw_only=True):
    """Who may write in a chatroom, when and how fast."""

    pupils_can_write: bool
    slow_mode_s: int
    """Seconds between two messages of one person; 0 for no limit."""
    hours: Hours | None
    """Null for always."""


class RoomState(msgspec.Struct, frozen=True, kw_only=True):
    """A room as one enters it."""

    room: UUID
    space: UUID
    title: str
    kind: Literal["chatroom", "conference"]
    state: Literal["open", "paused", "read_only"]
    you: Person
    people: list[Person]
    """Who is here now, once each, whatever their number of tabs."""
    may: list[str]
    """What the caller may do here, as names of rights (`Right` in capitals)."""
    administers: bool
    """Whether the caller decides about everybody's messages, and with CHAT_MODERATE about the room's rules."""
    answers_for: list[UUID]
    """The pupils in the caller's charge, about whose messages the caller decides in any case."""


class RoomSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A chatroom in the list of a space's rooms."""

    room: UUID
    title: str
    is_default: bool
    state: Literal["open", "paused", "read_only"]
    unread: int
    people_here: int
    teachers_here: int


class RoomList(msgspec.Struct, frozen=True, kw_only=True):
    """The chatrooms of a space."""

    rooms: list[RoomSummary]


class PresenceChanged(Update, frozen=True, tag="presence.changed", kw_only=True):
    """People came into, or went out of, a room."""

    room: UUID
    joined: list[Person]
    left: list[UUID]


class RoomChanged(Update, frozen=True, tag="room.changed", kw_only=True):
    """A room's state, title or rules are different now."""

    room: UUID
    title: str
    state: Literal["open", "paused", "read_only"]
    rules: WritingRules | None = None
    """Null when only the title or the state was changed."""


class RoomClosed(Update, frozen=True, tag="room.closed", kw_only=True):
    """The reader may no longer be in this room: the right was taken, the space archived, the conference over."""

    room: UUID
    reason: Literal["revoked", "archived", "ended", "removed"]


class CrowdChanged(Update, frozen=True, tag="space.crowd", kw_only=True):
    """How many people are in a chatroom of a followed space."""

    space: UUID
    room: UUID
    people_here: int
    teachers_here: int
    at: datetime
