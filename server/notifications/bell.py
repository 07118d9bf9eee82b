"""The bells of one server process: rung beside the work that gave the reason."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

import structlog

from server.core.database import is_away
from server.core.ending import Tasks
from server.core.site import Site

log = structlog.get_logger()


class Bell:
    """A Site part: `site.add(Bell(site))`. Whatever fails here is logged and breaks nothing else."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._ringing = Tasks()

    async def start(self) -> None:
        """Nothing to do before somebody asks."""

    async def close(self) -> None:
        """Ring what is to be rung, then stop."""
        await self.settled()
        await self._ringing.end()

    async def settled(self) -> None:
        """Wait until everything asked for has rung, or for five seconds."""
        await self._ringing.settled(5)

    def ring(self, work: Coroutine[Any, Any, None]) -> None:
        """Do this beside whatever goes on: a conference does not wait for its sixty notifications."""
        self._ringing.run(self._guarded(work))

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Exception as error:
            if is_away(error):
                # Nobody asks again for a bell: that one did not ring is worth a line.
                log.warning("notifications.storage_away", error=type(error).__name__)
            else:
                log.exception("notifications.ring")
