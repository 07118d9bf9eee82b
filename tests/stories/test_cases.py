"""A report leads its handler into the room, for a reason that the founders of the project read afterwards."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.stories.axe import finds_nothing
from tests.stories.people import PHONE, WATER, WATER_SLUG, Cast, asked

pytestmark = pytest.mark.anyio

WHY = "Somebody has reported what was written here."


async def test_a_moderator_opens_the_room_of_a_report_and_the_founders_read_why(cast: Cast) -> None:
    filip, aysu = await cast.pupil("pupil2"), await cast.pupil("pupil")
    await filip.goes_to_the_chatroom()
    unkind = "what an unkind thing to write"
    await filip.writes(unkind)
    await filip.sees(unkind)
    told = await filip.message(unkind).get_attribute("data-message")
    (space,) = [one for one in (await asked(aysu, "spaces"))["spaces"] if one["slug"] == WATER_SLUG]
    await asked(aysu, f"spaces/{space['id']}/reports", target="message", id=str(told), reason="bullying")

    moderator = await cast.teacher("moderator")
    (case,) = [one for one in (await asked(moderator, "cases"))["cases"] if one["target_id"] == told]
    await moderator.page.goto(f"{cast.address}/cases/{case['id']}")
    await expect(moderator.page.get_by_text(WATER)).to_be_visible()
    await expect(moderator.page.get_by_role("link", name=WATER)).to_have_count(0)
    await moderator.page.get_by_label("Reason").fill(WHY)
    await moderator.page.get_by_label("For how long?").select_option("24 hours")
    await finds_nothing(moderator)
    await moderator.page.get_by_role("button", name="Open the room for this report").click()
    await expect(moderator.page.get_by_text("You may look in until")).to_be_visible()
    page = moderator.page.url
    await moderator.page.get_by_role("link", name="Go to the room").click()
    stream = moderator.page.get_by_role("region", name="Messages")
    await expect(stream.get_by_role("article").filter(has_text=unkind)).to_be_visible()
    await moderator.page.goto(page)
    await moderator.page.get_by_label("What comes of it?").select_option("The message was removed")
    await moderator.page.get_by_role("button", name="Decide").click()
    await expect(filip.log.get_by_text(unkind)).to_have_count(0)

    founder = await cast.teacher(viewport=PHONE, color_scheme="dark")
    await founder.page.goto(f"{cast.address}/notifications")
    await founder.page.get_by_role("link", name="A moderator was let into your project").first.click()
    await expect(founder.page.get_by_role("heading", name="Who looked in")).to_be_focused()
    looked = founder.page.get_by_role("region", name="Who looked in").get_by_role("listitem").first
    await expect(looked).to_contain_text("Maja Lindkvarn")
    await expect(looked).to_contain_text(WHY)
    await expect(looked).to_contain_text("may look in now")
    await finds_nothing(founder)
    await aysu.page.goto(f"{cast.address}/t/{WATER_SLUG}/members")
    await expect(aysu.page.get_by_text("Last here")).to_be_visible()
    await expect(aysu.page.get_by_role("heading", name="Who looked in")).to_have_count(0)
