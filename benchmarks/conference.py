"""A conference of 25 on one media worker: bots with real ICE, DTLS, SRTP and RTP at a class's own rates, and three real
Chromium among them (docs/performance.md).

Everybody sends a microphone and a camera of three layers, and pauses the layers that nobody watches. Bots watch twelve
tiles, a browser six (as on a weak device), the active speaker large. Every ten seconds somebody else speaks; every few
seconds a bot leaves and comes in again. Everything runs on this machine, browsers that encode and decode included.
"""

from __future__ import annotations

import argparse
import asyncio
import functools
import http.server
import itertools
import json
import os
import resource
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import uvloop
from playwright.async_api import Browser, Page, async_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.bots import TILES, Bot
from benchmarks.material import Material, encoded
from server.media import wire
from server.media.link import MediaLink
from tests.services import chromium
from tests.stories.conftest import FLAGS

FIRST_BROWSER = 5
BROWSER_TILES = 6
TURN_S, SPEAKERS = 10.0, 5
CHURN_S, CHURNING = 6.0, 4
STEP_S = 0.05
MEDIA_PAGES = Path(__file__).resolve().parent.parent / "tests" / "media"
LIMITS = {"freezes": 0, "fps_min": 15.0, "worker_cpu": 0.70, "unheard": 0}


def main() -> int:
    """Measure; not zero when a promise is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=180.0)
    parser.add_argument("--people", type=int, default=25)
    parser.add_argument("--browsers", type=int, default=3)
    options = parser.parse_args()
    load = os.getloadavg()[0]
    result = uvloop.run(measured(options.seconds, options.people, options.browsers))
    result |= {"people": options.people, "seconds": options.seconds, "load_before": round(load, 1)}
    kept = (
        result["freezes"] <= LIMITS["freezes"]
        and result["fps_min"] >= LIMITS["fps_min"]
        and result["worker_cpu"] < LIMITS["worker_cpu"]
        and result["unheard"] <= LIMITS["unheard"]
    )
    for name, value in result.items():
        print(f"{name:>20}  {value}")
    print(json.dumps({"benchmark": "conference", **result, "limits": LIMITS}))
    return 0 if kept else 1


@dataclass
class Figures:
    """What is collected while it runs."""

    joins: list[float] = field(default_factory=list[float])
    unheard: int = 0
    """Seconds, added over all, in which somebody did not hear the one who speaks."""
    heard: int = 0
    stood_still: float = 0.0
    """The longest time in seconds in which this process, and so all bots, did nothing: not the worker's fault."""


class Participant:
    """A bot or a page in the room."""

    def __init__(self, number: int, user: UUID, page: Page | None, bot: Bot | None) -> None:
        self.number, self.user, self.page, self.bot = number, user, page, bot
        self.peer = uuid4()

    @property
    def tiles(self) -> int:
        return BROWSER_TILES if self.page is not None else TILES


