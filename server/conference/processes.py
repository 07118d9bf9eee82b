"""Which server processes live: each renews a word of its own on the bus, and is dead when nobody heard it for long.

What must not happen: that a process whose link was away for some seconds, or a Redis that has forgotten everything,
makes people who are inside look as if they had gone. So only silence over a link that stood all the time counts.
"""

from __future__ import annotations

import time
from uuid import UUID

import structlog

from server.core import clock
from server.core.bus import Bus
from server.core.going_on import going_on

log = structlog.get_logger()

PROCESSES = "conference-processes"
"""The lease under which processes say that they live."""

RENEW_EVERY = 1.0
ALIVE_FOR = 7.0
"""A teacher's process that dies must be noticed within ten seconds, as her line is (domain 6.4.1)."""
PAUSE = 3.0
"""Whoever did not look for so long stood still, and so may have the others."""

GONE = b"gone"
"""The last word of a process that stops."""


class Processes:
    """What this process knows of the others. It has a task of its own: a database that is slow must not look like
    death."""

    def __init__(self, bus: Bus, own: UUID, *, alone: bool) -> None:
        self._bus = bus
        self._own = own
        self._alone = alone
        """There is no link to others: whoever else held a seat was this process before it was started anew."""
        self._renewals = 0
        self._heard: dict[UUID, tuple[bytes, float]] = {}
        """The last new word of each, and when it was heard."""
        self._watched_since = self._looked = time.monotonic()

    async def renew_for_ever(self) -> None:
        """Say that this process lives, and look who else does."""
        while True:
            with going_on(log, "conference.processes"):
                await self.look()
            await clock.sleep(RENEW_EVERY)

    async def look(self) -> None:
        """Renew one's own word and hear those of the others."""
        self._renewals += 1
        await self._bus.hold(PROCESSES, str(self._own), b"%d" % self._renewals, ALIVE_FOR)
        words = {UUID(name): word for name, word in (await self._bus.held(PROCESSES)).items()}
        now = time.monotonic()
        # Whoever cannot hear itself hears nobody: the bus is away, and that is no proof of death.
        if self._own not in words or now - self._looked > PAUSE:
            self._watched_since = now
        self._looked = now
        for process, word in words.items():
            if word == GONE:
                self._heard.pop(process, None)
            elif self._heard.get(process, (b"", 0.0))[0] != word:
                self._heard[process] = word, now

    async def begin_anew(self) -> None:
        """The link was away: what was said meanwhile nobody heard."""
        self._watched_since = time.monotonic()

    def alive(self) -> set[UUID] | None:
        """Those that live; None while nobody can know, because it was not listened for long enough."""
        if self._alone:
            return {self._own}
        if self._looked - self._watched_since < ALIVE_FOR:
            return None
        self._heard = {one: heard for one, heard in self._heard.items() if self._looked - heard[1] < ALIVE_FOR}
        return {self._own, *self._heard}

    async def leave(self) -> None:
        """Say that this process is gone, so that its seats are looked after at once."""
        await self._bus.hold(PROCESSES, str(self._own), GONE, ALIVE_FOR)
