"""The bounded outbox: in order, never waiting, closed when the reader is too slow."""

from __future__ import annotations

import asyncio
from typing import cast
from uuid import UUID

import pytest
from starlette.websockets import WebSocket

from server.core.connection import OUTBOX_BYTES, OUTBOX_FRAMES, Connection
from server.core.database import new_id
from server.core.identity import Identity
from server.core.wire import CloseCode
from tests.tabs import Reader

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
        line.push(b"%d" % n)
    line.close(CloseCode.SIGNED_OUT, "signed out")
    line.close(CloseCode.BUG, "the first reason stands")
    line.push(b"99")
    await asyncio.wait_for(line.drain(), 5)
    assert reader.frames == list(range(10))
    assert reader.closed == (CloseCode.SIGNED_OUT, "signed out")


async def test_a_push_never_waits_for_the_reader() -> None:
    reader = Reader()
    reader.reads.clear()
    line = connection(reader)
    drain = asyncio.create_task(line.drain())
    for n in range(OUTBOX_FRAMES - 1):
        line.push(b"%d" % n)
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
        line.push(frame)
    assert not line.closing
    line.push(frame)
    assert line.closing
    await asyncio.wait_for(line.drain(), 5)
    assert reader.frames == []
    assert reader.closed is not None
    assert reader.closed[0] == CloseCode.OUTBOX_FULL
