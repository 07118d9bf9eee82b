"""A database session whose answers are there when they are asked for, for code that was written to await them.

So one text serves both engines: on PostgreSQL it awaits the network, and on SQLite, where there is nothing to wait for
but the disk, it runs in a thread from beginning to end. A hop between threads for every statement costs more than most
statements do.
"""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

AnswerT = TypeVar("AnswerT")


class UnwaitingConnection:
    """The part of SQLAlchemy's AsyncConnection that is used for statements in the driver's own words."""

    def __init__(self, link: Connection) -> None:
        self._link = link

    async def exec_driver_sql(self, statement: str, parameters: Any = None) -> Any:
        """Run it now."""
        return self._link.exec_driver_sql(statement, parameters)


class Unwaiting:
    """The part of SQLAlchemy's AsyncSession that transactions use which consist of statements alone."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def execute(self, statement: Any, parameters: Any = None) -> Any:
        """Run it now."""
        return self._session.execute(statement, parameters)

    async def scalar(self, statement: Any, parameters: Any = None) -> Any:
        """The first value of the first row, or None."""
        return self._session.scalar(statement, parameters)

    async def scalars(self, statement: Any, parameters: Any = None) -> Any:
        """The first values of all rows."""
        return self._session.scalars(statement, parameters)

    async def connection(self) -> UnwaitingConnection:
        """The connection under the session, in the same transaction."""
        return UnwaitingConnection(self._session.connection())

    def add(self, row: Any) -> None:
        """Write this row with the next statement."""
        self._session.add(row)

    def get_bind(self) -> Engine | Connection:
        """The engine: what speaks which dialect."""
        return self._session.get_bind()


def finished(work: Awaitable[AnswerT]) -> AnswerT:
    """What a coroutine that never really waits returns. Raises RuntimeError where it does wait."""
    try:
        next(work.__await__())
    except StopIteration as end:
        return end.value
    raise RuntimeError("this work may consist of statements only: it waited for something else")
