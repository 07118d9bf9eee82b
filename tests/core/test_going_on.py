"""Work in the background outlives its errors: what broke is logged, a database that is away is not."""

import asyncio

import pytest
import structlog
from structlog.testing import capture_logs

from server.core import going_on as module
from server.core.ending import end
from server.core.going_on import again_and_again, going_on
from tests.live import PATIENCE


def test_what_breaks_is_logged_and_the_work_goes_on() -> None:
    with capture_logs() as logged, going_on(structlog.get_logger(), "gaps.look"):
        raise ZeroDivisionError
    assert [(line["event"], line["log_level"]) for line in logged] == [("gaps.look", "error")]


def test_a_database_that_is_away_is_no_news() -> None:
    with capture_logs() as logged, going_on(structlog.get_logger(), "gaps.look"):
        raise ConnectionRefusedError
    assert logged == []


def test_being_told_to_stop_is_no_error() -> None:
    with pytest.raises(KeyboardInterrupt), going_on(structlog.get_logger(), "gaps.look"):
        raise KeyboardInterrupt


@pytest.mark.anyio
async def test_work_that_broke_does_not_wait_for_its_next_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SOON", 0.0)
    tries = 0
    done = asyncio.Event()

    async def work() -> None:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise ConnectionRefusedError
        done.set()

    task = asyncio.create_task(again_and_again(3600, work, structlog.get_logger(), "gaps.look"))
    async with asyncio.timeout(PATIENCE):
        await done.wait()
    await end(task)
    assert tries == 2
