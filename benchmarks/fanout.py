"""Deliveries per second of server CPU, against node's `ws` in the same run (docs/performance.md).

Four loads, the two servers by turns in each: 20 rooms of 25 with messages always under way, a hall of 500 with 200
messages a second, 120 quiet rooms of 25, and 2,000 sockets that do nothing. Every reader keeps a ledger: a message that
is lost, doubled or out of order fails the run. The last line is one JSON object; ratios above 1 are better than node.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import uvloop

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from tests.services import free_port  # noqa: E402

SERVERS = {
    "ours": [sys.executable, str(HERE / "fanout_server.py")],
    "node": ["node", str(HERE / "fanout_reference.mjs")],
}
BODY = 120
LIMITS = {"ratio_saturated": 1.25, "ratio_hall": 1.9}
P99_LIMIT = 1 / 20
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Load:
    """How many sit where, and how much is said."""

    rooms: int
    members: int
    per_second: float = 0.0
    """Messages a second in each room; 0: as many as come back, `window` of them under way."""
    window: int = 8
    seconds: float = 6.0


LOADS = {
    "saturated": Load(20, 25),
    "hall": Load(1, 500, per_second=200),
    "quiet": Load(120, 25, per_second=1),
}


@dataclass
class Tally:
    """What the readers saw while it counted."""

    deliveries: int = 0
    wrong: int = 0
    latencies: list[float] = field(default_factory=list[float])


class Reader(asyncio.Protocol):
    """One member. All frames of a run are told apart by the number in their `id`, which only grows."""

    def __init__(self, room: int, member: int, tally: Tally, load: Load) -> None:
        self.room, self.member, self.tally, self.load = room, member, tally, load
        self.buffer = b""
        self.open = asyncio.get_running_loop().create_future()
        self.said = self.heard = 0
        self.keeps_talking = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self.transport.write(
            f"GET /ws/{self.room:03} HTTP/1.1\r\nHost: bench\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if not self.open.done():
            head, end, rest = self.buffer.partition(b"\r\n\r\n")
            if not end:
                return
            assert b" 101 " in head, head
            self.buffer = rest
            self.open.set_result(None)
        self._take_frames()

    def _take_frames(self) -> None:
        buffer, at, taken = self.buffer, 0, 0
        while len(buffer) - at >= 4:
            size = buffer[at + 1]
            start = at + 2
            if size == 126:
                size, start = int.from_bytes(buffer[at + 2 : at + 4], "big"), at + 4
            if start + size > len(buffer):
                break
            if buffer[at] == 0x81:
                self._hear(buffer, start)
                taken += 1
            elif buffer[at] == 0x89:
                # Who answers no ping is taken for gone (RFC 6455, 5.5.2).
                self.transport.write(b"\x8a" + bytes((0x80 | size,)) + b"\0\0\0\0" + buffer[start : start + size])
            at = start + size
        self.buffer = buffer[at:]
        self.tally.deliveries += taken
        if self.member == 0 and self.keeps_talking:
            for _ in range(taken):
                self.say()

    def _hear(self, buffer: bytes, start: int) -> None:
        mark = buffer.index(b'"id":"', start) + 6
        number = int(buffer[mark : mark + 8])
        if number != self.heard + 1:
            self.tally.wrong += 1
        self.heard = number
        if self.member % 5 == 0:
            sent = int(buffer[mark + 9 : mark + 28]) / 1e9
            self.tally.latencies.append(time.monotonic() - sent)

    def say(self) -> None:
        """One masked text frame; a mask of zeros leaves the text as it is (RFC 6455, 5.3)."""
        self.said += 1
        text = f'{{"id":"{self.said:08}~{time.monotonic_ns():019}","body":"{"x" * BODY}"}}'.encode()
        self.transport.write(b"\x81\xfe" + len(text).to_bytes(2, "big") + b"\0\0\0\0" + text)


@contextlib.contextmanager
def running(command: list[str]) -> Generator[tuple[int, int]]:
    """A server on the first core: its process and port."""
    port = free_port()
    process = subprocess.Popen([*command, str(port)])
    with contextlib.suppress(OSError):
        os.sched_setaffinity(process.pid, {0})
    try:
        yield process.pid, port
    finally:
        process.terminate()
        process.wait(10)


def cpu_seconds(pid: int) -> float:
    """User and system time of all threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def memory_kb(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0])


async def seated(port: int, load: Load, tally: Tally) -> list[Reader]:
    """Everybody in their place, connected a few at a time."""
    loop, readers = asyncio.get_running_loop(), list[Reader]()
    for room in range(load.rooms):
        for first in range(0, load.members, 50):
            fresh = [Reader(room, member, tally, load) for member in range(first, min(first + 50, load.members))]
            for reader in fresh:
                await reached(loop, reader, port)
            await asyncio.wait_for(asyncio.gather(*(reader.open for reader in fresh)), 20)
            readers += fresh
    return readers


