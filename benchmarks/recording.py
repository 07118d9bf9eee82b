"""From the end of a recording to its film, and whether a conference notices that films are made.

Packets of some people who speak all the time, and of the camera of one after the other, are written as a worker writes
them; then the film is made by the very command that servers run, at their priority. After that a small conference of
bots (real ICE, DTLS, SRTP and RTP) is measured twice: alone, and while films are made beside it without a pause. All of
it runs on this machine, the bots that decrypt included. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import uvloop

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.bots import Bot
from benchmarks.conference import at, cpu_seconds, worker
from benchmarks.event import Event
from benchmarks.material import FRAMES_PER_SECOND, Material, encoded
from server.core.settings import Settings
from server.media.recording.files import Record
from server.media.wire import Layer, Source
from tests.media.filming import BEGAN, write

TURN_S = 20
"""So long the camera of one speaker is shown."""
KEYFRAME_S = 3
SETTLING_S = 5
LIMITS = {"film_s": 120, "freezes_beside": 0, "delay_more_ms": 50}


def main() -> int:
    """Measure; not zero when a promise is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--speakers", type=int, default=5)
    parser.add_argument("--people", type=int, default=8, help="in the conference beside; 0: none")
    parser.add_argument("--seconds", type=float, default=40, help="of that conference, alone and again beside")
    chosen = parser.parse_args()
    load, material = os.getloadavg()[0], encoded()
    with tempfile.TemporaryDirectory() as home:
        films = Films(Path(home), material, chosen.speakers, chosen.minutes * 60)
        result = films.measured()
        if chosen.people:
            result |= uvloop.run(beside(films, material, chosen.people, chosen.seconds))
    result |= {"minutes": chosen.minutes, "speakers": chosen.speakers, "people": chosen.people}
    result |= {"load_before": round(load, 1), "limits": LIMITS}
    for name, value in result.items():
        print(f"{name:>24}  {value}")
    print(json.dumps({"benchmark": "recording", **result}))
    return 0 if kept(result) else 1


def kept(result: dict[str, Any]) -> bool:
    """Whether every promise was."""
    if result["film_s"] >= LIMITS["film_s"]:
        return False
    if "delay_p95_ms_beside" not in result:
        return True
    later = result["delay_p95_ms_beside"] - result["delay_p95_ms_alone"]
    return result["freezes_beside"] <= LIMITS["freezes_beside"] and later <= LIMITS["delay_more_ms"]


class Films:
    """One recording, of which a film can be made again and again."""

    def __init__(self, home: Path, material: Material, speakers: int, seconds: float) -> None:
        self._packets, self._film, self._seconds = home / "packets", home / "film.webm", seconds
        self._people = [uuid4() for _ in range(speakers)]
        for number, user in enumerate(self._people):
            write(self._packets, user, Source.MICROPHONE, BEGAN, list(_spoken(material, seconds)), number)
        frames = material.layers[Layer.MEDIUM]
        for turn in range(int(seconds / TURN_S)):
            user, began = self._people[turn % speakers], BEGAN + turn * TURN_S
            write(self._packets, user, Source.CAMERA, began, list(_filmed(frames)), speakers + turn)

    @property
    def command(self) -> list[str]:
        """What a server runs."""
        command = [sys.executable, "-m", "server.media.composing", str(self._packets), str(self._film)]
        command += ["--began", str(BEGAN), "--length", str(self._seconds), "--nice", str(Settings().film_nice)]
        return [*command, "--people", *map(str, self._people)]

    def measured(self) -> dict[str, Any]:
        """Make it once, with nothing beside."""
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        subprocess.run(self.command, check=True, stdout=subprocess.DEVNULL)
        took = time.monotonic() - began
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        stored = sum(path.stat().st_size for path in self._packets.iterdir())
        size = self._film.stat().st_size
        return {
            "film_s": round(took, 2),
            "film_cpu_s": round(cpu, 2),
            "stored_mb": round(stored / 1e6, 1),
            "film_mb": round(size / 1e6, 1),
        }

    async def again_and_again(self) -> None:
        """Until it is cancelled."""
        while True:
            process = await asyncio.create_subprocess_exec(*self.command, stdout=asyncio.subprocess.DEVNULL)
            try:
                await process.wait()
            finally:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()


def _spoken(material: Material, seconds: float) -> Iterator[Record]:
    """Somebody who never pauses."""
    sound = material.sound
    for number in range(int(seconds * 50)):
        yield Record(number & 0xFFFF, number * 960 & 0xFFFFFFFF, number * 20, False, sound[number % len(sound)])


def _filmed(frames: list[list[bytes]]) -> Iterator[Record]:
    """A camera's turn, with a key frame every few seconds."""
    sequence = 0
    for number in range(TURN_S * FRAMES_PER_SECOND):
        pieces = frames[number % (KEYFRAME_S * FRAMES_PER_SECOND)]
        for place, piece in enumerate(pieces):
            payload = (b"\x00" if place else b"\x10") + piece
            moment, marker = number * 90_000 // FRAMES_PER_SECOND, place == len(pieces) - 1
            yield Record(sequence & 0xFFFF, moment, number * 1000 // FRAMES_PER_SECOND, marker, payload)
            sequence += 1


async def beside(films: Films, material: Material, people: int, seconds: float) -> dict[str, Any]:
    """A conference in which everybody sends: alone, then while films are made."""
    async with worker() as (link, process):
        room = Event(link, material, None, "", people)  # type: ignore[arg-type]
        room.stage = people
        turns = asyncio.gather(room.take_turns(), room.watch_itself())
        for number in range(people):
            await room.come(number)
        await asyncio.sleep(SETTLING_S)
        alone = await observed(room, process, seconds, "alone")
        making = asyncio.create_task(films.again_and_again())
        await asyncio.sleep(1)
        meanwhile = await observed(room, process, seconds, "beside")
        for task in (making, turns):
            task.cancel()
        await asyncio.gather(making, turns, return_exceptions=True)
        return alone | meanwhile


async def observed(room: Event, process: int, seconds: float, how: str) -> dict[str, Any]:
    """What everybody sees and hears in so many seconds."""
    bots: list[Bot] = [who.bot for who in room.people.values() if who.bot is not None]
    for bot in bots:
        bot.delays, bot.counting = [], True
        for shown in bot.shown.values():
            shown.freezes, shown.last_frame = 0, 0.0
    room.figures.unheard = room.figures.heard = 0
    room.figures.stood_still = 0.0
    cpu, start = cpu_seconds(process), time.perf_counter()
    await asyncio.sleep(seconds)
    passed = time.perf_counter() - start
    pictures = [shown for bot in bots for shown in bot.shown.values() if shown.frames > 20]
    delays = sorted(delay for bot in bots for delay in bot.delays)
    return {
        f"freezes_{how}": sum(shown.freezes for shown in pictures),
        f"delay_p50_ms_{how}": round(1000 * at(delays, 0.5), 1),
        f"delay_p95_ms_{how}": round(1000 * at(delays, 0.95), 1),
        f"unheard_{how}": room.figures.unheard,
        # So long the bots themselves were kept from their work: a freeze then is theirs.
        f"stood_still_s_{how}": round(room.figures.stood_still, 2),
        f"worker_cpu_{how}": round((cpu_seconds(process) - cpu) / passed, 3),
    }


if __name__ == "__main__":
    sys.exit(main())
