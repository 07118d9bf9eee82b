"""The one way in which work in the background outlives its errors."""

import contextlib
from collections.abc import Generator
from typing import Any

from server.core.database import is_away


@contextlib.contextmanager
def going_on(log: Any, event: str) -> Generator[None]:
    """Log what breaks in this block and go on; a database that is away is no news, and is asked again next time."""
    try:
        yield
    except Exception as error:
        if not is_away(error):
            log.exception(event)
