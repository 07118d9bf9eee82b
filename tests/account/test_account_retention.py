"""What is past its time about accounts is gone, and nothing else is."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from server.account.retention import STORES, prove, purge
from server.core import clock, retention
from server.core.database import Database
from server.core.models import InitialCredential, LoginSession
from server.core.retention import Retention
from tests.account.conftest import Served
from tests.live import PATIENCE
from tests.people import People

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def still() -> Iterator[None]:
    """The clock stands unless the test moves it."""
    with clock.frozen(clock.now()):
        yield


async def test_ended_login_sessions_go_after_thirty_days_and_old_addresses_are_forgotten(
    served: Served, database: Database
):
    gone = await served.entered("ada")
    await gone.http.post("/api/sign-out")
    await served.entered("eve")
    assert await purge(database) == 0
    clock.travel(timedelta(days=30))
    assert await prove(database) == 2
    assert await purge(database) == 2
    assert (await prove(database), await purge(database)) == (0, 0)
    async with database.read() as db:
        (kept,) = await db.scalars(select(LoginSession))
    assert kept.address == "", "it ended half a day after its last use: not yet thirty days ago"


async def test_a_first_password_goes_at_its_time(served: Served, people: People, database: Database):
    async with database.write() as db:
        later = clock.now() + timedelta(days=7)
        db.add(
            InitialCredential(
                user_id=people.piotr, secret_encrypted=b"sealed", created_by=people.grace, expires_at=later
            )
        )
    assert await purge(database) == 0
    clock.travel(timedelta(days=7))
    assert await purge(database) == 1
    async with database.read() as db:
        assert await db.scalar(select(InitialCredential.id)) is None


async def test_a_running_server_purges_by_itself(
    served: Served, people: People, database: Database, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(retention, "FIRST", 0.0)
    async with database.write() as db:
        db.add(
            InitialCredential(
                user_id=people.piotr, secret_encrypted=b"sealed", created_by=people.grace, expires_at=clock.now()
            )
        )
    purging = Retention(served.site, STORES)
    await purging.start()
    async with asyncio.timeout(PATIENCE):
        while await prove(database):  # noqa: ASYNC110 - a database rings no bell
            await asyncio.sleep(0.01)
    await purging.close()
