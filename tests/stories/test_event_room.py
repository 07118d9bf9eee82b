"""The room of an event: the host the day before, and a colleague on a phone when the doors are open."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from tests.stories.axe import finds_nothing
from tests.stories.event_days import planned, the_day_passes
from tests.stories.people import PHONE, Cast
from tests.stories.site import RunningSite

pytestmark = pytest.mark.anyio

TITLE = "Songs that our rivers taught us"


@pytest.mark.proves("R-040", "R-065")
async def test_the_host_prepares_the_day_before_and_a_colleague_enters_in_two_taps(
    cast: Cast, site: RunningSite
) -> None:
    host, guest = await cast.teacher(), await cast.teacher("teacher2", viewport=PHONE, has_touch=True)
    occasion = await planned(host, TITLE)
    await occasion.is_joined_by(guest)

    # The day before: only who leads gets in.
    page = host.page
    await page.goto(occasion.page)
    await page.get_by_role("link", name="Prepare").click()
    await expect(page.get_by_role("heading", name="Only you can go in")).to_be_visible()
    preview = page.get_by_role("region", name="As a participant")
    await page.locator("#rules").get_by_text("Quiet", exact=True).click()
    await expect(preview.get_by_text("The chat can be read, not written in.")).to_be_visible()
    await page.locator("#rules").get_by_text("Lecture", exact=True).click()
    await expect(preview.get_by_text("Everybody may write.")).to_be_visible()
    await expect(page.get_by_role("region", name="Have joined").get_by_role("listitem")).to_have_count(1)
    await finds_nothing(host)
    await page.get_by_role("link", name="Enter the room").click()
    await host.joins()
    await host.is_inside()
    await expect(page.get_by_text("Only those who lead can come in now.")).to_be_visible()
    await host.opens_the_chat()
    await host.writes("Only between us")
    await page.get_by_role("button", name="Start a rehearsal").click()
    await expect(page.get_by_text("Rehearsal: nobody else sees this.")).to_be_visible()
    await expect(page.get_by_text("Ghost 07").first).to_be_visible()
    await finds_nothing(host)
    await page.get_by_role("button", name="End the rehearsal").click()
    await expect(page.get_by_text("Ghost 07")).to_have_count(0)
    await host.sees("Only between us")
    phone = guest.page
    await phone.goto(f"{occasion.page}/room")
    await expect(phone.get_by_role("heading", name=re.compile("The doors open on"))).to_be_visible()
    await finds_nothing(guest)

    # The day itself: two taps from the event's page.
    await the_day_passes(site, occasion.id)
    await phone.goto(occasion.page)
    await phone.get_by_role("link", name="Enter the room").tap()
    await phone.get_by_role("button", name="Join", exact=True).tap()
    await guest.is_inside()
    await guest.opens_the_chat()
    await expect(phone.get_by_text("Only between us")).to_have_count(0)
    await guest.writes("Good evening from Ferrara")
    await host.sees("Good evening from Ferrara")
    await expect(page.get_by_text("Only between us")).to_have_count(0)
