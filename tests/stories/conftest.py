"""Stories run as users live them: the server by its own command, with demo data, in real Chromium."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Generator

import pytest
from playwright.async_api import Browser, async_playwright

from tests import services
from tests.stories.people import Cast
from tests.stories.site import RunningSite

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
TEN_PICTURES_A_SECOND = "--use-fake-device-for-media-stream=fps=10"
"""Enough to see that they flow; twenty, the camera's own rate, cost as much as everything else in a story."""


@pytest.fixture(scope="module")
async def browser(chromium: str, anyio_backend: str) -> AsyncGenerator[Browser]:
    """One real Chromium with a false camera and microphone; each person gets a context of their own."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=[*FLAGS, TEN_PICTURES_A_SECOND])
        yield browser
        await browser.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Generator[RunningSite]:
    """The embedded default: SQLite, one server process, the in-process bus."""
    # Other tests run beside this one: a film would wait for them.
    with RunningSite(tmp_path_factory.mktemp("site"), environment={"FILM_NICE": "0"}) as site:
        yield site


@pytest.fixture(scope="module")
def operators_site(
    tmp_path_factory: pytest.TempPathFactory, postgres: services.Postgres, redis: services.Redis
) -> Generator[RunningSite]:
    """What operators run: PostgreSQL, Redis, two server processes."""
    redis.say("FLUSHALL")
    postgres.execute("CREATE DATABASE stories")
    environment = {"DATABASE_URL": postgres.url("stories"), "REDIS_URL": redis.url}
    with RunningSite(tmp_path_factory.mktemp("operators"), processes=2, environment=environment) as site:
        yield site


@pytest.fixture
async def cast(browser: Browser, site: RunningSite) -> AsyncGenerator[Cast]:
    """The people of a story on the embedded site."""
    async with Cast(browser, site.address) as cast:
        yield cast


@pytest.fixture
async def operators_cast(browser: Browser, operators_site: RunningSite) -> AsyncGenerator[Cast]:
    """The people of a story on the operators' site."""
    async with Cast(browser, operators_site.address) as cast:
        yield cast
