"""The wall: up to hundreds of rooms by risk, live (S9). Numbers only; what was written is behind a grant (T35).

Each process looks twice a second while somebody there watches: the counters of the rooms, what is held, what is
reported, who is present. What somebody has to look at is told at once, what only flows once a second.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, TypedDict
from uuid import UUID

import msgspec
import structlog
from sqlalchemy import Row, Select, case, func, or_, select

from server.chat.models import ChatMessage, ChatRoom, MessageState
from server.core import clock
from server.core.connection import Connection
from server.core.ending import end
from server.core.errors import forbidden
from server.core.going_on import going_on
from server.core.http import Caller
from server.core.models import AccessGrant, Space, SpaceState
from server.core.site import Site
from server.core.wire import prepare
from server.moderation import wire
from server.moderation.alone import Company, company
from server.moderation.models import AT_WORK, Case
from server.moderation.scope import Origins, places_of, scope_of
from server.rooms.hub import Hub
from server.rooms.models import Room, RoomKind
from server.rooms.people import People
from server.rooms.places import Places
from server.rooms.presence import Presence
from server.rooms.wire import Person

log = structlog.get_logger()

LOOK_EVERY = 0.4
CALM_EVERY = 1.0
PLACES_EVERY = 30.0
MOST_ROOMS = 500
MINUTE = 60.0


@dataclass(frozen=True)
class View:
    """What a wall is of: the watcher's countries (None: all), and the chosen filter."""

    scope: frozenset[str] | None
    countries: frozenset[str]
    languages: frozenset[str]

    @property
    def of_everything(self) -> bool:
        return self.scope is None and not self.countries and not self.languages

    def holds(self, countries: frozenset[str], languages: frozenset[str]) -> bool:
        """Whether a space of these countries and languages is within it."""
        return (
            (self.scope is None or bool(countries & self.scope))
            and (not self.countries or bool(countries & self.countries))
            and (not self.languages or bool(languages & self.languages))
        )


@dataclass
class Watcher:
    """One connection's wall: what it may see, and what it was told."""

    view: View
    told: dict[UUID, wire.WallRoom] = field(default_factory=dict[UUID, wire.WallRoom])
    calm_at: float = 0.0
    grants: dict[UUID, datetime] = field(default_factory=dict[UUID, datetime])


