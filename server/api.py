"""Turns routes into an HTTP application: rights, typed bodies, and errors in one shape. Knows no feature."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote_to_bytes
from uuid import UUID

import msgspec
import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route as StarletteRoute

from server.account.cookies import apply_cookies, token_of
from server.account.login_sessions import identify
from server.account.origins import origin_allowed
from server.core.database import is_away, storage_refusal
from server.core.errors import UserError
from server.core.http import Call, Door, Route
from server.core.site import Site
from server.rooms.places import PLACES, Places

log = structlog.get_logger()

MAX_BODY = 256 * 1024
SAFE_METHODS = ("GET", "HEAD")
PRIVATE = {"cache-control": "no-store", "content-type": "application/json", "x-content-type-options": "nosniff"}


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Every refusal over HTTP: a stable code, plain English, and what fills the translated sentence."""

    code: str
    text: str
    params: dict[str, str | int] = {}


def endpoints(site: Site, routes: Sequence[Route]) -> list[StarletteRoute]:
    """One Starlette route for each of ours; paths name UUIDs unless they say otherwise."""
    return [_endpoint(site, route) for route in routes]


def _endpoint(site: Site, route: Route) -> StarletteRoute:
    decoder = msgspec.json.Decoder(route.takes) if route.takes else None

    async def endpoint(request: Request) -> Response:
        try:
            return await _answer(site, route, decoder, request)
        except UserError as refusal:
            return _problem(refusal.status, refusal.code, refusal.text, refusal.params)
        except ClientDisconnect:
            # Nobody reads this.
            return Response(status_code=400)
        except Exception as error:
            if not is_away(error):
                log.exception("http.bug", path=route.path)
                return _problem(500, "bug", "Something went wrong on our side. Nothing was changed.", {})
            log.warning("storage.away", error=type(error).__name__)
            refusal = storage_refusal(error)
            return _problem(refusal.status, refusal.code, refusal.text, {})

    return StarletteRoute(route.path.replace(":str", ""), endpoint, methods=[route.method])


async def _answer(site: Site, route: Route, decoder: Any, request: Request) -> Response:
    checked = route.method not in SAFE_METHODS and not route.from_anywhere
    if checked and not origin_allowed(site.settings, request):
        raise UserError("foreign_origin", "This request does not come from our own pages.", status=403)
    path = _path(route, request)
    call = Call(site=site, request=request, path=path, query=dict(request.query_params))
    call.caller = await _caller(site, route, request, path)
    if decoder is not None:
        call.body = _described(decoder, request) if route.streams else await _body(decoder, request)
    result = await route.handler(call)
    if isinstance(result, Response):
        response = result
    else:
        content = b"null" if result is None else msgspec.json.encode(result)
        response = Response(content, status_code=route.status, headers=PRIVATE)
    apply_cookies(response, call)
    return response


def _path(route: Route, request: Request) -> dict[str, UUID]:
    """The UUIDs of the path; what is none does not exist."""
    path: dict[str, UUID] = {}
    for name, text in request.path_params.items():
        if f"{{{name}:str}}" in route.path:
            continue
        try:
            path[name] = UUID(str(text))
        except ValueError:
            raise UserError("not_found", "There is nothing at this address.", status=404) from None
    return path


async def _caller(site: Site, route: Route, request: Request, path: dict[str, UUID]) -> Any:
    token = token_of(request)
    if route.right is Door.PUBLIC:
        return None
    identity = await identify(site, token)
    place = next(((name, path[name]) for name in PLACES if name in path), None)
    return await site.part(Places).caller(identity, route.right, place)


async def _body(decoder: Any, request: Request) -> Any:
    """The typed body: JSON, of bounded size, exactly of the declared shape."""
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > MAX_BODY:
            raise UserError("too_big", "That is too much at once.", status=413)
    return _decoded(decoder, bytes(content))


def _described(decoder: Any, request: Request) -> Any:
    """What a header says of the file that is the body."""
    return _decoded(decoder, unquote_to_bytes(request.headers.get("description", "")))


def _decoded(decoder: Any, content: bytes) -> Any:
    try:
        return decoder.decode(content)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise UserError("malformed", f"We do not understand this request: {error}"[:300], status=400) from None


def _problem(status: int, code: str, text: str, params: dict[str, str | int]) -> Response:
    headers = dict(PRIVATE)
    if status == 429 and "retry_after" in params:
        headers["retry-after"] = str(params["retry_after"])
    return Response(msgspec.json.encode(Problem(code=code, text=text, params=params)), status, headers)
