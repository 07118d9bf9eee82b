"""Schools try their networks ahead of a conference, and its teachers read the result."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.stories.people import WATER_SLUG, Cast

pytestmark = pytest.mark.anyio


async def test_a_school_tries_its_network_by_a_link_and_the_other_teachers_see_it(cast: Cast) -> None:
    partner, teacher = await cast.teacher("teacher2"), await cast.teacher("teacher")
    await partner.page.goto(f"{cast.address}/t/{WATER_SLUG}/check")
    await partner.page.get_by_role("button", name="Test the network").click()
    await expect(partner.page.get_by_role("button", name="Test again")).to_be_visible()
    await expect(partner.page.get_by_text("direct (UDP)")).to_be_visible()
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
