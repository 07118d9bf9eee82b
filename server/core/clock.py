"""The one place that reads the time, so that a test (or a wrong host clock) can be met in one place."""

import asyncio
import contextlib
from collections.abc import Generator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")
"""All times are announced in Brussels time, labelled CET or CEST (R-072, D-06)."""

_offset = timedelta()
_frozen: datetime | None = None
_sleepers: set[asyncio.Future[None]] = set()


def now() -> datetime:
    """The current instant, aware, in UTC."""
    return (_frozen or datetime.now(UTC)) + _offset


@contextlib.contextmanager
def frozen(at: datetime) -> Generator[None]:
    """Hold the clock at `at` (aware) for the length of a block."""
    global _frozen, _offset
    before = _frozen, _offset
    _frozen, _offset = at.astimezone(UTC), timedelta()
    try:
        yield
    finally:
        _frozen, _offset = before


def travel(by: timedelta) -> None:
    """Move the clock on (or back) by `by`; within `frozen` it is undone at the end of the block."""
    global _offset
    _offset += by
    for sleeper in _sleepers:
        sleeper.get_loop().call_soon_threadsafe(_wake, sleeper)


async def sleep(seconds: float) -> None:
    """Wait that long, or until the clock is moved: whoever waits for a time looks at it again."""
    sleeper = asyncio.get_running_loop().create_future()
    _sleepers.add(sleeper)
    try:
        await asyncio.wait((sleeper,), timeout=seconds)
    finally:
        _sleepers.discard(sleeper)
        sleeper.cancel()


def _wake(sleeper: asyncio.Future[None]) -> None:
    if not sleeper.done():
        sleeper.set_result(None)


def day(zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The midnights between which it is today in `zone`: 23 or 25 hours where the clocks change."""
    today = now().astimezone(zone).date()
    return datetime.combine(today, time(), zone), datetime.combine(today + timedelta(days=1), time(), zone)


def add_months(at: datetime, months: int) -> datetime:
    """`at` plus whole calendar months, the last day clipped: 30 Nov + 3 months is 28 or 29 Feb (D-05)."""
    month = at.month - 1 + months
    year, month = at.year + month // 12, month % 12 + 1
    following = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=at.tzinfo)
    last_day = (following - timedelta(days=1)).day
    return at.replace(year=year, month=month, day=min(at.day, last_day))
