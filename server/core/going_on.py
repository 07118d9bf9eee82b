"""The one way in which work in the background outlives its errors."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Generator
from typing import Any

from server.core.database import is_away

SOON = 15.0
"""Seconds after which work that broke is tried again, where its turn would come later."""


@contextlib.contextmanager
def going_on(log: Any, event: str) -> Generator[None]:
    """Log what breaks in this block and go on; a database that is away is no news, and is asked again next time."""
    try:
        yield
    except Exception as error:
        if not is_away(error):
            log.exception(event)


async def again_and_again(
    every: float, work: Callable[[], Awaitable[object]], log: Any, event: str, *, first: float = 0.0
) -> None:
    """Do `work` every so many seconds until cancelled, for the `first` time after as many."""
    pause = first
    while True:
        await asyncio.sleep(pause)
        pause = min(every, SOON)
        with going_on(log, event):
            await work()
            pause = every
