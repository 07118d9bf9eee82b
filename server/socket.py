"""One socket endpoint: read, check, dispatch, close codes. What is refused here is refused for every feature."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, Union
from uuid import UUID

import msgspec
import structlog
from starlette.websockets import WebSocket, WebSocketDisconnect

from server.account.cookies import token_of
from server.account.login_sessions import identify
from server.account.origins import origin_allowed
from server.account.usage import Usage
from server.core import clock, metrics
from server.core.connection import Connection
from server.core.database import is_away, storage_refusal
from server.core.ending import end
from server.core.errors import ProtocolError, UserError
from server.core.http import Handles
from server.core.ratelimit import Bucket
from server.core.site import Site
from server.core.wire import PROTOCOL, CloseCode, Done, Refused, Request, Welcome
from server.rooms.hub import Hub
from server.rooms.places import PLACES, Places

log = structlog.get_logger()

FRAMES_PER_SECOND = 40
FRAMES_AT_ONCE = 200


class SocketDoor:
    """The endpoint `/ws`. Knows every kind of frame by the table it is given, and nothing else of the features."""

    def __init__(self, site: Site, handlers: Sequence[Handles]) -> None:
        self._site = site
        self._handlers = {handles.request: handles for handles in handlers}
        kinds: Any = Union[tuple(self._handlers)]  # noqa: UP007 (of a list that is known only here)
        self._decoder = msgspec.json.Decoder(kinds)

    async def serve(self, socket: WebSocket) -> None:
        """Live one connection, from the handshake to the last frame."""
        if not origin_allowed(self._site.settings, socket):
            await _refuse(socket, CloseCode.POLICY, "origin")
            return
        ours = PROTOCOL in socket.scope["subprotocols"]
        await socket.accept(PROTOCOL if ours else None)
        if not ours:
            await _refuse(socket, CloseCode.OTHER_PROTOCOL, "reload")
            return
        try:
            identity = await identify(self._site, token_of(socket))
        except UserError:
            await _refuse(socket, CloseCode.SIGNED_OUT, "signed out")
            return
        except Exception as error:
            if is_away(error):
                # Nobody knows who this is: no reason to send anybody to the sign-in page.
                await _refuse(socket, CloseCode.OUTBOX_FULL, "try again later")
            else:
                log.exception("socket.bug")
                await _refuse(socket, CloseCode.BUG, "")
            return
        await self._live(socket, Connection(socket, identity))

    async def _live(self, socket: WebSocket, connection: Connection) -> None:
        hub = self._site.part(Hub)
        connection.send(Welcome(connection=connection.id, user=connection.identity.user, server_time=clock.now()))
        drain = asyncio.create_task(connection.drain())
        listen = asyncio.create_task(self._listen(socket, connection))
        metrics.CONNECTIONS.inc()
        try:
            try:
                await hub.opened(connection)
            except Exception:
                _broke(connection)
            await asyncio.wait((drain, listen), return_when=asyncio.FIRST_COMPLETED)
            if listen.done() and not drain.done():
                # The last words (a close code) still have to leave, but nobody waits long for a dead line.
                connection.close(CloseCode.GOING_AWAY, "")
                await asyncio.wait((drain,), timeout=5)
        finally:
            await end(drain, listen)
            metrics.CONNECTIONS.dec()
            await hub.closed(connection)

    async def _listen(self, socket: WebSocket, connection: Connection) -> None:
        """Read frames until the other side goes, in order: the next is begun when the last is answered."""
        bucket = Bucket(FRAMES_PER_SECOND, FRAMES_AT_ONCE)
        try:
            while not connection.closing:
                event = await socket.receive()
                if event["type"] == "websocket.disconnect":
                    return
                if not bucket.take():
                    connection.close(CloseCode.POLICY, "too many frames")
                    return
                await self.dispatch(connection, event.get("text"))
        except WebSocketDisconnect:
            return
        except ProtocolError as error:
            connection.close(CloseCode.PROTOCOL_ERROR, str(error)[:100])
        except Exception:
            _broke(connection)

    async def dispatch(self, connection: Connection, text: str | None) -> None:
        """Carry out one frame and answer it. Raises ProtocolError for what is no frame of ours."""
        request = self._decode(text)
        self._site.part(Usage).heard(connection.identity)
        answer = await self._answer(connection, request)
        metrics.FRAMES.labels(request.__struct_config__.tag, answer.__struct_config__.tag).inc()
        connection.send(answer)

    async def _answer(self, connection: Connection, request: Request) -> Done | Refused:
        handles = self._handlers[type(request)]
        try:
            caller = await self._site.part(Places).caller(
                connection.identity, handles.right, place_of(request), connection
            )
            return Done(ref=request.ref, result=await handles.action(caller, request))
        except UserError as refusal:
            return Refused(ref=request.ref, code=refusal.code, text=refusal.text, params=refusal.params)
        except Exception as error:
            if not is_away(error):
                raise
            log.warning("storage.away", error=type(error).__name__)
            refusal = storage_refusal(error)
            return Refused(ref=request.ref, code=refusal.code, text=refusal.text)

    def _decode(self, text: str | None) -> Request:
        if text is None:
            raise ProtocolError("frames are text")
        try:
            request: Any = self._decoder.decode(text)
        except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
            raise ProtocolError(str(error)) from None
        return request


def _broke(connection: Connection) -> None:
    """A bug of ours: logged, and this connection is closed; the others go on."""
    log.exception("socket.bug", user=str(connection.identity.user))
    connection.close(CloseCode.BUG, "")


async def _refuse(socket: WebSocket, code: int, reason: str) -> None:
    """Close before there is a connection."""
    metrics.CLOSED.labels(code).inc()
    await socket.close(code, reason)


def place_of(request: Request) -> tuple[str, UUID] | None:
    """Where a frame leads, by the one field that says so."""
    for name in PLACES:
        if isinstance(thing := getattr(request, name, None), UUID):
            return name, thing
    return None
