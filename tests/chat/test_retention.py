"""Three calendar months, and not a day longer."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.chat.models import ChatMessage, ChatReaction, ChatReadState, ChatRoom
from server.chat.retention import prove, purge, purge_and_tell
from server.core import clock
from server.core.database import Database
from server.core.retention import truncate_log
from tests.people import People
from tests.tabs import Server, Tab
from tests.writing import write_many

pytestmark = pytest.mark.anyio


@pytest.mark.proves("R-202")
@pytest.mark.parametrize(
    ("written", "expires"),
    [
        (datetime(2026, 11, 30, 15, 0, tzinfo=UTC), datetime(2027, 2, 28, 15, 0, tzinfo=UTC)),
        (datetime(2027, 11, 30, 23, 59, 59, tzinfo=UTC), datetime(2028, 2, 29, 23, 59, 59, tzinfo=UTC)),
        (datetime(2026, 12, 31, 0, 0, tzinfo=UTC), datetime(2027, 3, 31, 0, 0, tzinfo=UTC)),
        (datetime(2026, 7, 5, 8, 30, tzinfo=UTC), datetime(2026, 10, 5, 8, 30, tzinfo=UTC)),
    ],
)
async def test_a_message_is_gone_three_calendar_months_after_it_was_written(
    ada: Tab, people: People, database: Database, written: datetime, expires: datetime
) -> None:
    with clock.frozen(written):
        sent = await ada.send(people.room, "a canary that must not stay")
        assert datetime.fromisoformat(sent["expires_at"]) == expires
    with clock.frozen(expires - timedelta(seconds=1)):
        assert await purge(database) == 0
        assert len((await ada.result("chat.catch_up", room=people.room))["messages"]) == 1
    with clock.frozen(expires):
        assert (await ada.result("chat.catch_up", room=people.room))["messages"] == []
        assert await prove(database) == 1
        assert await purge(database) == 1
        assert await prove(database) == 0
        assert await purge(database) == 0
    assert await _rows(database) == 0


@pytest.mark.proves("R-202")
async def test_a_purge_takes_reactions_and_read_marks_along_and_tells_the_readers(
    server: Server, ada: Tab, piotr: Tab, people: People, database: Database
) -> None:
    old = await ada.send(people.room, "old")
    await piotr.result("chat.react", room=people.room, message=old["id"], emoji="👍")
    await piotr.result("chat.read", room=people.room, seq=1)
    with clock.frozen(datetime.fromisoformat(old["expires_at"])):
        new = await ada.send(people.room, "new")
        await ada.result("chat.read", room=people.room, seq=2)
        await purge_and_tell(server.site)
        expired = await piotr.heard("chat.expired")
        assert (expired["room"], expired["up_to_seq"]) == (str(people.room), 1)
        page = await piotr.result("chat.catch_up", room=people.room)
        assert page["messages"] == [new]
        assert (await piotr.result("chat.catch_up", room=people.room, after=1))["reset"], (
            "the cursor knows what is gone"
        )
        assert not (await piotr.result("chat.catch_up", room=people.room, after=2))["reset"]
    async with database.read() as db:
        assert await db.scalar(select(func.count()).select_from(ChatReaction)) == 0
        marks = (await db.scalars(select(ChatReadState.user_id))).all()
        chat = await db.get_one(ChatRoom, people.room)
    assert marks == [people.ada]
    assert (chat.first_seq, chat.last_seq) == (2, 2)


@pytest.mark.proves("R-202")
async def test_the_last_message_goes_too_and_numbers_are_never_used_again(
    ada: Tab, people: People, database: Database
) -> None:
    last = await ada.send(people.room, "the last one")
    with clock.frozen(datetime.fromisoformat(last["expires_at"])):
        await purge(database)
        assert (await ada.send(people.room, "a new beginning"))["seq"] == 2


class Together:
    """A transaction that waits after its first statement until the other one is as far."""

    def __init__(self, db: AsyncSession, barrier: asyncio.Barrier) -> None:
        self._db, self._barrier, self._met = db, barrier, False

    async def execute(self, *statement: Any) -> Any:
        answer = await self._db.execute(*statement)
        if not self._met:
            self._met = True
            await self._barrier.wait()
        return answer

    def __getattr__(self, name: str) -> Any:
        return getattr(self._db, name)


async def test_two_processes_that_purge_together_count_each_message_once(
    people: People, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    await write_many(database, people.room, people.ada, 3, expires_at=now)
    if not database.is_sqlite:  # There one waits for the other anyway.
        barrier, at_once = asyncio.Barrier(2), database.write_at_once

        async def together(work: Any) -> Any:
            async def waiting(db: AsyncSession) -> Any:
                return await work(Together(db, barrier))

            return await at_once(waiting)

        monkeypatch.setattr(database, "write_at_once", together)
    async with asyncio.timeout(30):
        assert sorted(await asyncio.gather(purge(database), purge(database))) == [0, 3]


@pytest.mark.proves("R-202")
async def test_a_large_purge_goes_in_small_steps_while_people_write(
    server: Server, ada: Tab, people: People, database: Database
) -> None:
    await write_many(database, people.room, people.grace, 160, expires_at=clock.now())
    kept, purged = await asyncio.gather(ada.send(people.room, "written meanwhile"), purge(database))
    assert (purged, kept["seq"]) == (160, 161)
    assert await prove(database) == 0
    assert (await ada.result("chat.catch_up", room=people.room))["messages"] == [kept]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_purged_text_is_nowhere_in_the_files_of_sqlite(ada: Tab, people: People, database: Database) -> None:
    canary = "canary-7b1e-of-the-chatroom"
    sent = await ada.send(people.room, canary)
    await ada.result("chat.edit", room=people.room, message=sent["id"], text=f"{canary} edited")
    with clock.frozen(datetime.fromisoformat(sent["expires_at"])):
        await purge(database)
    assert await truncate_log(database)
    assert database.url.database
    for path in Path(database.url.database).parent.glob("twinspace.db*"):
        assert canary.encode() not in path.read_bytes(), path.name


async def _rows(database: Database) -> int:
    async with database.read() as db:
        return await db.scalar(select(func.count(ChatMessage.id))) or 0
