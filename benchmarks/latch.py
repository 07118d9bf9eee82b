"""How long children are alone, and how long silence lasts: ten trials each, on a whole site with demo data.

Safety latch: the only teacher's line dies without a word; until the pupils are told that they are frozen. Another
network: a browser's packets come from another address; until sound and picture arrive again. Worker death: the media
worker is killed; until the supervisor has started another and they arrive again. The last line is one JSON object
(docs/performance.md).
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncGenerator
from pathlib import Path

from playwright.async_api import Browser, async_playwright, expect

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.live import Client
from tests.media.lossy import LossyLine
from tests.services import chromium
from tests.stories.conftest import FLAGS
from tests.stories.people import WATER, WATER_SLUG, Cast, Someone
from tests.stories.site import RunningSite
from tests.stories.test_bad_lines import on, worker_of

LIMITS = {"frozen_max_s": 10.0, "network_max_s": 3.0, "worker_max_s": 3.0}
PATIENCE = 30.0
APART_S = 4.0
"""Between two deaths of the worker: the next one finds a worker that has begun its life, and another in reserve."""


def main() -> int:
    """Measure; not zero when a limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=10)
    trials = parser.parse_args().trials
    with tempfile.TemporaryDirectory(prefix="twinspace-latch-") as folder, RunningSite(Path(folder)) as site:
        taken = asyncio.run(measured(site, trials))
    result = {
        key: round(value, 2)
        for name, times in taken.items()
        for key, value in ((f"{name}_p50_s", statistics.median(times)), (f"{name}_max_s", max(times)))
    }
    print(json.dumps({"benchmark": "latch", "trials": trials, **result, "limits": LIMITS}))
    return 0 if all(result[name] <= most for name, most in LIMITS.items()) else 1


async def measured(site: RunningSite, trials: int) -> dict[str, list[float]]:
    """The three, one after another."""
    frozen = [await until_frozen(site) for _ in range(trials)]
    print("frozen", [round(one, 2) for one in frozen], flush=True)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        network = await until_another_network(site, browser, trials)
        worker = await until_another_worker(site, browser, trials)
        await browser.close()
    return {"frozen": frozen, "network": network, "worker": worker}


async def until_frozen(site: RunningSite) -> float:
    """One lesson whose teacher's router dies."""
    teacher, pupil = Client(site.address), Client(site.address)
    await teacher.sign_in("teacher")
    await pupil.sign_in("pupil", slug=WATER_SLUG)
    await teacher.connect()
    await pupil.connect()
    spaces = (await teacher.http.get("/api/spaces")).json()["spaces"]
    space = next(one["id"] for one in spaces if one["title"] == WATER)
    started = await teacher.http.post(
        f"/api/spaces/{space}/conferences", json={"title": "Who is there?", "duration_min": 30}
    )
    conference = started.json()["id"]
    for somebody in (teacher, pupil):
        await somebody.result("conference.enter", conference=conference)
    teacher.go_silent()
    began = time.monotonic()
    await pupil.find(lambda frame: frame["type"] == "conference.frozen", PATIENCE)
    took = time.monotonic() - began
    again = Client(site.address)
    again.http.cookies = teacher.http.cookies
    await again.connect()
    await again.result("conference.enter", conference=conference)
    await again.result("conference.end", conference=conference)
    for somebody in (teacher, pupil, again):
        await somebody.close()
    return took


@contextlib.asynccontextmanager
async def lesson(site: RunningSite, browser: Browser) -> AsyncGenerator[tuple[Someone, Someone, LossyLine]]:
    """A teacher and a pupil, who hears and sees her over a line that can be moved."""
    line, lines = LossyLine(9), list[LossyLine]()
    async with Cast(browser, site.address) as cast:
        teacher = await cast.teacher()
        pupil = await (await on(line, await cast.enters("pupil2"), lines)).signs_in_by_the_link()
        address = await teacher.starts_a_live_event("Can you hear me?")
        await teacher.joins()
        await teacher.is_inside()
        await pupil.stands_before_the_door(address)
        await pupil.joins()
        await pupil.is_inside()
        await teacher.switches("Microphone", True)
        await teacher.switches("Camera", True)
        yield teacher, pupil, line
    for one in lines:
        one.close()


async def until_another_network(site: RunningSite, browser: Browser, trials: int) -> list[float]:
    """A pupil moves from network to network."""
    took = list[float]()
    async with lesson(site, browser) as (_, pupil, line):
        for _ in range(trials):
            await arrives(pupil, await pupil.total("packetsReceived") + 100)
            before, began = await pupil.total("packetsReceived"), time.monotonic()
            await line.move()
            await arrives(pupil, before + 5)
            took.append(time.monotonic() - began)
    print("network", [round(one, 2) for one in took], flush=True)
    return took


async def until_another_worker(site: RunningSite, browser: Browser, trials: int) -> list[float]:
    """The worker dies again and again, in a lesson of its own: so many moves are a poor line, on which a page asks for
    sound alone, and a microphone returns off after every interruption."""
    took = list[float]()
    async with lesson(site, browser) as (teacher, pupil, _):
        for _ in range(trials):
            await pupil.keeps_rising("framesDecoded", 20)
            await asyncio.sleep(APART_S)
            began = time.monotonic()
            before = await pupil.total("packetsReceived")
            os.kill(worker_of(site), signal.SIGKILL)
            await arrives(pupil, 5, below=before)
            took.append(time.monotonic() - began)
            await expect(teacher.control("Microphone")).to_have_attribute("aria-pressed", "false")
            await teacher.switches("Microphone", True)
    print("worker", [round(one, 2) for one in took], flush=True)
    return took


async def arrives(someone: Someone, packets: float, below: float = float("inf")) -> None:
    """Until so many packets have come; `below` knows a new connection, which counts from zero again."""
    deadline = time.monotonic() + PATIENCE
    while not packets <= await someone.total("packetsReceived") < below:
        if time.monotonic() > deadline:
            raise TimeoutError("no sound")
        await asyncio.sleep(0.02)


if __name__ == "__main__":
    sys.exit(main())
