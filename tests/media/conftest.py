"""What the media tests share: a worker in its own process, a page in a real browser."""

import asyncio
import contextlib
import functools
import http.server
import sys
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from pathlib import Path
from typing import TypeVar
from uuid import UUID, uuid4

import pytest
from playwright.async_api import Browser, Page, async_playwright

from server.media import wire
from server.media.link import MediaLink
from server.media.mux import Mux
from server.media.rooms import Rooms
from tests.media.caller import Caller
from tests.media.lossy import LossyLine

T = TypeVar("T", bound=wire.ControlUpdate)
HERE = Path(__file__).parent
FLAGS = [
    "--no-sandbox",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
]


async def until(true: Callable[[], Awaitable[object]], what: str, seconds: float = 90.0) -> None:
    """Wait for a condition that only the outside can tell, with a limit that only a hung one reaches."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while not await true():  # noqa: ASYNC110 (only the browser knows; it has no event to wait on)
                await asyncio.sleep(0.05)
            return
    pytest.fail(f"did not happen within {seconds:.0f} s: {what}")


class Heard:
    """What a worker said, and more of it if one waits."""

    def __init__(self) -> None:
        self.heard: list[wire.ControlUpdate] = []
        self._more = asyncio.Event()

    def note(self, update: wire.ControlUpdate) -> None:
        self.heard.append(update)
        self._more.set()

    async def hears(self, kind: type[T], matching: Callable[[T], bool] = lambda _: True) -> T:
        """The first update of that kind that matches, heard already or soon."""
        async with asyncio.timeout(60):
            while True:
                for update in self.heard:
                    if isinstance(update, kind) and matching(update):
                        return update
                self._more.clear()
                await self._more.wait()


class Watched(Heard, MediaLink):
    """A link that remembers what it heard, and can be asked to wait for more."""

    def __init__(self, address: str) -> None:
        Heard.__init__(self)
        MediaLink.__init__(self, address, patience=10)
        self.on_update(self.note)


class Worker:
    """The real worker process."""

    def __init__(self, process: asyncio.subprocess.Process, address: str, link: Watched, port: int) -> None:
        self.process, self.address, self.link, self.port = process, address, link, port


@pytest.fixture
async def worker(tmp_path: Path) -> AsyncGenerator[Worker]:
    """A worker of its own for each test, with a link to it."""
    address = f"unix:{tmp_path / 'media.sock'}"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "server.media.worker", "--control", address, "--addresses", "127.0.0.1,::1"
    )
    link = Watched(address)
    await link.start()
    ready = await link.hears(wire.WorkerReady)
    worker = Worker(process, address, link, ready.port)
    yield worker
    await link.close()
    # A test may have killed the first and started another in its place.
    if worker.process.returncode is None:
        worker.process.terminate()
        assert await asyncio.wait_for(worker.process.wait(), 10) == 0


class Floor(Heard):
    """A worker inside the test's own loop, so that its insides can be looked at."""

    def __init__(self, recordings: Path | None = None) -> None:
        super().__init__()
        self.mux = Mux()
        self.mux.open(0, ["127.0.0.1"])
        self.rooms = Rooms(self.mux, ["127.0.0.1"], self.note, recordings)
        self.rooms.start()
        self.room = uuid4()
        self.callers: list[Caller] = []
        self._names: dict[int, tuple[UUID, UUID]] = {}

    def ask(self, request: wire.AnyRequest) -> wire.AnyAnswer:
        return self.rooms.carry_out(request)

    def open(self, caller: Caller, user: UUID | None = None) -> str:
        """Open a peer for the caller; the answer's SDP."""
        peer, user = uuid4(), user or uuid4()
        self._names[id(caller)] = (peer, user)
        self.callers.append(caller)
        answer = self.ask(wire.OpenPeer(ref=1, room=self.room, peer=peer, user=user, sdp=caller.offer()))
        assert isinstance(answer, wire.PeerOpened), answer
        return answer.sdp

    async def enter(self, caller: Caller | None = None, user: UUID | None = None) -> Caller:
        """A caller, connected, with all gates closed."""
        caller = caller or Caller()
        await caller.connect(self.open(caller, user))
        await self.hears(wire.PeerConnected, lambda update: update.peer == self.peer(caller))
        return caller

    def peer(self, caller: Caller) -> UUID:
        return self._names[id(caller)][0]

    def user(self, caller: Caller) -> UUID:
        return self._names[id(caller)][1]

    def gate(
        self,
        caller: Caller,
        *,
        microphone: bool = False,
        camera: bool = False,
        screen: bool = False,
        recording: UUID | None = None,
    ) -> None:
        request = wire.SetGate(
            ref=1,
            peer=self.peer(caller),
            microphone=microphone,
            camera=camera,
            screen=screen,
            recording=recording,
        )
        assert isinstance(self.ask(request), wire.Completed)

    def watch(self, caller: Caller, *wants: wire.Want) -> None:
        answer = self.ask(wire.WatchSlots(ref=1, peer=self.peer(caller), wants=list(wants)))
        assert isinstance(answer, wire.Completed), answer

    def figures(self, caller: Caller) -> wire.PeerFigures:
        taken = self.ask(wire.TakeStatistics(ref=1))
        assert isinstance(taken, wire.Statistics)
        return next(one for one in taken.peers if one.peer == self.peer(caller))

    def close(self) -> None:
        self.rooms.stop()
        for caller in self.callers:
            caller.close()
        self.mux.close()


