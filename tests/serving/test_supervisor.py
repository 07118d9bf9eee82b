"""What dies is started again; what cannot live ends the whole; stopping takes everybody along."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncGenerator, Callable, Coroutine
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from server.serving.supervisor import MOST_DEATHS, Child, Supervisor
from tests.live import PATIENCE

pytestmark = pytest.mark.anyio

CALLS_HOME = """
import os, socket, sys, time, signal
if "stubborn" in sys.argv:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
home = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
home.sendall(f"{os.getpid()}\\n".encode())
if "dies" in sys.argv:
    sys.exit(7)
time.sleep(60)
"""


@dataclass
class Home:
    """Where children report that they live."""

    port: int
    births: asyncio.Queue[int]

    def child(self, *manners: str) -> Child:
        return Child("child", [sys.executable, "-c", CALLS_HOME, str(self.port), *manners], dict(os.environ))

    async def next_birth(self) -> int:
        async with asyncio.timeout(PATIENCE):
            return await self.births.get()


@pytest.fixture
async def home(anyio_backend: str) -> AsyncGenerator[Home]:
    births: asyncio.Queue[int] = asyncio.Queue()

    async def hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        births.put_nowait(int(await reader.readline()))
        writer.close()

    async with await asyncio.start_server(hear, "127.0.0.1", 0) as server:
        yield Home(server.sockets[0].getsockname()[1], births)


Start = Callable[..., tuple[Supervisor, asyncio.Task[int]]]


@pytest.fixture
async def start(anyio_backend: str) -> AsyncGenerator[Start]:
    running: list[tuple[Supervisor, asyncio.Task[int]]] = []

    def begin(*children: Child) -> tuple[Supervisor, asyncio.Task[int]]:
        supervisor = Supervisor(children)
        running.append((supervisor, asyncio.create_task(supervisor.run())))
        return running[-1]

    yield begin
    for supervisor, task in running:
        supervisor.stop()
        await task


async def within(seconds: float, waited: Coroutine[Any, Any, Any] | asyncio.Task[Any]) -> Any:
    async with asyncio.timeout(seconds):
        return await waited


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_a_killed_child_is_back_within_five_seconds(home: Home, start: Start) -> None:
    start(home.child())
    first = await home.next_birth()
    os.kill(first, signal.SIGKILL)
    second = await within(PATIENCE, home.next_birth())
    assert second != first
    assert lives(second)


async def test_a_child_that_cannot_live_ends_everything_with_a_number(
    home: Home, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.serving.supervisor.LONGEST_PAUSE", 0.1)
    _, task = start(home.child("dies"))
    assert await within(20, task) == 1
    for _ in range(MOST_DEATHS):
        await within(PATIENCE, home.next_birth())
    assert home.births.empty()


async def test_stopping_ends_all_children_and_is_a_success(home: Home, start: Start) -> None:
    supervisor, task = start(home.child(), home.child())
    born = [await home.next_birth(), await home.next_birth()]
    supervisor.stop()
    assert await within(PATIENCE, task) == 0
    assert not any(lives(pid) for pid in born)


async def test_a_child_that_will_not_stop_is_killed(home: Home, start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.serving.supervisor.STOP_WITHIN", 0.2)
    supervisor, task = start(home.child("stubborn"))
    stubborn = await home.next_birth()
    supervisor.stop()
    assert await within(PATIENCE, task) == 0
    assert not lives(stubborn)


async def test_what_others_need_is_stopped_last(home: Home, start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.serving.supervisor.STOP_WITHIN", 0.5)
    # By itself the needed one would go at once, and the stubborn one only when it is killed.
    needed = replace(home.child("needed"), stops_last=True)
    supervisor, task = start(needed, home.child("stubborn"))
    born = [await home.next_birth(), await home.next_birth()]
    ends: asyncio.Queue[str] = asyncio.Queue()
    for pid in born:
        note_the_end(pid, ends)
    supervisor.stop()
    assert await within(PATIENCE, task) == 0
    assert [await within(PATIENCE, ends.get()), await within(PATIENCE, ends.get())] == ["stubborn", "needed"]


def note_the_end(pid: int, ends: asyncio.Queue[str]) -> None:
    """Put the manner of a child into `ends` when it has ended."""
    manner = Path(f"/proc/{pid}/cmdline").read_text().rstrip("\0").rpartition("\0")[2]
    descriptor = os.pidfd_open(pid)
    loop = asyncio.get_running_loop()

    def ended() -> None:
        loop.remove_reader(descriptor)
        os.close(descriptor)
        ends.put_nowait(manner)

    loop.add_reader(descriptor, ended)
