"""A server process that dies at one named point of the write path, or whose clock runs ahead. Nothing of this is in the
server itself: the steps of its writer are wrapped here.

Run as `python tests/faults/faulty.py DESCRIPTOR`, with FAULT naming the point and CLOCK_AHEAD in seconds. It dies, as
by kill -9, when a message with the words of FAULT_AT comes to that point. PURGES_AT_ONCE: not a minute after the start.
LEASES: how many seconds people count as here without a word of their process.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from server.chat.commit import Commit
from server.chat.counters import Told
from server.chat.wire import MessageSent
from server.chat.writer import Writer
from server.chat.writes import Sending, Write
from server.core import clock, retention
from server.rooms import presence
from server.serving.process import main

MARK = os.environ.get("FAULT_AT", "")
POINTS = ("before_commit", "after_commit", "after_acknowledgement", "after_publishing")
LEAVES_WITHIN = 0.3
"""Seconds that an acknowledgement, or what was published, has to leave this process."""


def die() -> None:
    """At once, with nothing said and nothing written."""
    os.kill(os.getpid(), signal.SIGKILL)


def is_marked(told: Told) -> bool:
    sent = [update.message for update, _ in told.updates if isinstance(update, MessageSent)]
    return any(MARK in message.text for message in sent)


def break_at(point: str) -> None:
    """Wrap the step of the writer that has this point at its beginning or end."""
    run, acknowledge, publish = Commit.run, Writer._acknowledge, Writer._publish

    async def dying_run(self: Commit, writes: Sequence[Write]) -> None:
        await run(self, writes)
        if any(isinstance(write, Sending) and MARK in write.text for write in writes):
            die()

    def dying_acknowledge(self: Writer, commit: Commit) -> None:
        if any(map(is_marked, commit.told.values())):
            die()
        acknowledge(self, commit)

    async def publish_dying_before(self: Writer, room: UUID, told: Told) -> None:
        if is_marked(told):
            await asyncio.sleep(LEAVES_WITHIN)
            die()
        await publish(self, room, told)

    async def publish_dying_after(self: Writer, room: UUID, told: Told) -> None:
        await publish(self, room, told)
        if is_marked(told):
            await asyncio.sleep(LEAVES_WITHIN)
            die()

    replaced: dict[str, tuple[Any, str, Any]] = {
        "before_commit": (Commit, "run", dying_run),
        "after_commit": (Writer, "_acknowledge", dying_acknowledge),
        "after_acknowledgement": (Writer, "_publish", publish_dying_before),
        "after_publishing": (Writer, "_publish", publish_dying_after),
    }
    setattr(*replaced[point])


if __name__ == "__main__":
    if os.environ.get("FAULT"):
        break_at(os.environ["FAULT"])
    if os.environ.get("PURGES_AT_ONCE"):
        retention.FIRST = 0.0
    if seconds := float(os.environ.get("LEASES", "0")):
        presence.LEASE, presence.RENEW_EVERY = seconds, seconds / 3
    clock.travel(timedelta(seconds=float(os.environ.get("CLOCK_AHEAD", "0"))))
    sys.exit(main(int(sys.argv[1])))
