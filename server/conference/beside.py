"""What else is shown in a conference beside its seats: features that the rules of seats know nothing of, and that know
the conference. Each gives its part of the picture at entry, and puts itself in order when the conference is over."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from server.conference import wire
from server.conference.models import Conference
from server.conference.seats import Seating
from server.rooms.charge import answers_for

Shown = Callable[[AsyncSession, Seating, UUID], Awaitable[Sequence[msgspec.Struct | UUID]]]
"""What this user sees of the feature now."""
Over = Callable[[AsyncSession, Conference], Awaitable[None]]
"""Called in the transaction in which the conference ends."""
Rehearsed = Callable[[AsyncSession, Conference, datetime], Awaitable[None]]
"""Called in the transaction in which a rehearsal ends that began then: deletes what was made since."""


async def pupils_of(db: AsyncSession, seating: Seating, user: UUID) -> Sequence[UUID]:
    """About whose messages in the chat beside the stage this user decides."""
    standing = seating.standings.get(user)
    return await answers_for(db, standing) if standing is not None else []


@dataclass(frozen=True)
class Feature:
    """One of them; `name` is its field in ConferenceState."""

    name: str
    shown: Shown
    over: Over | None = None


class Beside:
    """A Site part: all of them."""

    def __init__(self) -> None:
        self._features: list[Feature] = []
        self._rehearsed: list[Rehearsed] = []

    def add(self, feature: Feature) -> None:
        """Have it shown from now on."""
        assert feature.name in wire.ConferenceState.__struct_fields__
        self._features.append(feature)

    def when_rehearsed(self, *work: Rehearsed) -> None:
        """Have this done whenever a rehearsal ends."""
        self._rehearsed += work

    async def rehearsed(self, db: AsyncSession, conference: Conference, since: datetime) -> None:
        """A rehearsal has just ended."""
        for work in self._rehearsed:
            await work(db, conference, since)

    async def seat(self, db: AsyncSession, seating: Seating, seat: wire.YourSeat, user: UUID) -> wire.YourSeat:
        """The seat with all of it in its picture of the inside. Read after the seating, so it is never older; what is
        newer is told once more, and every update is whole."""
        if seat.inside is None:
            return seat
        shown = {feature.name: list(await feature.shown(db, seating, user)) for feature in self._features}
        return msgspec.structs.replace(seat, inside=msgspec.structs.replace(seat.inside, **shown))

    async def over(self, db: AsyncSession, conference: Conference) -> None:
        """The conference has just ended."""
        for feature in self._features:
            if feature.over is not None:
                await feature.over(db, conference)
