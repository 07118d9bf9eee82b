"""What the server speaks, as its lists in server.app name it."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import shapes

from server import app
from server.core.http import Route
from server.core.wire import Done, Refused

Struct = type[msgspec.Struct]

__all__ = ["Route", "Struct", "Wire", "of_the_server"]


@dataclass(frozen=True)
class Wire:
    """All frames and bodies."""

    requests: Sequence[Struct]
    updates: Sequence[Struct]
    answers: Sequence[Struct]
    results: dict[Struct, tuple[Struct, ...]]
    """What each kind of request promises in `done.result`."""
    routes: Sequence[Route]


def of_the_server() -> Wire:
    """Read server.app."""
    results = {handles.request: shapes.given_by(handles.action) for handles in app.HANDLERS}
    return Wire(app.REQUESTS, app.UPDATES, (Done, Refused), results, app.ROUTES)
