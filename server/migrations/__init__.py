"""The history of the database, run by the program itself: `twinspace migrate`, no alembic.ini, any working folder.

A new step is drafted with `python -m server.migrations "what it changes"` and then read, cleaned and tested.
"""

import asyncio
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import SAWarning

from server.core.database import Database

HERE = Path(__file__).parent
MIGRATION_LOCK = 0x7457_1255
"""Key of the PostgreSQL advisory lock that keeps two starting servers from migrating at once."""
PATIENCE = 60
"""Seconds that a server waits on SQLite for another one that is migrating."""

Answer = TypeVar("Answer")


def configuration(connection: Connection | None = None) -> Config:
    """What alembic needs to know: where the steps are, and the connection to take them on."""
    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


def upgrade(database_url: str) -> None:
    """Bring the database to the newest step, in one transaction: all of it or nothing.

    Blocks until done and may be called from anywhere, also from inside a running event loop.
    """
    with warnings.catch_warnings():
        # Of a table that an altered one points at: nothing is done to it, and its indexes stay.
        warnings.filterwarnings("ignore", "Skipped unsupported reflection of expression-based index", SAWarning)
        run(database_url, lambda connection: command.upgrade(configuration(connection), "head"))


def downgrade(database_url: str) -> None:
    """Take every step back; the tables and all that is in them are gone."""
    run(database_url, lambda connection: command.downgrade(configuration(connection), "base"))


def is_current(database_url: str) -> bool:
    """Whether the database stands at the newest step. Raises what the driver raises when it is away."""
    newest = set(ScriptDirectory.from_config(configuration()).get_heads())
    return run(database_url, lambda connection: set(_heads(connection))) == newest


def _heads(connection: Connection) -> tuple[str, ...]:
    return MigrationContext.configure(connection).get_current_heads()


def run(database_url: str, work: Callable[[Connection], Answer]) -> Answer:
    """Do blocking `work` on a connection of an asynchronous driver, in a thread with a loop of its own."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(lambda: asyncio.run(_work(database_url, work))).result()


async def _work(database_url: str, work: Callable[[Connection], Answer]) -> Answer:
    database = Database(database_url)
    try:
        async with database.engine.connect() as connection:
            await connection.execution_options(immediate=True)
            if database.is_sqlite:
                driver = (await connection.get_raw_connection()).driver_connection
                assert driver is not None
                await driver.execute(f"PRAGMA busy_timeout={1000 * PATIENCE}")
                # A step that copies a table drops the old one, and must not take with it what belongs to its rows
                # (sqlite.org/lang_altertable.html, 7); what it leaves is checked before it counts.
                await driver.execute("PRAGMA foreign_keys=OFF")
            async with connection.begin():
                if not database.is_sqlite:
                    await connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
                answer = await connection.run_sync(work)
                if database.is_sqlite:
                    lost = (await connection.execute(text("PRAGMA foreign_key_check"))).all()
                    assert not lost, f"rows without what they belong to: {lost[:5]}"
                return answer
    finally:
        await database.close()
