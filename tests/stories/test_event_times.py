"""An event around its hours: who comes before its host, what its clock says, and the quarter hour after its end."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from playwright.async_api import expect

from server.core import clock
from server.core.clock import BRUSSELS
from tests.stories.axe import finds_nothing
from tests.stories.event_days import goes_in, planned, the_day_passes
from tests.stories.people import PHONE, Cast
from tests.stories.site import RunningSite

pytestmark = pytest.mark.anyio


def next_change() -> datetime:
    """Midnight after the day on which Brussels' clocks change next, more than a week from now."""
    day = (clock.now() + timedelta(days=8)).astimezone(BRUSSELS).replace(hour=0, minute=0, second=0, microsecond=0)
    while day.utcoffset() == (day - timedelta(days=1)).utcoffset():
        day += timedelta(days=1)
    return day


@pytest.mark.proves("R-072")
async def test_a_host_near_brussels_reads_that_hours_shift_for_guests_without_summer_time(cast: Cast) -> None:
    host = await cast.teacher("teacher2")
    change, page = next_change(), host.page
    occasion = await planned(host, "Songs of spring", ahead=change + timedelta(days=2, hours=12) - clock.now())
    said = page.get_by_text(re.compile("^Clocks change on .* in countries without summer time"))
    for path in (occasion.page, f"{occasion.page}/prepare"):
        await page.goto(path)
        await expect(said).to_be_visible()
    for days, shown in ((-1, 1), (1, 0)):
        await page.goto(f"{cast.address}/events?view=week&day={change + timedelta(days=days):%Y-%m-%d}")
        await expect(page.get_by_text("Large hours are")).to_be_visible()
        shifts = page.get_by_text("in countries without summer time events shift by an hour.")
        await expect(shifts).to_have_count(shown)
    await finds_nothing(host)


async def test_a_guest_waits_for_the_host_and_both_stay_a_little_after_the_end(cast: Cast, site: RunningSite) -> None:
    host, guest = await cast.teacher(), await cast.teacher("teacher2", viewport=PHONE, has_touch=True)
    occasion = await planned(host, "Songs that take longer")
    await occasion.is_joined_by(guest)
    await the_day_passes(site, occasion.id)
    page, phone = host.page, guest.page

    # The host is late.
    await goes_in(guest, occasion)
    await expect(phone.get_by_text("The host is not here yet.")).to_be_visible()
    await finds_nothing(guest)
    await page.goto(f"{occasion.page}/room")
    await expect(page.get_by_text("1 person is inside now.")).to_be_visible()
    await host.joins()
    await host.is_inside()
    await expect(page.get_by_text("2 people", exact=True)).to_be_visible()
    await expect(phone.get_by_text("The host is not here yet.")).to_have_count(0)

    # Somebody inside leads with them.
    await host.chooses("Chiara Bellandi: actions", "Make co-host")
    await expect(phone.get_by_role("button", name="Pause all")).to_be_visible()

    # The planned end passes.
    await the_day_passes(site, occasion.id, timedelta(minutes=-61))
    await expect(page.get_by_text(re.compile("^The room closes in 1[34] minutes$")).first).to_be_visible()
    await phone.goto(occasion.page)
    await expect(phone.get_by_text(re.compile("The planned time is over. The room closes at"))).to_be_visible()
    await finds_nothing(guest)
    await phone.get_by_role("link", name="Enter the room").tap()
    await guest.is_inside()
    await page.get_by_role("button", name="Leave or end").click()
    await page.get_by_role("button", name="End for everybody").click()
    await phone.goto(occasion.page)
    await expect(phone.get_by_text("This event is over.")).to_be_visible()
