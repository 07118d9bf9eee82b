"""Nothing can be asked without a declared right, and nobody gets at what is not theirs (T3, T11)."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator
from uuid import UUID, uuid4

import httpx
import pytest

from server.app import HANDLERS, ROUTES
from server.core.http import Door, Handles, Route
from server.core.permissions import Right
from server.core.rights import Right as MatrixRight
from server.core.wire import Request
from server.rooms.places import PLACES
from tests.examples import example
from tests.live import Client, browsing
from tests.people import PASSWORD, People

pytestmark = pytest.mark.anyio

PLACED = [handles for handles in HANDLERS if set(handles.request.__struct_fields__) & set(PLACES)]
PLACED_ROUTES = [route for route in ROUTES if any(f"{{{place}}}" in route.path for place in PLACES)]


def named(thing: Handles | Route) -> str:
    return thing.request.__name__ if isinstance(thing, Handles) else f"{thing.method} {thing.path}"


def test_every_frame_declares_a_right_of_the_matrix() -> None:
    for handles in HANDLERS:
        assert isinstance(handles.right, MatrixRight | Door), named(handles)
        assert handles.right is not Door.PUBLIC, f"{named(handles)}: a socket is always somebody's"


def test_every_frame_that_leads_to_a_place_declares_a_right_of_that_place() -> None:
    leaving = {"LeaveRoom", "UnfollowSpace", "LeaveConference"}
    for handles in PLACED:
        if handles.request.__name__ not in leaving:
            assert isinstance(handles.right, Right), named(handles)


def test_every_route_declares_a_right() -> None:
    for route in ROUTES:
        assert isinstance(route.right, Right | Door), named(route)
    for route in PLACED_ROUTES:
        assert isinstance(route.right, Right), f"{named(route)} leads to a place and must name a right of it"


def test_only_signing_in_and_the_public_card_are_open_to_all() -> None:
    public = {route.path for route in ROUTES if route.right is Door.PUBLIC}
    assert public == {
        "/api/sign-in",
        "/api/sign-out",
        "/api/oidc/start",
        "/api/oidc/callback",
        "/api/spaces/by-slug/{slug:str}",
        "/api/calendar/{token:str}",
        "/unsubscribe/{kind:str}/{token:str}",
        "/api/decisions/{token:str}",
        "/api/decisions/{token:str}/appeal",
    }


@pytest.fixture
async def eve(base: str, people: People) -> AsyncGenerator[Client]:
    """A teacher of another space, signed in and connected."""
    client = Client(base)
    assert (await client.sign_in("eve", PASSWORD)).status_code == 200
    await client.connect()
    yield client
    await client.close()


async def test_a_stranger_is_refused_every_frame_about_a_space_that_is_not_hers(eve: Client, people: People) -> None:
    for handles in PLACED:
        for target in (people.space, people.room, uuid4()):
            frame = example(handles.request) | {
                place: str(target) for place in PLACES if place in handles.request.__struct_fields__
            }
            answer = await eve.ask(frame.pop("type"), **{name: frame[name] for name in frame if name != "ref"})
            leaving = issubclass(handles.request, Request) and handles.request.__name__.startswith(
                ("Leave", "Unfollow")
            )
            if answer["type"] == "done":
                assert leaving, f"{named(handles)} was carried out for a stranger"
            else:
                assert answer["code"] in ("not_found", "forbidden"), f"{named(handles)}: {answer}"


async def test_a_stranger_is_refused_every_address_of_a_space_that_is_not_hers(eve: Client, people: People) -> None:
    for route in PLACED_ROUTES:
        for target in (people.space, people.room, uuid4()):
            answer = await ask(eve.http, route, target)
            assert answer.status_code in (403, 404), f"{named(route)}: {answer.status_code} {answer.text}"


async def test_nobody_in_particular_is_asked_to_sign_in(base: str, people: People) -> None:
    async with browsing(base) as anonymous:
        for route in ROUTES:
            if route.right is not Door.PUBLIC:
                answer = await ask(anonymous, route, people.space)
                assert answer.status_code == 401, f"{named(route)}: {answer.status_code} {answer.text}"


async def test_a_request_from_a_foreign_page_changes_nothing(base: str, eve: Client) -> None:
    for origin in ("https://elsewhere.example", "null"):
        for route in ROUTES:
            if route.method != "GET" and not route.from_anywhere:
                answer = await ask(eve.http, route, uuid4(), {"origin": origin})
                assert (answer.status_code, answer.json()["code"]) == (403, "foreign_origin"), named(route)


async def ask(
    http: httpx.AsyncClient, route: Route, target: UUID, headers: dict[str, str] | None = None
) -> httpx.Response:
    """The route with this UUID in every place of its path, and a body of the right shape."""
    path = re.sub(r"\{\w+:str\}", "rivers-and-seas", route.path)
    path = re.sub(r"\{\w+\}", str(target), path)
    body = example(route.takes) if route.takes else None
    return await http.request(route.method, path, json=body, headers=headers)
