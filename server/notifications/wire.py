"""The bell over HTTP and socket. A notification is a code and what fills its sentence, never a written text: everybody
reads it in their own language, and nothing of what somebody wrote outlives its own retention (domain 10.1)."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from server.core.wire import Update

MOST_AT_ONCE = 100


class Notification(msgspec.Struct, frozen=True, kw_only=True):
    """Something that the reader should know of."""

    id: UUID
    code: str
    """What happened, as in `conference.started`; a reader that does not know the code shows nothing."""
    params: dict[str, str | int]
    """Who, where and when: names, titles, instants."""
    target_type: str | None
    """`space`, `room`, `conference` or `case` where it leads somewhere that exists here; a `warning` to its room."""
    target_id: UUID | None
    created_at: datetime
    read_at: datetime | None
    needs_answer: bool
    """Whether somebody waits for the reader to accept or decline."""


class NotificationList(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the reader's notifications, newest first."""

    notifications: list[Notification]
    unread: int
    """Of all, not of this page."""
    older: bool
    """Whether there are older ones: ask with `before`, the id of the last one here."""


class ReadNotifications(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Note as read: some, or all."""

    ids: Annotated[list[UUID], msgspec.Meta(max_length=MOST_AT_ONCE)] = []
    all: bool = False


class Unread(msgspec.Struct, frozen=True, kw_only=True):
    """How many the reader has not read."""

    unread: int


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """An e-mail as it would arrive."""

    id: UUID
    subject: str
    text: str
    has_calendar: bool
    at: datetime


class Mailbox(msgspec.Struct, frozen=True, kw_only=True):
    """The reader's letters, where this server sends none (no SMTP_URL); and what the reader wants to get."""

    local: bool
    letters: list[Letter]
    events: bool
    """Invitations, reminders, free seats and recordings; all else of events must come."""
    people: bool
    """Requests from people."""


class ChooseMail(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which letters one wants."""

    events: bool
    people: bool


class PushDevice(msgspec.Struct, frozen=True, kw_only=True):
    """One of the reader's devices that are told."""

    id: UUID
    device: str
    """`Firefox on Windows`; empty when the browser was not recognised."""
    added_at: datetime
    here: bool
    """It was added in this very sign-in."""


class PushState(msgspec.Struct, frozen=True, kw_only=True):
    """The reader's devices, and of what they are told."""

    available: bool
    """Whether this server sends pushes to this reader: never to a pupil."""
    key: str | None
    """What the browser's `pushManager.subscribe` needs: the public key in base64 for addresses."""
    devices: list[PushDevice]
    events: bool
    conferences: bool
    people: bool
    """Mentions, requests and invitations from people."""


class AddPushDevice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the browser's `PushSubscription` says of itself: where to push to, and its two keys."""

    endpoint: Annotated[str, msgspec.Meta(max_length=2000)]
    p256dh: Annotated[str, msgspec.Meta(max_length=200)]
    auth: Annotated[str, msgspec.Meta(max_length=100)]


class ChoosePushes(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of what one wants to be told on one's devices."""

    events: bool
    conferences: bool
    people: bool


class NotificationNew(Update, frozen=True, tag="notification.new", kw_only=True):
    """The bell rings; told to the one whose it is, in every tab."""

    notification: Notification


class NotificationRead(Update, frozen=True, tag="notification.read", kw_only=True):
    """Read in one of the reader's tabs: the others show it too."""

    ids: list[UUID] | None
    """None for all."""
    unread: int


class NotificationGone(Update, frozen=True, tag="notification.gone", kw_only=True):
    """What was told of has been undone: the reader's list shows these no more."""

    ids: list[UUID]
    unread: int
