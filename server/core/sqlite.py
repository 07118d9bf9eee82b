"""SQLite as the embedded default: how its connections are prepared, and the thread that writes much at once."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar, cast

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from server.core.unwaiting import Unwaiting, finished

AnswerT = TypeVar("AnswerT")

PRAGMAS = (
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "busy_timeout=5000",
    # Where much is written, the same pages come again and again: 8 MB are kept at hand.
    "cache_size=-8000",
    # Whoever commits when the log has so many pages copies them all, and waits for it: 96 MB, so that it is nobody.
    "wal_autocheckpoint=24000",
)
WAL_WITHIN = 5.0
"""Seconds until a new file must have its write-ahead log."""
CHECKPOINT_ROWS = 3000
"""Rows written at once until the log is copied: messages with their indexes fill a few pages each."""
LOG_ROWS = 9000
"""Rows in the log until it begins anew: the writers wait for that, so it is not done with every copy."""
FEW_ROWS = 150
"""What so many changed is copied in a few milliseconds."""
MOST_ROUNDS = 4
"""Of copying beside the writers, who write on meanwhile."""


def prepare(engine: Engine) -> None:
    """Make every connection of the engine write ahead, and begin its transactions as it says itself."""

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _: Any) -> None:  # pyright: ignore[reportUnusedFunction]
        # The driver must not open transactions by itself: a write has to begin IMMEDIATE.
        connection.isolation_level = None
        cursor = connection.cursor()
        _write_ahead(cursor)
        for pragma in PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:  # pyright: ignore[reportUnusedFunction]
        immediate = connection.get_execution_options().get("immediate", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _write_ahead(cursor: Any) -> None:
    """Give the file a write-ahead log. It keeps it, so only the first connections to a new file meet each other here;
    SQLite refuses the second of them at once, whatever the busy timeout says."""
    give_up = time.monotonic() + WAL_WITHIN
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
            time.sleep(0.01)


class WritingThread:
    """One thread with a connection of its own for transactions of many statements, and one that copies the log.

    Whoever uses it sees to it that nobody else writes meanwhile.
    """

    def __init__(self, url: URL) -> None:
        self._engine = create_engine(
            url.set(drivername="sqlite+pysqlite"),
            pool_size=2,
            connect_args={"timeout": 5},
            execution_options={"immediate": True},
            hide_parameters=True,
        )
        prepare(self._engine)
        self._writer, self._copier = ThreadPoolExecutor(1, "database"), ThreadPoolExecutor(1, "checkpoint")
        self._rows = self._rows_in_log = 0

    async def write(self, work: Callable[[AsyncSession], Awaitable[AnswerT]]) -> AnswerT:
        """Run it from its first statement to its commit; what it raises undoes it."""
        return await asyncio.get_running_loop().run_in_executor(self._writer, self._write, work)

    def _write(self, work: Callable[[AsyncSession], Awaitable[AnswerT]]) -> AnswerT:
        with Session(self._engine, expire_on_commit=False) as db:
            link = cast(sqlite3.Connection, db.connection().connection.driver_connection)
            before = link.total_changes
            answer = finished(work(cast(AsyncSession, Unwaiting(db))))
            db.commit()
            self._rows += link.total_changes - before
            return answer

    def is_checkpoint_due(self) -> bool:
        """Whether much was written since the log was last copied."""
        return self._rows >= CHECKPOINT_ROWS

    def is_log_long(self) -> bool:
        """Whether it is time that the log begins anew: once all of it is copied while nobody writes."""
        return self._rows_in_log >= LOG_ROWS

    async def checkpoint(self) -> int:
        """Copy what stands in the log and no reader needs there; how many rows were written while that was done."""
        return await asyncio.get_running_loop().run_in_executor(self._copier, self._checkpoint)

    def _checkpoint(self) -> int:
        self._rows_in_log += self._rows
        self._rows = 0
        link = self._engine.raw_connection()
        try:
            link.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")
        finally:
            link.close()
        return self._rows

    async def begin_log_anew(self) -> None:
        """Copy the rest, so that whoever writes next writes at the log's beginning. In a turn of one's own."""
        await self.checkpoint()
        self._rows_in_log = 0

    async def close(self) -> None:
        """Finish what is being written, and give the connections back."""
        for thread in (self._copier, self._writer):
            await asyncio.to_thread(thread.shutdown)
        await asyncio.to_thread(self._engine.dispose)
