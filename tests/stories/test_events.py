"""An event from its first idea to a seat in it: one teacher makes it on a laptop, another joins on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import FilePayload, expect

from tests.stories.axe import finds_nothing
from tests.stories.event_days import Occasion, planned
from tests.stories.people import PHONE, Cast, Someone
from tests.uploads import office, picture
from tests.videos import SIZE, video

pytestmark = pytest.mark.anyio


PLAYS = """async (video) => {
    video.muted = true
    await video.play()
    await new Promise((seen) => video.requestVideoFrameCallback(seen))
    return { width: video.videoWidth }
}"""
"""A picture of the video was drawn."""


def file(name: str, mime: str, content: bytes) -> FilePayload:
    """As somebody chooses it on a device."""
    return {"name": name, "mimeType": mime, "buffer": content}


@pytest.mark.proves("R-061", "R-062", "R-063", "R-067", "R-069", "R-070")
async def test_a_teacher_makes_an_event_and_another_joins_it_in_two_taps(cast: Cast) -> None:
    host, guest = await cast.teacher(color_scheme="dark"), await cast.teacher("teacher2", viewport=PHONE)
    await host.context.grant_permissions(["clipboard-read", "clipboard-write"])

    # The calendar: by week, by month, by day, and what comes next.
    page = host.page
    await page.get_by_role("link", name="Events", exact=True).click()
    await expect(page.get_by_role("link", name=re.compile("Open mic")).first).to_be_visible()
    await finds_nothing(host)
    await page.get_by_role("button", name="Month", exact=True).click()
    await expect(page.get_by_role("columnheader", name="Mon").last).to_be_visible()
    await expect(page.get_by_text("small hours are your time in Baku.")).to_be_visible()
    await expect(page.get_by_text(re.compile(r"^\d\d:\d\d CES?T")).first).to_be_visible()
    await page.get_by_role("region", name="Choose a day").locator("[aria-current=date]").click()
    await page.get_by_role("button", name="Day", exact=True).click()
    await expect(page.get_by_role("heading", name=re.compile("^Today"))).to_be_visible()
    await expect(page.locator("time").first).to_have_text(re.compile(r"^\d\d:\d\d CES?T.*\d\d:\d\d in Baku$"))
    await page.get_by_role("button", name="Upcoming", exact=True).click()
    await expect(page.get_by_role("heading", name="Upcoming events", level=1)).to_be_visible()

    # Create an event, step by step.
    await page.get_by_role("link", name="Create an event").click()
    await page.get_by_role("button", name="Next").click()
    await expect(page.get_by_text("Give the event a title.")).to_be_visible()
    await page.get_by_label("Title").fill("Which river is the longest?")
    await page.get_by_label("Short description").fill("Bring one photo of your own river.")
    await page.get_by_role("button", name="Next").click()
    await page.get_by_text("90 minutes", exact=True).click()
    await expect(page.get_by_text(re.compile(r"–\d\d:\d\d CES?T \(.* in Baku\)"))).to_be_visible()
    await page.locator("input[type=file]").set_input_files(file("river.jpg", "image/jpeg", picture("JPEG", (800, 450))))
    await page.get_by_label("What does it show?").fill("A river in fog")
    await page.get_by_role("button", name="Next").click()
    await finds_nothing(host)
    await page.get_by_label("Seats").fill("2")
    await page.get_by_role("button", name="Next").click()
    await expect(page.get_by_role("heading", name="Which river is the longest?", level=1)).to_be_visible()
    await page.get_by_role("button", name="Publish").click()
    await expect(page.get_by_text("You lead this event.")).to_be_visible()
    await expect(page.get_by_role("img", name="A river in fog")).to_be_visible()
    await page.locator("input[type=file]").set_input_files(
        [
            file("us.png", "image/png", picture()),
            file("our_words.docx", "", office("docx")),
            file("our_river.webm", "video/webm", video("webm", "libvpx", "libopus")),
        ]
    )
    await page.get_by_role("button", name="Upload", exact=True).click()
    await expect(page.get_by_role("link", name=re.compile("our words"))).to_be_visible()
    await expect(page.get_by_label("our river", exact=True)).to_be_visible()
    await page.get_by_role("button", name="our words: further down").click()
    await expect(page.get_by_role("button", name="our words: further down")).to_be_disabled()
    await finds_nothing(host)
    address = page.url

    # The link, to be sent on or shown on the wall.
    await page.get_by_role("button", name="Invite", exact=True).click()
    asking = page.get_by_role("dialog", name="Invite your contacts")
    code = asking.get_by_role("img", name="QR code of the link to the event")
    await expect(code).to_be_visible()
    assert await code.evaluate("async (image) => { await image.decode(); return image.naturalWidth > 0 }")
    await asking.get_by_role("button", name="Copy the link").click()
    await expect(page.get_by_text("The link is copied.")).to_be_visible()
    assert await page.evaluate("navigator.clipboard.readText()") == address
    await finds_nothing(host)
    await asking.get_by_role("button", name="Not now").click()

    # Two taps on a phone: the event, and the button.
    phone = guest.page
    await phone.goto(f"{cast.address}/events?view=upcoming&q=longest")
    await expect(phone.get_by_role("img", name="A river in fog").first).to_be_visible()
    await phone.get_by_role("link", name=re.compile("Which river")).first.click()
    await expect(phone.get_by_role("link", name=re.compile("our words"))).to_be_visible()
    assert (await phone.get_by_label("our river", exact=True).evaluate(PLAYS))["width"] == SIZE[0]
    await phone.get_by_role("button", name="Join the event").click()
    await expect(phone.get_by_text("You take part.")).to_be_visible()
    await expect(phone.get_by_text("1 of 2 have joined")).to_be_visible()
    await finds_nothing(guest)

    # Called off: whoever joined hears of it and reads why.
    await page.get_by_role("button", name="Call it off").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Why?").fill("The river is frozen.")
    await dialog.get_by_role("button", name="Call it off").click()
    await expect(page.get_by_text("The river is frozen.")).to_be_visible()
    await phone.get_by_role("banner").get_by_role("link", name=re.compile("^Notifications")).click()
    await phone.get_by_role("link", name="An event was called off").click()
    await phone.wait_for_url(address)
    await expect(phone.get_by_text("The river is frozen.")).to_be_visible()


async def edits(someone: Someone, occasion: Occasion, label: str, words: str, shown: bytes) -> None:
    """Something of the words, and another picture; not saved yet."""
    page = someone.page
    await page.goto(f"{occasion.page}/edit")
    await page.get_by_label(label).fill(words)
    await page.get_by_role("button", name="When").click()
    await page.locator("input[type=file]").set_input_files(file("river.png", "image/png", shown))
    await expect(page.get_by_role("button", name="Choose another picture")).to_be_visible()


async def saves(someone: Someone) -> None:
    await someone.page.get_by_role("button", name="Preview").click()
    await someone.page.get_by_role("button", name="Save the changes").click()


@pytest.mark.proves("R-069", "R-070")
async def test_of_two_who_edit_at_once_the_second_reads_what_the_first_wrote_and_chose(cast: Cast) -> None:
    host, cohost = await cast.teacher(), await cast.teacher("teacher2")
    occasion = await planned(host, "Written by two", cohosts=[cohost])
    await edits(host, occasion, "Title", "Written by both", picture(colour="maroon"))
    await edits(cohost, occasion, "Short description", "Bring two songs.", picture(colour="navy"))
    await cohost.page.get_by_label("What does it show?").fill("A blue river")
    await saves(cohost)
    await cohost.page.wait_for_url(occasion.page)
    await expect(cohost.page.get_by_role("img", name="A blue river")).to_be_visible()

    page = host.page
    await saves(host)
    said = page.get_by_role("alert").filter(has_text="has changed this event while you were writing.")
    await expect(said.get_by_text("Taken over, because you had not touched it: ")).to_contain_text("Short description")
    await expect(said.get_by_text("You both changed this.")).to_be_visible()
    await expect(said.get_by_role("img")).to_have_count(0)
    await expect(said.locator("img")).to_have_count(2)
    await finds_nothing(host)
    await cohost.page.reload()
    await expect(cohost.page.get_by_role("img", name="A blue river")).to_be_visible()
    await said.get_by_role("button", name="Take theirs").click()
    await saves(host)
    await page.wait_for_url(occasion.page)
    await expect(page.get_by_role("heading", name="Written by both")).to_be_visible()
    await expect(page.get_by_text("Bring two songs.")).to_be_visible()
    await expect(page.get_by_role("img", name="A blue river")).to_be_visible()
