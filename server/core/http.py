"""What an HTTP request is here: a declared right, typed bodies, an answer. server.app makes the application."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any
from uuid import UUID

import msgspec
from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from server.core.connection import Connection
from server.core.errors import forbidden
from server.core.identity import Identity
from server.core.permissions import Right, Standing
from server.core.site import Site


class Door(Enum):
    """Rights that no row of the matrix describes."""

    PUBLIC = auto()
    """Anybody, signed in or not."""
    SIGNED_IN = auto()
    """Any signed-in user, about things that are their own."""


@dataclass
class Caller:
    """Who asks, and what they are where the request leads. Actions get this, over HTTP and socket alike."""

    site: Site
    identity: Identity
    standing: Standing | None = None
    """The caller's rights in the space, room or conference that the request names, or on the platform where it names
    none, already checked against the declared right; conditions on a target (own, responsible) are the action's."""
    connection: Connection | None = None
    """The socket, when the request came over one."""

    @property
    def here(self) -> Standing:
        """The standing, for actions that declare a right or whose request names a place."""
        if self.standing is None:
            raise forbidden()
        return self.standing


@dataclass
class Call:
    """One HTTP request, after its right was checked."""

    site: Site
    request: HttpRequest
    path: dict[str, UUID]
    query: dict[str, str]
    body: Any = None
    """An instance of the route's `takes`."""
    caller: Caller | None = None
    cookies: dict[str, str | None] = field(default_factory=dict[str, str | None])
    """Set by a handler that gives (or, with None, takes away) a cookie."""

    @property
    def by(self) -> Caller:
        """The signed-in caller; only public routes may be without."""
        if self.caller is None:
            raise forbidden()
        return self.caller


Handler = Callable[[Call], Awaitable[msgspec.Struct | Response | None]]


@dataclass(frozen=True)
class Route:
    """A verb, a path, who may, what goes in and what comes out.

    Path parameters are UUIDs. The first of {space}, {room}, {conference} names the place whose standing is checked; a
    `{name:str}` parameter is plain text, found in `call.request.path_params`.
    """

    method: str
    path: str
    handler: Handler
    right: Right | Door
    takes: type[msgspec.Struct] | None = None
    gives: type[msgspec.Struct] | None = None
    status: int = 200
    from_anywhere: bool = False
    """Other programs than our own pages may ask; only for public routes, which look at no cookie."""
    streams: bool = False
    """The body is a file, which the handler reads; what `takes` names, if it does, stands as percent-encoded JSON in
    the header `description`."""


FrameHandler = Callable[[Caller, Any], Awaitable[msgspec.Struct | None]]


@dataclass(frozen=True)
class Handles:
    """A kind of frame from clients, the action that carries it out, and the right it needs."""

    request: type[msgspec.Struct]
    action: FrameHandler
    right: Right | Door
