"""What opens in the chatroom is walked through by keys alone, and gives the focus back."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.stories.people import PHONE, Cast

pytestmark = pytest.mark.anyio


async def test_an_emoji_is_found_and_put_where_one_was_writing(cast: Cast) -> None:
    teacher = await cast.teacher()
    await teacher.goes_to_the_chatroom()
    page, press = teacher.page, teacher.page.keyboard.press
    box = page.get_by_role("textbox", name="Write to everybody")
    button = page.get_by_role("button", name="Add an emoji")
    words = page.get_by_role("textbox", name="Look for an emoji")
    board = page.get_by_role("dialog", name="Emoji").get_by_role("button")
    await box.fill("Hello  there")
    await box.evaluate("box => box.setSelectionRange(6, 6)")
    await button.focus()
    await press("Enter")
    await expect(words).to_be_focused()
    await press("Escape")
    await expect(button).to_be_focused()
    await press("Enter")
    await expect(words).to_be_focused()
    await press("ArrowDown")
    await expect(board.nth(0)).to_be_focused()
    await press("ArrowRight")
    await expect(board.nth(1)).to_be_focused()
    await press("ArrowDown")
    # One stop for Tab, at the place where one was.
    await press("Shift+Tab")
    await expect(words).to_be_focused()
    await press("Tab")
    await expect(board.nth(1)).not_to_be_focused()
    await press("ArrowUp")
    await expect(board.nth(1)).to_be_focused()
    await press("ArrowUp")
    await expect(words).to_be_focused()
    await page.keyboard.type("zzz")
    await expect(page.get_by_text("No emoji has this name.")).to_be_visible()
    await words.fill("THUMBS")
    await press("ArrowDown")
    sign = (await board.nth(0).inner_text()).strip()
    await press("Enter")
    await expect(box).to_be_focused()
    await page.keyboard.type("!")
    await expect(box).to_have_value(f"Hello {sign}! there")


async def test_the_search_and_the_day_are_asked_for_and_left_by_keys(cast: Cast) -> None:
    teacher = await cast.teacher()
    await teacher.goes_to_the_chatroom()
    page, press = teacher.page, teacher.page.keyboard.press
    search = page.get_by_role("button", name="Search messages")
    await search.focus()
    await press("Enter")
    await expect(page.get_by_role("searchbox", name="Words")).to_be_focused()
    await press("Escape")
    await expect(search).to_be_focused()
    await page.get_by_role("button", name="Jump to a day").focus()
    await press("Enter")
    await page.get_by_label("Day", exact=True).fill("2000-01-01")
    await press("Enter")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(teacher.log.get_by_role("article").first).to_be_focused()


async def test_nobody_is_offered_to_delete_what_is_not_theirs(cast: Cast) -> None:
    teacher, pupil = await cast.teacher(), await cast.pupil(viewport=PHONE)
    await teacher.goes_to_the_chatroom()
    await pupil.goes_to_the_chatroom()
    await teacher.writes("Only I can take this back")
    await pupil.sees("Only I can take this back")
    for someone, offers in ((pupil, 0), (teacher, 1)):
        row = someone.message("Only I can take this back")
        await row.focus()
        await row.get_by_role("button", name="More", exact=True).press("Enter")
        await expect(someone.page.get_by_role("menuitem", name="Details")).to_be_visible()
        await expect(someone.page.get_by_role("menuitem", name="Delete")).to_have_count(offers)
        await someone.page.get_by_role("menuitem", name="Details").press("Enter")
        about = someone.page.get_by_role("dialog", name="About this message")
        await expect(about.get_by_role("definition")).to_have_count(2)
        await expect(about).to_contain_text("Deleted on")
        await someone.page.keyboard.press("Escape")


async def test_how_close_messages_stand_is_chosen_once(cast: Cast) -> None:
    pupil = await cast.pupil(viewport=PHONE)
    await pupil.goes_to_the_chatroom()
    last = pupil.log.get_by_role("article").last
    tall = await last.bounding_box()
    await pupil.page.get_by_role("button", name="How close messages stand").press("Enter")
    await pupil.page.get_by_role("menuitem", name="Compact").press("Enter")
    await pupil.page.reload()
    await expect(last).to_be_visible()
    low = await last.bounding_box()
    assert tall
    assert low
    assert low["height"] < tall["height"]


async def test_a_pupil_reads_why_the_rules_keep_pupils_from_writing_and_keeps_the_draft(cast: Cast) -> None:
    teacher, pupil = await cast.teacher(), await cast.pupil(viewport=PHONE)
    await teacher.goes_to_the_chatroom()
    await pupil.goes_to_the_chatroom()
    box = pupil.page.get_by_role("textbox", name="Write to everybody")
    await box.fill("half a thought")
    for said in ("Only teachers write in this room now.", None):
        await teacher.chooses("Rules of this room", "Pupils can write")
        if said:
            await expect(pupil.page.get_by_text(said)).to_be_visible()
            await expect(box).to_have_count(0)
        else:
            await expect(box).to_have_value("half a thought")
    await teacher.chooses("Rules of this room", "Mute Aysu")
    times = teacher.page.get_by_role("dialog", name="Mute Aysu")
    await times.get_by_role("button", name="1 hour").press("Enter")
    await expect(pupil.page.get_by_text("You were stopped from writing here for a while.")).to_be_visible()
    await expect(pupil.page.get_by_text("1 muted")).to_have_count(0)
    await teacher.chooses("Rules of this room", "Let Aysu")
    await expect(box).to_be_editable()
