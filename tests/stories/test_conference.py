"""What people do in a conference."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

from tests.documents import pdf
from tests.stories.people import PHONE, Cast, Someone
from tests.stories.site import RunningSite

pytestmark = pytest.mark.anyio


async def in_a_lesson(cast: Cast, title: str, **pupils_device: object) -> tuple[Someone, Someone]:
    """A teacher and a pupil, inside."""
    teacher, pupil = await cast.teacher(), await cast.pupil("pupil2", **pupils_device)
    address = await teacher.starts_a_live_event(title)
    await teacher.joins()
    await teacher.is_inside()
    await pupil.stands_before_the_door(address)
    await pupil.joins()
    await pupil.is_inside()
    return teacher, pupil


async def test_before_the_door_one_tries_the_microphone_and_nothing_blocks(cast: Cast) -> None:
    teacher, pupil = await cast.teacher(), await cast.pupil(viewport=PHONE)
    address = await teacher.starts_a_live_event("A test of microphones")
    await pupil.stands_before_the_door(address)
    # Good or weak: the machine of the test may be busy.
    await expect(pupil.page.get_by_role("heading", name=re.compile("^Internet is"))).to_be_visible()
    for light in ("Microphone not tested", "Sound not tested", "Camera is off"):
        await expect(pupil.page.get_by_role("heading", name=light)).to_be_visible()
    await expect(pupil.control("Camera").first).to_have_attribute("aria-pressed", "false")
    await pupil.page.get_by_role("button", name="Say hello").click()
    await expect(pupil.page.get_by_role("button", name="Speak now")).to_be_visible()
    await expect(pupil.page.get_by_role("heading", name="Microphone works")).to_be_visible()
    # The recorded three seconds are played back, then one may say hello again.
    await expect(pupil.page.get_by_role("button", name="Listen", exact=True)).to_be_visible()
    await expect(pupil.page.get_by_role("button", name="Say hello")).to_be_enabled()
    await expect(pupil.page.get_by_role("button", name="Join", exact=True)).to_be_enabled()


async def test_the_teacher_mutes_a_pupil_and_the_pupil_is_told(cast: Cast) -> None:
    teacher, pupil = await in_a_lesson(cast, "Muting")
    await pupil.switches("Microphone", True)
    await teacher.keeps_rising("totalAudioEnergy", 0.0001)
    await teacher.page.get_by_role("button", name="Filip B.: actions").first.click()
    await teacher.page.get_by_role("menuitem", name="Mute and hold").click()
    await expect(pupil.control("Microphone")).to_have_attribute("aria-pressed", "false")
    await expect(pupil.page.get_by_text("muted").first).to_be_visible()


async def test_the_teacher_removes_a_pupil_who_cannot_come_back_until_let_in(cast: Cast) -> None:
    teacher, pupil = await in_a_lesson(cast, "Removing")
    await teacher.page.get_by_role("button", name="Filip B.: actions").first.click()
    await teacher.page.get_by_role("menuitem", name="Remove").click()
    dialog = teacher.page.get_by_role("alertdialog")
    await dialog.get_by_role("button", name="Take out").click()
    await expect(pupil.page.get_by_text("The host has taken you out")).to_be_visible()
    await pupil.page.reload()
    await pupil.joins()
    await expect(pupil.stage).to_have_count(0)
    await expect(pupil.page.get_by_text("taken out").or_(pupil.page.get_by_text("taken you out")).first).to_be_visible()


async def test_the_screen_is_shared_and_everybody_sees_it(cast: Cast) -> None:
    teacher, pupil = await in_a_lesson(cast, "Sharing")
    await teacher.control("Share my screen").click()
    await expect(pupil.tile("shares the screen")).to_be_visible()
    await pupil.keeps_rising("framesDecoded", 3)
    await teacher.control("Share my screen").click()
    await expect(pupil.tile("shares the screen")).to_have_count(0)


async def test_people_write_beside_the_stage(cast: Cast) -> None:
    teacher, pupil = await in_a_lesson(cast, "Writing")
    for someone in (teacher, pupil):
        await someone.opens_the_chat()
    await pupil.writes("I hear you well")
    await teacher.sees("I hear you well")


async def test_when_the_last_teacher_goes_the_pupils_see_why_it_stops(cast: Cast) -> None:
    teacher, pupil = await in_a_lesson(cast, "Left alone")
    await teacher.page.close()
    await expect(pupil.page.get_by_text("Your teacher will be back soon").first).to_be_visible()


@pytest.mark.proves("R-204")
async def test_the_room_is_full(cast: Cast, site: RunningSite) -> None:
    await site.invites("teacher2", "novruz-spring-tables")
    first, second = await cast.teacher("teacher"), await cast.teacher("teacher2")
    for someone in (first, second):
        await someone.opens_live("novruz-spring-tables")
        await someone.page.get_by_role("main").get_by_role("link", name="Join").first.click()
        await expect(someone.page.get_by_role("heading", name="Before you go in")).to_be_visible()
    await first.joins()
    await first.is_inside()
    await second.joins()
    await expect(second.page.get_by_text("The room is full (25/25)")).to_be_visible()
    await expect(second.page.get_by_text("You are first in the line.")).to_be_visible()

    # When somebody goes, the seat is kept for the first in the line.
    await first.page.get_by_role("button", name="Leave or end").or_(first.control("Leave")).first.click()
    await first.page.get_by_role("alertdialog").get_by_role("button", name="Leave", exact=True).click()
    await second.page.get_by_role("button", name="Take my seat").click()
    await second.is_inside()


def page_on_stage(someone: Someone, number: int) -> Locator:
    """A page of three, by what a screen reader says of it."""
    return someone.stage.get_by_role("img", name=f"Page {number} of 3")


async def test_a_document_is_prepared_shown_followed_and_drawn_on(cast: Cast, tmp_path: Path) -> None:
    rivers, broken = tmp_path / "Our_rivers.pdf", tmp_path / "broken.pdf"
    rivers.write_bytes(pdf("Rivers", "Lakes", "Seas"))
    broken.write_bytes(b"%PDF-1.7 and nothing more")
    teacher, pupil = await cast.teacher(), await cast.pupil("pupil2", viewport=PHONE)
    address = await teacher.starts_a_live_event("Slides")

    await teacher.page.get_by_role("button", name="Prepare documents").click()
    async with teacher.page.expect_file_chooser() as choosing:
        await teacher.page.get_by_role("button", name="Choose files").click()
    await (await choosing.value).set_files([broken, rivers])
    dialog = teacher.page.get_by_role("dialog", name="Documents")
    await expect(dialog.get_by_role("alert")).to_have_text("This file is damaged.")
    await expect(dialog.get_by_text("3 pages, ready to show")).to_be_visible()
    await dialog.get_by_role("button", name="Done").click()
    await teacher.joins()
    await teacher.is_inside()
    await pupil.stands_before_the_door(address)
    await pupil.joins()
    await pupil.is_inside()

    await teacher.control("Slides").click()
    await teacher.page.get_by_role("button", name="Show Our rivers").click()
    for one in (teacher, pupil):
        await expect(page_on_stage(one, 1)).to_be_visible()
    await teacher.page.keyboard.press("End")
    await expect(page_on_stage(pupil, 3)).to_be_visible()
    assert await page_on_stage(pupil, 3).get_attribute("alt") == "Page 3 of 3: Seas"
    # It is seen, and not only announced.
    await pupil.page.wait_for_function(
        "() => document.querySelector('[data-page] img[alt^=Page]').naturalWidth === 1600"
    )

    await pupil.stage.get_by_role("button", name="Page before").click()
    await expect(page_on_stage(pupil, 2)).to_be_visible()
    await expect(page_on_stage(teacher, 3)).to_be_visible()
    await pupil.stage.get_by_role("button", name="Back to the presenter, page 3").click()
    await expect(page_on_stage(pupil, 3)).to_be_visible()

    await teacher.stage.get_by_role("button", name="Pen").click()
    paper = await page_on_stage(teacher, 3).bounding_box()
    assert paper is not None
    await teacher.page.mouse.move(paper["x"] + 40, paper["y"] + 40)
    await teacher.page.mouse.down()
    await teacher.page.mouse.move(paper["x"] + 140, paper["y"] + 90, steps=4)
    await teacher.page.mouse.up()
    line = pupil.stage.locator("polyline")
    await expect(line).to_have_count(1)
    await pupil.page.reload()
    await pupil.is_inside()
    await expect(page_on_stage(pupil, 3)).to_be_visible()
    await expect(line).to_have_count(1)
    await teacher.stage.get_by_role("button", name="Undo my last line").click()
    await expect(line).to_have_count(0)

    await teacher.page.get_by_role("button", name="Polls and questions").click()
    await teacher.page.get_by_role("button", name="New poll").click()
    form = teacher.page.get_by_role("dialog", name="New poll")
    await form.get_by_label("Question").fill("Which lake?")
    await form.get_by_label("Answer 1").fill("Garda")
    await form.get_by_label("Answer 2").fill("Como")
    await form.get_by_label("With which page do you want to ask it?").select_option("Our rivers")
    await form.get_by_role("combobox", name="Page", exact=True).select_option("2")
    await form.get_by_role("button", name="Save as a draft").click()
    await expect(teacher.page.get_by_text("page 2 of Our rivers")).to_be_visible()
    await teacher.page.get_by_role("button", name="Close", exact=True).click()
    await teacher.stage.get_by_role("button", name="Page before").click()
    await expect(teacher.page.get_by_text("This page has a poll:")).to_be_visible()
    await teacher.stage.get_by_role("button", name="Page 2 of 3, with a poll: all pages").click()
    overview = teacher.page.get_by_role("dialog", name="Our rivers")
    await expect(overview.get_by_role("button", name="with a poll")).to_have_count(1)
    await overview.get_by_role("button", name="Close", exact=True).click()
    await teacher.page.get_by_role("button", name="Open the poll: Which lake?").click()
    await expect(teacher.page.get_by_role("article", name="Which lake?")).to_be_visible()
    await expect(pupil.page.get_by_role("button", name="Answer", exact=True)).to_be_visible()
    await expect(teacher.page.get_by_text("This page has a poll:")).to_have_count(0)

    await teacher.stage.get_by_role("button", name="Take the slides off").click()
    await expect(page_on_stage(pupil, 2)).to_have_count(0)
