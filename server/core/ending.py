"""The one way to keep tasks that run in the background, and to end them."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

log = structlog.get_logger()

ASK_AGAIN_AFTER = 1.0


async def end(*tasks: asyncio.Task[Any] | None) -> None:
    """Cancel and wait until all have ended; what one of them broke on is logged, not raised.

    A cancellation may be lost: redis-py swallows one that comes while its own time limit gives up a connection. Waiting
    for such a task would be waiting for ever, so it is asked again.
    """
    running = {task for task in tasks if task is not None and not task.done()}
    while running:
        for task in running:
            task.cancel()
        _, running = await asyncio.wait(running, timeout=ASK_AGAIN_AFTER)
    for task in tasks:
        if task is not None and not task.cancelled() and (error := task.exception()):
            log.warning("task.broke", task=task.get_name(), error=type(error).__name__)


class Tasks:
    """What runs beside whatever goes on, remembered until it has ended: a loop alone would forget it."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def run(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Begin this."""
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    async def settled(self, seconds: float) -> None:
        """Wait until all that runs now has ended, or for so long."""
        if self._running:
            await asyncio.wait(self._running, timeout=seconds)

    async def end(self) -> None:
        """Cancel what still runs."""
        await end(*self._running)
