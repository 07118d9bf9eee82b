"""Who is in a chatroom now, once each however many tabs, across all processes. Never stored.

Each process holds a lease per room whose value is its own people there, and tells the others when that changed. Whoever
hears it reads all leases again: what is true is always the union of what is held, so nothing can drift, and the
people of a process that died vanish when its lease runs out.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

import msgspec
import structlog

from server.core import clock
from server.core.connection import Connection
from server.core.database import new_id
from server.core.ending import end
from server.core.site import Site
from server.rooms.hub import Hub
from server.rooms.topics import room_topic, space_topic
from server.rooms.wire import CrowdChanged, Person, PresenceChanged

log = structlog.get_logger()

LEASE = 15.0
"""Seconds that a process's word counts unless renewed: how long the people of a dead process seem to be here."""
RENEW_EVERY = 5.0
TELL_EVERY = 0.25
"""Seconds between two presence frames of one room: many people coming at once are one frame."""

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(list[Person])


@dataclass
class Here:
    """One room, as this process sees it."""

    space: UUID
    local: dict[Connection, Person] = field(default_factory=dict[Connection, Person])
    others: dict[UUID, Person] = field(default_factory=dict[UUID, Person])
    told: dict[UUID, Person] = field(default_factory=dict[UUID, Person])
    """What the listeners of this process have been told."""
    changed: bool = True
    """Whether our own people are different from what we hold."""
    poked: bool = False
    """Whether another process said that something changed."""
    dirty: asyncio.Event = field(default_factory=asyncio.Event)
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None

    def everybody(self) -> dict[UUID, Person]:
        return self.others | {person.id: person for person in self.local.values()}


class Presence:
    """The people of the rooms in which this process has somebody."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._hub = site.part(Hub)
        self._hub.on_detached(self.leave)
        self._hub.on_gap(self.renew)
        self._key = str(new_id())
        self._rooms: dict[UUID, Here] = {}
        self._renewing: asyncio.Task[None] | None = None
        self._on_changed: list[Callable[[UUID], None]] = []

    def on_changed(self, listener: Callable[[UUID], None]) -> None:
        """Ask to be told of each room of this process in which other people are now. Must not wait."""
        self._on_changed.append(listener)

    async def start(self) -> None:
        """Keep the leases alive from now on."""
        self._renewing = asyncio.create_task(self._renew_for_ever())

    async def close(self) -> None:
        """Take our people out of all rooms, so that nobody waits for the leases to run out."""
        tasks = [here.task for here in self._rooms.values()] + [self._renewing]
        await end(*tasks)
        for room in self._rooms:
            await self._site.bus.release(_lease(room), self._key)
            await self._site.bus.publish(_topic(room), self._key.encode())
        self._rooms.clear()

    async def enter(self, connection: Connection, room: UUID, space: UUID, person: Person) -> list[Person]:
        """This connection is in the room now. Returns who is here: later frames tell the differences to that."""
        here = self._rooms.get(room)
        if here is None:
            here = self._rooms[room] = Here(space)
            here.task = asyncio.create_task(self._live(room, here))
        here.local[connection] = person
        here.changed = True
        here.dirty.set()
        await here.ready.wait()
        return sorted((here.told | {person.id: person}).values(), key=lambda p: (p.kind != "teacher", p.name))

    def leave(self, connection: Connection, topic: str) -> None:
        """This connection hears the topic no more; nothing happens unless it was present in that room."""
        name, _, room = topic.partition(":")
        if name != "room" or (here := self._rooms.get(UUID(room))) is None:
            return
        if here.local.pop(connection, None) is not None:
            here.changed = True
            here.dirty.set()

    async def people(self, room: UUID) -> list[Person]:
        """Who is in any room, also one in which this process has nobody."""
        if (here := self._rooms.get(room)) and here.ready.is_set():
            return list(here.everybody().values())
        return list((await self._held(room)).values())

    async def asked(self, room: UUID) -> list[Person]:
        """The same, asked of all processes at this moment: for what is decided, not shown."""
        here = self._rooms.get(room)
        ours = {person.id: person for person in here.local.values()} if here else {}
        return list((await self._held(room) | ours).values())

    def rooms(self) -> list[UUID]:
        """The rooms in which this process has somebody."""
        return list(self._rooms)

    async def renew(self) -> None:
        """The bus was away: say again who is here, and look again."""
        for here in self._rooms.values():
            here.changed = True
            here.dirty.set()

    async def _renew_for_ever(self) -> None:
        while True:
            await asyncio.sleep(RENEW_EVERY)
            for room, here in list(self._rooms.items()):
                await self._hold(room, here)
                here.dirty.set()

    async def _live(self, room: UUID, here: Here) -> None:
        """The one task of a room: it wakes when something changed, at most four times a second."""
        await self._hub.hear(_topic(room), lambda payload: self._poked(here, payload))
        while here.local or here.changed:
            await here.dirty.wait()
            here.dirty.clear()
            try:
                await self._look(room, here)
            except Exception:
                log.exception("presence.look", room=str(room))
            here.ready.set()
            await asyncio.sleep(TELL_EVERY)
        del self._rooms[room]
        await self._hub.unhear(_topic(room))

    def _poked(self, here: Here, payload: bytes) -> None:
        if payload != self._key.encode():
            here.poked = True
            here.dirty.set()

    async def _look(self, room: UUID, here: Here) -> None:
        # A process that changed something tells the crowd, and whoever finds that another one died.
        teller = here.changed or not here.poked
        ours, here.changed, here.poked = here.changed, False, False
        if ours:
            await self._hold(room, here)
            await self._site.bus.publish(_topic(room), self._key.encode())
        if await self._site.bus.ping():
            here.others = await self._held(room)
        now = here.everybody()
        joined = [person for user, person in now.items() if here.told.get(user) != person]
        left = [user for user in here.told if user not in now]
        here.told = now
        if joined or left:
            self._hub.push(room_topic(room), PresenceChanged(room=room, joined=joined, left=left))
            for listener in self._on_changed:
                listener(room)
        if teller and (joined or left):
            await self._tell_crowd(room, here)

    async def _tell_crowd(self, room: UUID, here: Here) -> None:
        crowd = CrowdChanged(
            space=here.space,
            room=room,
            people_here=len(here.told),
            teachers_here=sum(person.kind == "teacher" for person in here.told.values()),
            at=clock.now(),
        )
        await self._hub.publish(space_topic(here.space), crowd)

    async def _hold(self, room: UUID, here: Here) -> None:
        if here.local:
            people = {person.id: person for person in here.local.values()}
            await self._site.bus.hold(_lease(room), self._key, _encoder.encode(list(people.values())), LEASE)
        else:
            await self._site.bus.release(_lease(room), self._key)

    async def _held(self, room: UUID) -> dict[UUID, Person]:
        """The people of all other processes."""
        held = await self._site.bus.held(_lease(room))
        return {p.id: p for key, value in held.items() if key != self._key for p in _decoder.decode(value)}


def _topic(room: UUID) -> str:
    return f"here:{room}"


def _lease(room: UUID) -> str:
    return f"here:{room}"
