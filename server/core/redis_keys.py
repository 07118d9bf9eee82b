"""What Redis holds for us must run out by itself: a key without an end is past its time from the beginning."""

from __future__ import annotations

from typing import Any

from redis.asyncio import Redis
from redis.exceptions import ConnectionError as LinkError
from redis.exceptions import TimeoutError as LinkTimeout

from server.core.bus_redis import PREFIX
from server.core.ratelimit import KEYS
from server.core.retention import Store
from server.core.site import Site

ENDLESS = -1
"""What PTTL says of a key that never runs out."""
AWAY = (LinkError, LinkTimeout)
"""Asked again at the next purge, like a database that is away (`going_on`)."""


async def _overdue(site: Site) -> int:
    return len(await _endless(site))


async def _purge(site: Site) -> int:
    return len(await _endless(site, delete=True))


async def _endless(site: Site, *, delete: bool = False) -> list[bytes]:
    if not site.settings.redis_url:
        return []
    redis: Any = Redis.from_url(site.settings.redis_url, socket_timeout=5, socket_connect_timeout=5)  # pyright: ignore[reportUnknownMemberType]
    found: list[bytes] = []
    try:
        for prefix in (PREFIX, KEYS):
            async for key in redis.scan_iter(match=f"{prefix}*", count=500):
                if await redis.pttl(key) == ENDLESS:
                    found.append(key)
                    if delete:
                        await redis.delete(key)
    except AWAY as away:
        raise ConnectionError("Redis is away") from away
    finally:
        await redis.aclose()
    return found


STORES = [Store("redis_keys", _overdue, _purge)]
