"""Where a request leads, and what the caller is there. Every request and every frame passes `caller` first."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from uuid import UUID

from sqlalchemy import Subquery
from sqlalchemy.ext.asyncio import AsyncSession

from server.core.connection import Connection
from server.core.errors import UserError, forbidden, not_found
from server.core.http import Caller, Door
from server.core.identity import Identity
from server.core.permissions import Right, Standing, could, lies_in_space
from server.core.site import Site
from server.rooms.standing import standing_anywhere, standing_in

Resolver = Callable[[AsyncSession, UUID], Awaitable[UUID | None]]
"""Finds the space that a thing belongs to; None when there is no such thing."""

PLACES = ("space", "room", "conference")
"""The names by which a path or a frame says where it leads."""

STALE_AFTER = 5.0
"""Seconds. Changes of rights are announced at once; this bounds the harm when an announcement is lost."""

MOST_KEPT = 20_000


class Places:
    """Standings of the users of this process, kept until somebody announces that they changed."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._resolvers: dict[str, Resolver] = {}
        self._leaders: dict[str, Subquery] = {}
        self._rooms: dict[str, Subquery] = {}
        self._inside: dict[str, Subquery] = {}
        self._spaces: dict[tuple[str, UUID], UUID] = {}
        self._standings: dict[tuple[UUID, UUID], tuple[float, Standing]] = {}
        self._forgotten = 0

    def add(
        self,
        name: str,
        resolver: Resolver,
        leaders: Subquery | None = None,
        rooms: Subquery | None = None,
        inside: Subquery | None = None,
    ) -> None:
        """Teach the name of a kind of place: a feature says how to find the space of its things, who leads them, which
        rooms are entered through them, and who is inside."""
        assert name in PLACES
        self._resolvers[name] = resolver
        if leaders is not None:
            self._leaders[name] = leaders
        if rooms is not None:
            self._rooms[name] = rooms
        if inside is not None:
            self._inside[name] = inside

    def leaders(self, name: str) -> Subquery:
        """Everybody who leads such a thing: `thing`, `leader`, and whether that is its `host`."""
        return self._leaders[name]

    def rooms(self, name: str) -> Subquery:
        """The rooms that are entered through such a thing: `thing` and `room`."""
        return self._rooms[name]

    def inside(self, name: str) -> Subquery:
        """Who is in those rooms now: `room` and `user`."""
        return self._inside[name]

    def forget(self, user: UUID | None, space: UUID | None) -> None:
        """Drop what is known of a user, of a space, or (both None) of everything."""
        self._forgotten += 1
        self._standings = {
            key: kept
            for key, kept in self._standings.items()
            if (user is not None and key[0] != user) or (space is not None and key[1] != space)
        }

    async def standing(self, identity: Identity, name: str, thing: UUID) -> Standing:
        """What this user is in the space of that thing; `not_found` for strangers and for what is not there, and
        `grant_needed` for administrators who have no grant."""
        space = thing if name == "space" else self._spaces.get((name, thing))
        kept = self._standings.get((identity.user, space)) if space is not None else None
        if kept is not None and kept[0] > time.monotonic():
            return kept[1]
        as_of = self._forgotten
        async with self._site.database.read() as db:
            if space is None:
                space = await self._resolvers[name](db, thing)
                if space is None:
                    raise not_found(name)
            try:
                standing = await standing_in(db, identity, space)
            except UserError as refusal:
                if refusal.code == "grant_needed":
                    raise
                # In the words used for what is absent: a stranger must not learn that it is there (T3).
                raise not_found(name) from None
        # What was read while somebody announced a change may be from before it.
        if as_of == self._forgotten:
            self._keep(name, thing, space, standing)
        return standing

    def _keep(self, name: str, thing: UUID, space: UUID, standing: Standing) -> None:
        if len(self._standings) >= MOST_KEPT or len(self._spaces) >= MOST_KEPT:
            self._standings.clear()
            self._spaces.clear()
        self._spaces[name, thing] = space
        self._standings[standing.user, space] = (time.monotonic() + STALE_AFTER, standing)

    async def caller(
        self,
        identity: Identity,
        right: Right | Door,
        place: tuple[str, UUID] | None,
        connection: Connection | None = None,
    ) -> Caller:
        """The caller of a request that declared `right` and leads to `place`, or, for rights that lie in no space, to
        the platform as a whole; refuses what no facts could allow."""
        caller = Caller(self._site, identity, None, connection)
        if place is not None:
            caller.standing = await self.standing(identity, *place)
        elif isinstance(right, Right) and not lies_in_space(right):
            async with self._site.database.read() as db:
                caller.standing = await standing_anywhere(db, identity)
        if isinstance(right, Right) and not (caller.standing and could(caller.standing, right)):
            raise forbidden()
        return caller