@pytest.fixture
async def floor() -> AsyncGenerator[Floor]:
    """A worker inside the test's loop."""
    floor = Floor()
    yield floor
    floor.close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def page_address() -> Generator[str]:
    """A secure context for the test page: browsers trust 127.0.0.1."""
    handler = functools.partial(_Quiet, directory=str(HERE))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/page.html"
    server.shutdown()
    thread.join()


@pytest.fixture
async def browser(chromium: str) -> AsyncGenerator[Browser]:
    """A real Chromium with fake devices."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        await browser.close()


class Participant:
    """A page in the browser that has joined a room."""

    def __init__(self, page: Page, room: UUID, user: UUID, link: Watched) -> None:
        self.page, self.room, self.user, self.link = page, room, user, link
        self.peer = uuid4()

    async def enter(self, line: LossyLine | None = None, **options: object) -> None:
        """Open the peer connection, over a bad line if given, and wait until media can flow."""
        offer = await self.page.evaluate("options => offer(options)", options)
        answer = await self.link.open_peer(self.room, self.peer, self.user, offer)
        if line is not None:
            answer = await line.lay(answer)
        await self.page.evaluate("sdp => accept(sdp)", answer)
        await self.link.hears(wire.PeerConnected, lambda update: update.peer == self.peer)

    async def gate(self, *, microphone: bool = False, camera: bool = False, screen: bool = False) -> None:
        await self.link.set_gate(self.peer, microphone=microphone, camera=camera, screen=screen)

    async def mids(self, kind: str) -> list[str]:
        return await self.page.evaluate("kind => mids(kind)", kind)

    async def watch(
        self,
        user: UUID | None,
        *,
        at: int = 0,
        source: wire.Source = wire.Source.CAMERA,
        layer: wire.Layer = wire.Layer.LOW,
    ) -> str:
        mid = (await self.mids("video"))[at]
        await self.link.watch_slots(self.peer, [wire.Want(mid, user, source, layer)])
        return mid

    async def figures(self, mid: str) -> dict[str, float]:
        return await self.page.evaluate("mid => figures(mid)", mid)

    async def obeys_layers(self, told: wire.LayersWatched) -> None:
        """Do what the pages do when the server says which layers are watched."""
        await self.page.evaluate("layers => setLayers(layers)", [layer.value for layer in told.layers])

    async def sent(self) -> dict[str, int]:
        """Bytes of the camera that each layer has sent."""
        return {one["rid"]: one["bytesSent"] for one in await self.page.evaluate("sending()")}


@pytest.fixture
async def people(worker: Worker, browser: Browser, page_address: str) -> Callable[..., Awaitable[list[Participant]]]:
    """Makes some participants of one room, connected, with everything off."""

    async def make(
        count: int, *, room: UUID | None = None, line: LossyLine | None = None, **options: object
    ) -> list[Participant]:
        room = room or uuid4()
        made: list[Participant] = []
        for _ in range(count):
            page = await browser.new_page()
            page.on("pageerror", lambda error: pytest.fail(f"the page failed: {error}"))
            await page.goto(page_address)
            participant = Participant(page, room, uuid4(), worker.link)
            await participant.enter(line, **options)
            made.append(participant)
        return made

    return make


async def rises(participant: Participant, mid: str, what: str, by: float, seconds: float = 90) -> None:
    """Wait until this figure of what arrives has grown by so much."""
    start = (await participant.figures(mid))[what]

    async def risen() -> bool:
        return (await participant.figures(mid))[what] >= start + by

    await until(risen, f"{what} rises by {by}", seconds)
