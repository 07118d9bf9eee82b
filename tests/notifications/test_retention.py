"""What is past its time goes by itself, and by command."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from server.app import create_app
from server.core import clock, retention
from server.core.database import Database
from server.core.models import Notification
from server.core.settings import Settings
from server.notifications.actions import UNREAD_KEPT
from tests.live import serving
from tests.people import People
from tests.waiting import eventually

pytestmark = pytest.mark.anyio


@pytest.fixture
async def expired(database: Database, people: People) -> None:
    """One that ran out yesterday, and one that has a day to go."""
    for days in (1, -1):
        rung = clock.now() - UNREAD_KEPT - timedelta(days=days)
        row = Notification(user_id=people.ada, code="conference.started", created_at=rung)
        row.expires_at = rung + UNREAD_KEPT
        async with database.write() as db:
            db.add(row)


async def past(database: Database) -> int:
    """How many are past their time and still there."""
    query = select(func.count()).select_from(Notification).where(Notification.expires_at <= clock.now())
    async with database.read() as db:
        return await db.scalar(query) or 0


@pytest.mark.usefixtures("expired")
async def test_a_server_that_starts_purges(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "FIRST", 0.0)
    assert await past(database) == 1
    url = database.url.render_as_string(hide_password=False)

    async def purged() -> bool:
        return await past(database) == 0

    async with serving(create_app(Settings(database_url=url, data_dir=tmp_path, secret_key="a secret of this test"))):
        await eventually(purged)


@pytest.mark.usefixtures("expired")
async def test_the_command_purges_and_proves_it(database: Database, tmp_path: Path) -> None:
    url = database.url.render_as_string(hide_password=False)
    environment = os.environ | {"DATABASE_URL": url, "DATA_DIR": str(tmp_path)}

    def twinspace(*words: str) -> tuple[int, str]:
        command = [sys.executable, "-m", "server.cli", *words]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout

    found, words = twinspace("purge", "--prove")
    assert found == 1
    assert "1 notifications" in words
    assert twinspace("purge")[0] == 0
    assert await past(database) == 0
    assert twinspace("purge", "--prove")[0] == 0
