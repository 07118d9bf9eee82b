"""Moderation in one server process: lists that stay fresh, bells for what waits, purges, grants that end."""

from __future__ import annotations

import structlog

from server.chat.chat import Chat
from server.core import clock
from server.core.ending import Tasks
from server.core.going_on import again_and_again, going_on
from server.core.site import Site
from server.moderation import lists
from server.moderation.alerts import look_for_repetition
from server.moderation.alone import ring_due, watch
from server.moderation.bells import pupil_changed, waits
from server.moderation.evidence import seal_what_came_after
from server.moderation.grants import end_what_is_over
from server.moderation.hiding import hide_due
from server.moderation.screening import TOPIC, Screening
from server.moderation.suspending import end_suspensions
from server.moderation.wall import Wall
from server.notifications.bell import Bell
from server.rooms.hub import Hub

log = structlog.get_logger()

REFRESH_EVERY = 60.0
"""Seconds. A change of the lists is announced; this bounds the harm when the announcement is lost."""

LOOK_AROUND_EVERY = 20.0
GRANTS_EVERY = 5.0


class Moderation:
    """A Site part: `site.add(Moderation(site))`, after the chat and the bell."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._screening = site.add(Screening())
        self._wall = site.add(Wall(site))
        self._grants_seen = clock.now()
        watch(site)
        self._tasks = Tasks()
        chat = site.part(Chat)
        chat.screen_by(self._screening.screen)
        chat.on_held(lambda message: site.part(Bell).ring(waits(site, message)))
        chat.on_held(lambda message: site.part(Bell).ring(look_for_repetition(site, message)))
        chat.on_changed(lambda message: site.part(Bell).ring(pupil_changed(site, message)))

    async def start(self) -> None:
        """Look at what pupils write from now on."""
        await self._refresh()
        await self._site.part(Hub).hear(TOPIC, lambda _: self._tasks.run(self._refresh()))
        for every, work in (
            (REFRESH_EVERY, self._refresh),
            (LOOK_AROUND_EVERY, self._look_around),
            (GRANTS_EVERY, self._end_grants),
            (REFRESH_EVERY, self._end_suspensions),
        ):
            self._tasks.run(again_and_again(every, work, log, "moderation.work", first=every))

    async def close(self) -> None:
        """Stop."""
        await self._tasks.end()
        await self._wall.close()

    async def _refresh(self) -> None:
        with going_on(log, "moderation.refresh"):
            self._screening.use(await lists.load(self._site))

    async def _look_around(self) -> None:
        """What is written after a report belongs to its evidence too; what enough people have reported is hidden;
        pupils are not long alone without a bell."""
        with going_on(log, "moderation.seal"):
            await seal_what_came_after(self._site)
        with going_on(log, "moderation.hide"):
            await hide_due(self._site)
        await ring_due(self._site)

    async def _end_suspensions(self) -> None:
        await end_suspensions(self._site)

    async def _end_grants(self) -> None:
        self._grants_seen = await end_what_is_over(self._site, self._grants_seen)
