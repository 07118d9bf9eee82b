"""Stories run as users live them: the server by its own command, with demo data, in real Chromium."""

from __future__ import annotations

import shutil
from collections.abc import AsyncGenerator, Generator
from pathlib import Path
from typing import Any

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
FAILED = pytest.StashKey[bool]()
TEN_PICTURES_A_SECOND = "--use-fake-device-for-media-stream=fps=10"
"""Enough to see that they flow; twenty, the camera's own rate, cost as much as everything else in a story."""


@pytest.fixture(scope="module")
async def browser(chromium: str, anyio_backend: str) -> AsyncGenerator[Browser]:
    """One real Chromium with a false camera and microphone; each person gets a context of their own."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=[*FLAGS, TEN_PICTURES_A_SECOND])
        yield browser
        await browser.close()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that `--prepare` made: each file of stories begins with a copy."""
    with RunningSite(tmp_path_factory.mktemp("prepared")) as site:
        return site.folder / "data"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> Generator[RunningSite]:
    """The embedded default: SQLite, one server process, the in-process bus."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(prepared, folder / "data")
    # Other tests run beside this one: a film would wait for them.
    with RunningSite(folder, environment={"FILM_NICE": "0"}) as site:
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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """Remember on the test whether it failed."""
    report = yield
    item.stash[FAILED] = report.failed or item.stash.get(FAILED, False)
    return report


@pytest.fixture
async def cast(request: pytest.FixtureRequest, browser: Browser, site: RunningSite) -> AsyncGenerator[Cast]:
    """The people of a story on the embedded site."""
    async with Cast(browser, site.address) as cast:
        yield cast
        if request.node.stash.get(FAILED, False):
            await cast.tells_what_it_sees()


@pytest.fixture
async def operators_cast(browser: Browser, operators_site: RunningSite) -> AsyncGenerator[Cast]:
    """The people of a story on the operators' site."""
    async with Cast(browser, operators_site.address) as cast:
        yield cast
