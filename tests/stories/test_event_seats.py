"""The last seat of an event and the line for it; and what one finds again: by filters, in a calendar, in a copy."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from tests.stories.axe import finds_nothing
from tests.stories.event_days import planned
from tests.stories.people import PHONE, Cast

pytestmark = pytest.mark.anyio

TITLE = "One seat only"


@pytest.mark.proves("R-062", "R-063", "R-064")
async def test_whoever_waits_gets_the_seat_and_finds_the_event_in_lists_and_calendars(cast: Cast) -> None:
    host, guest = await cast.teacher(), await cast.teacher("teacher2", viewport=PHONE)
    late = await cast.teacher("agnieszka.wrona")
    occasion = await planned(host, TITLE, capacity=1)
    await occasion.is_joined_by(guest)
    page, phone = late.page, guest.page

    # The line, and the seat that is free.
    await page.goto(occasion.page)
    await page.get_by_role("button", name="Waiting list").click()
    await expect(page.get_by_text("You are next in the line.")).to_be_visible()
    await finds_nothing(late)
    await phone.goto(occasion.page)
    await phone.get_by_role("button", name="Leave", exact=True).click()
    await expect(phone.get_by_role("button", name="Waiting list")).to_be_visible()
    await page.reload()
    await expect(page.get_by_text("You take part.")).to_be_visible()

    # Found again by filters.
    await page.goto(f"{cast.address}/events?view=upcoming")
    filters = page.get_by_role("region", name="Filters")
    await filters.get_by_label("Whose").select_option(label="Events I joined")
    await page.wait_for_url(re.compile("mine=joined"))
    await expect(page.get_by_role("link", name=re.compile(TITLE)).first).to_be_visible()
    await filters.get_by_label("Search events").fill("nothing is called so")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Upcoming events", level=1)).to_be_visible()
    await page.wait_for_url(re.compile("q=nothing"))

    # In a calendar program, until the address is taken back.
    await page.get_by_role("button", name="Subscribe").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Make an address").click()
    shown = dialog.locator("code")
    address = await shown.inner_text()
    assert TITLE in await (await late.context.request.get(address)).text()
    await finds_nothing(late)
    await dialog.get_by_role("button", name="Take the address back").click()
    await expect(shown).to_have_count(0)
    assert (await late.context.request.get(address)).status == 404

    # Again, another day.
    await host.page.goto(occasion.page)
    await host.page.get_by_role("button", name="Make a copy").click()
    await host.page.wait_for_url(re.compile("/events/.+/edit"))
    await expect(host.page.get_by_label("Title")).to_have_value(TITLE)
