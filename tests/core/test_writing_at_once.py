"""Work of many statements in one go: committed whole, undone whole, on both engines."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from server.core.database import Database
from server.core.models import Country
from server.core.models.countries import Programme

pytestmark = pytest.mark.anyio


async def number(database: Database) -> int:
    async with database.read() as db:
        return await db.scalar(text("SELECT count(*) FROM countries")) or 0


async def test_what_the_work_raises_undoes_all_of_it_and_the_next_work_goes_on(database: Database) -> None:
    before = await number(database)

    async def failing(db: AsyncSession) -> None:
        await db.execute(text("DELETE FROM countries"))
        raise ValueError("not like this")

    with pytest.raises(ValueError, match="not like this"):
        await database.write_at_once(failing)
    assert await number(database) == before

    async def reading(db: AsyncSession) -> int:
        db.add(Country(code="XX", names={"en": "Nowhere"}, programme=Programme.PLUS))
        return len((await db.scalars(select(Country))).all())

    assert await database.write_at_once(reading) == before + 1 == await number(database)


async def test_on_sqlite_the_loop_goes_on_meanwhile_and_work_that_waits_is_refused(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}")

    async def where(_: AsyncSession) -> str:
        return threading.current_thread().name

    assert (await database.write_at_once(where)).startswith("database")

    async def waiting(_: AsyncSession) -> None:
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="statements only"):
        await database.write_at_once(waiting)
    assert (await database.write_at_once(where)).startswith("database")
    await database.close()
