"""Token buckets: how often something may be tried. They work without Redis and go on working when Redis goes (T24)."""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from server.core import clock
from server.core.errors import UserError

log = structlog.get_logger()

KEYS = "limit:"
"""Under this prefix the buckets are in Redis."""
KEYS_KEPT = 20_000
"""Buckets remembered in memory; the ones unused for longest are forgotten first, so that a flood cannot fill it."""

REDIS_PATIENCE = 0.5
REDIS_PAUSE = 10.0
"""Seconds for which a Redis that failed is not asked again."""

TAKE = """
local now, rate, burst = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local kept = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local at = tonumber(kept[2]) or now
local tokens = math.min(burst, (tonumber(kept[1]) or burst) + math.max(0, now - at) * rate)
local wait = 0
if tokens >= 1 then tokens = tokens - 1 else wait = (1 - tokens) / rate end
local exact = '%.17g'
redis.call('HSET', KEYS[1], 'tokens', exact:format(tokens), 'at', exact:format(math.max(now, at)))
redis.call('PEXPIRE', KEYS[1], math.ceil(burst / rate * 1000) + 1000)
return exact:format(wait)
"""
"""`Bucket.wait`, as one indivisible step in Redis. Plain `tostring` would round instants and so the waits."""


class Bucket:
    """Holds up to `burst` tokens and gains `rate` a second; each try takes one."""

    def __init__(self, rate: float, burst: float) -> None:
        self._rate = rate
        self._burst = burst
        self._tokens = burst
        self._at = clock.now().timestamp()

    def take(self) -> bool:
        """Whether this try is within the limit."""
        return self.wait() == 0

    def wait(self) -> float:
        """Take a token and return 0, or return the seconds until there is one."""
        now = clock.now().timestamp()
        # A clock set back gives nothing and takes nothing.
        self._tokens = min(self._burst, self._tokens + max(0.0, now - self._at) * self._rate)
        self._at = max(now, self._at)
        if self._tokens < 1:
            return (1 - self._tokens) / self._rate
        self._tokens -= 1
        return 0


@dataclass(frozen=True)
class Limit:
    """A rule: `burst` tries at once, then one every `seconds`."""

    name: str
    burst: int
    seconds: float

    @property
    def rate(self) -> float:
        return 1 / self.seconds


class RateLimits:
    """The buckets of a site by rule and key, shared between processes where there is a Redis."""

    def __init__(self, redis_url: str = "") -> None:
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()
        self._redis = _connect(redis_url) if redis_url else None
        self._script: Any = self._redis.register_script(TAKE) if self._redis else None
        self._ask_again_at = 0.0

    async def take(self, limit: Limit, key: str) -> None:
        """Count one try; refuse with the seconds to wait when there were too many."""
        wait = await self._wait(limit, f"{KEYS}{limit.name}:{key}")
        if wait > 0:
            seconds = math.ceil(round(wait, 3))
            raise UserError(
                "too_many_tries", f"Too many tries. Please wait {seconds} seconds.", status=429, retry_after=seconds
            )

    async def forget(self, limit: Limit, key: str) -> None:
        """Give back a full bucket: the tries were honest."""
        name = f"{KEYS}{limit.name}:{key}"
        self._buckets.pop(name, None)
        if self._redis and self._redis_may_answer():
            try:
                await self._redis.delete(name)
            except (RedisError, OSError) as error:
                self._redis_failed(error)

    async def close(self) -> None:
        """Give the connections back."""
        if self._redis:
            await self._redis.aclose()

    async def _wait(self, limit: Limit, name: str) -> float:
        if self._script and self._redis_may_answer():
            try:
                wait = await self._script(keys=[name], args=[clock.now().timestamp(), limit.rate, limit.burst])
                return float(wait)
            except (RedisError, OSError) as error:
                self._redis_failed(error)
        return self._bucket(limit, name).wait()

    def _bucket(self, limit: Limit, name: str) -> Bucket:
        bucket = self._buckets.get(name) or Bucket(limit.rate, limit.burst)
        self._buckets[name] = bucket
        self._buckets.move_to_end(name)
        while len(self._buckets) > KEYS_KEPT:
            self._buckets.popitem(last=False)
        return bucket

    def _redis_may_answer(self) -> bool:
        return clock.now().timestamp() >= self._ask_again_at

    def _redis_failed(self, error: Exception) -> None:
        self._ask_again_at = clock.now().timestamp() + REDIS_PAUSE
        log.warning("ratelimit.redis_away", error=type(error).__name__)


def _connect(url: str) -> Redis:
    return Redis.from_url(  # pyright: ignore[reportUnknownMemberType] - redis leaves its options untyped
        url, socket_timeout=REDIS_PATIENCE, socket_connect_timeout=REDIS_PATIENCE
    )
