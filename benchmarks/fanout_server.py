"""The fan-out of the server by itself: its socket protocol, connections, hub and bus, without chat and database.

Run by fanout.py. `/ws/{room}` passes on what is said in the room to everybody in it.
"""

from __future__ import annotations

import asyncio
import itertools
import sys
import time
from collections import defaultdict
from pathlib import Path
from uuid import UUID

import msgspec
import uvicorn
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from server.core.bus_local import LocalBus
from server.core.connection import Connection
from server.core.database import Database, new_id
from server.core.identity import Identity
from server.core.settings import Settings
from server.core.site import Site
from server.core.wire import Update
from server.rooms.hub import Hub
from server.serving.process import configuration


class Said(msgspec.Struct):
    """What a generator sends."""

    id: str
    body: str


class Relayed(Update, frozen=True, tag="message", kw_only=True):
    """What everybody in the room hears: the fields of the reference."""

    room: str
    seq: int
    id: str
    sender: str
    ts: float
    body: str


def application() -> Starlette:
    """The endpoint on a hub of its own."""
    site = Site(Settings(), Database("sqlite+aiosqlite:////dev/null"), LocalBus())
    hub = site.add(Hub(site))
    site.bus.listen(hub.deliver, hub.missed)
    decode = msgspec.json.Decoder(Said).decode
    numbers: defaultdict[str, itertools.count[int]] = defaultdict(lambda: itertools.count(1))

    async def endpoint(socket: WebSocket) -> None:
        room = socket.path_params["room"]
        await socket.accept()
        connection = Connection(socket, Identity(new_id(), UUID(int=1), "staff", "Ada Marin", "en", "Europe/Brussels"))
        drain = asyncio.create_task(connection.drain())
        await hub.opened(connection)
        await hub.attach(connection, f"room:{room}")
        try:
            while True:
                said = decode((await socket.receive_text()).encode())
                update = Relayed(
                    room=room, seq=next(numbers[room]), id=said.id, sender="u1", ts=time.time(), body=said.body
                )
                await hub.publish(f"room:{room}", update)
        except WebSocketDisconnect:
            drain.cancel()
            await hub.closed(connection)

    return Starlette(routes=[WebSocketRoute("/ws/{room}", endpoint)])


if __name__ == "__main__":
    config = configuration(Settings())
    config.app, config.factory, config.port = application(), False, int(sys.argv[1])
    config.log_level, config.lifespan = "warning", "off"
    uvicorn.Server(config).run()
