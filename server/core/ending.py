"""The one way to end a task that runs in the background."""

import asyncio
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