class Wall:
    """A Site part: looks only while somebody watches."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._watchers: dict[Connection, Watcher] = {}
        self._task: asyncio.Task[None] | None = None
        self._rooms: dict[UUID, wire.WallRoom] = {}
        self._in_view: dict[View, set[UUID]] = {}
        self._seqs: dict[UUID, deque[tuple[float, int]]] = {}
        self._places: tuple[float, Origins] = (0.0, {})
        site.part(Hub).on_closed(self._closed)

    async def close(self) -> None:
        """Stop looking."""
        await end(self._task)

    async def watch(self, caller: Caller, request: wire.WatchWall) -> wire.WallState:
        """Begin, or change the filter."""
        if caller.connection is None:
            raise forbidden("This works on the socket only.")
        scope = await scope_of(self._site, caller.identity.user)
        view = View(scope, frozenset(request.countries), frozenset(request.languages))
        watcher = Watcher(view, calm_at=time.monotonic() + CALM_EVERY)
        watcher.grants = await self._grants(caller.identity.user)
        if not self._watchers or view not in self._in_view:
            await self._look(view)
        watcher.told = self._for(watcher)
        self._watchers[caller.connection] = watcher
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._look_for_ever())
        rooms = sorted(watcher.told.values(), key=lambda room: (-room.risk, str(room.room)))
        return wire.WallState(rooms=rooms, **_totals(watcher.told))

    async def unwatch(self, caller: Caller) -> None:
        """See it no more."""
        if caller.connection is not None:
            self._watchers.pop(caller.connection, None)

    async def _closed(self, connection: Connection) -> None:
        self._watchers.pop(connection, None)

    async def _look_for_ever(self) -> None:
        while self._watchers:
            await asyncio.sleep(LOOK_EVERY)
            with going_on(log, "wall.look"):
                for connection, watcher in list(self._watchers.items()):
                    await self._review(connection, watcher)
                await self._look()
                for connection, watcher in list(self._watchers.items()):
                    self._tell(connection, watcher)

    async def _review(self, connection: Connection, watcher: Watcher) -> None:
        """What somebody may see, as it is now: whose role has ended sees nothing from here on (T1)."""
        user = connection.identity.user
        scope = await scope_of(self._site, user)
        watcher.view = replace(watcher.view, scope=scope)
        watcher.grants = await self._grants(user)
        if scope is not None and not scope and self._watchers.get(connection) is watcher:
            del self._watchers[connection]
            connection.push(prepare(wire.WallChanged(rooms=[], gone=list(watcher.told), **_totals({}))))

    def _for(self, watcher: Watcher) -> dict[UUID, wire.WallRoom]:
        return {
            room: msgspec.structs.replace(self._rooms[room], open_until=watcher.grants.get(self._rooms[room].space))
            for room in self._in_view.get(watcher.view, ())
        }

    def _tell(self, connection: Connection, watcher: Watcher) -> None:
        if watcher.view not in self._in_view:
            return  # It came while a look was under way; the next one is for it too.
        now = self._for(watcher)
        gone = [room for room in watcher.told if room not in now]
        changed = [room for room in now.values() if watcher.told.get(room.room) != room]
        urgent = gone or any(_is_urgent(watcher.told.get(room.room), room) for room in changed)
        if not (gone or changed) or (not urgent and time.monotonic() < watcher.calm_at):
            return
        watcher.told, watcher.calm_at = now, time.monotonic() + CALM_EVERY
        connection.push(prepare(wire.WallChanged(rooms=changed, gone=gone, **_totals(now))))

    async def _grants(self, user: UUID) -> dict[UUID, datetime]:
        running = select(AccessGrant.space_id, func.max(AccessGrant.ends_at)).where(
            AccessGrant.actor_id == user, AccessGrant.ends_at > clock.now()
        )
        async with self._site.database.read() as db:
            return dict((await db.execute(running.group_by(AccessGrant.space_id))).all())

    async def _chosen(self, view: View, now: datetime) -> Sequence[Row[Any]]:
        """The rooms within a view; where they are too many, those where something waits, then the lively ones."""
        waits = select(ChatMessage.room_id).where(
            ChatMessage.hold.is_not(None), ChatMessage.state == MessageState.HELD, ChatMessage.expires_at > now
        )
        reported = select(func.coalesce(Case.room_id, Case.space_id)).where(Case.state.in_(AT_WORK))
        calls = case((or_(Room.id.in_(waits), Room.id.in_(reported), Room.space_id.in_(reported)), 0), else_=1)
        last = (
            select(ChatMessage.created_at)
            .where(ChatMessage.room_id == Room.id)
            .order_by(ChatMessage.seq.desc())
            .limit(1)
            .correlate(Room)
            .scalar_subquery()
        )
        of = self._site.part(Places).rooms("conference")
        rooms = (
            select(Room.id, Room.title, Room.state, Space.id.label("space"), Space.title.label("of"), Space.slug)
            .add_columns(func.coalesce(ChatRoom.last_seq, 0).label("seq"), of.c.thing.label("conference"))
            .join(Space, Space.id == Room.space_id)
            .outerjoin(ChatRoom, ChatRoom.room_id == Room.id)
            .outerjoin(of, of.c.room == Room.id)
            .where(or_(Room.kind == RoomKind.CHATROOM, Room.id.in_(self._sat_in()), Room.id.in_(waits)))
            .where(Space.state == SpaceState.OPEN)
            .order_by(calls, last.desc().nulls_last(), Room.id)
            .limit(MOST_ROOMS)
        )
        if not view.of_everything:
            spaces = [space for space, place in self._places[1].items() if view.holds(*place)]
            rooms = rooms.where(Room.space_id.in_(spaces))
        async with self._site.database.read() as db:
            return (await db.execute(rooms)).all()

    async def _look(self, also: View | None = None) -> None:
        """A few small queries, however many messages there were: one for each different view, and two for all."""
        now, steady = clock.now(), time.monotonic()
        if steady >= self._places[0]:
            self._places = steady + PLACES_EVERY, await places_of(self._site)
        views = {watcher.view for watcher in self._watchers.values()}
        if also is not None:
            views.add(also)
        chosen = {view: await self._chosen(view, now) for view in views}
        found = {row.id: row for rows in chosen.values() for row in rows}
        recent = case((ChatMessage.created_at > now - timedelta(hours=1), 1), else_=0)
        waiting = case((ChatMessage.state == MessageState.HELD, 1), else_=0)
        since = case((ChatMessage.state == MessageState.HELD, ChatMessage.created_at), else_=None)
        held = (
            select(ChatMessage.room_id, func.sum(waiting), func.min(since), func.sum(recent))
            .where(ChatMessage.hold.is_not(None), ChatMessage.expires_at > now)
            .group_by(ChatMessage.room_id)
        )
        reports = (
            select(Case.space_id, Case.room_id, func.count())
            .where(Case.state.in_(AT_WORK))
            .group_by(Case.space_id, Case.room_id)
        )
        async with self._site.database.read() as db:
            holds = {row[0]: (int(row[1]), row[2], int(row[3])) for row in await db.execute(held)}
            reported: dict[UUID, int] = {}
            for space, room, number in await db.execute(reports):
                reported[room or space] = reported.get(room or space, 0) + number
        seated = await self._seated()
        fresh: dict[UUID, wire.WallRoom] = {}
        for row in found.values():
            people = await self._people(row, seated)
            waits, oldest, hits = holds.get(row.id, (0, None, 0))
            countries, languages = self._places[1].get(row.space, (frozenset[str](), frozenset[str]()))
            teachers = sum(person.kind == "teacher" for person in people)
            room = wire.WallRoom(
                room=row.id,
                conference=row.conference,
                space=row.space,
                title=row.title,
                space_title=row.of,
                slug=row.slug,
                state=row.state.value,
                countries=sorted(countries),
                languages=sorted(languages),
                risk=0,
                held=waits,
                oldest_held=oldest,
                per_minute=self._speed(row.id, steady, row.seq),
                hits=hits,
                reports=reported.get(row.id, 0) + reported.get(row.space, 0),
                people=len(people),
                teachers=teachers,
                no_adult=company(people) is Company.ALONE,
                open_until=None,
            )
            fresh[row.id] = msgspec.structs.replace(room, risk=risk(room, now))
        self._rooms = fresh
        self._in_view = {view: {row.id for row in rows} for view, rows in chosen.items()}

    def _sat_in(self) -> Select[UUID]:
        """The rooms of the conferences that run."""
        return select(self._site.part(Places).inside("conference").c.room)

    async def _seated(self) -> dict[UUID, set[UUID]]:
        """Who sits in them."""
        inside = self._site.part(Places).inside("conference")
        seated: dict[UUID, set[UUID]] = {}
        async with self._site.database.read() as db:
            for room, user in await db.execute(select(inside.c.room, inside.c.user)):
                seated.setdefault(room, set()).add(user)
        return seated

    async def _people(self, row: Row[Any], seated: dict[UUID, set[UUID]]) -> Collection[Person]:
        """Who is there: in a chatroom as all see it, beside a stage by their seats."""
        if row.conference is None:
            return await self._site.part(Presence).people(row.id)
        return (await self._site.part(People).many(row.space, seated.get(row.id, ()))).values()

    def _speed(self, room: UUID, steady: float, seq: int) -> int:
        """Messages in the last minute, by the room's own counter, whichever process wrote them."""
        seen = self._seqs.setdefault(room, deque())
        if not seen or steady - seen[-1][0] >= 2:
            seen.append((steady, seq))
        while len(seen) > 1 and steady - seen[1][0] >= MINUTE:
            seen.popleft()
        return seq - seen[0][1]


