"""From sending a chat message to its acknowledged commit, with every seat taken: 50 rooms of 25 sockets, one message a
second in each room, through a real server process over real WebSockets (docs/performance.md).

The last line is one JSON object. DATABASE_URL and REDIS_URL choose what is measured; the default is SQLite and one
process. The clients run in this process, on the same machine as the server.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import itertools
import json
import os
import resource
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from server import migrations
from server.account.cookies import PLAIN_NAME, hash_token
from server.chat.models import ChatRoom
from server.core import clock
from server.core.database import Database, new_id
from server.core.models import (
    AccountType,
    LoginSession,
    Space,
    SpaceKind,
    SpaceMembership,
    SpaceRole,
    User,
    UserStatus,
)
from server.core.settings import Settings
from server.core.wire import PROTOCOL
from server.rooms.models import Room
from tests.services import free_port

LIMIT_MS = 50.0
"""The promise: 99 of 100 messages are acknowledged within this time."""


@dataclass
class Seat:
    """One person's socket in one room."""

    room: UUID
    token: str
    socket: ClientConnection
    sent_at: float = 0.0


@dataclass
class Tally:
    """What was measured."""

    seconds: list[float] = field(default_factory=list[float])
    refused: int = 0
    delivered: int = 0


def main() -> int:
    """Measure; not zero when the promise is not kept or a delivery is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rooms", type=int, default=50)
    parser.add_argument("--sockets", type=int, default=25)
    parser.add_argument("--seconds", type=int, default=30)
    options = parser.parse_args()
    # The clients' own pauses must not be taken for the server's.
    gc.disable()
    with tempfile.TemporaryDirectory(prefix="twinspace-message-") as data:
        settings = Settings.from_environment(os.environ | {"DATA_DIR": data})
        migrations.upgrade(settings.database)
        tokens = asyncio.run(seeded(settings.database, options.rooms, options.sockets))
        with server_process(data) as port:
            tally = asyncio.run(measured(port, tokens, options.seconds))
    return report(options, tally, settings)


async def seeded(url: str, rooms: int, sockets: int) -> dict[UUID, list[str]]:
    """Spaces with a chatroom each, their members already signed in: room -> tokens."""
    database = Database(url)
    tokens: dict[UUID, list[str]] = {}
    for number in range(rooms):
        members = [teacher(f"bench-{secrets.token_hex(6)}") for _ in range(sockets)]
        run = secrets.token_hex(4)
        space = Space(
            id=new_id(), kind=SpaceKind.TWINSPACE, title=f"Room {number}", slug=f"bench-{run}", owner_id=members[0].id
        )
        room = Room(id=new_id(), space_id=space.id, title="Everybody", is_default=True)
        tokens[room.id] = [secrets.token_urlsafe(32) for _ in members]
        async with database.write() as db:
            for rows in (members, [space], [room]):
                db.add_all(rows)
                await db.flush()
            db.add(ChatRoom(room_id=room.id))
            for user, token in zip(members, tokens[room.id], strict=True):
                db.add(signed_in(user.id, token))
                member = SpaceMembership(
                    space_id=space.id, user_id=user.id, account_type=AccountType.STAFF, role=SpaceRole.TEACHER
                )
                db.add(member)
    await database.close()
    return tokens


def teacher(name: str) -> User:
    return User(
        id=new_id(),
        account_type=AccountType.STAFF,
        username=name,
        email=f"{name}@example.org",
        first_name="Bench",
        last_name=name,
        display_name=name,
        status=UserStatus.VALIDATED,
    )


def signed_in(user: UUID, token: str) -> LoginSession:
    now = clock.now()
    return LoginSession(
        token_hash=hash_token(token), user_id=user, last_seen_at=now, expires_at=now + timedelta(hours=1)
    )


@contextlib.contextmanager
def server_process(data: str) -> Generator[int]:
    """The server as operators run it, without media; yields its port."""
    port = free_port()
    environment = os.environ | {"DATA_DIR": data, "PORT": str(port), "HOST": "127.0.0.1", "LOG_LEVEL": "warning"}
    command = [sys.executable, "-m", "server.cli", "serve", "--without-media"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as serving:
        try:
            yield port
        finally:
            serving.terminate()


async def measured(port: int, tokens: dict[UUID, list[str]], seconds: int) -> Tally:
    """Everybody enters; then each room's people write in turn, one message a second per room."""
    tally = Tally()
    async with contextlib.AsyncExitStack() as stack:
        rooms: list[list[Seat]] = []
        for room, some in tokens.items():
            seats = await asyncio.gather(*(entered(port, room, token) for token in some))
            for seat in seats:
                stack.push_async_callback(seat.socket.close)
            rooms.append(seats)
        readers = [asyncio.create_task(read(seat, tally)) for seats in rooms for seat in seats]
        began = time.perf_counter() + 1
        await asyncio.gather(
            *(write(seats, began + number / len(rooms), seconds) for number, seats in enumerate(rooms))
        )
        expected = sum(len(seats) for seats in rooms) * seconds
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(10):
                while tally.delivered < expected:  # noqa: ASYNC110 - many tasks count
                    await asyncio.sleep(0.05)
        for reader in readers:
            reader.cancel()
    return tally


