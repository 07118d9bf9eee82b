"""The site's own media code in real Chromium: another network, a tunnel, a dead worker, a poor line, a probe."""

import asyncio
import functools
import http.server
import sys
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from uuid import uuid4

import pytest
from playwright.async_api import Browser

from tests.media.conftest import Worker, _Quiet, until
from tests.media.live_pages import LivePage, bundled
from tests.media.lossy import LossyLine

pytestmark = pytest.mark.anyio

Join = Callable[..., Awaitable[LivePage]]


@pytest.fixture(scope="module")
def live_address(tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    """The page, in a secure context."""
    folder = bundled(tmp_path_factory.mktemp("live"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/live.html"
    server.shutdown()
    thread.join()


@pytest.fixture
async def enter(worker: Worker, browser: Browser, live_address: str) -> AsyncGenerator[Join]:
    """Brings somebody into the room, on a line of their own if given."""
    room, lines = uuid4(), list[LossyLine]()

    async def make(line: LossyLine | None = None, *, joins: bool = True, **sends: bool) -> LivePage:
        page = await (await browser.new_context(permissions=["camera", "microphone"])).new_page()
        page.on("pageerror", lambda error: pytest.fail(f"the page failed: {error}"))
        one = LivePage(page, worker.link, room, line)
        if line is not None:
            lines.append(line)
        await one.open(live_address)
        if joins:
            await one.join(**sends)
        return one

    yield make
    for line in lines:
        if hasattr(line, "_near"):
            line.close()


async def becomes(one: LivePage, what: str, value: object, seconds: float = 90) -> None:
    async def so() -> bool:
        return (await one.view())[what] == value

    await until(so, f"{what} becomes {value}", seconds)


async def test_from_another_network_the_sound_is_back_within_three_seconds(enter: Join) -> None:
    line = LossyLine(1)
    ada = await enter(microphone=True)
    grace = await enter(line)
    await grace.rises("heard", 0.002)
    await line.move()
    # Packets, not loudness: a decoder goes on inventing sound for a moment.
    await grace.rises("arrived", 5)
    assert (await ada.view())["state"] == "connected"


async def test_after_a_tunnel_the_sound_is_back_and_it_is_said(enter: Join) -> None:
    line = LossyLine(2)
    await enter(microphone=True)
    grace = await enter(line)
    await grace.rises("heard", 0.002)
    line.is_cut = True
    await becomes(grace, "state", "interrupted")
    line.is_cut = False
    await grace.rises("arrived", 5)
    await becomes(grace, "state", "connected")
    assert (await grace.view())["returns"] == 1


async def test_a_killed_worker_is_followed_by_everybody(enter: Join, worker: Worker) -> None:
    ada = await enter(microphone=True, camera=True)
    grace = await enter()
    await grace.wishes(ada.user)
    await grace.rises("heard", 0.002)
    await grace.rises("seen", 10)
    worker.process.kill()
    await worker.process.wait()
    worker.process = await again(worker.address)
    await becomes(grace, "returns", 1)
    await grace.rises("arrived", 5)
    await grace.rises("seen", 10)
    assert (await grace.view())["returns"] == 1


async def again(address: str) -> asyncio.subprocess.Process:
    """What the supervisor does."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "server.media.worker", "--control", address, "--addresses", "127.0.0.1,::1"
    )


async def test_what_is_chosen_is_what_comes(enter: Join) -> None:
    ada = await enter(microphone=True, camera=True)
    grace = await enter()
    await grace.wishes(ada.user)
    await grace.rises("seen", 10)
    await grace.page.evaluate("media.choose('audio_only')")
    seen = await still(grace, "seen")
    await grace.rises("heard", 0.004)
    assert await grace.page.evaluate("seen()") == seen
    await grace.page.evaluate("media.choose('send_only')")
    await still(grace, "heard")
    await grace.page.evaluate("media.choose('everything')")
    await grace.rises("heard", 0.002)
    await grace.rises("seen", 10)


async def still(one: LivePage, what: str) -> float:
    """Wait until it stands still over many looks, and give it."""
    looks: list[float] = []

    async def stands() -> bool:
        looks.append(await one.page.evaluate(f"{what}()"))
        return len(looks) > 24 and len(set(looks[-24:])) == 1

    await until(stands, f"{what} stands still", 10)
    return looks[-1]


async def test_a_poor_line_steps_down_by_itself_and_a_good_one_up_again(enter: Join) -> None:
    line = LossyLine(3, loss=0.3)
    ada = await enter(microphone=True, camera=True)
    grace = await enter(line)
    await grace.wishes(ada.user, layer="high")
    await becomes(grace, "mode", "less_video", 25)
    assert (await grace.view())["steppedDown"]
    await becomes(grace, "mode", "audio_only", 25)
    line.heal()
    await becomes(grace, "mode", "less_video", 40)


async def test_a_probe_of_a_good_line(enter: Join) -> None:
    grace = await enter(joins=False)
    found = await grace.page.evaluate("probe()")
    assert found["udp"]
    assert found["relay"] is None
    assert min(found["up_kbit"], found["down_kbit"]) > 300
    assert not {"blocked", "loss", "delay"} & set(found["findings"])


async def test_a_probe_of_a_bad_line_and_of_one_that_lets_nothing_pass(enter: Join) -> None:
    line = LossyLine(4, loss=0.04, delay=0.2)
    grace = await enter(line, joins=False)
    found = await grace.page.evaluate("probe()")
    assert found["udp"]
    assert {"loss", "delay"} <= set(found["findings"])
    assert found["round_trip_ms"] > 350
    line.is_cut = True
    found = await grace.page.evaluate("probe()")
    assert not found["udp"]
    assert found["findings"] == ["blocked"]
