"""The moderator wall over lively rooms: 200 rooms of pupils, 10 messages a second in each, detectors on. How long until
a message is acknowledged, and how long until a held one is seen on the wall (docs/performance.md).

Everything but the network: the writer, the detectors, the database, the wall and its outbox, in one process. The last
line is one JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import itertools
import json
import os
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import msgspec
import uvloop
from starlette.websockets import WebSocket, WebSocketState

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from server import migrations
from server.app import make_site
from server.chat.chat import Chat
from server.chat.models import ChatRoom
from server.chat.rules import Author
from server.chat.writes import Sending
from server.core import clock
from server.core.connection import Connection
from server.core.database import new_id
from server.core.http import Caller
from server.core.identity import Identity
from server.core.models import (
    AccountType,
    LoginSession,
    PlatformRole,
    PlatformRoleKind,
    Space,
    SpaceKind,
    SpaceMembership,
    SpaceRole,
    User,
    UserStatus,
)
from server.core.settings import Settings
from server.core.site import Site
from server.moderation.moderation import Moderation
from server.moderation.wall import Wall
from server.moderation.wire import WatchWall
from server.notifications.bell import Bell
from server.rooms.hub import Hub
from server.rooms.models import Room
from server.rooms.parts import RUNNING
from server.rooms.people import People
from server.rooms.standing import standing_of_member
from server.serving.process import COLLECT

PUPILS = 24
"""In each room: nobody may write more than five messages in ten seconds."""
HELD_ONE_IN = 400
WARM_UP_S = 2
"""Not counted: the first messages of a process wait for statements and threads to be made."""
SEEN_MS, ACKNOWLEDGED_MS = 1000.0, 150.0
WORDS = ("river", "sea", "salt", "wind", "bridge", "harbour", "boat", "water", "school", "morning", "rain", "cloud")


@dataclass
class Tally:
    """What was measured, in seconds."""

    acknowledged: list[float] = field(default_factory=list[float])
    seen: list[float] = field(default_factory=list[float])
    waiting: dict[UUID, tuple[int, float]] = field(default_factory=dict[UUID, tuple[int, float]])
    held: dict[UUID, int] = field(default_factory=dict[UUID, int])
    refused: int = 0


class Watching:
    """The moderator's end of a socket: notes when a held message stands on the wall."""

    application_state = WebSocketState.CONNECTED

    def __init__(self, tally: Tally) -> None:
        self.scope: dict[str, Any] = {}
        self._tally = tally

    async def send_text(self, text: str) -> None:
        frame = msgspec.json.decode(text)
        if frame["type"] != "wall.changed":
            return
        now = time.perf_counter()
        for row in frame["rooms"]:
            room = UUID(row["room"])
            wanted = self._tally.waiting.get(room)
            if wanted and row["held"] >= wanted[0]:
                self._tally.seen.append(now - wanted[1])
                del self._tally.waiting[room]

    async def close(self, code: int, reason: str) -> None:
        raise AssertionError(f"closed: {code} {reason}")


