"""What rings while one is elsewhere, and how one looks behind the bell."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, expect

from tests.stories.people import PHONE, WATER_SLUG, Cast, Someone

pytestmark = pytest.mark.anyio


def bell(someone: Someone, unread: int | None = None) -> Locator:
    """The button in the bar, which says how many are unread."""
    name = "Notifications" if unread is None else f"Notifications: {unread} unread"
    return someone.page.get_by_role("banner").get_by_role("button", name=name, exact=True)


async def test_the_teacher_finds_seven_notifications_and_reads_them_all(cast: Cast) -> None:
    teacher = await cast.teacher()
    elsewhere = await teacher.context.new_page()
    await elsewhere.goto(f"{cast.address}/projects")
    await expect(bell(teacher, 7)).to_be_visible()
    await bell(teacher, 7).click()
    behind = teacher.page.get_by_role("dialog", name="Notifications")
    for words in ("A conference begins soon", "A message is waiting for a teacher", "Contact request"):
        await expect(behind.get_by_text(words, exact=True)).to_be_visible()
    await expect(behind.get_by_role("listitem")).to_have_count(8)
    await behind.get_by_role("button", name="Accept: Rui Sequeira").click()
    await expect(teacher.page.get_by_text("You are contacts now.", exact=True)).to_be_visible()
    await expect(behind.get_by_role("listitem")).to_have_count(7)
    await behind.get_by_role("button", name="Mark all as read").click()
    await expect(behind.get_by_role("button", name="Mark all as read")).to_have_count(0)
    await teacher.page.keyboard.press("Escape")
    await expect(bell(teacher)).to_be_focused()
    await expect(elsewhere.get_by_role("button", name="Notifications", exact=True)).to_be_visible()


async def test_a_conference_that_a_teacher_plans_rings_on_the_pupils_phone(cast: Cast) -> None:
    teacher, pupil = await cast.teacher("teacher2"), await cast.pupil(viewport=PHONE)
    ringing = pupil.page.get_by_role("banner").get_by_role("link", name="Notifications: 1 unread")
    await expect(ringing).to_be_visible()
    await teacher.opens_live()
    await teacher.page.get_by_role("button", name="Plan a conference").first.click()
    dialog = teacher.page.get_by_role("dialog")
    await dialog.get_by_label("What is it about?").fill("Which river is the longest?")
    await dialog.get_by_role("button", name="Plan it", exact=True).click()

    await pupil.page.get_by_role("banner").get_by_role("link", name="Notifications: 2 unread").click()
    await expect(pupil.page.get_by_role("heading", name="Notifications")).to_be_visible()
    planned = pupil.page.get_by_role("listitem").filter(has_text="Which river is the longest?")
    await expect(planned).to_contain_text("just now")
    await planned.get_by_role("link", name="A conference is planned").click()
    await pupil.page.wait_for_url(f"**/t/{WATER_SLUG}/conference/*")
    await expect(pupil.page.get_by_text("Which river is the longest?").first).to_be_visible()