class Conference:
    """The one room, and what the server would say to the worker about it."""

    def __init__(self, link: MediaLink, material: Material, browser: Browser, address: str, people: int) -> None:
        self.link, self.material, self.browser, self.address = link, material, browser, address
        self.room, self.size = uuid4(), people
        self.people: dict[int, Participant] = {}
        self.users = [uuid4() for _ in range(people)]
        self.speaker = 0
        self.figures = Figures()
        self._chores: set[asyncio.Task[Any]] = set()
        link.on_update(self._hear)

    def _hear(self, update: wire.AnyUpdate) -> None:
        if not isinstance(update, wire.LayersWatched) or update.source is not wire.Source.CAMERA:
            return
        who = next((one for one in self.people.values() if one.peer == update.peer), None)
        if who is not None and who.bot is not None:
            who.bot.obey(update.layers)
        elif who is not None and who.page is not None:
            layers = [layer.value for layer in update.layers]
            self.do(who.page.evaluate("layers => setLayers(layers)", layers))

    def do(self, work: Awaitable[Any]) -> None:
        """In the background."""
        task = asyncio.ensure_future(work)
        self._chores.add(task)
        task.add_done_callback(self._chores.discard)

    async def join(self, number: int, *, by_page: bool = False) -> None:
        """Come in, see somebody: the time is noted."""
        seconds = await (self._join_by_page(number) if by_page else self._join_as_bot(number))
        if self.people.keys() - {number}:
            self.figures.joins.append(seconds)

    async def _join_as_bot(self, number: int) -> float:
        bot = Bot(number, self.material)
        who = Participant(number, self.users[number], None, bot)
        offer, start = bot.offer(), time.perf_counter()
        answer = await self.link.open_peer(self.room, who.peer, who.user, offer)
        self.people[number] = who
        await asyncio.gather(bot.connect(answer), self._let_in(who))
        bot.begin()
        if len(self.people) > 1:
            async with asyncio.timeout(20):
                await bot.joined
        return time.perf_counter() - start

    async def _join_by_page(self, number: int) -> float:
        page = await (await self.browser.new_context(permissions=["camera", "microphone"])).new_page()
        await page.goto(self.address)
        # Decoded and played, but not painted: a browser without a graphics card paints on the measured processors.
        await page.add_style_tag(content="video { display: none }")
        who = Participant(number, self.users[number], page, None)
        start = time.perf_counter()
        offer = await page.evaluate(f"offer({{ videoSlots: {BROWSER_TILES} }})")
        answer = await self.link.open_peer(self.room, who.peer, who.user, offer)
        self.people[number] = who
        await asyncio.gather(page.evaluate("sdp => accept(sdp)", answer), self._let_in(who))
        mids = await self.mids(who)
        seen = "async mids => { for (const mid of mids) if ((await figures(mid)).framesDecoded) return true }"
        await page.wait_for_function(seen, arg=mids, polling=50, timeout=20_000)
        seconds = time.perf_counter() - start
        await page.evaluate("setMicrophone(true)")
        await page.evaluate("setCamera(true, { width: 640, height: 360, frameRate: 20 })")
        return seconds

    async def _let_in(self, who: Participant) -> None:
        await self.link.set_gate(who.peer, microphone=True, camera=True, screen=False)
        await self.watch(who)

    async def mids(self, who: Participant) -> list[str]:
        """The video slots."""
        if who.page is not None:
            return list(await who.page.evaluate("mids('video')"))
        return [str(6 + at) for at in range(TILES)]

    async def watch(self, who: Participant) -> None:
        """The first so many others, each in the same tile all the time; whoever speaks, large."""
        others = [number for number in range(self.size) if number != who.number][: who.tiles]
        wants = [
            wire.Want(mid, self.users[number], layer=wire.Layer.HIGH if number == self.speaker else wire.Layer.LOW)
            for mid, number in zip(await self.mids(who), others, strict=False)
        ]
        await self.link.watch_slots(who.peer, wants)

    async def take_turns(self) -> None:
        """Somebody else speaks, and everybody looks there."""
        for speaker in itertools.cycle(range(SPEAKERS)):
            self.speaker = speaker
            for who in self.people.values():
                if who.bot is not None:
                    who.bot.speaks = who.number == speaker
            await asyncio.gather(*(self.watch(who) for who in list(self.people.values())))
            await asyncio.sleep(1.5)
            for _ in range(int(TURN_S - 1.5)):
                # What has arrived while this process itself stood still is read first.
                await asyncio.sleep(0)
                await asyncio.sleep(0)
                self._listen(speaker)
                await asyncio.sleep(1)

    def _listen(self, speaker: int) -> None:
        now = asyncio.get_running_loop().time()
        for who in self.people.values():
            if who.bot is None or who.number == speaker or not who.bot.joined.done():
                continue
            if now - who.bot.joined.result() < 2:
                continue
            hears = now - who.bot.heard.get(speaker, 0.0) < 1
            self.figures.heard += hears
            self.figures.unheard += not hears

    async def watch_itself(self) -> None:
        """Note how long the bots were kept from their work."""
        while True:
            began = time.perf_counter()
            await asyncio.sleep(STEP_S)
            self.figures.stood_still = max(self.figures.stood_still, time.perf_counter() - began - STEP_S)

    async def come_and_go(self) -> None:
        """The last few leave and come in again, in turn."""
        for number in itertools.cycle(range(self.size - CHURNING, self.size)):
            await asyncio.sleep(CHURN_S)
            who = self.people.pop(number)
            assert who.bot is not None
            who.bot.end()
            await self.link.close_peer(who.peer)
            await self.join(number)


async def measured(seconds: float, people: int, browsers: int) -> dict[str, Any]:
    """The whole run."""
    material = encoded()
    async with worker() as (link, process), async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        with pages() as address:
            conference = Conference(link, material, browser, address, people)
            turns = asyncio.create_task(conference.take_turns())
            for number in range(people):
                await conference.join(number, by_page=0 <= number - FIRST_BROWSER < browsers)
            # Everything that begins at once has begun.
            await asyncio.sleep(6)
            result = await observed(conference, process, seconds)
            turns.cancel()
        await browser.close()
    return result


