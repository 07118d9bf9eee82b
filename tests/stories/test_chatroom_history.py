"""Finding, jumping, keeping: what people do with what was said before."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.stories.axe import finds_nothing
from tests.stories.people import PHONE, WATER_SLUG, Cast

pytestmark = pytest.mark.anyio


async def test_a_word_is_found_without_its_accents_and_one_jumps_to_it(cast: Cast) -> None:
    pupil = await cast.pupil(viewport=PHONE)
    await pupil.goes_to_the_chatroom()
    await pupil.page.get_by_role("button", name="Search messages").click()
    await pupil.page.get_by_role("searchbox", name="Words").fill("TESEKKUR nobody")
    await pupil.page.keyboard.press("Enter")
    await expect(pupil.page.get_by_text("Nothing was found.")).to_be_visible()
    await pupil.page.get_by_role("searchbox", name="Words").fill("TESEKKUR edirem")
    await pupil.page.keyboard.press("Enter")
    found = pupil.page.get_by_role("region", name="Search messages").get_by_role("listitem")
    await expect(found).to_have_count(1)
    await expect(found.locator("mark").first).to_have_text("təşəkkür")
    await finds_nothing(pupil)
    await found.get_by_role("button").click()
    await expect(pupil.message("təşəkkür edirəm")).to_be_in_viewport()
    await expect(pupil.page.get_by_role("button", name="To the latest")).to_be_visible()


async def test_who_comes_back_is_led_to_the_first_new_message(cast: Cast) -> None:
    pupil = await cast.pupil("pupil2", viewport={"width": 390, "height": 500})
    await pupil.goes_to_the_chatroom()
    line = pupil.log.get_by_text("New since")
    await expect(line).not_to_be_in_viewport()
    await pupil.page.get_by_role("button", name="To the first new message").click()
    await expect(line).to_be_in_viewport()
    await expect(pupil.page.get_by_role("button", name="To the first new message")).to_have_count(0)
    await finds_nothing(pupil)


async def test_one_jumps_to_a_day_and_scrolls_on_from_there_without_a_hole(cast: Cast) -> None:
    teacher = await cast.teacher("teacher2")
    await teacher.goes_to_the_chatroom()
    first = await teacher.log.get_by_role("article").count()
    await teacher.page.get_by_role("button", name="Jump to a day").click()
    await teacher.page.get_by_label("Day", exact=True).fill("2000-01-01")
    await teacher.page.get_by_role("button", name="Jump", exact=True).click()
    # Two of the demo's messages have expired, whether or not the first purge has come.
    await expect(teacher.page.get_by_text("Older messages were deleted after 3 months.")).to_be_visible()
    between = teacher.page.get_by_role("button", name="Show the messages in between")
    while await between.count():
        await between.scroll_into_view_if_needed()
        await teacher.page.wait_for_function(
            "was => document.querySelectorAll('[data-message]').length > was || "
            "!document.querySelector('[data-chat-scroll] p button')",
            arg=await teacher.log.get_by_role("article").count(),
        )
    numbers = await teacher.page.evaluate("[...document.querySelectorAll('[data-seq]')].map(one => +one.dataset.seq)")
    assert len(numbers) > first
    # One message is held, and its writer and the teachers see it too: no number is left out.
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))


async def test_everything_can_be_done_from_the_keyboard(cast: Cast) -> None:
    pupil, teacher = await cast.pupil(), await cast.teacher()
    await pupil.goes_to_the_chatroom()
    await teacher.goes_to_the_chatroom()
    await teacher.writes("Who has the pier today?")
    await pupil.sees("Who has the pier today?")
    keys = pupil.page.keyboard
    # The reply quotes the question: the question itself is the first of the two.
    question = pupil.log.get_by_role("article").filter(has_text="Who has the pier today?").first
    await pupil.message("Who has the pier today?").focus()
    await keys.press("r")
    await keys.type("We have it")
    await keys.press("Enter")
    await teacher.sees("We have it")
    await expect(teacher.message("We have it")).to_contain_text("Who has the pier today?")
    await pupil.message("We have it").focus()
    await keys.press("ArrowUp")
    await expect(question).to_be_focused()
    await keys.press("+")
    await pupil.page.get_by_role("button", name="👏 applause").press("Enter")
    await expect(teacher.log.get_by_role("button", name="👏 1")).to_be_visible()
    await pupil.message("We have it").focus()
    await keys.press("e")
    await expect(pupil.page.get_by_role("textbox", name="Another text for your message")).to_be_focused()
    await keys.type(", all of us")
    await keys.press("Enter")
    await teacher.sees("We have it, all of us")
    await pupil.message("We have it, all of us").focus()
    await keys.press("Escape")
    await expect(pupil.page.get_by_role("textbox", name="Write to everybody")).to_be_focused()


async def test_a_draft_is_there_after_a_reload_and_gone_after_signing_out(cast: Cast) -> None:
    teacher = await cast.teacher()
    await teacher.goes_to_the_chatroom()
    box = teacher.page.get_by_role("textbox", name="Write to everybody")
    await box.fill("half a thought")
    await teacher.page.reload()
    await expect(box).to_have_value("half a thought")
    kept = "Object.keys(localStorage).filter(key => key.startsWith('twinspace.draft.')).length"
    assert await teacher.page.evaluate(kept) == 1
    await teacher.page.get_by_role("button", name="profile and settings").click()
    await teacher.page.get_by_role("menuitem", name="Sign out").click()
    await expect(teacher.page.get_by_label("User name")).to_be_visible()
    assert await teacher.page.evaluate(kept) == 0


async def test_what_was_written_without_a_line_is_sent_once_after_a_reload(cast: Cast) -> None:
    pupil, teacher = await cast.pupil(), await cast.teacher()
    await teacher.goes_to_the_chatroom()
    await pupil.goes_to_the_chatroom()
    await pupil.loses_the_network()
    await pupil.writes("written in a tunnel")
    await expect(pupil.page.get_by_text("Waits for the network")).to_be_visible()
    await expect(pupil.page.get_by_text("You are offline.")).to_be_visible()
    await pupil.is_back_online()
    await pupil.page.reload()
    await teacher.sees_once("written in a tunnel")
    await pupil.sees_once("written in a tunnel")
    await expect(pupil.page.get_by_text("Waits for the network")).to_have_count(0)


@pytest.mark.proves("R-202")
async def test_a_teacher_keeps_what_leaves_soon_and_pupils_read_it(cast: Cast) -> None:
    teacher, pupil = await cast.teacher(color_scheme="dark"), await cast.pupil(viewport=PHONE)
    await teacher.page.goto(f"{cast.address}/t/{WATER_SLUG}/kept")
    soon = teacher.page.get_by_role("region", name="Leaving soon: save some to the project?")
    line = soon.get_by_role("listitem").first
    words = (await line.get_by_role("paragraph").inner_text()).strip()
    await line.get_by_role("button", name="Keep").click()
    await expect(line.get_by_text("Kept", exact=True)).to_be_visible()
    await finds_nothing(teacher)
    await pupil.opens_live()
    await pupil.page.get_by_role("link", name="Kept from the chatroom").click()
    page = pupil.page.get_by_role("region", name="Kept from the chatroom")
    await expect(page.get_by_text(words, exact=True).first).to_be_visible()
    await expect(pupil.page.get_by_role("button", name="Take off")).to_have_count(0)
    await finds_nothing(pupil)
    await teacher.page.get_by_role("button", name="Take off").first.click()
    await teacher.page.get_by_role("alertdialog").get_by_role("button", name="Take off").click()
    await expect(teacher.page.get_by_text("Nothing has been kept yet")).to_be_visible()


async def test_a_founder_opens_a_room_and_everybody_sees_it(cast: Cast) -> None:
    teacher, pupil = await cast.teacher(), await cast.pupil()
    await pupil.opens_live()
    await teacher.opens_live()
    await teacher.page.get_by_role("button", name="Open a room").click()
    await teacher.page.get_by_label("Name of the room").fill("Poster group")
    await finds_nothing(teacher)
    await teacher.page.get_by_role("button", name="Open it").click()
    await pupil.page.get_by_role("link", name="Poster group").click()
    await pupil.writes("first in the new room")
    await pupil.sees("first in the new room")
    await expect(teacher.page.get_by_role("region", name="More rooms")).to_contain_text("1 new message")
    await finds_nothing(teacher)
    await teacher.page.get_by_role("button", name="What to do with Poster group").click()
    await teacher.page.get_by_role("menuitem", name="Archive").click()
    await expect(teacher.page.get_by_role("region", name="More rooms")).to_contain_text("Archived")
    await expect(
        pupil.page.get_by_text("This room was put away. It can be read until its messages expire.")
    ).to_be_visible()
