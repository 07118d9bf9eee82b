"""Says whether a request came from our own pages. Cookies travel with foreign pages' requests too (T25)."""

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from server.account.cookies import is_secure
from server.core.settings import Settings

PORTS = {"http": 80, "https": 443}


def origin_allowed(settings: Settings, connection: HTTPConnection) -> bool:
    """For every socket and every request that changes something: a missing, null or foreign Origin is refused."""
    origins = connection.headers.getlist("origin")
    if len(origins) != 1:
        return False
    came_from = _origin(origins[0])
    return came_from is not None and came_from == _ours(settings, connection)


def _ours(settings: Settings, connection: HTTPConnection) -> tuple[str, str, int] | None:
    if settings.public_url:
        return _origin(settings.public_url, with_path=True)
    scheme = "https" if is_secure(connection) else "http"
    return _origin(f"{scheme}://{connection.headers.get('host', '')}")


def _origin(text: str, *, with_path: bool = False) -> tuple[str, str, int] | None:
    """Scheme, host and port; None for anything that is not exactly that."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in PORTS or not parts.hostname or parts.username is not None:
        return None
    if not with_path and (parts.path or parts.query or parts.fragment):
        return None
    return parts.scheme, parts.hostname.lower(), port or PORTS[parts.scheme]