async def entered(port: int, room: UUID, token: str) -> Seat:
    """A socket that has entered its room."""
    socket = await dialled(port, token)
    for number, kind in enumerate(("room.join", "chat.catch_up"), 1):
        await socket.send(json.dumps({"type": kind, "ref": number, "room": str(room)}))
        while not (frame := str(await socket.recv())).startswith('{"type":"done"'):
            assert '"refused"' not in frame, frame
    return Seat(room, token, socket)


async def dialled(port: int, token: str) -> ClientConnection:
    """A socket; the first ones wait for the server to start."""
    for attempt in itertools.count():
        try:
            return await connect(
                f"ws://127.0.0.1:{port}/ws",
                origin=Origin(f"http://127.0.0.1:{port}"),
                subprotocols=[Subprotocol(PROTOCOL)],
                additional_headers={"cookie": f"{PLAIN_NAME}={token}"},
                compression=None,
                open_timeout=30,
            )
        except OSError:
            if attempt > 150:
                raise
            await asyncio.sleep(0.2)
    raise AssertionError


async def write(seats: list[Seat], begin: float, seconds: int) -> None:
    """On the beat, whatever happened to the message before: waiting for it would hide a stall."""
    for number in range(seconds):
        await asyncio.sleep(max(0.0, begin + number - time.perf_counter()))
        seat = seats[number % len(seats)]
        body = {
            "room": str(seat.room),
            "client_id": str(new_id()),
            "text": f"Message number {number}, as pupils write.",
        }
        seat.sent_at = time.perf_counter()
        await seat.socket.send(json.dumps({"type": "chat.send", "ref": 100 + number, **body}))


async def read(seat: Seat, tally: Tally) -> None:
    """Count; frames are told apart by how they begin, so that the clients cost little."""
    async for frame in seat.socket:
        text = str(frame)
        if text.startswith('{"type":"done"'):
            tally.seconds.append(time.perf_counter() - seat.sent_at)
        elif text.startswith('{"type":"chat.sent"'):
            tally.delivered += 1
        elif text.startswith('{"type":"refused"'):
            tally.refused += 1


def report(options: argparse.Namespace, tally: Tally, settings: Settings) -> int:
    """A line to read, and a line to keep."""
    ordered = sorted(tally.seconds)
    expected = options.rooms * options.seconds
    result: dict[str, Any] = {
        "benchmark": "message",
        "database": settings.database.split(":")[0].split("+")[0],
        "bus": "redis" if settings.redis_url else "local",
        "rooms": options.rooms,
        "sockets": options.rooms * options.sockets,
        "messages": len(ordered),
        "refused": tally.refused,
        "delivered": tally.delivered,
        "missing": expected * options.sockets - tally.delivered,
        **{f"p{p}_ms": round(1000 * quantile(ordered, p / 100), 1) for p in (50, 90, 99)},
        "max_ms": round(1000 * ordered[-1], 1) if ordered else None,
        "server_cpu_s": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime, 1),
        "limit_p99_ms": LIMIT_MS,
    }
    kept = result["missing"] == 0 and len(ordered) == expected and result["p99_ms"] <= LIMIT_MS
    print(f"send to acknowledged commit: p50 {result['p50_ms']} ms, p99 {result['p99_ms']} ms (at most {LIMIT_MS:.0f})")
    print(json.dumps(result))
    return 0 if kept else 1


def quantile(ordered: list[float], part: float) -> float:
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else float("inf")


if __name__ == "__main__":
    sys.exit(main())
