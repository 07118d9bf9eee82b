"""Conferences in lists, and planning them (R-203 … R-205)."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from server.conference.wire.words import EndReason, LongText, State, Title
from server.core.wire import Update
from server.rooms.wire import Person


class ConferenceSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A conference as the Live tab lists it."""

    id: UUID
    space: UUID
    space_title: str
    space_slug: str
    room: UUID
    event: UUID | None
    """The event whose room this is; its page is the way back."""
    title: str
    host: Person
    starts_at: datetime
    ends_at: datetime
    """The planned end."""
    closes_at: datetime
    """When the room closes: that of an event a quarter of an hour later (D-19)."""
    doors_at: datetime
    """From when a participant may enter; the host may earlier (domain 6.1)."""
    duration_min: int
    media: Literal["audio", "video"]
    lobby: bool
    state: State
    end_reason: EndReason | None
    seats: int
    seats_taken: int
    you_may_enter: bool
    you_host: bool
    you_listen: bool
    """Of an event: the reader leads nothing, and is neither seen nor heard, as it is locked now, off the stage."""
    agenda: str = ""
    """What is planned for it, as whoever planned it wrote it down."""
    recorded: bool = False
    """A recording is running: said before one goes in."""
    announced: bool = False
    """It will be recorded, says its host."""


class ConferenceList(msgspec.Struct, frozen=True, kw_only=True):
    """Conferences, by start."""

    conferences: list[ConferenceSummary]


class ScheduleConference(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Plan or start a conference; `starts_at` absent means now. 30, 60 or 90 minutes, no other length (R-203)."""

    title: Title
    duration_min: int
    media: Literal["audio", "video"] = "video"
    lobby: bool = False
    starts_at: datetime | None = None
    agenda: LongText = ""
    """What is planned: shown to those who wait. At most 2,000 characters."""


class ConferenceChanged(Update, frozen=True, tag="conference.changed", kw_only=True):
    """A conference of a followed space was planned, opened, started, ended, cancelled or moved. `you_may_enter` and
    `you_host`, like `you_listen`, are not personal here: clients ask again for those."""

    conference: ConferenceSummary
