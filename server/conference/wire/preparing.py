"""The room of an event before its doors: what those who lead set, and what a participant will find (S6)."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from server.conference.wire.words import Lock, Source


class SeenByParticipant(msgspec.Struct, frozen=True, kw_only=True):
    """What the server will let somebody do who joined and leads nothing: worked out by the rules that hold inside."""

    may_publish: list[Source]
    may_not_publish: dict[str, str]
    """source -> why it would not be forwarded, as in YourSeat."""
    chat_closed: str | None
    """Why one could not write; null: one can."""


class Preparation(msgspec.Struct, frozen=True, kw_only=True):
    """How the room of an event is prepared so far; for those who lead it."""

    conference: UUID
    doors_at: datetime
    locks: list[Lock]
    """What participants may not do when the doors open."""
    may_record: bool
    """The host of this kind of room may record at all."""
    may_announce: bool
    """The caller may say that it will be recorded, or take that back."""
    announced: bool
    agreed: int
    """How many said yes to it before they came in."""
    declined: int
    rehearsal_since: datetime | None
    rehearsed_at: datetime | None
    """When the last rehearsal ended."""
    participant: SeenByParticipant


class ChangePreparation(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Set it anew. The locks that the writer saw are named, so that nobody undoes unseen what another has just set."""

    locks: Annotated[list[Lock], msgspec.Meta(max_length=16)]
    seen_locks: Annotated[list[Lock], msgspec.Meta(max_length=16)]