def main() -> int:
    """Measure; not zero when a promise is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rooms", type=int, default=200)
    parser.add_argument("--per-second", type=int, default=10)
    parser.add_argument("--seconds", type=int, default=30)
    options = parser.parse_args()
    gc.set_threshold(*COLLECT)
    uvloop.install()
    with tempfile.TemporaryDirectory(prefix="twinspace-wall-") as data:
        settings = Settings.from_environment(os.environ | {"DATA_DIR": data, "LOG_LEVEL": "warning"})
        migrations.upgrade(settings.database)
        tally = asyncio.run(measured(make_site(settings), options))
    return report(options, tally)


async def measured(site: Site, options: argparse.Namespace) -> Tally:
    """Seed, start, let all rooms talk while a moderator watches."""
    rooms, moderator = await seeded(site, options.rooms)
    parts = [site.part(kind) for kind in (*RUNNING, Bell, Chat, Moderation)]
    for part in parts:
        await part.start()
    tally = Tally()
    connection = Connection(cast(WebSocket, Watching(tally)), moderator)
    drain = asyncio.create_task(connection.drain())
    await site.part(Hub).opened(connection)
    await site.part(Wall).watch(Caller(site, moderator, None, connection), WatchWall(ref=1))
    gc.freeze()
    warm = Tally(waiting=tally.waiting, held=tally.held)
    await all_talk(site, rooms, warm, options.per_second, WARM_UP_S)
    await all_talk(site, rooms, tally, options.per_second, options.seconds)
    async with asyncio.timeout(5):
        while tally.waiting:  # noqa: ASYNC110 - there is no event to wait for
            await asyncio.sleep(0.05)
    drain.cancel()
    for part in reversed(parts):
        await part.close()
    await site.database.close()
    return tally


async def all_talk(site: Site, rooms: dict[UUID, list[Author]], tally: Tally, per_second: int, seconds: int) -> None:
    """All rooms, not in the same moment."""
    begin = time.perf_counter() + 0.5
    await asyncio.gather(
        *(
            talk(site, room, authors, tally, begin + number / len(rooms) / per_second, per_second, seconds)
            for number, (room, authors) in enumerate(rooms.items())
        )
    )


async def talk(
    site: Site, room: UUID, authors: list[Author], tally: Tally, begin: float, per_second: int, seconds: int
) -> None:
    """One room: its pupils write in turns, at the set pace, whatever the server does."""
    sending: set[asyncio.Task[None]] = set()
    for number in range(seconds * per_second):
        pause = begin + number / per_second - time.perf_counter()
        if pause > 0:
            await asyncio.sleep(pause)
        task = asyncio.create_task(write(site, room, authors[number % PUPILS], tally))
        sending.add(task)
        task.add_done_callback(sending.discard)
    await asyncio.gather(*sending)


_numbers = itertools.count()


async def write(site: Site, room: UUID, author: Author, tally: Tally) -> None:
    number = next(_numbers)
    words = " ".join(WORDS[(number * step) % len(WORDS)] for step in (1, 2, 4, 7, 8, 11))
    is_held = number % HELD_ONE_IN == 0 and room not in tally.waiting
    text = f"{words} 055 123 {number % 90 + 10} 67" if is_held else f"{words}, {number % 997} °C"
    sending = Sending(room=room, author=author, client_id=new_id(), text=text, reply_to=None, mentions=[])
    began = time.perf_counter()
    try:
        message = await site.part(Chat).writer.write(sending)
    except Exception:
        tally.refused += 1
        return
    tally.acknowledged.append(time.perf_counter() - began)
    if message is not None and message.state == "held":
        tally.held[room] = tally.held.get(room, 0) + 1
        tally.waiting.setdefault(room, (tally.held[room], time.perf_counter()))


async def seeded(site: Site, number: int) -> tuple[dict[UUID, list[Author]], Identity]:
    """Spaces with a teacher and pupils, and a moderator of all countries."""
    rooms: dict[UUID, list[Author]] = {}
    for place in range(number):
        lead = account(AccountType.STAFF, f"teacher-{place}")
        pupils = [account(AccountType.PUPIL, f"pupil-{place}-{one}") for one in range(PUPILS)]
        space = Space(
            id=new_id(), kind=SpaceKind.TWINSPACE, title=f"Space {place}", slug=f"wall-{place}", owner_id=lead.id
        )
        space.flags = {}
        room = Room(id=new_id(), space_id=space.id, title="Everybody", is_default=True)
        async with site.database.write() as db:
            for rows in ([lead, *pupils], [space], [room], [ChatRoom(room_id=room.id)]):
                db.add_all(rows)
                await db.flush()
            db.add_all(member(space.id, pupil.id, SpaceRole.PUPIL, lead.id) for pupil in pupils)
            db.add(member(space.id, lead.id, SpaceRole.FOUNDER))
        rooms[room.id] = [
            Author(standing_of_member(space, SpaceRole.PUPIL, one.id, "pupil", one.display_name), "UTC")
            for one in pupils
        ]
        # Who writes in a room has been seen in it before.
        await site.part(People).many(space.id, [one.id for one in pupils])
    moderator = account(AccountType.STAFF, "moderator")
    async with site.database.write() as db:
        db.add(moderator)
        await db.flush()
        role = PlatformRoleKind.CENTRAL_MODERATOR
        db.add(PlatformRole(user_id=moderator.id, role=role, since=(clock.now() - timedelta(days=9)).date()))
        session = LoginSession(
            id=new_id(),
            token_hash=os.urandom(32),
            user_id=moderator.id,
            last_seen_at=clock.now(),
            expires_at=clock.now() + timedelta(hours=1),
        )
        db.add(session)
    identity = Identity(moderator.id, session.id, "staff", "Moderator", "en", "UTC")
    return rooms, identity


def account(kind: AccountType, name: str) -> User:
    is_pupil = kind is AccountType.PUPIL
    return User(
        id=new_id(),
        account_type=kind,
        username=name,
        email=None if is_pupil else f"{name}@example.org",
        first_name="Bench",
        last_name=name,
        display_name=name,
        status=UserStatus.ACTIVE if is_pupil else UserStatus.VALIDATED,
    )


def member(space: UUID, user: UUID, role: SpaceRole, teacher: UUID | None = None) -> SpaceMembership:
    kind = AccountType.PUPIL if role is SpaceRole.PUPIL else AccountType.STAFF
    return SpaceMembership(space_id=space, user_id=user, account_type=kind, role=role, responsible_teacher_id=teacher)


def percentile(values: list[float], of: float) -> float:
    """In milliseconds; a promise that nothing was measured for is broken."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * of))] * 1000 if ordered else float("inf")


def report(options: argparse.Namespace, tally: Tally) -> int:
    """One JSON object on the last line."""
    result = {
        "rooms": options.rooms,
        "per_s": round(len(tally.acknowledged) / options.seconds),
        "chat_p50_ms": round(percentile(tally.acknowledged, 0.5), 1),
        "chat_p99_ms": round(percentile(tally.acknowledged, 0.99), 1),
        "seen_p50_ms": round(percentile(tally.seen, 0.5), 1),
        "seen_max_ms": round(percentile(tally.seen, 1.0), 1),
        "held": sum(tally.held.values()),
        "refused": tally.refused,
    }
    print(json.dumps(result))
    return 0 if not tally.refused and result["chat_p99_ms"] < ACKNOWLEDGED_MS and result["seen_max_ms"] < SEEN_MS else 1


if __name__ == "__main__":
    sys.exit(main())
