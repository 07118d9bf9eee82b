"""Background tasks end when they are told to, and whoever closes never waits for ever."""

import asyncio
import contextlib

import pytest

from server.core import ending
from server.core.ending import Tasks, end

pytestmark = pytest.mark.anyio


async def for_ever() -> None:
    await asyncio.Event().wait()


async def test_a_task_that_waits_for_ever_ends() -> None:
    task = asyncio.create_task(for_ever())
    await end(task, None)
    assert task.cancelled()


async def test_a_cancellation_that_is_swallowed_is_said_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ending, "ASK_AGAIN_AFTER", 0.01)

    async def deaf_once() -> None:
        with contextlib.suppress(asyncio.CancelledError):
            await for_ever()
        await for_ever()

    task = asyncio.create_task(deaf_once())
    await asyncio.sleep(0)
    async with asyncio.timeout(5):
        await end(task)
    assert task.cancelled()


async def test_what_a_task_broke_on_does_not_break_who_ends_it() -> None:
    async def broken() -> None:
        raise ValueError

    await end(asyncio.create_task(broken()))


async def test_what_runs_beside_is_waited_for_and_what_is_left_is_ended() -> None:
    tasks, may_end, ended = Tasks(), asyncio.Event(), list[str]()

    async def work(name: str, until: asyncio.Event) -> None:
        try:
            await until.wait()
            ended.append(f"{name} by itself")
        except asyncio.CancelledError:
            ended.append(f"{name} at the end")
            raise

    tasks.run(work("one", may_end))
    tasks.run(work("other", asyncio.Event()))
    await asyncio.sleep(0)
    may_end.set()
    await tasks.settled(0.05)
    assert ended == ["one by itself"]
    await tasks.end()
    assert ended == ["one by itself", "other at the end"]
    await tasks.settled(30)
