"""Builds the application; the only file that knows everyone."""

from __future__ import annotations

import contextlib
import os
from collections.abc import AsyncGenerator
from functools import partial
from importlib import metadata

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, WebSocketRoute
from starlette.routing import Route as StarletteRoute

import campus.contacts.retention
import campus.events.retention
import server.account.retention
import server.account.routes
import server.chat.actions
import server.chat.retention
import server.chat.rooms
import server.chat.routes
import server.conference.actions
import server.conference.documents.retention
import server.conference.retention
import server.conference.routes
import server.core.audit_log
import server.core.blobs
import server.core.redis_keys
import server.moderation.actions
import server.moderation.retention
import server.moderation.routes
import server.notifications.actions
import server.notifications.retention
import server.notifications.routes
import server.rooms.actions
from campus.events.clockwork import Clockwork
from campus.events.videos import Videos
from campus.materials.uploads import Uploads
from campus.pages.notices import PurgeNotices
from campus.routes import ROUTES as CAMPUS_ROUTES
from server import openapi
from server.account.oidc import Provider
from server.account.usage import Usage
from server.api import endpoints
from server.chat.chat import Chat
from server.conference import event_rooms
from server.conference import parts as conferences
from server.core.buses import make_bus
from server.core.database import Database
from server.core.http import Handles, Route
from server.core.ratelimit import RateLimits
from server.core.retention import Retention, Store
from server.core.settings import Settings
from server.core.site import Site
from server.core.wire import Update, Welcome
from server.media.link import MediaLink
from server.moderation.moderation import Moderation
from server.notifications.bell import Bell
from server.notifications.mentions import mentioned
from server.notifications.post import Post
from server.notifications.push.pushes import Pushes
from server.pages import Pages, SecurityHeaders
from server.probes import probes
from server.rooms import parts as rooms
from server.socket import SocketDoor

VERSION = metadata.version("twinspace-live")

ROUTES: list[Route] = [
    *server.account.routes.ROUTES,
    *server.chat.routes.ROUTES,
    *server.chat.rooms.ROUTES,
    *server.conference.routes.ROUTES,
    *server.moderation.routes.ROUTES,
    *server.notifications.routes.ROUTES,
    *CAMPUS_ROUTES,
]

HANDLERS: list[Handles] = [
    *server.rooms.actions.HANDLERS,
    *server.chat.actions.HANDLERS,
    *server.conference.actions.HANDLERS,
    *server.moderation.actions.HANDLERS,
]

REQUESTS = tuple(handles.request for handles in HANDLERS)

UPDATES: tuple[type[Update], ...] = (
    Welcome,
    *server.rooms.actions.UPDATES,
    *server.chat.actions.UPDATES,
    *server.conference.actions.UPDATES,
    *server.moderation.actions.UPDATES,
    *server.notifications.actions.UPDATES,
)

STORES: list[Store] = [
    *server.chat.retention.STORES,
    *server.notifications.retention.STORES,
    *server.conference.retention.STORES,
    *server.conference.documents.retention.STORES,
    *server.moderation.retention.STORES,
    *server.account.retention.STORES,
    *campus.events.retention.STORES,
    *campus.contacts.retention.STORES,
    *server.core.audit_log.STORES,
    *server.core.blobs.STORES,
    *server.core.redis_keys.STORES,
]
"""Everything that is kept for a time only (domain 10.1)."""

CAMPUS_PARTS = (PurgeNotices, Clockwork)
"""What the companion does beside answering."""


def make_site(settings: Settings) -> Site:
    """The parts of one server process, not yet started."""
    site = Site(settings, Database(settings.database), make_bus(settings))
    rooms.add_rooms(site)
    site.add(RateLimits(settings.redis_url))
    site.add(Provider(settings))
    site.add(Usage(site))
    site.add(Retention(site, STORES))
    site.add(Post(site))
    site.add(Pushes(site))
    site.add(Bell(site))
    site.add(Chat(site)).on_mention(partial(mentioned, site))
    site.add(Moderation(site))
    site.add(MediaLink(settings.control))
    conferences.add_conferences(site)
    for part in CAMPUS_PARTS:
        site.add(part(site))
    site.part(Clockwork).ask(partial(event_rooms.inside, site), partial(event_rooms.came, site))
    site.add(Uploads(site))
    site.add(Videos(site))
    return site


@contextlib.asynccontextmanager
async def running(site: Site) -> AsyncGenerator[Site]:
    """Start the parts from the ground up, and stop them from the roof down."""
    async with contextlib.AsyncExitStack() as stack:
        stack.push_async_callback(site.database.close)
        stack.push_async_callback(site.part(RateLimits).close)
        for kind in (
            *rooms.RUNNING,
            Usage,
            Post,
            Pushes,
            Bell,
            Chat,
            Moderation,
            MediaLink,
            *conferences.RUNNING,
            PurgeNotices,
            Clockwork,
            Retention,
        ):
            part = site.part(kind)
            await part.start()
            stack.push_async_callback(part.close)
        yield site


def create_app(settings: Settings) -> Starlette:
    """The application of one server process."""
    site = make_site(settings)
    description = openapi.document(ROUTES, VERSION)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncGenerator[None]:
        async with running(site):
            yield

    async def described(_: Request) -> Response:
        return JSONResponse(description)

    app = Starlette(
        routes=[
            *endpoints(site, ROUTES),
            StarletteRoute("/api/openapi.json", described),
            WebSocketRoute("/ws", SocketDoor(site, HANDLERS).serve),
            *probes(site),
            Mount("/", Pages()),
        ],
        middleware=[Middleware(SecurityHeaders)],
        lifespan=lifespan,
    )
    app.state.site = site
    return app


def create() -> Starlette:
    """What uvicorn calls in each server process: settings from the environment."""
    return create_app(Settings.from_environment(os.environ))