async def reached(loop: asyncio.AbstractEventLoop, reader: Reader, port: int) -> None:
    """Connect; a server that has just been started may need a moment."""
    for _ in range(200):
        with contextlib.suppress(OSError):
            await loop.create_connection(lambda: reader, "127.0.0.1", port)
            return
        await asyncio.sleep(0.05)
    raise TimeoutError("the server does not answer")


async def loaded(port: int, pid: int, load: Load) -> tuple[float, float, Tally]:
    """Deliveries per CPU-second, p99 in seconds, and the ledger."""
    tally = Tally()
    readers = await seated(port, load, tally)
    speakers = [reader for reader in readers if reader.member == 0]
    talk = asyncio.create_task(_talk(speakers, load))
    await asyncio.sleep(1.0)
    tally.deliveries, tally.latencies = 0, []
    before, began = cpu_seconds(pid), time.monotonic()
    await asyncio.sleep(load.seconds)
    spent, delivered = cpu_seconds(pid) - before, tally.deliveries
    ordered = sorted(tally.latencies)
    talk.cancel()
    for speaker in speakers:
        speaker.keeps_talking = False
    await _everything_arrived(readers)
    tally.wrong += sum(reader.heard != speakers[reader.room].said for reader in readers)
    for reader in readers:
        reader.transport.abort()
    assert time.monotonic() > began
    return delivered / max(spent, 1e-9), ordered[int(0.99 * len(ordered))] if ordered else float("inf"), tally


async def _talk(speakers: list[Reader], load: Load) -> None:
    if not load.per_second:
        for speaker in speakers:
            speaker.keeps_talking = True
            for _ in range(load.window):
                speaker.say()
        return
    began, count = time.monotonic(), 0
    while True:
        count += 1
        for number, speaker in enumerate(speakers):
            # Spread over the beat, as rooms that know nothing of each other are.
            due = began + (count + number / len(speakers)) / load.per_second
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            speaker.say()


async def _everything_arrived(readers: list[Reader]) -> None:
    """Until the ledgers stand still: what is late is not lost."""
    said = {reader.room: reader.said for reader in readers if reader.member == 0}
    deadline = time.monotonic() + 20
    while any(reader.heard < said[reader.room] for reader in readers) and time.monotonic() < deadline:  # noqa: ASYNC110
        await asyncio.sleep(0.05)


async def idle(port: int, pid: int, sockets: int = 2000) -> float:
    """kB of memory for each socket that does nothing."""
    load, tally = Load(80, 25), Tally()
    few = await seated(port, Load(1, 25), tally)
    await asyncio.sleep(0.5)
    before = memory_kb(pid)
    many = await seated(port, load, tally)
    await asyncio.sleep(0.5)
    grown = memory_kb(pid) - before
    for reader in few + many:
        reader.transport.abort()
    return grown / sockets


def main() -> int:
    """Measure; not zero when a ratio is below its limit or a ledger is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    with contextlib.suppress(OSError):
        os.sched_setaffinity(0, {1})
    uvloop.install()
    rates: dict[tuple[str, str], list[float]] = {}
    p99s: dict[tuple[str, str], list[float]] = {}
    wrong = 0
    for _ in range(rounds):
        for name, load in LOADS.items():
            for server, command in SERVERS.items():
                with running(command) as (pid, port):
                    rate, p99, tally = asyncio.run(loaded(port, pid, load))
                rates.setdefault((name, server), []).append(rate)
                p99s.setdefault((name, server), []).append(p99)
                wrong += tally.wrong
                print(
                    f"{name:>9} {server}: {rate:9,.0f} deliveries per CPU-second, p99 {1000 * p99:8.1f} ms, "
                    f"wrong {tally.wrong}",
                    flush=True,
                )
    memory: dict[str, float] = {}
    for server, command in SERVERS.items():
        with running(command) as (pid, port):
            memory[server] = asyncio.run(idle(port, pid))
    return report(rates, p99s, memory, wrong)


def report(
    rates: dict[tuple[str, str], list[float]],
    p99s: dict[tuple[str, str], list[float]],
    memory: dict[str, float],
    wrong: int,
) -> int:
    """A line to read, and a line to keep: medians of the rounds."""
    result: dict[str, float] = {
        f"ratio_{name}": round(statistics.median(rates[name, "ours"]) / statistics.median(rates[name, "node"]), 2)
        for name in LOADS
    }
    hall = statistics.median(p99s["hall", "ours"]) / statistics.median(p99s["hall", "node"])
    result |= {
        "p99_ratio_hall": round(hall, 3),
        "idle_kb": round(memory["ours"], 1),
        "idle_kb_node": round(memory["node"], 1),
        "wrong": wrong,
    }
    kept = wrong == 0 and hall <= P99_LIMIT and all(result[name] >= least for name, least in LIMITS.items())
    print("kept" if kept else f"not kept: at least {LIMITS}, p99 in the hall at most {P99_LIMIT} of node's")
    print(json.dumps(result))
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
