"""Bodies about events."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec


class EventCard(msgspec.Struct, frozen=True, kw_only=True):
    """An event in a list. Who is no eTwinner reads title, time, language and audience only (n13)."""

    id: UUID
    title: str
    lang: str
    starts_at: datetime
    ends_at: datetime
    audience: Literal["all", "contacts", "countries"]
    state: Literal["published", "preparing", "doors", "live", "ended", "cancelled"]
    form: Literal["seminar", "meeting", "celebration"] | None
    mode: Literal["online", "onsite_face", "onsite_material"] | None
    summary: str | None
    host: str | None
    host_country: str | None
    capacity: int | None
    joined: int | None
    you_are: Literal["joined", "waiting", "left", "attended", "no_show", "host"] | None
    in_audience: bool
    """Whether the caller may join; others see a lock and for whom it is."""


class Today(msgspec.Struct, frozen=True, kw_only=True):
    """What takes place on the caller's own calendar day; conferences have a list of their own."""

    events: list[EventCard]
