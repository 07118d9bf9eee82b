"""A person and a conference are reported where one meets them, and one's own reports are all on one page."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.stories.people import PASSWORD, PHONE, WATER_SLUG, Cast, Someone, meet

pytestmark = pytest.mark.anyio


async def sends_the_report(someone: Someone, title: str, reason: str) -> None:
    dialog = someone.page.get_by_role("dialog", name=title)
    # Nobody says of somebody what they have not chosen to say.
    await expect(dialog.get_by_role("button", name="Send the report")).to_be_disabled()
    await dialog.get_by_label("What is wrong?").select_option(reason)
    await dialog.get_by_role("button", name="Send the report").click()
    # The thanks for an earlier report may still stand there.
    await expect(dialog).to_be_hidden()
    await expect(someone.page.get_by_text("Thank you.").last).to_be_visible()


async def opens_my_reports(someone: Someone) -> None:
    await someone.page.goto(someone.address)
    await someone.page.get_by_role("button", name="profile and settings").click()
    await someone.page.get_by_role("menuitem", name="My reports").click()
    await expect(someone.page.get_by_role("heading", name="My reports")).to_be_visible()


async def test_a_pupil_reports_a_person_of_the_chat_on_a_phone_and_appeals_the_decision(cast: Cast) -> None:
    aysu, filip = await cast.pupil("pupil"), await cast.pupil("pupil2", viewport=PHONE)
    await aysu.goes_to_the_chatroom()
    await filip.page.goto(f"{filip.address}/t/{WATER_SLUG}/chat")
    await filip.page.get_by_role("button", name="here").click()
    people = filip.page.get_by_role("dialog", name="People here")
    await people.get_by_role("button", name="Aysu").click()
    await filip.page.get_by_role("menuitem", name="Report Aysu").click()
    await sends_the_report(filip, "Report Aysu", "impersonation")
    await opens_my_reports(filip)
    row = filip.page.get_by_role("listitem").filter(has_text="Somebody pretends to be another person")
    await expect(row).to_contain_text("A person")
    await expect(row).to_contain_text("New")
    moderator = await cast.enters("moderator")
    await moderator.page.goto(f"{moderator.address}/sign-in?next=/cases")
    await moderator.page.get_by_label("User name").fill(moderator.name)
    await moderator.page.get_by_label("Password", exact=True).fill(PASSWORD)
    await moderator.page.get_by_role("button", name="Sign in", exact=True).click()
    await moderator.page.get_by_role("link", name="Somebody pretends to be another person").click()
    await moderator.page.get_by_role("button", name="Decide").click()
    await expect(moderator.page.get_by_text("Nothing had to be done").last).to_be_visible()
    await opens_my_reports(filip)
    await expect(row).to_contain_text("Nothing had to be done")
    await row.get_by_role("button", name="Ask for another decision").click()
    await filip.page.get_by_label("Why?").fill("It goes on")
    dialog = filip.page.get_by_role("dialog", name="Ask for another decision")
    await dialog.get_by_role("button", name="Ask for another decision").click()
    await expect(row).to_contain_text("Appeal")
    await expect(row.get_by_role("button")).to_have_count(0)


async def test_a_conference_and_somebody_inside_are_reported_from_within_and_from_the_way_out(cast: Cast) -> None:
    teacher, aysu = await cast.teacher(), await cast.pupil("pupil", viewport=PHONE)
    title = "Reporting"
    await meet(title, teacher, aysu)
    await teacher.page.get_by_role("button", name="Aysu").and_(teacher.page.get_by_label("actions")).first.click()
    await teacher.page.get_by_role("menuitem", name="Report Aysu").click()
    await sends_the_report(teacher, "Report Aysu", "other")
    await aysu.page.get_by_role("button", name="More", exact=True).click()
    await aysu.page.get_by_role("button", name="People inside").click()
    rail = aysu.page.get_by_role("complementary", name="People")
    await rail.get_by_role("button", name="Günel").click()
    await aysu.page.get_by_role("menuitem", name="Report Günel").click()
    await sends_the_report(aysu, "Report Günel", "other")
    await rail.get_by_role("button", name="Close").click()
    await aysu.page.get_by_role("button", name="More", exact=True).click()
    await aysu.page.get_by_role("button", name="Report the conference").click()
    await sends_the_report(aysu, f"Report {title}", "other")
    await aysu.page.get_by_role("button", name="Leave").click()
    await aysu.page.get_by_role("alertdialog").get_by_role("button", name="Leave").click()
    await expect(aysu.page.get_by_role("button", name="Report the conference")).to_be_visible()
    await opens_my_reports(teacher)
    await expect(teacher.page.get_by_role("listitem").filter(has_text="A person")).to_have_count(1)
    await opens_my_reports(aysu)
    for target in ("A person", "A conference"):
        await expect(aysu.page.get_by_role("listitem").filter(has_text=target)).to_have_count(1)
