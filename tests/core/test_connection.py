"""The bounded outbox: in order, never waiting, closed when the reader is too slow."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import cast
from uuid import UUID

import pytest
from starlette.websockets import WebSocket

from server.core.connection import DIRECT, OUTBOX_BYTES, OUTBOX_FRAMES, Connection
from server.core.database import new_id
from server.core.identity import Identity
from server.core.wire import CloseCode, Done, Prepared
from tests.tabs import Reader
from tests.waiting import eventually

pytestmark = pytest.mark.anyio

ADA = Identity(
    user=new_id(),
    login_session=UUID(int=1),
    account_type="staff",
    display_name="Ada Marin",
    locale="en",
    time_zone="Europe/Brussels",
)


def connection(reader: Reader) -> Connection:
    return Connection(cast(WebSocket, reader), ADA)


async def test_frames_leave_in_order_and_before_the_close() -> None:
    reader = Reader()
    line = connection(reader)
    for n in range(10):
        line.push(Prepared(b"%d" % n))
    line.close(CloseCode.SIGNED_OUT, "signed out")
    line.close(CloseCode.BUG, "the first reason stands")
    line.push(Prepared(b"99"))
    await asyncio.wait_for(line.drain(), 5)
    assert reader.frames == list(range(10))
    assert reader.closed == (CloseCode.SIGNED_OUT, "signed out")


async def test_a_push_never_waits_for_the_reader() -> None:
    reader = Reader()
    reader.reads.clear()
    line = connection(reader)
    drain = asyncio.create_task(line.drain())
    for n in range(OUTBOX_FRAMES - 1):
        line.push(Prepared(b"%d" % n))
    assert not line.closing
    reader.reads.set()
    line.close(CloseCode.GOING_AWAY, "")
    await asyncio.wait_for(drain, 5)
    assert len(reader.frames) == OUTBOX_FRAMES - 1


@pytest.mark.parametrize(("frame", "fits"), [(b"1", OUTBOX_FRAMES), (b"9" * 100_000, OUTBOX_BYTES // 100_000)])
async def test_a_full_outbox_closes_the_connection_and_lets_go_of_its_memory(frame: bytes, fits: int) -> None:
    reader = Reader()
    line = connection(reader)
    for _ in range(fits):
        line.push(Prepared(frame))
    assert not line.closing
    line.push(Prepared(frame))
    assert line.closing
    await asyncio.wait_for(line.drain(), 5)
    assert reader.frames == []
    assert reader.closed is not None
    assert reader.closed[0] == CloseCode.OUTBOX_FULL


class Transport:
    """A direct way into the reader's socket, which may be full."""

    def __init__(self, reader: Reader) -> None:
        self.ready = True
        self.written: list[bytes] = []
        reader.scope = {"extensions": {DIRECT: self}}

    def write(self, data: bytes) -> None:
        self.written.append(data)


async def test_what_comes_in_one_turn_is_one_write() -> None:
    reader = Reader()
    transport = Transport(reader)
    line = connection(reader)
    line.push(Prepared(b"1"))
    line.push(Prepared(b"22"))
    assert transport.written == []
    await asyncio.sleep(0)
    assert transport.written == [b"\x81\x011\x81\x0222"]


async def test_what_follows_a_write_at_once_leaves_together_at_the_next_beat() -> None:
    reader = Reader()
    transport = Transport(reader)
    line = connection(reader)
    for said in (b"1", b"2", b"3"):
        line.push(Prepared(said))
        await asyncio.sleep(0)
    assert transport.written == [b"\x81\x011"]
    await eventually(written(transport, 2))
    assert transport.written[1] == b"\x81\x012\x81\x013"


async def test_an_answer_waits_for_no_beat_and_overtakes_nothing() -> None:
    reader = Reader()
    transport = Transport(reader)
    line = connection(reader)
    line.push(Prepared(b"1"))
    await asyncio.sleep(0)
    line.push(Prepared(b"2"))
    line.send(Done(ref=7))
    await asyncio.sleep(0)
    assert len(transport.written) == 2
    assert transport.written[1].startswith(b"\x81\x012")
    assert b'"ref":7' in transport.written[1]


def written(transport: Transport, writes: int) -> Callable[[], Awaitable[bool]]:
    async def so_many() -> bool:
        return len(transport.written) >= writes

    return so_many


async def test_nothing_overtakes_what_waited_while_the_transport_was_full() -> None:
    reader = Reader()
    transport = Transport(reader)
    line = connection(reader)
    drain = asyncio.create_task(line.drain())
    transport.ready = False
    reader.reads.clear()
    line.push(Prepared(b"1"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    transport.ready = True
    line.push(Prepared(b"2"))
    await asyncio.sleep(0)
    assert transport.written == [], "the first is still in the hand of drain"
    reader.reads.set()
    line.close(CloseCode.GOING_AWAY, "")
    await asyncio.wait_for(drain, 5)
    assert reader.frames == [1, 2]


@pytest.mark.parametrize(("length", "header"), [(125, 2), (126, 4), (65_535, 4), (65_536, 10)])
def test_a_frame_has_the_shortest_header(length: int, header: int) -> None:
    framed = Prepared(b"x" * length).framed
    assert len(framed) == header + length
    stated = framed[1] if header == 2 else int.from_bytes(framed[2:header], "big")
    assert (framed[0], stated) == (0x81, length)
