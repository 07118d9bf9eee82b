"""The cookie that carries a login session's token: `__Host-` and Secure wherever the connection is (T6)."""

import hashlib
import secrets

from starlette.requests import HTTPConnection
from starlette.responses import Response

from server.core.http import Call

SECURE_NAME = "__Host-session"
"""Browsers refuse this name from subdomains and from plain HTTP, so that nobody can plant a login session."""

PLAIN_NAME = "session"
"""On plain HTTP, which is for a machine's own loopback only."""


def new_token() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> bytes:
    """What is stored of a token: who reads the table cannot sign in with it. Random input needs no slow hash."""
    return hashlib.sha256(token.encode()).digest()


def is_secure(connection: HTTPConnection) -> bool:
    """Whether the browser speaks TLS, as told by the server or by a proxy that the operator trusts."""
    return connection.scope.get("scheme") in ("https", "wss")


def cookie_name(connection: HTTPConnection) -> str:
    """The one name believed on this connection."""
    return SECURE_NAME if is_secure(connection) else PLAIN_NAME


def token_of(connection: HTTPConnection) -> str | None:
    """The token that came along, if any. Over TLS only the protected name counts."""
    return connection.cookies.get(cookie_name(connection))


def give_token(call: Call, token: str | None) -> None:
    """Let the answer set the cookie, or take it away with None."""
    call.cookies[cookie_name(call.request)] = token


def apply_cookies(response: Response, call: Call) -> None:
    """Write what the handler decided. No lifetime: it ends with the browser, and earlier on the server's word."""
    for name, value in call.cookies.items():
        response.set_cookie(
            name,
            value or "",
            max_age=None if value else 0,
            path="/",
            secure=is_secure(call.request),
            httponly=True,
            samesite="lax",
        )
