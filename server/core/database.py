"""Base, engine and transactions. SQLite (WAL) is the embedded default, PostgreSQL what operators run."""

import asyncio
import contextlib
import errno
import os
import sqlite3
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from sqlalchemy import DateTime, Dialect, Enum, MetaData, TypeDecorator, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from server.core import clock
from server.core.errors import UserError
from server.core.sqlite import FEW_ROWS, MOST_ROUNDS, WritingThread, prepare

AnswerT = TypeVar("AnswerT")

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


_CHANCE: list[bytes] = []
"""Random octets drawn ahead: a message takes an id, and asking the system each time takes longer than all the rest."""
os.register_at_fork(after_in_child=_CHANCE.clear)


def _chance() -> int:
    try:
        # One step, so that no two threads get the same.
        drawn = _CHANCE.pop()
    except IndexError:
        many = os.urandom(10 * 256)
        _CHANCE.extend(many[at : at + 10] for at in range(10, len(many), 10))
        drawn = many[:10]
    return int.from_bytes(drawn, "big")


def new_id() -> UUID:
    """A version 7 UUID (RFC 9562): ordered by time, so that indexes grow at their end; never reused."""
    stamp, chance = time.time_ns() // 1_000_000, _chance()
    return UUID(int=stamp << 80 | 0x7 << 76 | (chance >> 64 & 0xFFF) << 64 | 0b10 << 62 | chance & (1 << 62) - 1)


AWAY_STATES = ("08", "53", "57", "58")
"""SQLSTATE classes: the connection failed, no resources left, stopped by the operator or a crash, an error of the disk
(PostgreSQL, appendix A)."""


def is_away(error: BaseException) -> bool:
    """Whether an error says that the database cannot be reached (or is full), and not that we asked wrongly."""
    if isinstance(error, (OperationalError, InterfaceError, DisconnectionError, PoolTimeout, ConnectionError, OSError)):
        return True
    # asyncpg's own words for a server that stops or starts are none of the classes above.
    return isinstance(error, DBAPIError) and (
        error.connection_invalidated or str(getattr(error.orig, "sqlstate", ""))[:2] in AWAY_STATES
    )


FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE}
"""What SQLite says of a disk without room, for the file, the log and the log's index."""


def is_full(error: BaseException) -> bool:
    """Whether an error says that there is no room on the disk."""
    orig = getattr(error, "orig", None)
    codes = getattr(orig, "sqlite_errorcode", None), getattr(orig, "sqlstate", None)
    return codes[0] in FULL or codes[1] == "53100" or getattr(error, "errno", None) == errno.ENOSPC


def storage_refusal(error: BaseException | None = None) -> UserError:
    """Said instead of pretending: nothing was written, or nobody knows; the same client id may be sent again."""
    if error is not None and is_full(error):
        return UserError("storage_full", "There is no room left to save anything. Reading still works.", status=507)
    return UserError("storage_away", "We cannot save right now. Try again in a moment.", status=503)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, stored in UTC; SQLite forgets zones, so it is given back its own."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        assert value.tzinfo is not None, "a time without a zone"
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _values(kind: type[StrEnum]) -> list[str]:
    return [member.value for member in kind]


def checked(kind: type[StrEnum], name: str) -> Enum:
    """A string column that the database checks against the members of `kind`."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        values_callable=_values,
    )


class Base(DeclarativeBase):
    """The one base of all tables."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: UtcDateTime()}  # noqa: RUF012 - SQLAlchemy reads it from the class


class Row(Base):
    """What every entity has (domain 7): an id and the two times."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)


class Database:
    """One engine. `read` gives a handle whose changes are dropped, `write` one transaction that commits."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._turn = asyncio.Lock()
        self.engine = self._sqlite_engine() if self.is_sqlite else self._postgres_engine()
        self._thread: WritingThread | None = None
        self._checkpoint: asyncio.Task[None] | None = None

    def _postgres_engine(self) -> AsyncEngine:
        return create_async_engine(
            self.url, pool_size=10, max_overflow=10, pool_pre_ping=True, pool_timeout=5, hide_parameters=True
        )

    def _sqlite_engine(self) -> AsyncEngine:
        if self.url.database and self.url.database != ":memory:":
            Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
        # Parameters may be what people wrote: an error that is logged must not repeat them.
        engine = create_async_engine(
            self.url, pool_size=8, max_overflow=8, connect_args={"timeout": 5}, hide_parameters=True
        )

        prepare(engine.sync_engine)
        return engine

    @contextlib.asynccontextmanager
    async def read(self) -> AsyncGenerator[AsyncSession]:
        """A consistent view; nothing done in it is kept."""
        async with AsyncSession(self.engine, expire_on_commit=False) as db:
            yield db

    @contextlib.asynccontextmanager
    async def write(self) -> AsyncGenerator[AsyncSession]:
        """One transaction: committed at the end, undone by any error."""
        async with self._in_turn(), AsyncSession(self.engine, expire_on_commit=False) as db:
            if self.is_sqlite:
                await db.connection(execution_options={"immediate": True})
            yield db
            await db.commit()

    async def write_at_once(self, work: Callable[[AsyncSession], Awaitable[AnswerT]]) -> AnswerT:
        """The same for work of many statements, and nothing but statements. On SQLite it runs in a thread of its own
        from its first statement to its commit: none of them waits for the loop's turn. What the work raises undoes it.
        """
        if not self.is_sqlite:
            async with self.write() as db:
                return await work(db)
        self._thread = thread = self._thread or WritingThread(self.url)
        async with self._in_turn():
            answer = await thread.write(work)
        if thread.is_checkpoint_due() and (self._checkpoint is None or self._checkpoint.done()):
            self._checkpoint = asyncio.create_task(self._copy_log(thread))
        return answer

    async def _copy_log(self, thread: WritingThread) -> None:
        """Copy the write-ahead log into the file beside the writers, and once in a while what came last in a turn of
        our own: then the log begins anew. Left to SQLite, whoever happened to commit would wait for all of it."""
        try:
            for _ in range(MOST_ROUNDS):
                if await thread.checkpoint() <= FEW_ROWS:
                    break
            if thread.is_log_long():
                async with self._in_turn():
                    await thread.begin_log_anew()
        except DBAPIError as error:
            if not is_away(error):
                raise

    @contextlib.asynccontextmanager
    async def _in_turn(self) -> AsyncGenerator[None]:
        # SQLite has one writer; waiting here in order is fairer than its busy loop.
        if not self.is_sqlite:
            yield
            return
        async with self._turn:
            yield

    async def ping(self) -> None:
        """Raise what the driver raises when the database is away."""
        async with self.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Give all connections back."""
        if self._checkpoint is not None:
            await asyncio.wait([self._checkpoint])
        if self._thread is not None:
            await self._thread.close()
            self._thread = None
        await self.engine.dispose()