async def observed(conference: Conference, process: int, seconds: float) -> dict[str, Any]:
    """What happens in so many seconds."""
    bots = [who.bot for who in conference.people.values() if who.bot is not None]
    browsers = [who.page for who in conference.people.values() if who.page is not None]
    for page in browsers:
        await page.evaluate("watchTiles()")
    for bot in bots:
        bot.counting = True
    conference.figures.unheard = conference.figures.heard = 0
    frames = {id(shown): shown.frames for bot in bots for shown in bot.shown.values()}
    energies = [await energy(page) for page in browsers]
    counters, cpu, start = await counted(conference.link), cpu_seconds(process), time.perf_counter()
    own = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    at_work = [asyncio.create_task(work) for work in (conference.come_and_go(), conference.watch_itself())]
    await asyncio.sleep(seconds)
    for task in at_work:
        task.cancel()
    passed = time.perf_counter() - start
    used = cpu_seconds(process) - cpu
    own = resource.getrusage(resource.RUSAGE_SELF).ru_utime - own
    after = await counted(conference.link)
    tiles = [tile for page in browsers for tile in (await page.evaluate("Object.values(tiles)"))]
    steady = [bot for bot in bots if bot.number < conference.size - CHURNING]
    pictures = [shown for bot in steady for shown in bot.shown.values() if shown.frames > 20]
    rates = [(shown.frames - frames.get(id(shown), 0)) / passed for shown in pictures]
    rates += [tile["frames"] / tile["seconds"] for tile in tiles]
    deaf = [page for page, before in zip(browsers, energies, strict=True) if await energy(page) - before < 0.01]
    delays = sorted(delay for bot in bots for delay in bot.delays)
    joins = sorted(conference.figures.joins)
    return {
        "freezes": sum(shown.freezes for shown in pictures) + sum(tile["waits"] for tile in tiles),
        "fps_min": round(min(rates), 1),
        "fps_median": round(statistics.median(rates), 1),
        "tiles": len(rates),
        "browser_fps_min": round(min((tile["frames"] / tile["seconds"] for tile in tiles), default=0.0), 1),
        "worker_cpu": round(used / passed, 3),
        "join_p50_s": round(at(joins, 0.5), 3),
        "join_p95_s": round(at(joins, 0.95), 3),
        "joins": len(joins),
        "delay_p50_ms": round(1000 * at(delays, 0.5), 1),
        "delay_p95_ms": round(1000 * at(delays, 0.95), 1),
        "memory_mb": round(memory_mb(process), 1),
        "packets_in_per_s": round((after["packets_in"] - counters["packets_in"]) / passed),
        "packets_out_per_s": round((after["packets_out"] - counters["packets_out"]) / passed),
        "unsent": after["unsent"] - counters["unsent"],
        "lost": sum(max(0, shown.lost) for shown in pictures),
        "unheard": conference.figures.unheard + len(deaf),
        "heard": conference.figures.heard,
        "bots_cpu": round(own / passed, 2),
        "bots_stood_still_ms": round(1000 * conference.figures.stood_still),
    }


async def counted(link: MediaLink) -> dict[str, int]:
    return (await link.statistics()).counters


async def energy(page: Page) -> float:
    """The loudness that a page has heard so far."""
    heard = await page.evaluate("async () => Promise.all(mids('audio').map((mid) => figures(mid)))")
    return sum(float(one["totalAudioEnergy"]) for one in heard)


def at(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def cpu_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_mb(process: int) -> float:
    line = next(one for one in Path(f"/proc/{process}/status").read_text().splitlines() if one.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


@asynccontextmanager
async def worker() -> AsyncGenerator[tuple[MediaLink, int]]:
    """A media worker of its own, and a link to it."""
    with tempfile.TemporaryDirectory(prefix="twinspace-conference-") as folder:
        address = f"unix:{folder}/media.sock"
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "server.media.worker", "--control", address, "--addresses", "127.0.0.1"
        )
        link = MediaLink(address, patience=20)
        await link.start()
        try:
            await link.statistics()
            yield link, process.pid
        finally:
            await link.close()
            process.terminate()
            await process.wait()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


@contextmanager
def pages() -> Generator[str]:
    """The page of the media tests, in a secure context."""
    handler: Callable[..., _Quiet] = functools.partial(_Quiet, directory=str(MEDIA_PAGES))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/page.html"
    server.shutdown()
    thread.join()


if __name__ == "__main__":
    sys.exit(main())
