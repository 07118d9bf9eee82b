"""An event of 100 on one media worker: five on the stage with camera and microphone, all others listen and see
(docs/performance.md).

Bots with real ICE, DTLS, SRTP and RTP; nobody of the audience sends anything. Everybody watches all five, the one who
speaks in the large tile: on laptops in the highest layer, on phones (all the others) in the middle one. Every ten
seconds somebody else of the stage speaks; every few seconds one of the audience leaves and comes in again. Afterwards,
for comparison, as many people on another worker as four conferences of 25, each with a stage of its own. Everything
runs on this machine, the bots that decrypt included.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import uvloop

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.bots import TILES, Bot
from benchmarks.conference import Conference, Participant, at, counted, cpu_seconds, memory_mb, worker
from benchmarks.material import encoded
from server.media import wire

AT_ONCE = 4
"""So many come in at the same moment, as at the doors of an event."""
SMALL = 4
"""Conferences that the event is compared with."""
COMPARED = ("freezes", "join_p95_s", "worker_cpu", "packets_in_per_s", "packets_out_per_s", "delay_p95_ms", "memory_mb")
LIMITS = {"freezes": 0, "join_p95_s": 4.0}


def main() -> int:
    """Measure; not zero when a promise is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=45.0)
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--stage", type=int, default=5)
    parser.add_argument("--laptops", type=int, default=10)
    options = parser.parse_args()
    load = os.getloadavg()[0]
    result = uvloop.run(measured(options.seconds, 1, options.people, options.stage, options.laptops))
    # As many people, and as many of them with a large picture.
    people, laptops = options.people // SMALL, options.laptops // SMALL
    small = uvloop.run(measured(options.seconds, SMALL, people, options.stage, laptops))
    result |= {f"{name}_{SMALL}_small": small[name] for name in COMPARED}
    result |= {"people": options.people, "seconds": options.seconds, "load_before": round(load, 1)}
    kept = result["freezes"] <= LIMITS["freezes"] and result["join_p95_s"] < LIMITS["join_p95_s"]
    for name, value in result.items():
        print(f"{name:>20}  {value}")
    print(json.dumps({"benchmark": "event", **result, "limits": LIMITS}))
    return 0 if kept else 1


class Listener(Bot):
    """One of the audience: hears, sees and reports, and sends no sound or picture."""

    def begin(self) -> None:
        self._tasks.append(asyncio.create_task(self._report()))


class Event(Conference):
    """The one room."""

    stage = 5
    laptops = 10

    def on_stage(self, who: Participant) -> bool:
        return who.number < self.stage

    async def come(self, number: int) -> None:
        """Come in and see somebody: the time is noted."""
        bot = (Bot if number < self.stage else Listener)(number, self.material)
        who = Participant(number, self.users[number], None, bot)
        offer, start = bot.offer(), time.perf_counter()
        answer = await self.link.open_peer(self.room, who.peer, who.user, offer)
        self.people[number] = who
        await asyncio.gather(bot.connect(answer), self._admit(who))
        bot.begin()
        if number:
            async with asyncio.timeout(20):
                await bot.joined
            self.figures.joins.append(time.perf_counter() - start)

    async def _admit(self, who: Participant) -> None:
        shows = self.on_stage(who)
        await self.link.set_gate(who.peer, microphone=shows, camera=shows, screen=False)
        await self.watch(who)

    async def watch(self, who: Participant) -> None:
        """All of the stage, each in the same tile all the time; whoever speaks, large."""
        others = [number for number in range(self.stage) if number != who.number][:TILES]
        large = wire.Layer.HIGH if who.number < self.stage + self.laptops else wire.Layer.MEDIUM
        mids = await self.mids(who)
        wants = [
            wire.Want(mid, self.users[number], layer=large if number == self.speaker else wire.Layer.LOW)
            for mid, number in zip(mids, others, strict=False)
        ]
        await self.link.watch_slots(who.peer, wants)

    async def come_and_go(self) -> None:
        """Of the audience the last few leave and come in again, in turn."""
        for number in itertools.cycle(range(self.size - 8, self.size)):
            await asyncio.sleep(3)
            who = self.people.pop(number)
            assert who.bot is not None
            who.bot.end()
            await self.link.close_peer(who.peer)
            await self.come(number)


async def measured(seconds: float, rooms: int, people: int, stage: int, laptops: int) -> dict[str, Any]:
    """The whole run, with so many people in each room."""
    material = encoded()
    async with worker() as (link, process):
        events = [Event(link, material, None, "", people) for _ in range(rooms)]  # type: ignore[arg-type]
        for event in events:
            event.stage, event.laptops = stage, laptops
            for number in range(stage):
                await event.come(number)
            for first in range(stage, people, AT_ONCE):
                await asyncio.gather(*(event.come(number) for number in range(first, min(people, first + AT_ONCE))))
        turns = [asyncio.create_task(event.take_turns()) for event in events]
        # Everything that begins at once has begun.
        await asyncio.sleep(5)
        result = await observed(events, process, seconds)
        for turn in turns:
            turn.cancel()
        return result


async def observed(events: list[Event], process: int, seconds: float) -> dict[str, Any]:
    """What happens in so many seconds."""
    bots = [who.bot for event in events for who in event.people.values() if who.bot is not None]
    steady = [bot for bot in bots if bot.number < events[0].size - 8]
    for bot in bots:
        bot.counting = True
    for event in events:
        event.figures.unheard = event.figures.heard = 0
    link = events[0].link
    counters, cpu, start = await counted(link), cpu_seconds(process), time.perf_counter()
    own = time.process_time()
    coming = asyncio.create_task(events[0].come_and_go())
    await asyncio.sleep(seconds)
    coming.cancel()
    passed = time.perf_counter() - start
    after = await counted(link)
    pictures = [shown for bot in steady for shown in bot.shown.values() if shown.frames > 20]
    delays = sorted(delay for bot in bots for delay in bot.delays)
    joins = sorted(join for event in events for join in event.figures.joins)
    return {
        "freezes": sum(shown.freezes for shown in pictures),
        "join_p50_s": round(at(joins, 0.5), 3),
        "join_p95_s": round(at(joins, 0.95), 3),
        "joins": len(joins),
        "worker_cpu": round((cpu_seconds(process) - cpu) / passed, 3),
        "tiles": len(pictures),
        "delay_p95_ms": round(1000 * at(delays, 0.95), 1) if delays else None,
        "memory_mb": round(memory_mb(process), 1),
        "packets_in_per_s": round((after["packets_in"] - counters["packets_in"]) / passed),
        "packets_out_per_s": round((after["packets_out"] - counters["packets_out"]) / passed),
        "unsent": after["unsent"] - counters["unsent"],
        "lost": sum(max(0, shown.lost) for shown in pictures),
        "unheard": sum(event.figures.unheard for event in events),
        "heard": sum(event.figures.heard for event in events),
        "bots_cpu": round((time.process_time() - own) / passed, 2),
    }


if __name__ == "__main__":
    sys.exit(main())
