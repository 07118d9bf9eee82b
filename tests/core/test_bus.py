"""The two buses behave the same; the one with a link survives losing it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable

import pytest

from server.core import bus_redis
from server.core.bus import Bus
from server.core.bus_redis import RedisBus
from tests import services
from tests.waiting import eventually

pytestmark = pytest.mark.anyio

PATIENCE = 10.0


class Listener:
    """Remembers what a process heard."""

    def __init__(self, bus: Bus) -> None:
        self.bus = bus
        self.heard: list[tuple[str, bytes]] = []
        self.gaps = 0
        self._news = asyncio.Condition()
        bus.listen(self._hear, self._gap)
        self._tasks: set[asyncio.Task[None]] = set()

    def _hear(self, topic: str, payload: bytes) -> None:
        self.heard.append((topic, payload))
        task = asyncio.create_task(self._tell())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _gap(self) -> None:
        self.gaps += 1
        await self._tell()

    async def _tell(self) -> None:
        async with self._news:
            self._news.notify_all()

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(condition)

    async def has_gaps(self, number: int) -> None:
        await self.until(lambda: self.gaps >= number)

    async def is_alone(self) -> bool:
        return not await self.bus.ping()

    async def hears(self, topic: str, payload: bytes) -> None:
        await self.until(lambda: (topic, payload) in self.heard)


@contextlib.asynccontextmanager
async def process(redis: services.Redis) -> AsyncGenerator[Listener]:
    """One server process on Redis."""
    listener = Listener(RedisBus(redis.url))
    await listener.bus.start()
    try:
        yield listener
    finally:
        await listener.bus.close()


@pytest.fixture
async def listener(bus: Bus) -> Listener:
    listener = Listener(bus)
    await bus.start()
    return listener


async def test_what_is_published_is_heard_in_order(listener: Listener) -> None:
    await listener.bus.subscribe("room:1")
    for n in range(500):
        await listener.bus.publish("room:1", b"%d" % n)
    await listener.hears("room:1", b"499")
    assert listener.heard == [("room:1", b"%d" % n) for n in range(500)]


async def test_only_topics_that_were_subscribed_are_heard(listener: Listener) -> None:
    await listener.bus.subscribe("room:1")
    await listener.bus.subscribe("room:2")
    await listener.bus.subscribe("room:2")
    await listener.bus.unsubscribe("room:2")
    for topic in ("room:2", "room:3", "room:1"):
        await listener.bus.publish(topic, b"\x00\xff bytes")
    await listener.hears("room:1", b"\x00\xff bytes")
    assert listener.heard == [("room:1", b"\x00\xff bytes")]
    assert listener.gaps == 0, "nothing was missed"


async def test_leaving_and_coming_back_at_once_ends_in_hearing(listener: Listener) -> None:
    await listener.bus.subscribe("room:1")
    for _ in range(20):
        await asyncio.gather(listener.bus.unsubscribe("room:1"), listener.bus.subscribe("room:1"))
    await listener.bus.publish("room:1", b"still here")
    await listener.hears("room:1", b"still here")


async def test_a_listener_that_fails_spoils_nothing(bus: Bus) -> None:
    heard: list[bytes] = []
    done = asyncio.Event()

    def listen(_: str, payload: bytes) -> None:
        if payload == b"bad":
            raise ValueError(payload)
        heard.append(payload)
        done.set()

    async def on_gap() -> None: ...

    bus.listen(listen, on_gap)
    await bus.start()
    await bus.subscribe("room:1")
    await bus.publish("room:1", b"bad")
    await bus.publish("room:1", b"good")
    await asyncio.wait_for(done.wait(), PATIENCE)
    assert heard == [b"good"]


async def test_a_lease_is_held_until_released(listener: Listener) -> None:
    bus = listener.bus
    await bus.hold("here:1", "a", b"Ada: \x00", 60)
    await bus.hold("here:1", "b", b"Grace", 60)
    await bus.hold("here:2", "a", b"elsewhere", 60)
    await bus.hold("here:1", "b", b"Grace again", 60)
    assert await bus.held("here:1") == {"a": b"Ada: \x00", "b": b"Grace again"}
    await bus.release("here:1", "a")
    assert await bus.held("here:1") == {"b": b"Grace again"}
    await bus.release("here:1", "b")
    assert await bus.held("here:1") == {}


async def test_a_lease_that_nobody_renews_runs_out(listener: Listener) -> None:
    await listener.bus.hold("here:1", "short", b"gone soon", 0.1)
    await listener.bus.hold("here:1", "long", b"stays", 60)

    async def is_over() -> bool:
        return "short" not in await listener.bus.held("here:1")

    await eventually(is_over)
    assert await listener.bus.held("here:1") == {"long": b"stays"}


async def test_two_processes_hear_each_other(redis: services.Redis) -> None:
    async with process(redis) as one, process(redis) as two:
        for listener in (one, two):
            await listener.bus.subscribe("room:1")
        await one.bus.publish("room:1", b"from one")
        await two.bus.publish("room:1", b"from two")
        for listener in (one, two):
            await listener.hears("room:1", b"from one")
            await listener.hears("room:1", b"from two")
        await one.bus.hold("here:both", "one", b"Ada", 60)
        assert await two.bus.held("here:both") == {"one": b"Ada"}


async def test_a_killed_redis_is_noticed_and_its_return_is_a_gap() -> None:
    server = services.Redis()
    try:
        async with process(server) as one, process(server) as two:
            for listener in (one, two):
                await listener.bus.subscribe("room:1")
            server.kill()
            for listener in (one, two):
                await eventually(listener.is_alone)
            await one.bus.publish("room:1", b"alone")
            await one.hears("room:1", b"alone")
            await asyncio.wait_for(one.bus.subscribe("room:2"), PATIENCE)
            await one.bus.hold("here:1", "one", b"lost", 60)
            assert await one.bus.held("here:1") == {}
            server.start()
            for listener in (one, two):
                await listener.has_gaps(1)
            assert await one.bus.ping()
            await two.bus.publish("room:2", b"subscribed while away")
            await two.bus.publish("room:1", b"together again")
            await one.hears("room:1", b"together again")
            await one.hears("room:2", b"subscribed while away")
            assert ("room:1", b"alone") not in two.heard
    finally:
        server.close()


async def test_what_went_to_one_process_alone_is_a_gap_for_those_whose_link_never_went(redis: services.Redis) -> None:
    async with process(redis) as one, process(redis) as two:
        for listener in (one, two):
            await listener.bus.subscribe("room:1")
        assert isinstance(one.bus, RedisBus)
        async with one.bus._commands:  # Until it is given back the link stays away.
            await one.bus._hang_up()
            await one.bus.publish("room:1", b"to myself")
        await two.has_gaps(1)
        assert ("room:1", b"to myself") not in two.heard


async def test_what_does_not_fit_into_the_queue_is_a_gap_for_the_others(
    redis: services.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bus_redis, "QUEUE", 1)
    async with process(redis) as one, process(redis) as two:
        for listener in (one, two):
            await listener.bus.subscribe("room:1")
        await one.bus.publish("room:1", b"fits")
        await one.bus.publish("room:1", b"does not")
        await two.has_gaps(1)
        assert two.heard == [("room:1", b"fits")]


async def test_a_gap_is_told_until_it_was_made_good_and_anew_when_one_comes_meanwhile(redis: services.Redis) -> None:
    bus, told = RedisBus(redis.url), asyncio.Queue[str]()
    looked, away = asyncio.Event(), [ConnectionError("The database is away.")]

    async def on_gap() -> None:
        if away:
            told.put_nowait("away")
            raise away.pop()
        told.put_nowait("looks")
        await looked.wait()

    bus.listen(lambda *_: None, on_gap)
    await bus.start()
    try:
        async with asyncio.timeout(PATIENCE):
            redis.say("CLIENT KILL TYPE pubsub")
            assert [await told.get(), await told.get()] == ["away", "looks"]
            redis.say("PUBLISH twinspace: gap")
            await eventually(lambda: _is_true(bus._missed))
            looked.set()
            assert await told.get() == "looks", "what came after the first look began is in none yet"
    finally:
        await bus.close()


async def _is_true(what: bool) -> bool:
    return what


async def test_redis_may_come_after_the_server() -> None:
    server = services.Redis()
    server.kill()
    try:
        async with process(server) as listener:
            assert not await listener.bus.ping()
            await listener.bus.subscribe("room:1")
            await listener.bus.publish("room:1", b"to myself")
            await listener.hears("room:1", b"to myself")
            server.start()
            await listener.has_gaps(1)
            assert await listener.bus.ping()
            await listener.bus.publish("room:1", b"through Redis")
            await listener.hears("room:1", b"through Redis")
    finally:
        server.close()


async def test_a_link_that_is_cut_by_redis_is_renewed(redis: services.Redis) -> None:
    async with process(redis) as listener:
        await listener.bus.subscribe("room:1")
        redis.say("CLIENT KILL TYPE pubsub")
        await listener.has_gaps(1)
        await listener.bus.publish("room:1", b"renewed")
        await listener.hears("room:1", b"renewed")


async def test_a_redis_that_hangs_is_taken_for_away() -> None:
    server = services.Redis()
    try:
        async with process(server) as listener:
            await listener.bus.subscribe("room:1")
            server.hang()
            await listener.bus.publish("room:1", b"nobody waits")
            await listener.hears("room:1", b"nobody waits")
            await eventually(listener.is_alone)
            server.go_on()
            await listener.has_gaps(1)
            await listener.bus.publish("room:1", b"back")
            await listener.hears("room:1", b"back")
    finally:
        server.close()
