"""Offers that lie, over the real socket to the real media worker: refused by name, and nobody else notices."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from server.core.database import Database
from server.core.wire import CloseCode
from server.media import sdp
from server.media.link import MediaLink
from tests.conference.conftest import House, house
from tests.live import Client
from tests.media.caller import Caller
from tests.media.offers import LIES, OFFER
from tests.people import People
from tests.waiting import eventually

pytestmark = pytest.mark.anyio

TOO_LONG = "a hundred kilobytes"
"""The one lie that does not fit into a frame."""
HONEST = re.sub(r"a=(rtcp-fb:|extmap:\d+ \S+/(video-timing|playout-delay|color-space)).*\r\n", "", OFFER)
"""The offer of a browser that was not told which codecs we take lists them all: without these lines it fits."""


@pytest.fixture
async def stage(database: Database, people: People, tmp_path: Path) -> AsyncGenerator[House]:
    """One server process, and a media worker of its own."""
    address = f"unix:{tmp_path / 'media.sock'}"
    worker = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "server.media.worker", "--control", address, "--addresses", "127.0.0.1"
    )
    try:
        async with house(database, people, tmp_path, control=address) as stage:

            async def linked() -> bool:
                return stage.sites[0].part(MediaLink).connected

            await eventually(linked, 30)
            yield stage
    finally:
        worker.kill()
        await worker.wait()


async def test_every_lie_is_refused_by_name_and_the_liar_keeps_the_seat(stage: House) -> None:
    conference, ada = await stage.lesson()
    speaking, heard = await call(stage, conference, "piotr"), await call(stage, conference, "nino")
    await speaking[0].result("media.switch", conference=conference, microphone=True, camera=False, screen=False)
    speaking[1].speak(0, payload=b"before the lies")
    await heard[1].gets(1)

    lies = {lie: tell(HONEST) for lie, tell in LIES.items() if lie != TOO_LONG}
    for lie, told in lies.items():
        assert told != HONEST, "the lie must be told"
        assert await ada.refusal("media.offer", conference=conference, sdp=told) == "sdp", lie
    assert sdp.read(HONEST).sections, "it was refused for nothing but the lie"
    seat = await stage.seat(conference, ada.user)
    assert seat is not None
    assert (seat.state, seat.peer_id) == ("connected", None)
    assert len((await stage.sites[0].part(MediaLink).statistics()).peers) == 2, "no transport was opened for a lie"

    speaking[1].speak(1, payload=b"after the lies")
    assert [packet.payload for packet in await heard[1].gets(2)] == [b"before the lies", b"after the lies"]
    for client, _ in (speaking, heard):
        assert not client.has_heard("media.lost")
        assert not client.has_heard("participant.left")

    honest = Caller()
    await honest.connect((await ada.result("media.offer", conference=conference, sdp=honest.offer()))["sdp"])
    for caller in (honest, speaking[1], heard[1]):
        caller.close()


async def test_a_lie_that_fits_no_frame_costs_the_liar_one_socket_and_no_seat(stage: House) -> None:
    conference, ada = await stage.lesson()
    piotr = await stage.client("piotr")
    await piotr.result("conference.enter", conference=conference)
    await ada.send({"type": "media.offer", "ref": 1, "conference": conference, "sdp": LIES[TOO_LONG](OFFER)})
    assert await ada.closed() == CloseCode.TOO_BIG
    back = await stage.again(ada)
    assert (await back.result("conference.enter", conference=conference))["state"] == "connected"
    assert not piotr.has_heard("seat.lost")


async def call(stage: House, conference: str, name: str) -> tuple[Client, Caller]:
    """Somebody inside, whose media transport stands."""
    client = await stage.client(name)
    assert (await client.result("conference.enter", conference=conference))["state"] == "connected"
    caller = Caller()
    answer = await client.result("media.offer", conference=conference, sdp=caller.offer())
    await caller.connect(answer["sdp"])
    return client, caller
