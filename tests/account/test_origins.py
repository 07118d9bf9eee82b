"""Which pages may speak for a signed-in user."""

from __future__ import annotations

import pytest
from starlette.requests import HTTPConnection

from server.account.origins import origin_allowed
from server.core.settings import Settings
from tests.account.conftest import Served

pytestmark = pytest.mark.anyio


def connection(scheme: str, host: str, *origins: str) -> HTTPConnection:
    headers = [(b"host", host.encode()), *((b"origin", origin.encode()) for origin in origins)]
    return HTTPConnection({"type": "http", "scheme": scheme, "headers": headers})


@pytest.mark.parametrize(
    ("scheme", "host", "origin"),
    [
        ("http", "127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("ws", "127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("wss", "space.example", "https://space.example"),
        ("https", "space.example:443", "https://space.example"),
        ("https", "Space.Example", "https://space.example:443"),
        ("http", "[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_our_own_pages_are_known_by_the_address_they_came_from(scheme: str, host: str, origin: str):
    assert origin_allowed(Settings(), connection(scheme, host, origin))


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "",
        "https://evil.example",
        "http://space.example",
        "https://space.example:8443",
        "https://space.example.evil.example",
        "https://evilspace.example",
        "https://space.example@evil.example",
        "https://user@space.example",
        "https://space.example/",
        "https://space.example/path",
        "https://space.example?x",
        "https://space.example:99999",
        "https://[::1",
        "wss://space.example",
        "file://",
        "chrome-extension://abcdef",
        "https://space.example https://evil.example",
    ],
)
def test_no_other_page_is(origin: str):
    assert not origin_allowed(Settings(), connection("https", "space.example", origin))


def test_none_and_two_are_no_origin():
    assert not origin_allowed(Settings(), connection("https", "space.example"))
    twice = connection("https", "space.example", "https://space.example", "https://space.example")
    assert not origin_allowed(Settings(), twice)


def test_a_public_address_alone_counts_where_one_is_set():
    settings = Settings(public_url="https://space.example/")
    assert origin_allowed(settings, connection("http", "10.0.0.7:8000", "https://space.example"))
    assert not origin_allowed(settings, connection("http", "10.0.0.7:8000", "http://10.0.0.7:8000"))


@pytest.mark.parametrize("origin", [None, "null", "http://evil.example"])
async def test_a_socket_from_a_foreign_page_is_not_opened(served: Served, origin: str | None):
    ada = await served.entered("ada")
    with pytest.raises(Exception, match="403"):
        await ada.dial(ada.cookie, origin=origin)
    await ada.connect()
