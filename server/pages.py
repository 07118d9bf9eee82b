"""The web client's files, and the headers that keep every page to itself."""

from __future__ import annotations

from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BUILT = Path(__file__).parent.parent / "web" / "dist"

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
"""No inline script or style, no third party (T13, T25)."""

SECURITY = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(self), microphone=(self), display-capture=(self), geolocation=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class SecurityHeaders:
    """Puts the headers on every HTTP answer that has none of its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY.items():
                    headers.setdefault(name, value)
                if scope.get("scheme") == "https":
                    headers.setdefault("strict-transport-security", "max-age=31536000")
            await send(message)

        await self._app(scope, receive, with_headers)


class Pages(StaticFiles):
    """Built files; every address that is no file is the client's own and gets its one page."""

    def __init__(self) -> None:
        super().__init__(directory=BUILT, html=False, check_dir=False)
        # Starlette would answer 500 where there is no folder yet; we say what to do.
        self.config_checked = True

    async def get_response(self, path: str, scope: Scope) -> Response:
        if not BUILT.is_dir():
            return PlainTextResponse("The web client is not built yet: run `make run`.", 503)
        if path in ("", ".") or not (BUILT / path).is_file():
            # Starlette says "." for the root, which is a page like any other.
            if path != "." and (path.startswith(("api/", "assets/")) or "." in path.rsplit("/", 1)[-1]):
                raise HTTPException(404)
            path = "index.html"
        response = await super().get_response(path, scope)
        forever = path.startswith("assets/")
        response.headers["cache-control"] = "public, max-age=31536000, immutable" if forever else "no-cache"
        return response
