"""Materials: a teacher shares a picture, links it in the chatroom, and takes it away again."""

from __future__ import annotations

import pytest
from playwright.async_api import FilePayload, expect

from tests.stories.axe import finds_nothing
from tests.stories.people import PHONE, WATER_SLUG, Cast
from tests.uploads import office, picture

pytestmark = pytest.mark.anyio


@pytest.mark.proves("R-160", "R-180", "R-181", "R-182", "R-183")
async def test_a_picture_goes_from_a_class_to_the_chatroom_and_is_gone_when_it_is_deleted(cast: Cast) -> None:
    teacher = await cast.teacher("teacher2", color_scheme="dark")
    pupil = await cast.pupil("pupil2", viewport=PHONE)
    page = teacher.page

    # An album, and a picture in it
    await page.goto(f"{cast.address}/t/{WATER_SLUG}")
    await page.get_by_role("navigation", name="TwinSpace").get_by_role("link", name="Materials").click()
    await expect(page.get_by_role("link", name="Week 5")).to_be_visible()
    await finds_nothing(teacher)
    await page.get_by_role("button", name="Create image album").click()
    await page.get_by_label("Name of the album").fill("Week 6")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("This album is empty")).to_be_visible()
    async with page.expect_file_chooser() as choosing:
        await page.get_by_role("button", name="Upload images").click()
    chosen: list[FilePayload] = [
        {"name": "the_pier.png", "mimeType": "image/png", "buffer": picture(size=(640, 480))},
        {"name": "no picture.png", "mimeType": "image/png", "buffer": office("docx")},
    ]
    await (await choosing.value).set_files(chosen)
    dialog = page.get_by_role("alertdialog", name="Upload to Week 6")
    first, second = dialog.get_by_role("listitem").first, dialog.get_by_role("listitem").last
    await expect(first.get_by_label("Title")).to_have_value("the pier")
    await first.get_by_label("What does it show?").fill("Green water under the pier")
    await finds_nothing(teacher)
    await dialog.get_by_role("button", name="Upload", exact=True).click()
    await expect(first.get_by_text("Uploaded")).to_be_visible()
    await expect(second.get_by_role("alert")).to_have_text("Images are PNG, JPEG or WebP pictures.")
    await dialog.get_by_role("button", name="Cancel").click()
    await expect(page.get_by_role("img", name="Green water under the pier")).to_be_visible()

    # To another album by the keyboard, and back
    await page.get_by_role("button", name="Choose several").press("Space")
    await page.get_by_role("checkbox", name="the pier").press("Space")
    await finds_nothing(teacher)
    await page.get_by_role("button", name="Move 1 thing").press("Enter")
    moving = page.get_by_role("dialog", name="Move to another album")
    await moving.get_by_label("Where to?").select_option("Week 5")
    await moving.get_by_role("button", name="Move", exact=True).press("Enter")
    await expect(page.get_by_text("This album is empty")).to_be_visible()
    await page.get_by_role("button", name="Undo").press("Enter")
    await expect(page.get_by_role("img", name="Green water under the pier")).to_be_visible()
    await page.get_by_role("link", name="All albums").click()
    await page.get_by_role("button", name="Change the order").press("Space")
    up = page.get_by_role("button", name="Move Week 6 up")
    rows = page.get_by_role("listitem").filter(has=page.get_by_role("button", name="Move"))
    await expect(rows.nth(4)).to_contain_text("Week 6")
    await up.press("Enter")
    await expect(rows.nth(3)).to_contain_text("Week 6")
    await expect(up).to_be_focused()
    await page.get_by_role("button", name="Undo").press("Enter")
    await expect(rows.nth(4)).to_contain_text("Week 6")
    await finds_nothing(teacher)

    # Linked in the chatroom
    await pupil.goes_to_the_chatroom()
    await expect(pupil.page.get_by_role("button", name="Attach from Materials")).to_have_count(0)
    await teacher.goes_to_the_chatroom()
    await page.get_by_role("button", name="Attach from Materials").click()
    picker = page.get_by_role("dialog", name="Attach from Materials")
    await expect(picker.get_by_role("button", name="Green water under the pier")).to_be_visible()
    await finds_nothing(teacher)
    await picker.get_by_role("button", name="Green water under the pier").click()
    await teacher.writes("Who sees the crab?")
    message = pupil.message("Who sees the crab?")
    await expect(message.get_by_role("img", name="Green water under the pier")).to_be_visible()
    await finds_nothing(pupil)
    await message.get_by_role("link", name="the pier").click()
    await expect(pupil.page.get_by_role("heading", name="the pier")).to_be_visible()
    await expect(pupil.page.get_by_role("button", name="Delete")).to_have_count(0)
    await finds_nothing(pupil)
    await pupil.page.go_back()

    # And gone
    await teacher.message("Who sees the crab?").get_by_role("link", name="the pier").click()
    await page.get_by_role("button", name="Delete").click()
    await page.get_by_role("alertdialog").get_by_role("button", name="Delete").click()
    await expect(page.get_by_text("This album is empty")).to_be_visible()
    await expect(message).to_contain_text("What was linked here is no longer there.")

    # The album itself
    await page.get_by_role("button", name="Rename").click()
    await page.get_by_role("dialog", name="Rename this album").get_by_label("Name of the album").fill("The last week")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("heading", name="The last week")).to_be_visible()
    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_role("heading", name="Week 6")).to_be_visible()
    await page.get_by_role("button", name="Delete").click()
    asking = page.get_by_role("alertdialog", name="Delete this album for everybody?")
    await expect(asking.get_by_text("It is empty.")).to_be_visible()
    await asking.get_by_role("button", name="Delete").click()
    await expect(page.get_by_role("link", name="Week 5")).to_be_visible()
    await expect(page.get_by_role("link", name="Week 6")).to_have_count(0)
