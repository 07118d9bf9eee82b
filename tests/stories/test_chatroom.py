"""What people do in the chatroom."""

from __future__ import annotations

import asyncio
import re

import pytest
from playwright.async_api import Route, expect

from tests.stories.people import PHONE, WATER_SLUG, Cast

pytestmark = pytest.mark.anyio


@pytest.mark.proves("R-200")
async def test_a_reply_a_reaction_an_edit_and_a_deletion_reach_everybody(cast: Cast) -> None:
    teacher, pupil = await cast.teacher(), await cast.pupil()
    await teacher.goes_to_the_chatroom()
    await pupil.goes_to_the_chatroom()

    await teacher.writes("Which column holds the pier?")
    await pupil.sees("Which column holds the pier?")
    await pupil.acts_on("Which column holds the pier?", "Reply")
    await pupil.writes("Column D, I think")
    await teacher.sees("Column D, I think")
    await expect(teacher.message("Column D, I think")).to_contain_text("Which column holds the pier?")

    await teacher.acts_on("Column D, I think", "React")
    await teacher.page.get_by_role("button", name="👍 thumbs up", exact=True).click()
    await expect(pupil.message("Column D, I think").get_by_role("button", name="👍 1")).to_be_visible()

    await pupil.acts_on("Column D, I think", "Edit")
    box = pupil.page.get_by_role("textbox", name="Another text for your message")
    await box.fill("Column C, I am sure")
    await box.press("Enter")
    await teacher.sees("Column C, I am sure")
    await expect(teacher.message("Column C, I am sure")).to_contain_text("edited")

    await pupil.acts_on("Column C, I am sure", "Delete")
    await pupil.page.get_by_role("button", name="Delete", exact=True).click()
    await expect(teacher.log.get_by_text("Column C, I am sure")).to_have_count(0)
    await expect(teacher.log.get_by_text("This message was deleted.").last).to_be_visible()


@pytest.mark.proves("R-202")
async def test_the_chatroom_says_when_its_messages_go(cast: Cast) -> None:
    pupil = await cast.pupil(viewport=PHONE)
    await pupil.goes_to_the_chatroom()
    await expect(pupil.page.get_by_text("Messages are deleted automatically after 3 months.")).to_be_visible()
    await expect(pupil.log.get_by_text("deleted on").last).to_be_visible()


async def test_one_sees_who_is_here_and_who_is_writing(cast: Cast) -> None:
    teacher, pupil = await cast.teacher(), await cast.pupil()
    await teacher.goes_to_the_chatroom()
    await pupil.goes_to_the_chatroom()
    here = teacher.page.get_by_role("complementary").filter(has_text="Teachers")
    await expect(here).to_contain_text("Aysu")
    await pupil.page.get_by_role("textbox", name="Write to everybody").press_sequentially("I am thinking")
    await expect(teacher.page.get_by_text("Aysu R. is writing")).to_be_visible()
    await pupil.page.close()
    await expect(here).not_to_contain_text("Aysu")


@pytest.mark.proves("R-201")
async def test_what_comes_late_does_not_push_the_way_in_away_from_under_the_finger(cast: Cast) -> None:
    pupil = await cast.pupil(viewport=PHONE)
    held = asyncio.Event()

    async def hold(route: Route) -> None:
        await held.wait()
        await route.continue_()

    await pupil.page.route(re.compile("/(rooms|messages)(\\?|$)"), hold)
    await pupil.page.goto(f"{cast.address}/t/{WATER_SLUG}/live")
    way_in = pupil.page.get_by_role("link", name="Go to Chatroom").first
    await expect(way_in).to_be_visible()
    before = await way_in.bounding_box()
    held.set()
    card = pupil.page.locator("section").filter(has=way_in)
    await expect(card.get_by_text(re.compile(r"(Nobody|\d+) inside"))).to_be_visible()
    await expect(card.get_by_role("listitem")).to_have_count(2)
    assert await way_in.bounding_box() == before


async def test_what_was_not_read_is_counted_until_it_is(cast: Cast) -> None:
    teacher, pupil = await cast.teacher("teacher2"), await cast.pupil()
    await teacher.goes_to_the_chatroom()
    await teacher.opens_live()
    await pupil.goes_to_the_chatroom()
    await pupil.writes("One more number for the table")
    await expect(teacher.page.get_by_text("1 new message")).to_be_visible()
    await teacher.page.get_by_role("link", name="Go to Chatroom").first.click()
    await teacher.sees("One more number for the table")
    await teacher.opens_live()
    await expect(teacher.page.get_by_text("new message")).to_have_count(0)


async def test_signing_out_elsewhere_closes_this_page_at_once(cast: Cast) -> None:
    here, there = await cast.teacher(), await cast.teacher()
    await here.goes_to_the_chatroom()
    await there.page.goto(f"{cast.address}/devices")
    elsewhere = there.page.get_by_role("button", name="Sign out there")
    await expect(elsewhere.first).to_be_visible()
    for left in reversed(range(await elsewhere.count())):
        await elsewhere.first.click()
        await expect(elsewhere).to_have_count(left)
    await expect(here.page.get_by_text("You were signed out.")).to_be_visible()


async def test_a_pupil_at_the_wrong_door_is_told_which_is_the_right_one(cast: Cast) -> None:
    pupil = await cast.enters("pupil")
    await pupil.page.goto(f"{cast.address}/sign-in")
    await pupil.page.get_by_label("User name").fill("pupil")
    await pupil.page.get_by_label("Password", exact=True).fill("twinspace")
    await pupil.page.get_by_role("button", name="Sign in", exact=True).click()
    await expect(pupil.page.get_by_role("alert")).to_contain_text("link")


async def test_another_text_may_mention_somebody(cast: Cast) -> None:
    teacher, pupil = await cast.teacher(), await cast.pupil()
    await teacher.goes_to_the_chatroom()
    await pupil.goes_to_the_chatroom()
    await pupil.writes("Which column is it?")
    await pupil.acts_on("Which column is it?", "Edit")
    box = pupil.page.get_by_role("textbox", name="Another text for your message")
    await box.fill("Which column, @Günel")
    # The first closes the list of names.
    await box.press("Escape")
    await box.press("Enter")
    mention = teacher.message("Which column, @Günel").locator("span", has_text=re.compile("^@Günel$"))
    await expect(mention).to_be_visible()
