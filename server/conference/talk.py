"""How long people speak, as the worker hears it: each process counts for those whose sockets it holds."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from server.conference.changing import changing
from server.conference.lines import HeldLine, Lines
from server.conference.models import SeatState
from server.core import clock
from server.core.errors import UserError
from server.core.site import Site

STORED_EVERY = timedelta(seconds=5)
LONGEST_BREATH = timedelta(seconds=30)
"""More than this between two looks is a clock that was set, and counts as nothing."""


class TalkTime:
    """Who of this process speaks since when, and what is not stored yet."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._speaking: dict[UUID, tuple[datetime, set[UUID]]] = {}
        self._spoken: dict[UUID, dict[UUID, timedelta]] = {}
        self._stored_at: dict[UUID, datetime] = {}

    def heard(self, conference: UUID, speakers: Collection[UUID]) -> None:
        """Others speak now than before."""
        self._count(conference)
        ours = {line.connection.identity.user for line in self._lines(conference) if line.peer is not None}
        if speaking := ours.intersection(speakers):
            self._speaking[conference] = clock.now(), speaking
        else:
            self._speaking.pop(conference, None)

    async def store(self) -> None:
        """Add to the seats what has come together, of each conference at most every five seconds."""
        now = clock.now()
        for conference in [*self._speaking, *(self._spoken.keys() - self._speaking.keys())]:
            if now - self._stored_at.setdefault(conference, now) >= STORED_EVERY:
                self._count(conference)
                await self._store(conference)
                self._stored_at[conference] = now
                if not self._lines(conference):
                    self._forget(conference)

    def _count(self, conference: UUID) -> None:
        since, speaking = self._speaking.get(conference, (clock.now(), set[UUID]()))
        passed = clock.now() - since
        if speaking:
            self._speaking[conference] = clock.now(), speaking
        if timedelta() < passed <= LONGEST_BREATH:
            spoken = self._spoken.setdefault(conference, {})
            for user in speaking:
                spoken[user] = spoken.get(user, timedelta()) + passed

    async def _store(self, conference: UUID) -> None:
        spoken = self._spoken.get(conference, {})
        whole = {user: int(time.total_seconds()) for user, time in spoken.items()}
        if not any(whole.values()):
            return
        try:
            async with changing(self._site, conference) as change:
                for user, seconds in whole.items():
                    seat = change.seating.seats.get(user)
                    if seat is not None and seat.state is SeatState.CONNECTED:
                        seat.talk_s += seconds
        except UserError:
            # The conference is gone, and with it whom to tell.
            self._forget(conference)
            return
        for user, seconds in whole.items():
            spoken[user] -= timedelta(seconds=seconds)

    def _lines(self, conference: UUID) -> list[HeldLine]:
        return self._site.part(Lines).of_conference(conference)

    def _forget(self, conference: UUID) -> None:
        for kept in (self._speaking, self._spoken, self._stored_at):
            kept.pop(conference, None)
