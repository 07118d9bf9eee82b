"""The bus between server processes, over Redis publish/subscribe.

redis-py would reconnect and resubscribe without a word, and what was published meanwhile would be gone. So the link is
ours to keep: one task reads, every lost link is noticed, and every renewed one is told as a gap. While Redis is away
the server goes on: what this process publishes still reaches this process, and the others, whose link may never have
been away, are told of a gap as soon as that can be said.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from server.core.bus import GapListener, Listener
from server.core.ending import end

log = structlog.get_logger()

PREFIX = "twinspace:"
REACH_WITHIN = 1.0
"""Seconds for connecting, writing and reading: a dead link must be known before anybody wonders."""
QUIET_FOR = 1.0
"""After so long without a word Redis is asked whether it is there; half-open links make no error by themselves."""
BACKOFF = (0.05, 0.1, 0.2, 0.4, 0.8)
QUEUE = 20_000
"""Payloads waiting for Redis. What does not fit goes to this process alone; a gap follows."""
EVERYBODY = ""
"""The topic that every process hears, whatever else it listens to: there was a gap."""
PIPELINE = 256
LOST = (RedisError, OSError, asyncio.TimeoutError)

HOLD = """
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
redis.call('HSET', KEYS[1], ARGV[1], string.format('%d:', now + ARGV[3]) .. ARGV[2])
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[3]) then redis.call('PEXPIRE', KEYS[1], ARGV[3]) end
"""
HELD = """
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local all, alive = redis.call('HGETALL', KEYS[1]), {}
for i = 1, #all, 2 do
  local colon = string.find(all[i + 1], ':', 1, true)
  if tonumber(string.sub(all[i + 1], 1, colon - 1)) > now then
    alive[#alive + 1] = all[i]
    alive[#alive + 1] = string.sub(all[i + 1], colon + 1)
  else
    redis.call('HDEL', KEYS[1], all[i])
  end
end
return alive
"""


class RedisBus:
    """Publishes through a queue that is emptied in pipelines; listens on one connection of its own."""

    def __init__(self, url: str) -> None:
        # Never a retry inside the client: it would hide the loss.
        self._redis: Any = Redis.from_url(  # pyright: ignore[reportUnknownMemberType]
            url,
            socket_timeout=REACH_WITHIN,
            socket_connect_timeout=REACH_WITHIN,
            retry=Retry(NoBackoff(), 0, supported_errors=()),
        )
        self._hold = self._redis.register_script(HOLD)
        self._held = self._redis.register_script(HELD)
        self._pubsub: Any = None
        self._listener: Listener | None = None
        self._on_gap: GapListener | None = None
        self._topics: dict[str, asyncio.Event] = {}
        """What we want to hear, and whether Redis has confirmed it."""
        self._queue: deque[tuple[str, bytes]] = deque()
        self._queued = asyncio.Event()
        self._owed = False
        """Whether something went to this process alone, and the others are to be told that they missed it."""
        self._missed = False
        """Whether our listener is to be told of a gap, anew when one comes while it is told."""
        self._tasks: list[asyncio.Task[None]] = []
        self._gap: asyncio.Task[None] | None = None
        self._commands = asyncio.Lock()

    def listen(self, listener: Listener, on_gap: GapListener) -> None:
        """Name the one listener of this process."""
        self._listener, self._on_gap = listener, on_gap

    async def start(self) -> None:
        """Try once, then go on trying in the background: a server without Redis starts all the same."""
        tried = asyncio.Event()
        self._tasks = [asyncio.create_task(self._read_for_ever(tried)), asyncio.create_task(self._send_for_ever())]
        await tried.wait()

    async def close(self) -> None:
        """Stop both tasks and give the connections back."""
        await end(*self._tasks, self._gap)
        self._tasks = []
        await self._hang_up()
        with contextlib.suppress(*LOST):
            await self._redis.aclose()

    async def ping(self) -> bool:
        """Whether the listening link stands."""
        return self._pubsub is not None

    # Publishing

    async def publish(self, topic: str, payload: bytes) -> None:
        """Queue; without a link, deliver to this process only."""
        if self._pubsub is None or len(self._queue) >= QUEUE:
            self._owed = True
            self._deliver(topic, payload)
            return
        self._queue.append((topic, payload))
        self._queued.set()

    async def _send_for_ever(self) -> None:
        while True:
            await self._queued.wait()
            self._queued.clear()
            while self._queue:
                batch = [self._queue.popleft() for _ in range(min(PIPELINE, len(self._queue)))]
                if not await self._send(batch):
                    # Whether it was heard is unknown. Hearing twice is harmless, hearing never is not.
                    self._owed = True
                    for topic, payload in (*batch, *self._queue):
                        self._deliver(topic, payload)
                    self._queue.clear()
            if self._owed and self._pubsub is not None:
                self._owed = False
                if not await self._send([(EVERYBODY, b"")]):
                    self._owed = True
                    asyncio.get_running_loop().call_later(REACH_WITHIN, self._queued.set)

    async def _send(self, batch: Sequence[tuple[str, bytes]]) -> bool:
        for _ in range(2):
            try:
                pipeline = self._redis.pipeline(transaction=False)
                for topic, payload in batch:
                    pipeline.publish(PREFIX + topic, payload)
                await pipeline.execute()
                return True
            except LOST as error:
                log.warning("bus.publish_failed", payloads=len(batch), error=type(error).__name__)
            if self._pubsub is None:
                break
        return False

    def _deliver(self, topic: str, payload: bytes) -> None:
        if topic not in self._topics or self._listener is None:
            return
        try:
            self._listener(topic, payload)
        except Exception:
            log.exception("bus.listener", topic=topic)

    # Listening

    async def subscribe(self, topic: str) -> None:
        """Ask, and wait for the confirmation; without a link the gap that follows makes good."""
        confirmed = self._topics.get(topic)
        if confirmed is None:
            confirmed = self._topics[topic] = asyncio.Event()
            async with self._commands:
                wanted = self._topics.get(topic) is confirmed and not confirmed.is_set()
                if self._pubsub is not None and wanted:
                    with contextlib.suppress(*LOST):
                        await self._pubsub.subscribe(PREFIX + topic)
        while self._pubsub is not None and not confirmed.is_set() and self._topics.get(topic) is confirmed:
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(confirmed.wait(), REACH_WITHIN)

    async def unsubscribe(self, topic: str) -> None:
        """Stop hearing a topic."""
        if self._topics.pop(topic, None) is None:
            return
        async with self._commands:
            # Somebody may have come back while we waited for our turn: then Redis hears of neither.
            if self._pubsub is not None and topic not in self._topics:
                with contextlib.suppress(*LOST):
                    await self._pubsub.unsubscribe(PREFIX + topic)

    async def _read_for_ever(self, tried: asyncio.Event) -> None:
        failures, first = 0, True
        while True:
            try:
                await self._connect()
                if not first:
                    log.info("bus.link_renewed")
                    self._tell_gap()
                first, failures = False, 0
                tried.set()
                await self._read()
            except LOST as error:
                if failures == 0:
                    log.warning("bus.link_lost", error=type(error).__name__)
                first = False
            await self._hang_up()
            tried.set()
            await asyncio.sleep(BACKOFF[min(failures, len(BACKOFF) - 1)])
            failures += 1

    async def _connect(self) -> None:
        """A fresh link that hears all we want to hear, before anybody is told of the gap."""
        pubsub: Any = self._redis.pubsub()
        try:
            async with self._commands:
                for confirmed in self._topics.values():
                    confirmed.clear()
                waiting = {PREFIX + EVERYBODY, *(PREFIX + topic for topic in self._topics)}
                await pubsub.subscribe(*waiting)
                while waiting:
                    message = await pubsub.get_message(timeout=REACH_WITHIN)
                    if message is None:
                        raise TimeoutError
                    if message["type"] == "subscribe":
                        waiting.discard(message["channel"].decode())
                    self._hear(message)
                self._pubsub = pubsub
                self._queued.set()
        except BaseException:
            with contextlib.suppress(*LOST):
                await pubsub.aclose()
            raise

    async def _read(self) -> None:
        asked = False
        while (pubsub := self._pubsub) is not None:
            message = await pubsub.get_message(timeout=QUIET_FOR)
            if message is not None:
                asked = False
                self._hear(message)
            elif asked:
                raise TimeoutError
            else:
                asked = True
                await pubsub.ping()

    def _hear(self, message: Mapping[str, Any]) -> None:
        topic = message["channel"].decode().removeprefix(PREFIX) if message.get("channel") else ""
        if message["type"] == "message" and topic == EVERYBODY:
            self._tell_gap()
        elif message["type"] == "message":
            self._deliver(topic, message["data"])
        elif message["type"] == "subscribe" and topic in self._topics:
            if self._topics[topic].is_set():
                # Told twice: something below us subscribed again after a loss we did not see.
                self._tell_gap()
            self._topics[topic].set()

    async def _hang_up(self) -> None:
        pubsub, self._pubsub = self._pubsub, None
        if pubsub is not None:
            with contextlib.suppress(*LOST):
                await pubsub.aclose()
        with contextlib.suppress(*LOST):
            await self._redis.connection_pool.disconnect()

    def _tell_gap(self) -> None:
        self._missed = True
        if self._on_gap is not None and (self._gap is None or self._gap.done()):
            self._gap = asyncio.create_task(self._make_good(self._on_gap))

    async def _make_good(self, on_gap: GapListener) -> None:
        failures = 0
        while self._missed:
            self._missed = False
            try:
                await on_gap()
                failures = 0
            except Exception as error:
                if failures == 0:
                    log.warning("bus.gap_owed", error=type(error).__name__)
                self._missed = True
                await asyncio.sleep(BACKOFF[min(failures, len(BACKOFF) - 1)])
                failures += 1

    # Leases

    async def hold(self, lease: str, key: str, value: bytes, seconds: float) -> None:
        """Lost when Redis is away: whoever holds renews, so it comes back by itself."""
        if self._pubsub is None:
            return
        with contextlib.suppress(*LOST):
            await self._hold(keys=[f"{PREFIX}lease:{lease}"], args=[key, value, int(seconds * 1000)])

    async def release(self, lease: str, key: str) -> None:
        """Forget the value now, if Redis is there to hear it."""
        if self._pubsub is None:
            return
        with contextlib.suppress(*LOST):
            await self._redis.hdel(f"{PREFIX}lease:{lease}", key)

    async def held(self, lease: str) -> dict[str, bytes]:
        """What has not run out, by the clock of Redis; nothing while it is away."""
        if self._pubsub is None:
            return {}
        try:
            flat: list[bytes] = await self._held(keys=[f"{PREFIX}lease:{lease}"])
        except LOST:
            return {}
        return {key.decode(): value for key, value in zip(flat[::2], flat[1::2], strict=True)}
