"""Every test has a database of its own, all with the same tables: what one of them compiled serves the next."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache

MOST_STATEMENTS = 3000


@pytest.fixture(scope="session", autouse=True)
def statements_are_compiled_once() -> None:
    """SQLAlchemy compiles each statement once for each engine, and a fifth of the tests' time went there."""
    compiled: LRUCache[Any, Any] = LRUCache(MOST_STATEMENTS)

    def share(connection: Connection) -> None:
        connection.engine._compiled_cache = compiled

    event.listen(Engine, "engine_connect", share)
    # Statements are remembered by their dialect; those of one driver differ in nothing.
    DefaultDialect.__hash__ = lambda dialect: hash((dialect.name, dialect.driver))  # type: ignore[method-assign]
    DefaultDialect.__eq__ = lambda dialect, other: (  # type: ignore[method-assign]
        isinstance(other, DefaultDialect) and (dialect.name, dialect.driver) == (other.name, other.driver)
    )