def risk(room: wire.WallRoom, now: datetime) -> int:
    """What calls for eyes first: reports, then what waits and for how long, then pupils alone, hits, speed."""
    waited = (now - room.oldest_held).total_seconds() / 60 if room.oldest_held else 0.0
    return min(
        1000,
        200 * min(room.reports, 2)
        + 20 * min(room.held, 5)
        + int(20 * min(waited, 10))
        + 150 * room.no_adult
        + 10 * min(room.hits, 10)
        + min(room.per_minute, 600) // 12,
    )


def _is_urgent(before: wire.WallRoom | None, after: wire.WallRoom) -> bool:
    return before is None or any(
        getattr(before, name) != getattr(after, name) for name in ("held", "reports", "no_adult", "state", "open_until")
    )


class _Totals(TypedDict):
    held: int
    oldest_held: datetime | None
    without_adult: int
    reports: int


def _totals(rooms: dict[UUID, wire.WallRoom]) -> _Totals:
    oldest = [room.oldest_held for room in rooms.values() if room.oldest_held]
    return {
        "held": sum(room.held for room in rooms.values()),
        "oldest_held": min(oldest) if oldest else None,
        "without_adult": sum(room.no_adult for room in rooms.values()),
        "reports": sum(room.reports for room in rooms.values()),
    }
