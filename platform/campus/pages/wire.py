"""Bodies about what leaves a chatroom soon, and what is kept of it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from server.chat.wire import MaterialPreview, Message
from server.rooms.wire import Person


class LeavingMessages(msgspec.Struct, frozen=True, kw_only=True):
    """What a room loses within the next 14 days, the first to go first."""

    messages: list[Message]
    number: int
    """Of all, also those that do not stand here."""
    kept: list[UUID]
    """Which of these the project keeps already."""


class KeepMessage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Keep a message's text in the project; without a title its first words are the title."""

    message: UUID
    title: Annotated[str, msgspec.Meta(max_length=200)] = ""


class KeptText(msgspec.Struct, frozen=True, kw_only=True):
    """A text on the page "Kept from the chatroom"."""

    id: UUID
    title: str
    text: str
    author: Person | None
    """Pupils by first name and initial (domain 6.4.8); null once the account is gone."""
    written_at: datetime
    kept_by: Person
    kept_at: datetime
    material: MaterialPreview | None
    """What it linked; null when that is no longer there, too."""
    may_delete: bool


class KeptTexts(msgspec.Struct, frozen=True, kw_only=True):
    """All that a project keeps from its chatrooms, newest first."""

    texts: list[KeptText]
