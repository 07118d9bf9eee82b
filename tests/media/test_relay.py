"""Calls through a real coturn: what a school that lets no UDP out needs, and what a relay must never be used for."""

import asyncio
import contextlib
import re
from collections.abc import AsyncGenerator, Generator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from aioice.stun import TransactionFailed
from aioice.turn import TurnClientUdpProtocol
from playwright.async_api import async_playwright

from server.conference.relays import credentials
from server.core import clock
from server.core.settings import Settings
from tests import services
from tests.media.conftest import FLAGS, Participant, Worker, until

pytestmark = pytest.mark.anyio

DEPLOYED = Path(__file__).parents[2] / "deploy" / "turnserver.conf"
WORKER = "192.0.2.7"
SPECIAL = ["127.0.0.1", "10.1.2.3", "169.254.169.254", "172.20.0.1", "192.168.1.1", "100.64.0.9", "224.0.0.1"]


@pytest.fixture(scope="module")
def coturn() -> Generator[services.Coturn]:
    """A relay for this machine."""
    relay = services.Coturn()
    yield relay
    relay.close()


def key(relay: services.Coturn, url: str, minutes: int = 10) -> dict[str, Any]:
    """What a browser of the conference is handed, good for so long."""
    settings = replace(Settings(), turn_url=url, turn_secret=relay.SECRET)
    made = credentials(settings, uuid4(), clock.now() + timedelta(minutes=minutes))
    return {"urls": made.urls, "username": made.username, "credential": made.credential}


@pytest.mark.parametrize("way", ["turn over tcp", "turns"])
async def test_a_school_behind_a_firewall_sees_and_hears_through_the_relay(
    coturn: services.Coturn, worker: Worker, chromium: str, page_address: str, way: str
) -> None:
    plain, encrypted = f"turn:127.0.0.1:{coturn.port}", f"turns:127.0.0.1:{coturn.tls_port}"
    relay = key(coturn, f"{encrypted if way == 'turns' else plain}?transport=tcp")
    room = uuid4()
    async with async_playwright() as playwright:
        # The certificate of the tests' relay is its own.
        browser = await playwright.chromium.launch(
            executable_path=chromium, args=[*FLAGS, "--ignore-certificate-errors"]
        )
        ada, grace = [Participant(await browser.new_page(), room, uuid4(), worker.link) for _ in range(2)]
        for participant in (ada, grace):
            await participant.page.goto(page_address)
            await participant.enter(relay=relay)
        await ada.page.evaluate("setMicrophone(true)")
        await ada.page.evaluate("setCamera(true)")
        await ada.gate(microphone=True, camera=True)
        picture, sound = await grace.watch(ada.user), (await grace.mids("audio"))[0]

        async def arrives() -> bool:
            seen, heard = await grace.figures(picture), await grace.figures(sound)
            return seen["framesDecoded"] > 30 and heard["totalAudioEnergy"] > 0.01

        await until(arrives, "picture and sound come through the relay")
        await browser.close()


@contextlib.asynccontextmanager
async def client(relay: services.Coturn, credential: dict[str, Any]) -> AsyncGenerator[TurnClientUdpProtocol]:
    """A TURN client that asks for whatever the test wants."""
    loop, server = asyncio.get_running_loop(), ("127.0.0.1", relay.port)
    name, password = credential["username"], credential["credential"]
    transport, asking = await loop.create_datagram_endpoint(
        lambda: TurnClientUdpProtocol(server, name, password, 600, 500), remote_addr=server
    )
    yield asking
    if asking.refresh_task is not None:
        await asking.delete()
    transport.close()


async def test_credentials_of_a_conference_that_is_over_open_nothing(coturn: services.Coturn) -> None:
    async with client(coturn, key(coturn, "turn:any", minutes=-1)) as late:
        with pytest.raises(TransactionFailed) as refused:
            await late.connect()
    assert refused.value.response.error_code == 401


@pytest.fixture
def deployed(tmp_path: Path) -> Generator[services.Coturn]:
    """A relay with the configuration that operators run, beside a worker at a documentation address."""
    conf = tmp_path / "turnserver.conf"
    port = services.free_port()
    conf.write_text(re.sub(r"listening-port=\d+", f"listening-port={port}", DEPLOYED.read_text()))
    relay = services.Coturn("-c", str(conf), f"--allowed-peer-ip={WORKER}", port=port)
    yield relay
    relay.close()


async def test_the_deployed_relay_leads_to_the_media_worker_and_nowhere_else(deployed: services.Coturn) -> None:
    async with client(deployed, key(deployed, "turn:any")) as browser:
        await browser.connect()
        await browser.channel_bind(0x4000, (WORKER, 7882))
        for number, address in enumerate(SPECIAL, 0x4001):
            with pytest.raises(TransactionFailed) as refused:
                await browser.channel_bind(number, (address, 80))
            assert refused.value.response.error_code == 403, address
