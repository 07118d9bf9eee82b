"""Deletes what is past its time from every store, again and again, and proves it (domain 10, D-05).

A feature that keeps something for a time lists its stores in `STORES`; `server.app` puts all of them together. Here
they are purged and counted, and receipts are written.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy import ColumnElement, delete, func, select

from server.core import clock, receipts
from server.core.database import Database, Row, is_away
from server.core.ending import end
from server.core.going_on import again_and_again
from server.core.models import AuditLine, RetentionReceipt
from server.core.site import Site

log = structlog.get_logger()

FIRST = 60.0
"""Seconds after the start, when those who waited for a server have been served."""
EVERY = 600.0
"""Seconds between two purges: six times as often as the hourly minimum."""
JUST_NOW = timedelta(seconds=EVERY / 2)
"""What another process purged so short a time ago need not be purged again."""
CLOCK_TRUST = timedelta(minutes=5)
"""A clock that ran away from the steady one, or from the database's, by more than this deletes nothing."""
LONG = timedelta(hours=1)
"""If the last purge seems to be longer ago when a server starts, its clock may be ahead."""
DISTRUSTED_FOR = 3_000.0
"""Seconds after either: time to put the clock right, and still purged within the hour."""
ROWS = 500
"""Between two commits, so that writers do not wait long."""
TRUNCATE_TRIES = 50
TRUNCATE_AGAIN_AFTER = 0.1

Counts = dict[str, int]


@dataclass(frozen=True)
class Store:
    """Something kept for a time only."""

    name: str
    """As receipts call it."""
    overdue: Callable[[Site], Awaitable[int]]
    """How many are past their time and still there: 0 after a purge."""
    purge: Callable[[Site], Awaitable[int]] | None = None
    """Delete these in small transactions, so that writers wait for milliseconds; how many it were. Idempotent, also
    side by side. None: they go along with another store's."""


def rows(name: str, table: type[Row | AuditLine], past: Callable[[Site], ColumnElement[bool]]) -> Store:
    """The plain case: rows of one table that are deleted once they are past their time."""

    async def overdue(site: Site) -> int:
        async with site.database.read() as db:
            return await db.scalar(select(func.count()).select_from(table).where(past(site))) or 0

    async def purge(site: Site) -> int:
        total = 0
        while True:
            some = select(table.id).where(past(site)).limit(ROWS)
            gone = delete(table).where(table.id.in_(some)).returning(table.id)
            async with site.database.write() as db:
                found = (await db.scalars(gone.execution_options(synchronize_session=False))).all()
            total += len(found)
            if len(found) < ROWS:
                return total

    return Store(name, overdue, purge)


RECEIPTS = Store("receipts", receipts.overdue, receipts.purge)


class Retention:
    """A Site part: `site.add(Retention(site, STORES))`."""

    def __init__(self, site: Site, stores: Sequence[Store]) -> None:
        self._site = site
        self._stores = [*stores, RECEIPTS]
        self._task: asyncio.Task[None] | None = None
        self._wall, self._steady = clock.now(), _steady()
        self._trusted_from = self._distrusted_until = 0.0

    async def start(self) -> None:
        """Purge soon, and then every ten minutes."""
        self._wall, self._steady = clock.now(), _steady()
        self._trusted_from = self._steady + DISTRUSTED_FOR
        look = again_and_again(EVERY, self._look_at_the_clock, log, "retention.purge", first=FIRST)
        self._task = asyncio.create_task(look)

    async def close(self) -> None:
        """Stop between two batches."""
        await end(self._task)

    async def purge(self) -> RetentionReceipt:
        """Delete all that is past its time now. One store that fails keeps no other from being emptied."""
        began, deleted, failed = clock.now(), Counts(), list[Exception]()
        for store in self._stores:
            if store.purge is not None:
                try:
                    deleted[store.name] = await store.purge(self._site)
                except Exception as error:
                    failed.append(error)
        if self._site.database.is_sqlite:
            await truncate_log(self._site.database)
        if failed:
            # What is away comes again; another fault must not hide behind it.
            raise min(failed, key=is_away)
        return await receipts.write(self._site, began, clock.now(), deleted)

    async def prove(self) -> Counts:
        """What is past its time in each store."""
        return {store.name: await store.overdue(self._site) for store in self._stores}

    async def _look_at_the_clock(self) -> None:
        ran = clock.now() - self._wall - timedelta(seconds=_steady() - self._steady)
        self._wall, self._steady = clock.now(), _steady()
        if abs(ran) > CLOCK_TRUST:
            self._distrusted_until = self._steady + DISTRUSTED_FOR
            log.warning("retention.clock_jumped", seconds=ran.total_seconds())
        if self._steady >= self._distrusted_until:
            await self._purge_if_due()

    async def _purge_if_due(self) -> None:
        async with self._site.database.read() as db:
            last = await receipts.newest(db)
            theirs = clock.now() if self._site.database.is_sqlite else await db.scalar(select(func.now()))
        assert theirs is not None
        now = clock.now()
        if abs(now - theirs) > CLOCK_TRUST:
            log.warning("retention.clock_differs", seconds=(now - theirs).total_seconds())
        elif last is not None and _steady() < self._trusted_from and now - last.ended_at > LONG:
            # This server was away, or its clock runs ahead since before the start: nothing here can tell.
            log.warning("retention.last_long_ago", seconds=(now - last.ended_at).total_seconds())
        elif last is None or not timedelta() <= now - last.ended_at < JUST_NOW:
            receipt = await self.purge()
            log.info("retention.purged", number=receipt.number, signature=receipt.signature, **receipt.deleted)


def _steady() -> float:
    """Seconds that nobody can set, those in which the machine slept counted in."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


async def truncate_log(database: Database) -> bool:
    """Deleted text must not live on in SQLite's write-ahead log; whether it was emptied. While somebody reads it stays
    as it is: asked again, rather than letting SQLite wait, who would let all writers wait with it."""
    async with database.engine.connect() as link:
        # On the driver's own connection: SQLAlchemy would begin a transaction, inside which nothing is truncated.
        driver = (await link.get_raw_connection()).driver_connection
        assert driver is not None
        await driver.execute("PRAGMA busy_timeout=0")
        try:
            for _ in range(TRUNCATE_TRIES):
                cursor = await driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                (busy, _, _) = await cursor.fetchone()
                if not busy:
                    return True
                await asyncio.sleep(TRUNCATE_AGAIN_AFTER)
        finally:
            await driver.execute("PRAGMA busy_timeout=5000")
    log.warning("retention.log_not_truncated")
    return False
