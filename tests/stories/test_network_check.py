"""Schools try their networks ahead of a conference, and its teachers read the result."""

from __future__ import annotations

import shutil
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from playwright.async_api import async_playwright, expect

from tests import services
from tests.stories.conftest import FLAGS
from tests.stories.people import WATER_SLUG, Cast, Someone
from tests.stories.site import RunningSite

pytestmark = pytest.mark.anyio

NO_UDP = ["--webrtc-ip-handling-policy=disable_non_proxied_udp", "--ignore-certificate-errors"]
"""What a firewall does that lets out TCP alone; the certificate of the tests' relay is its own."""


@pytest.fixture
async def behind_a_firewall(tmp_path: Path, prepared: Path, chromium: str) -> AsyncGenerator[Cast]:
    """People whose network lets no UDP out, on a site whose relay speaks TLS."""
    relay = services.Coturn()
    turn = {"TURN_URL": f"turns:127.0.0.1:{relay.tls_port}?transport=tcp", "TURN_SECRET": relay.SECRET}
    shutil.copytree(prepared, tmp_path / "data")
    with RunningSite(tmp_path, environment=turn) as site:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=chromium, args=[*FLAGS, *NO_UDP])
            async with Cast(browser, site.address) as cast:
                yield cast
            await browser.close()
    relay.close()


async def tries_until(someone: Someone, words: str) -> None:
    """Test, and test again where the machine was too busy to answer in time, as people do."""
    await someone.page.get_by_role("button", name="Test the network").click()
    again = someone.page.get_by_role("button", name="Test again")
    for _ in range(5):
        await expect(again).to_be_visible()
        if await someone.page.get_by_text(words).count():
            return
        await again.click()
    await expect(someone.page.get_by_text(words)).to_be_visible()


async def test_a_school_that_lets_no_udp_out_learns_that_the_relay_carries_it(behind_a_firewall: Cast) -> None:
    partner = await behind_a_firewall.teacher("teacher2")
    await partner.page.goto(f"{behind_a_firewall.address}/t/{WATER_SLUG}/check")
    await tries_until(partner, "by the relay (TLS on port 443)")


async def test_a_school_tries_its_network_by_a_link_and_the_other_teachers_see_it(cast: Cast) -> None:
    partner, teacher = await cast.teacher("teacher2"), await cast.teacher("teacher")
    await partner.page.goto(f"{cast.address}/t/{WATER_SLUG}/check")
    await tries_until(partner, "direct (UDP)")
    await teacher.opens_live()
    await teacher.page.get_by_role("link", name="Network check").click()
    await expect(teacher.page.get_by_role("row").nth(1)).to_contain_text("works")


async def test_before_the_door_the_network_is_tried_on_the_path_of_sound_and_pictures(cast: Cast) -> None:
    teacher = await cast.teacher()
    await teacher.starts_a_live_event("Trying the network")
    await teacher.page.get_by_role("button", name="Test", exact=True).click()
    await expect(
        teacher.page.get_by_text("come through").or_(teacher.page.get_by_text("room for")).first
    ).to_be_visible()
    await expect(teacher.page.get_by_role("button", name="Join", exact=True)).to_be_enabled()
