"""Takes the demo data out: marked rows, and every row that could not stand without one of them."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, delete, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from server.core.database import Base
from server.demo.planting import FIRST, LAST

Key = tuple[Any, ...]
"""A row's primary key."""

SLICE = 500
"""Keys named in one statement; both databases take more, not endlessly more."""


async def uproot(db: AsyncSession) -> int:
    """Delete marked rows with what hangs on them, children first; how many. What demo people did in the audit log
    stays: nothing is ever taken out of it early."""
    doomed = {table.name: await _marked(db, table) for table in Base.metadata.sorted_tables}
    while await _grow(db, doomed):
        pass
    for table in reversed(Base.metadata.sorted_tables):
        for keys in _slices(doomed[table.name]):
            await db.execute(delete(table).where(_is_one_of(table, keys)))
    return sum(map(len, doomed.values()))


async def _marked(db: AsyncSession, table: Table) -> set[Key]:
    if "id" not in table.primary_key.columns:
        return set()
    found = await db.execute(select(table.c.id).where(table.c.id.between(FIRST, LAST)))
    return {tuple(row) for row in found}


async def _grow(db: AsyncSession, doomed: dict[str, set[Key]]) -> bool:
    """Add rows whose foreign key leads to a doomed row; whether there were any."""
    before = sum(map(len, doomed.values()))
    for table in Base.metadata.sorted_tables:
        for column, parent in _leans_on(table):
            ids: set[UUID] = {key[0] for key in doomed[parent]}
            for some in _slices(ids):
                found = await db.execute(select(*table.primary_key.columns).where(column.in_(some)))
                doomed[table.name].update(tuple(row) for row in found)
    return sum(map(len, doomed.values())) > before


def _leans_on(table: Table) -> Iterator[tuple[ColumnElement[Any], str]]:
    """The columns that name another row by its id, with that row's table; one that may be emptied holds nobody."""
    for key in table.foreign_keys:
        if key.column.name == "id" and key.ondelete != "SET NULL":
            yield key.parent, key.column.table.name


def _is_one_of(table: Table, keys: list[Key]) -> ColumnElement[bool]:
    columns = list(table.primary_key.columns)
    return columns[0].in_([key[0] for key in keys]) if len(columns) == 1 else tuple_(*columns).in_(keys)


def _slices(keys: set[Any]) -> Iterator[list[Any]]:
    ordered = list(keys)
    for start in range(0, len(ordered), SLICE):
        yield ordered[start : start + SLICE]
