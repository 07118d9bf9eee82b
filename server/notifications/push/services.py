"""Where a push may go. A browser names the address, so it is a stranger's word (T17).

Only the services of the browsers' makers are believed, over https, at public addresses that are looked up here and
connected to as they were found; and those that the operator names (PUSH_SERVICES), wherever they are. No redirect is
followed, and no answer is read.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

import httpx

from server.core.settings import Settings

MAKERS = ("fcm.googleapis.com", "push.services.mozilla.com", "notify.windows.com", "push.apple.com")
"""Chrome and Edge on Android, Firefox, Edge on Windows, Safari: these hosts and those below them."""
LONGEST_ENDPOINT = 1000
PATIENCE = 10.0
MOST_ADDRESSES = 3
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class UnreachableError(Exception):
    """Nobody answered, or nobody whom we may ask."""


@dataclass(frozen=True)
class Answer:
    """What a service said, as far as it matters."""

    status: int
    retry_after: str | None


class Services:
    """The push services that this server speaks with."""

    def __init__(self, settings: Settings) -> None:
        named = [part.strip().rstrip("/") for part in settings.push_services.split(",") if part.strip()]
        self.off = named == ["off"]
        self._named = frozenset(named)

    def allowed(self, endpoint: str) -> bool:
        """Whether a push may be sent to this address."""
        parts = _split(endpoint)
        if self.off or parts is None or not parts.hostname or parts.username or parts.password:
            return False
        return self._is_named(parts) or (
            parts.scheme == "https"
            and parts.port in (None, 443)
            and any(parts.hostname == maker or parts.hostname.endswith(f".{maker}") for maker in MAKERS)
        )

    async def post(self, endpoint: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Hand one push over; raises UnreachableError."""
        parts = _split(endpoint)
        if parts is None or not self.allowed(endpoint):
            raise UnreachableError("not allowed")
        try:
            async with asyncio.timeout(PATIENCE):
                hosts = [str(parts.hostname)] if self._is_named(parts) else await public_addresses(str(parts.hostname))
                return await _first(parts, hosts, headers, body)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, TimeoutError) as error:
            raise UnreachableError(type(error).__name__) from None

    def _is_named(self, parts: SplitResult) -> bool:
        return f"{parts.scheme}://{parts.netloc}" in self._named


def _split(endpoint: str) -> SplitResult | None:
    """The parts of an address of bounded length that has nothing strange in it."""
    if len(endpoint) > LONGEST_ENDPOINT or not endpoint.isascii() or any(c <= " " or c == "\\" for c in endpoint):
        return None
    try:
        parts = urlsplit(endpoint)
        _ = parts.port
    except ValueError:
        return None
    return None if parts.fragment else parts


async def public_addresses(host: str) -> list[str]:
    """The addresses behind a name; none when one of them lies in a private network."""
    addresses = await look_up(host)
    if not addresses or not all(is_public(address) for address in addresses):
        raise UnreachableError("no public address")
    return addresses[:MOST_ADDRESSES]


async def look_up(host: str) -> list[str]:
    """All addresses of a name."""
    found = await asyncio.get_running_loop().getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether an address belongs to the internet, also when it is written as another kind of address."""
    parsed = ipaddress.ip_address(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        inner = parsed.ipv4_mapped or parsed.sixtofour
        if parsed in NAT64:
            inner = ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)
        parsed = inner or parsed
    return parsed.is_global and not parsed.is_multicast


async def _first(parts: SplitResult, hosts: Sequence[str], headers: Mapping[str, str], body: bytes) -> Answer:
    """The answer of the first address that lets us connect; the name is asked for in its certificate."""
    for last, host in enumerate(hosts, 1 - len(hosts)):
        shown = f"[{host}]" if ":" in host else host
        port = f":{parts.port}" if parts.port else ""
        address = f"{parts.scheme}://{shown}{port}{parts.path}{f'?{parts.query}' if parts.query else ''}"
        options: dict[str, Any] = {"extensions": {"sni_hostname": str(parts.hostname)}}
        try:
            async with (
                httpx.AsyncClient(timeout=PATIENCE, follow_redirects=False, trust_env=False) as client,
                client.stream(
                    "POST", address, content=body, headers={**headers, "host": parts.netloc}, **options
                ) as response,
            ):
                return Answer(response.status_code, response.headers.get("retry-after"))
        except httpx.ConnectError:
            if last == 0:
                raise
    raise UnreachableError("no address")
