"""The direct way into sockets: in order, past those who do not read, and harmless once the other side is gone."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import struct
from collections.abc import AsyncGenerator
from uuid import UUID

import pytest
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from server.core.connection import Connection
from server.core.database import new_id
from server.core.identity import Identity
from server.core.wire import CloseCode, Prepared
from server.serving.process import PING_EVERY, PING_PATIENCE
from tests.live import serving
from tests.waiting import eventually

pytestmark = pytest.mark.anyio

ADA = Identity(new_id(), UUID(int=1), "staff", "Ada Marin", "en", "Europe/Brussels")


class Hall:
    """An endpoint whose sockets all hear what is said, and nothing else."""

    def __init__(self) -> None:
        self.connections: list[Connection] = []
        self.address = ""

    async def sit(self, socket: WebSocket) -> None:
        await socket.accept()
        connection = Connection(socket, ADA)
        self.connections.append(connection)
        drain = asyncio.create_task(connection.drain())
        with contextlib.suppress(WebSocketDisconnect):
            while True:
                await socket.receive_text()
        drain.cancel()
        self.connections.remove(connection)

    def say(self, number: int, size: int = 0) -> None:
        frame = Prepared(json.dumps({"number": number, "padding": "x" * size}).encode())
        for connection in self.connections:
            connection.push(frame)

    async def holds(self, people: int, within: float = 10.0) -> None:
        async def seated() -> bool:
            return len(self.connections) == people

        await eventually(seated, within)


@pytest.fixture
async def hall() -> AsyncGenerator[Hall]:
    hall = Hall()
    async with serving(Starlette(routes=[WebSocketRoute("/ws", hall.sit)])) as base:
        hall.address = base.replace("http", "ws") + "/ws"
        yield hall


def narrow(hall: Hall) -> socket.socket:
    """A connection whose own side holds next to nothing: what is not read soon waits at the server."""
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    host, _, port = hall.address.removeprefix("ws://").removesuffix("/ws").partition(":")
    line.connect((host, int(port)))
    return line


async def numbers(reader: ClientConnection, count: int) -> list[int]:
    return [json.loads(await asyncio.wait_for(reader.recv(), 10))["number"] for _ in range(count)]


@pytest.mark.parametrize("size", [0, 200, 20_000])
async def test_all_lengths_arrive_whole_and_in_order(hall: Hall, size: int) -> None:
    async with connect(hall.address) as ada, connect(hall.address) as grace:
        await hall.holds(2)
        for number in range(40):
            hall.say(number, size)
        assert await numbers(ada, 40) == await numbers(grace, 40) == list(range(40))


async def test_what_waited_for_a_slow_reader_and_what_comes_after_keep_their_order(hall: Hall) -> None:
    async with connect(hall.address, sock=narrow(hall), max_queue=1) as slow:
        await hall.holds(1)
        for number in range(300):
            hall.say(number, 3_000)
            if number % 40 == 0:
                await asyncio.sleep(0)  # another turn: the transport is full, then `drain` has a frame in its hand
        first = await numbers(slow, 150)
        for number in range(300, 400):
            hall.say(number)
        assert first + await numbers(slow, 250) == list(range(400))


async def test_a_reader_who_stops_costs_only_their_own_connection(hall: Hall) -> None:
    async with connect(hall.address) as ada:
        await hall.holds(1)
        asleep = narrow(hall)
        asleep.sendall(
            b"GET /ws HTTP/1.1\r\nHost: hall\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )
        await hall.holds(2)
        sleeper, number = hall.connections[1], 0
        while not sleeper.closing:
            hall.say(number, 10_000)
            number += 1
            assert await numbers(ada, 1) == [number - 1], "the one who reads hears at once"
        assert number < 1_000, "a connection that is not read is given up within a few megabytes"
        await hall.holds(1, within=PING_EVERY + PING_PATIENCE + 5)
        asleep.close()


async def test_a_line_that_breaks_in_the_middle_of_talk_disturbs_nobody(hall: Hall) -> None:
    async with connect(hall.address) as ada:
        grace = await connect(hall.address)
        await hall.holds(2)
        hall.say(0)
        line = grace.transport.get_extra_info("socket")
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        grace.transport.abort()
        for number in range(1, 50):
            hall.say(number)
            await asyncio.sleep(0)
        await hall.holds(1)
        hall.say(50)
        assert await numbers(ada, 51) == list(range(51))


async def test_last_words_leave_before_the_close(hall: Hall) -> None:
    async with connect(hall.address) as ada:
        await hall.holds(1)
        hall.say(1)
        hall.connections[0].close(CloseCode.SIGNED_OUT, "signed out")
        hall.say(2)
        assert await numbers(ada, 1) == [1]
        with pytest.raises(ConnectionClosed) as closed:
            await ada.recv()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == CloseCode.SIGNED_OUT
