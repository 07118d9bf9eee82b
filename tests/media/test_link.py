"""The control protocol between server processes and the worker process."""

import asyncio
import signal
import sys
from pathlib import Path
from uuid import uuid4

import pytest

from server.media import wire
from server.media.link import MediaAway, MediaLink, MediaRefused, connect
from tests.media.caller import Caller
from tests.media.conftest import Watched, Worker

pytestmark = pytest.mark.anyio


async def test_a_worker_that_is_away_is_named(tmp_path: Path) -> None:
    link = MediaLink(f"unix:{tmp_path / 'nobody.sock'}", patience=0.1)
    await link.start()
    with pytest.raises(MediaAway) as away:
        await link.open_peer(uuid4(), uuid4(), uuid4(), "v=0")
    assert away.value.code == "media_away"
    assert not link.connected
    await link.close()


async def test_a_link_comes_back_to_a_new_worker_and_says_so(worker: Worker) -> None:
    first = worker.link.worker
    caller = Caller()
    await worker.link.open_peer(uuid4(), uuid4(), uuid4(), caller.offer())
    worker.process.kill()
    await worker.process.wait()
    await worker.link.hears(wire.WorkerAway)
    again = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "server.media.worker", "--control", worker.address
    )
    ready = await worker.link.hears(wire.WorkerReady, lambda update: update.worker != first)
    assert worker.link.worker == ready.worker
    assert (await worker.link.statistics()).peers == []
    again.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(again.wait(), 10) == 0
    caller.close()


async def test_an_offer_that_lies_is_refused_and_opens_nothing(worker: Worker) -> None:
    with pytest.raises(MediaRefused) as refused:
        await worker.link.open_peer(uuid4(), uuid4(), uuid4(), "v=0\r\nm=audio lies\r\n")
    assert refused.value.code == "sdp"
    taken = await worker.link.statistics()
    assert taken.peers == []
    assert taken.counters["peers_opened"] == 0


async def test_every_server_process_hears_everything(worker: Worker) -> None:
    other = Watched(worker.address)
    await other.start()
    await other.hears(wire.WorkerReady)
    caller, room, peer, user = Caller(), uuid4(), uuid4(), uuid4()
    await caller.connect(await worker.link.open_peer(room, peer, user, caller.offer()))
    connected = await other.hears(wire.PeerConnected)
    assert (connected.room, connected.peer, connected.user) == (room, peer, user)
    await other.close_peer(peer)
    lost = await worker.link.hears(wire.PeerLost)
    assert lost.reason is wire.LossReason.CLOSED
    await other.close_peer(peer)
    caller.close()
    await other.close()


async def test_a_process_that_speaks_another_protocol_is_cut_off_alone(worker: Worker) -> None:
    for nonsense in (b"\x00\x00\x00\x02{}", b"\xff\xff\xff\xff", b"\x00\x00\x00\x00", b"GET / HTTP/1.1\r\n\r\n"):
        reader, writer = await connect(worker.address)
        writer.write(nonsense)
        greeting = await asyncio.wait_for(reader.read(), 5)
        assert len(greeting) > 4, "it was greeted, then cut off"
        writer.close()
    assert (await worker.link.statistics()).worker == worker.link.worker


async def test_a_stopping_worker_says_goodbye(worker: Worker) -> None:
    caller, peer = Caller(), uuid4()
    await caller.connect(await worker.link.open_peer(uuid4(), peer, uuid4(), caller.offer()))
    await worker.link.hears(wire.PeerConnected)
    worker.process.send_signal(signal.SIGTERM)
    lost = await worker.link.hears(wire.PeerLost)
    assert lost.peer == peer
    assert await asyncio.wait_for(worker.process.wait(), 10) == 0
    caller.close()
