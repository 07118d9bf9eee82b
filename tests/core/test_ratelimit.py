"""Limits hold with and without Redis, and when Redis goes away."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator
from datetime import timedelta

import pytest

from server.core import clock, ratelimit
from server.core.errors import UserError
from server.core.ratelimit import Bucket, Limit, RateLimits
from tests import services

pytestmark = pytest.mark.anyio

RULE = Limit("knocks", burst=3, seconds=10)


@pytest.fixture(autouse=True)
def still() -> Iterator[None]:
    """The clock stands unless the test moves it."""
    with clock.frozen(clock.now()):
        yield


@pytest.fixture
async def limits(bus_url: str | None) -> AsyncGenerator[RateLimits]:
    """Limits in memory, and limits in Redis."""
    made = RateLimits(bus_url or "")
    yield made
    await made.close()


async def wait_for(limits: RateLimits, key: str = "ada") -> int:
    """0 when let through, else the seconds to wait."""
    try:
        await limits.take(RULE, key)
    except UserError as refusal:
        return int(refusal.params["retry_after"])
    return 0


async def test_a_burst_is_let_through_and_then_one_every_so_often(limits: RateLimits):
    assert [await wait_for(limits) for _ in range(5)] == [0, 0, 0, 10, 10]
    clock.travel(timedelta(seconds=4))
    assert await wait_for(limits) == 6
    clock.travel(timedelta(seconds=6))
    assert [await wait_for(limits) for _ in range(2)] == [0, 10]


async def test_the_refusal_says_how_long_to_wait(limits: RateLimits):
    for _ in range(3):
        await limits.take(RULE, "ada")
    with pytest.raises(UserError) as refusal:
        await limits.take(RULE, "ada")
    assert (refusal.value.code, refusal.value.status) == ("too_many_tries", 429)
    assert "wait 10 seconds" in refusal.value.text


async def test_tokens_are_not_saved_up_beyond_the_burst(limits: RateLimits):
    await wait_for(limits)
    clock.travel(timedelta(days=1))
    assert [await wait_for(limits) for _ in range(4)] == [0, 0, 0, 10]


async def test_keys_and_rules_do_not_disturb_each_other(limits: RateLimits):
    for _ in range(4):
        await wait_for(limits, "ada")
    assert await wait_for(limits, "eve") == 0
    await limits.take(Limit("rings", burst=1, seconds=10), "ada")


async def test_what_is_forgotten_is_full_again(limits: RateLimits):
    for _ in range(4):
        await wait_for(limits)
    await limits.forget(RULE, "ada")
    assert await wait_for(limits) == 0


async def test_a_clock_set_back_neither_gives_nor_takes(limits: RateLimits):
    for _ in range(3):
        await wait_for(limits)
    clock.travel(timedelta(hours=-1))
    assert await wait_for(limits) == 10


async def test_two_processes_share_a_limit_through_redis(redis: services.Redis):
    redis.say("FLUSHALL")
    one, two = RateLimits(redis.url), RateLimits(redis.url)
    assert [await wait_for(each) for each in (one, two, one, two)] == [0, 0, 0, 10]
    await one.close()
    await two.close()


async def test_redis_may_be_away_at_the_start_go_and_come_back():
    server = services.Redis()
    try:
        limits = RateLimits(server.url)
        assert await wait_for(limits) == 0
        server.kill()
        assert [await wait_for(limits) for _ in range(4)] == [0, 0, 0, 10], "memory takes over"
        early = RateLimits(server.url)
        assert [await wait_for(early) for _ in range(4)] == [0, 0, 0, 10]
        server.start()
        assert await wait_for(early) == 10, "it is not asked again at once"
        clock.travel(timedelta(seconds=ratelimit.REDIS_PAUSE))
        assert [await wait_for(early) for _ in range(4)] == [0, 0, 0, 10], "the empty Redis counts from now on"
        await limits.close()
        await early.close()
    finally:
        server.close()


async def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ratelimit, "KEYS_KEPT", 10)
    limits = RateLimits()
    for number in range(1000):
        await wait_for(limits, f"stranger {number}")
    assert len(limits._buckets) == 10  # pyright: ignore[reportPrivateUsage]


async def test_a_bucket_says_yes_until_it_is_empty():
    bucket = Bucket(rate=1, burst=2)
    assert [bucket.take() for _ in range(3)] == [True, True, False]
