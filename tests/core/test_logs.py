"""What the log says, and what it must never say."""

from __future__ import annotations

from collections.abc import Generator

import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from server.core import logs
from server.core.database import Database

pytestmark = pytest.mark.anyio

WRITTEN = "meet me behind the gym"


@pytest.fixture
def configured() -> Generator[None]:
    before = structlog.get_config()
    logs.configure("info")
    yield
    structlog.configure(**before)


@pytest.mark.usefixtures("configured")
def test_an_error_is_logged_once_with_its_traceback_and_without_what_variables_held(caplog: pytest.LogCaptureFixture):
    message = WRITTEN
    try:
        raise RuntimeError(f"a bug with {len(message)} characters")
    except RuntimeError:
        structlog.get_logger().exception("chat.publish", room="r1")
    (record,) = caplog.records
    assert "a bug with 22 characters" in record.getMessage()
    assert "room=r1" in record.getMessage()
    assert WRITTEN not in record.getMessage()


@pytest.mark.usefixtures("configured")
def test_what_is_below_the_chosen_level_is_not_written(caplog: pytest.LogCaptureFixture):
    with caplog.at_level("WARNING"):
        structlog.get_logger().info("bus.link_renewed")
        structlog.get_logger().warning("bus.link_lost")
    assert ["bus.link_lost" in record.getMessage() for record in caplog.records] == [True]


async def test_an_error_of_the_database_does_not_repeat_what_was_to_be_stored(database: Database):
    with pytest.raises(DBAPIError) as failed:
        async with database.read() as db:
            await db.execute(text("SELECT 1 FROM nowhere WHERE body = :body"), {"body": WRITTEN})
    assert "nowhere" in str(failed.value)
    assert WRITTEN not in str(failed.value)
