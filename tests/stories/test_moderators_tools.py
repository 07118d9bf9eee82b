"""A word to a pupil about a message, and the lists of words: as people use them, in real Chromium."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.stories.people import PASSWORD, PHONE, Cast

pytestmark = pytest.mark.anyio


@pytest.mark.proves("R-222")
async def test_a_teacher_writes_to_a_pupil_about_a_message_and_nobody_else_sees_it(cast: Cast) -> None:
    teacher, aysu, filip = await cast.teacher(), await cast.pupil("pupil", viewport=PHONE), await cast.pupil("pupil2")
    for one in (teacher, aysu, filip):
        await one.goes_to_the_chatroom()
    await aysu.writes("Rivers are for fools")
    row = teacher.message("Rivers are for fools")
    await row.focus()
    await row.get_by_role("button", name="More", exact=True).press("Enter")
    await teacher.page.get_by_role("menuitem", name="Write to its writer").press("Enter")
    dialog = teacher.page.get_by_role("dialog", name="Write to Aysu")
    await dialog.get_by_text("Please find kinder words for the others.").click()
    await dialog.get_by_label("Do you want to say more?").fill("Filip likes rivers.")
    await dialog.get_by_role("button", name="Send").click()
    told = aysu.page.get_by_role("status").filter(has_text="writes to you about your message")
    await expect(told).to_contain_text("Please find kinder words for the others. Filip likes rivers.")
    await expect(filip.page.get_by_text("Filip likes rivers.")).to_have_count(0)
    await teacher.page.get_by_role("button", name="Rules of this room").click()
    await teacher.page.get_by_role("menuitem", name="What pupils were told").click()
    await expect(teacher.page.get_by_role("dialog").get_by_role("listitem")).to_contain_text("Filip likes rivers.")
    await told.get_by_role("button", name="I understand").click()
    await expect(told).to_have_count(0)
    await aysu.page.goto(f"{aysu.address}/notifications")
    await expect(aysu.page.get_by_text("Somebody wrote to you about one of your messages")).to_be_visible()


async def test_an_administrator_adds_a_word_tries_a_text_and_reads_a_file(cast: Cast) -> None:
    admin = await cast.enters("admin")
    page = admin.page
    await page.goto(f"{admin.address}/sign-in?next=/cases")
    await page.get_by_label("User name").fill(admin.name)
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Sign in", exact=True).click()
    await page.get_by_role("link", name="Word lists").click()
    await page.get_by_label("Which list?").select_option("en")
    await page.get_by_label("New words, one on each line").fill("wombat*\ngrumpy emu")
    await page.get_by_role("button", name="Add to the list").click()
    lines = page.get_by_role("list", name="Lines of this list")
    await expect(lines.get_by_text("wombat*")).to_be_visible()
    await page.get_by_label("What a pupil might write").fill("What a W0mbats, call +994 55 123 45 67")
    await page.get_by_role("button", name="Look what is found").click()
    reasons = page.get_by_role("list", name="Why it would wait").get_by_role("listitem")
    await expect(reasons).to_have_count(2)
    await expect(reasons.first).to_contain_text("It is the line “wombat*” in: English")
    filip = await cast.pupil("pupil2")
    await filip.goes_to_the_chatroom()
    await filip.writes("What a wombats")
    await expect(filip.page.get_by_text("Waiting for your teacher.").last).to_be_visible()
    await page.reload()
    await page.get_by_label("Which list?").select_option("en")
    await expect(lines.get_by_role("listitem").filter(has_text="wombat*")).to_contain_text("1 message")
    await expect(page.get_by_role("list", name="Found by the detectors")).to_contain_text("Telephone numbers")
    await lines.get_by_role("button", name="Take out “grumpy emu”").click()
    await expect(lines.get_by_text("grumpy emu")).to_have_count(0)
    await page.get_by_role("button", name="Undo").click()
    await expect(lines.get_by_text("grumpy emu")).to_have_count(1)
    chooser = page.locator("input[type=file]")
    await chooser.set_input_files({"name": "ours.txt", "mimeType": "text/plain", "buffer": b"quokka\n***\n"})
    await expect(page.get_by_text("Line 2 cannot be read: ***")).to_be_visible()
    await chooser.set_input_files({"name": "ours.txt", "mimeType": "text/plain", "buffer": b"quokka\nwombat*\n"})
    await expect(page.get_by_text("ours.txt: 1 line is new.")).to_be_visible()
    await expect(lines.get_by_text("quokka")).to_have_count(1)
