"""The real media worker: what the server decides about people is what becomes of their packets."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from pathlib import Path

import pytest

from server.core.database import Database
from server.media.link import MediaLink
from tests import services
from tests.conference.conftest import House, house
from tests.live import PATIENCE, Client
from tests.media.caller import KEYFRAME, OPUS, Caller
from tests.people import People

pytestmark = pytest.mark.anyio

MICROPHONE = {"microphone": True, "camera": False, "screen": False}


class Worker:
    """The worker process; it may die and come again at the same address."""

    def __init__(self, address: str) -> None:
        self.address = address

    async def start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "server.media.worker", "--control", self.address, "--addresses", "127.0.0.1"
        )

    async def die(self) -> None:
        self._process.kill()
        await self._process.wait()


@pytest.fixture
async def worker(tmp_path: Path) -> AsyncGenerator[Worker]:
    worker = Worker(f"unix:{tmp_path / 'media.sock'}")
    await worker.start()
    yield worker
    await worker.die()


@pytest.fixture
async def stage(
    database: Database, people: People, tmp_path: Path, redis: services.Redis, worker: Worker
) -> AsyncGenerator[House]:
    """Two server processes and one worker."""
    redis.say("FLUSHALL")
    async with house(database, people, tmp_path, 2, redis, worker.address) as stage:
        await until(lambda: linked(stage), "both processes have found the worker")
        yield stage


async def linked(stage: House) -> bool:
    return all(site.part(MediaLink).connected for site in stage.sites)


async def until(true: Callable[[], Awaitable[bool]], what: str) -> None:
    """Wait for something in the worker, which says nothing by itself."""
    try:
        async with asyncio.timeout(PATIENCE):
            while not await true():  # noqa: ASYNC110 (another process: there is no event to wait on)
                await asyncio.sleep(0.05)
    except TimeoutError:
        pytest.fail(f"did not happen: {what}")


async def call(client: Client, conference: str) -> Caller:
    """Enter with a media transport that stands."""
    assert (await client.result("conference.enter", conference=conference))["state"] == "connected"
    caller = Caller()
    answer = await client.result("media.offer", conference=conference, sdp=caller.offer())
    await caller.connect(answer["sdp"])
    return caller


async def taken(stage: House, user: str, packets: int) -> bool:
    """Whether the worker has received so many packets of somebody, forwarded or not."""
    figures = (await stage.sites[0].part(MediaLink).statistics()).peers
    streams = [s for one in figures if str(one.user) == user for p in one.publications for s in p.streams]
    return sum(stream.packets for stream in streams) >= packets


async def test_a_mute_by_the_teacher_stops_the_packets_whatever_the_pupil_sends(stage: House) -> None:
    """T10 of the security cases: RTP included."""
    ada, piotr = await stage.client("ada"), await stage.client("piotr", at=1)
    conference = await stage.start(ada)
    heard, speaking = await call(ada, conference), await call(piotr, conference)
    for at in range(10):
        speaking.speak(at, payload=b"before it is on")
    await until(lambda: taken(stage, piotr.user, 10), "ten packets are taken")
    assert (await piotr.result("media.switch", conference=conference, **MICROPHONE))["microphone"]
    speaking.speak(10, payload=b"good morning")
    await heard.gets(1)
    slots = await ada.find(lambda f: f["type"] == "media.slots" and any(slot["user"] for slot in f["slots"]))
    assert [(s["user"], s["source"]) for s in slots["slots"] if s["user"]] == [(piotr.user, "microphone")]
    await ada.result("participant.mute", conference=conference, source="microphone", user=piotr.user, hold=True)
    for at in range(11, 31):
        speaking.speak(at, payload=b"shouting")
    await until(lambda: taken(stage, piotr.user, 31), "the shouting is taken")
    await ada.result("participant.release", conference=conference, source="microphone", user=piotr.user)
    assert (await piotr.result("media.switch", conference=conference, **MICROPHONE))["microphone"]
    speaking.speak(31, payload=b"sorry")
    assert [packet.payload for packet in await heard.gets(2)] == [b"good morning", b"sorry"]
    speaking.close()
    heard.close()


async def test_when_the_teachers_socket_is_lost_the_pupils_packets_stop(stage: House) -> None:
    """Acceptance T7."""
    ada, nino, piotr = await stage.client("ada"), await stage.client("nino"), await stage.client("piotr", at=1)
    conference = await stage.start(ada)
    await ada.result("conference.enter", conference=conference)
    heard, speaking = await call(nino, conference), await call(piotr, conference)
    await piotr.result("media.switch", conference=conference, **MICROPHONE)
    speaking.speak(0, payload=b"under her eyes")
    await heard.gets(1)
    await ada.hang_up()
    await piotr.heard("conference.frozen")
    for at in range(1, 21):
        speaking.speak(at, payload=b"unwatched")
    await until(lambda: taken(stage, piotr.user, 21), "all is taken")
    back = await stage.again(ada, at=1)
    await back.result("conference.enter", conference=conference)
    speaking.speak(21, payload=b"she is back")
    assert [packet.payload for packet in await heard.gets(2)] == [b"under her eyes", b"she is back"]
    speaking.close()
    heard.close()


async def test_at_the_end_no_transport_is_left(stage: House) -> None:
    """Acceptance T6."""
    ada, piotr = await stage.client("ada"), await stage.client("piotr", at=1)
    conference = await stage.start(ada)
    callers = [await call(ada, conference), await call(piotr, conference)]
    await ada.result("conference.end", conference=conference)
    await piotr.heard("seat.lost")
    assert (await stage.sites[1].part(MediaLink).statistics()).peers == []
    for caller in callers:
        caller.close()


async def test_a_worker_that_died_is_replaced_and_everybody_offers_again(stage: House, worker: Worker) -> None:
    ada, piotr = await stage.client("ada"), await stage.client("piotr", at=1)
    conference = await stage.start(ada)
    callers = [await call(ada, conference), await call(piotr, conference)]
    await piotr.result("media.switch", conference=conference, **MICROPHONE)
    await worker.die()
    await worker.start()
    for client in (ada, piotr):
        await client.heard("media.lost")
    again = [await call(ada, conference), await call(piotr, conference)]
    again[1].speak(0, payload=b"can you hear me")
    assert [packet.payload for packet in await again[0].gets(1)] == [b"can you hear me"]
    for caller in callers + again:
        caller.close()


async def test_a_worker_found_before_the_conferences_listened_is_told_from_the_next(
    database: Database, people: People, tmp_path: Path, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = MediaLink.start

    async def start_and_find(link: MediaLink) -> None:
        await start(link)
        await until(lambda: asyncio.sleep(0, link.connected), "the link has found the worker")

    monkeypatch.setattr(MediaLink, "start", start_and_find)
    async with house(database, people, tmp_path, control=worker.address) as stage:
        ada = await stage.client("ada")
        (await call(ada, await stage.start(ada))).close()
        await worker.die()
        await worker.start()
        await ada.heard("media.lost")


async def test_who_offered_while_the_worker_was_away_is_asked_again_when_there_is_one(
    stage: House, worker: Worker
) -> None:
    ada = await stage.client("ada")
    conference = await stage.start(ada)
    caller = await call(ada, conference)
    await worker.die()
    caller.close()
    answer = await ada.ask("media.offer", conference=conference, sdp=Caller().offer())
    assert answer["code"] == "media_away", answer
    assert not ada.has_heard("media.lost")
    await worker.start()
    await ada.heard("media.lost")
    (await call(ada, conference)).close()


async def test_the_sender_alone_hears_which_layers_are_watched_and_who_wishes_no_sound_gets_none(
    stage: House,
) -> None:
    ada, piotr = await stage.client("ada"), await stage.client("piotr", at=1)
    conference = await stage.start(ada)
    filming, watching = await call(ada, conference), await call(piotr, conference)
    on = {"microphone": True, "camera": True, "screen": False}
    await ada.result("media.switch", conference=conference, **on)
    for rid in ("low", "medium", "high"):
        filming.film(0, KEYFRAME, rid=rid)
    wants = [{"mid": "6", "user": ada.user, "source": "camera", "layer": "medium"}]
    await piotr.result("media.watch", conference=conference, wants=wants, hear=False)
    told = await ada.heard("media.layers")
    assert (told["source"], told["layers"]) == ("camera", ["low", "medium"])
    filming.speak(0, payload=b"nobody listens")
    await until(lambda: taken(stage, ada.user, 4), "all is taken")
    await piotr.result("media.watch", conference=conference, wants=wants)
    filming.speak(1, payload=b"now he does")
    assert [packet.payload for packet in await watching.gets(1, kind=OPUS)] == [b"now he does"]
    filming.close()
    watching.close()
