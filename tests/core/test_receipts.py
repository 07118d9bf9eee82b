"""Every purge leaves a signed receipt, and a receipt that was touched is found."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from server.core import clock, receipts, retention
from server.core.bus_local import LocalBus
from server.core.database import Database
from server.core.models import RetentionReceipt
from server.core.retention import Retention, Store
from server.core.settings import Settings
from server.core.site import Site
from tests.waiting import eventually

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def purges_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "FIRST", 0.0)


class Shelf:
    """A store of the test's own: so many things are past their time."""

    def __init__(self, name: str, overdue: int) -> None:
        self.left = overdue
        self.store = Store(name, self._overdue, self._purge)

    async def _overdue(self, _: Site) -> int:
        return self.left

    async def _purge(self, _: Site) -> int:
        gone, self.left = self.left, 0
        return gone


@pytest.fixture
def site(database: Database) -> Site:
    return Site(Settings(secret_key="a secret of this test"), database, LocalBus())


async def test_a_run_says_in_numbers_what_it_deleted_from_each_store(site: Site) -> None:
    old, new = Shelf("books", 3), Shelf("maps", 0)
    keeps = Retention(site, [old.store, new.store, Store("bookmarks", old.store.overdue)])
    assert await keeps.prove() == {"books": 3, "maps": 0, "bookmarks": 3, "receipts": 0}
    receipt = await keeps.purge()
    assert receipt.deleted == {"books": 3, "maps": 0, "receipts": 0}
    assert not any((await keeps.prove()).values())
    (kept,) = await receipts.read(site)
    assert (kept.number, kept.deleted, kept.previous) == (1, receipt.deleted, "")
    assert receipts.broken(site, [kept]) == []


async def test_a_store_that_fails_keeps_no_other_from_being_emptied(site: Site) -> None:
    async def breaks(_: Site) -> int:
        raise ValueError("a bug of this test")

    shelf = Shelf("maps", 2)
    keeps = Retention(site, [Store("books", shelf.store.overdue, breaks), shelf.store])
    with pytest.raises(ValueError, match="a bug of this test"):
        await keeps.purge()
    assert shelf.left == 0
    assert list(await receipts.read(site)) == [], "no receipt for what is not known"


async def test_a_receipt_that_was_changed_or_taken_out_is_found(site: Site) -> None:
    keeps = Retention(site, [Shelf("books", 1).store])
    for _ in range(4):
        await keeps.purge()
    assert receipts.broken(site, await receipts.read(site)) == []
    async with site.database.write() as db:
        changed = update(RetentionReceipt).where(RetentionReceipt.number == 1).values(deleted={"books": 0})
        await db.execute(changed)
        await db.execute(delete(RetentionReceipt).where(RetentionReceipt.number == 3))
    assert receipts.broken(site, await receipts.read(site)) == [1, 4]
    stranger = Site(Settings(secret_key="a guess of Mallory's"), site.database, LocalBus())
    assert receipts.broken(stranger, await receipts.read(site)) == [1, 2, 4]


async def test_processes_that_purge_at_once_give_each_receipt_a_number(site: Site) -> None:
    await asyncio.gather(*(Retention(site, []).purge() for _ in range(5)))
    kept = await receipts.read(site)
    assert [receipt.number for receipt in kept] == [1, 2, 3, 4, 5]
    assert receipts.broken(site, kept) == []


async def test_receipts_go_after_two_years_and_the_chain_still_holds(site: Site) -> None:
    keeps = Retention(site, [])
    now = clock.now()
    with clock.frozen(clock.add_months(now, -24)):
        await keeps.purge()
        await keeps.purge()
    for _ in range(2):
        await keeps.purge()
    kept = await receipts.read(site)
    assert [receipt.number for receipt in kept] == [3, 4]
    assert receipts.broken(site, kept) == []


async def test_what_was_purged_a_moment_ago_is_not_purged_again_and_later_it_is(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "EVERY", 0.01)
    shelf = Shelf("books", 1)
    await Retention(site, []).purge()
    keeps = Retention(site, [shelf.store])
    await keeps.start()
    await _rounds(site, monkeypatch, 3)
    assert shelf.left == 1
    monkeypatch.setattr(retention, "JUST_NOW", timedelta())

    async def emptied() -> bool:
        return shelf.left == 0

    await eventually(emptied)
    await keeps.close()


async def test_a_clock_that_jumps_a_day_deletes_nothing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "EVERY", 0.01)
    looked, steady = asyncio.Semaphore(0), time.monotonic()

    def stands() -> float:
        looked.release()
        return steady

    monkeypatch.setattr(retention, "_steady", stands)
    shelf = Shelf("books", 0)
    keeps = Retention(site, [shelf.store])
    with clock.frozen(clock.now()):
        await keeps.start()
        await _rounds(site, monkeypatch, 2)
        clock.travel(timedelta(days=1))
        shelf.left = 1
        for _ in range(20):
            await looked.acquire()
        assert shelf.left == 1
        await keeps.close()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_process_whose_clock_is_not_that_of_the_database_deletes_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "EVERY", 0.01)
    shelf = Shelf("books", 1)
    with clock.frozen(clock.now() + timedelta(days=1)):
        keeps = Retention(site, [shelf.store])
        await keeps.start()
        await _rounds(site, monkeypatch, 3)
        assert shelf.left == 1
        await keeps.close()


async def test_the_command_lists_receipts_and_fails_when_one_does_not_hold(database: Database, tmp_path: Path) -> None:
    url = database.url.render_as_string(hide_password=False)
    environment = os.environ | {"DATABASE_URL": url, "DATA_DIR": str(tmp_path)}

    def twinspace(*words: str) -> tuple[int, str]:
        command = [sys.executable, "-m", "server.cli", *words]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    code, words = await asyncio.to_thread(twinspace, "purge")
    assert (code, words.endswith("receipt 1\n")) == (0, True), words
    assert await asyncio.to_thread(twinspace, "purge", "--prove") == (0, words_of_nothing())
    code, words = await asyncio.to_thread(twinspace, "receipts")
    assert code == 0
    assert words.startswith("✓ 1 ")
    async with database.write() as db:
        await db.execute(update(RetentionReceipt).values(deleted={"messages": 7}))
    code, words = await asyncio.to_thread(twinspace, "receipts")
    assert code == 1
    assert "✗ 1 " in words


def words_of_nothing() -> str:
    from server.app import STORES

    names = [store.name.replace("_", " ") for store in STORES] + ["receipts"]
    return "0 past their time: " + ", ".join(f"0 {name}" for name in names) + "\n"


async def _rounds(site: Site, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Wait until it was asked so many times whether a purge is due."""
    asked, newest = asyncio.Semaphore(0), receipts.newest

    async def counted(db: object) -> RetentionReceipt | None:
        asked.release()
        return await newest(db)  # type: ignore[arg-type]

    monkeypatch.setattr(receipts, "newest", counted)
    for _ in range(number):
        await asyncio.wait_for(asked.acquire(), 10)
