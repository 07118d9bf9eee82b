"""A teacher decides on a phone, and a report becomes a case: as people live it, in real Chromium."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Route, expect

from tests.stories.axe import finds_nothing
from tests.stories.people import PASSWORD, PHONE, WATER_SLUG, Cast

pytestmark = pytest.mark.anyio


@pytest.mark.proves("R-222")
async def test_a_held_message_is_approved_with_one_tap_on_the_teachers_phone(cast: Cast) -> None:
    aysu = await cast.pupil("pupil")
    filip = await cast.pupil("pupil2")
    for one in (aysu, filip):
        await one.page.goto(f"{one.address}/t/{WATER_SLUG}/chat")
        await expect(one.page.get_by_role("article").last).to_be_visible()
    await aysu.page.get_by_role("textbox").last.fill("Call me: +994 55 123 45 67")
    await aysu.page.keyboard.press("Enter")
    await expect(aysu.page.get_by_text("Waiting for your teacher.")).to_be_visible()
    await expect(aysu.page.get_by_text("It looks like a phone number.")).to_be_visible()
    teacher = await cast.teacher(viewport=PHONE)
    await teacher.page.goto(f"{teacher.address}/my-pupils")
    helds = teacher.page.get_by_role("region", name="A held message by Aysu")
    held = helds.first
    await expect(held.get_by_role("mark")).to_have_text("+994 55 123 45 67")
    await expect(filip.page.get_by_text("Call me:")).to_have_count(0)
    await held.get_by_role("button", name="Approve").click()
    await expect(filip.page.get_by_text("Call me: +994 55 123 45 67")).to_be_visible()
    await expect(aysu.page.get_by_text("Waiting for your teacher.")).to_have_count(0)
    lately = teacher.page.get_by_role("list", name="Last messages").filter(has_text="Call me:")
    await expect(lately.get_by_role("listitem")).to_have_count(3)

    await aysu.page.get_by_role("textbox").last.fill("And this one: +994 55 765 43 21")
    await aysu.page.keyboard.press("Enter")
    worse = helds.filter(has_text="And this one")
    await worse.get_by_role("button", name="Mute Aysu").click()
    await finds_nothing(teacher)
    await teacher.page.get_by_role("dialog", name="Mute Aysu").get_by_role("button", name="1 day").click()
    await expect(aysu.page.get_by_text("You were stopped from writing here for a while.")).to_be_visible()
    aysus = teacher.page.get_by_role("listitem").filter(has=teacher.page.get_by_text("Aysu"))
    await expect(aysus.get_by_text("muted").first).to_be_visible()
    await teacher.page.get_by_role("button", name="Undo").click()
    await expect(aysu.page.get_by_text("You were stopped from writing here for a while.")).to_have_count(0)
    await worse.get_by_role("button", name="Delete").click()
    question = teacher.page.get_by_role("alertdialog", name="Delete this message?")
    await question.get_by_role("button", name="Delete").click()
    await expect(worse).to_have_count(0)
    await expect(aysu.page.get_by_text("And this one")).to_have_count(0)


@pytest.mark.proves("R-222")
async def test_a_message_comes_back_with_a_hint_and_its_writer_makes_it_better(cast: Cast) -> None:
    aysu, filip = await cast.pupil("pupil", viewport=PHONE), await cast.pupil("pupil2")
    for one in (aysu, filip):
        await one.goes_to_the_chatroom()
    await aysu.writes("Write to me at aysu@example.org about the map")
    await expect(aysu.page.get_by_text("It looks like an e-mail address.").last).to_be_visible()
    teacher = await cast.teacher(viewport=PHONE, color_scheme="dark")
    await teacher.page.goto(f"{teacher.address}/my-pupils")
    held = teacher.page.get_by_role("region", name="A held message by Aysu").filter(has_text="about the map")
    await held.get_by_role("button", name="Return").click()
    await held.get_by_role("button", name="Please leave the number or address out.").click()
    await expect(held.get_by_role("heading", name="Returned with a hint")).to_be_visible()
    row = aysu.message("about the map")
    await expect(row).to_contain_text("Please leave the number or address out.")
    await row.get_by_role("button", name="Change it").click()
    box = aysu.page.get_by_role("textbox", name="Another text for your message")
    await box.fill("Write to me here about the map")
    await box.press("Enter")
    await filip.sees("Write to me here about the map")
    await expect(held).to_have_count(0)


async def test_a_reported_message_becomes_a_case_with_an_outcome(cast: Cast) -> None:
    filip = await cast.pupil("pupil2")
    await filip.page.goto(f"{filip.address}/t/{WATER_SLUG}/chat")
    message = filip.page.get_by_role("article").filter(has_text="can we be two at one computer?").first
    # By keys: under a mouse that stands still the rows move while the room is still filling.
    await message.focus()
    await message.get_by_role("button", name="More").press("Enter")
    await filip.page.get_by_role("menuitem", name="Report").press("Enter")
    await filip.page.get_by_label("What is wrong?").select_option("spam")
    await filip.page.get_by_role("button", name="Send the report").click()
    await expect(filip.page.get_by_text("Thank you.")).to_be_visible()
    moderator = await cast.enters("moderator")
    await moderator.page.goto(f"{moderator.address}/sign-in?next=/cases")
    await moderator.page.get_by_label("User name").fill(moderator.name)
    await moderator.page.get_by_label("Password", exact=True).fill(PASSWORD)
    await moderator.page.get_by_role("button", name="Sign in", exact=True).click()
    await moderator.page.get_by_role("link", name="Spam").click()
    await moderator.page.get_by_label("What comes of it?").select_option("warned")
    await moderator.page.get_by_role("button", name="Decide").click()
    await expect(moderator.page.get_by_text("The person was warned")).to_be_visible()


async def test_a_text_that_changes_under_the_teachers_finger_is_not_let_through(cast: Cast) -> None:
    aysu = await cast.pupil("pupil")
    await aysu.page.goto(f"{aysu.address}/t/{WATER_SLUG}/chat")
    await aysu.page.get_by_role("textbox").last.fill("Call me: +994 55 123 45 68")
    await aysu.page.keyboard.press("Enter")
    await expect(aysu.page.get_by_text("Waiting for your teacher.")).to_be_visible()
    teacher = await cast.teacher(viewport=PHONE)
    await teacher.page.goto(f"{teacher.address}/my-pupils")
    held = teacher.page.get_by_role("region", name="A held message by Aysu").last
    await expect(held).to_contain_text("+994 55 123 45 68")

    async def edit_first(route: Route) -> None:
        await aysu.page.get_by_role("button", name="Change it").click()
        await aysu.page.get_by_role("textbox").last.fill("Come alone, call +994 55 123 45 69")
        await aysu.page.keyboard.press("Enter")
        await expect(aysu.page.get_by_role("article").last).to_contain_text("Come alone")
        await route.continue_()

    await teacher.page.route("**/approve", edit_first)
    await held.get_by_role("button", name="Approve").click()
    await expect(teacher.page.get_by_text("This message has another text now. Read it again.")).to_be_visible()
    await expect(held.get_by_role("mark")).to_have_text("+994 55 123 45 69")
    await expect(aysu.page.get_by_text("Waiting for your teacher.")).to_be_visible()


async def test_a_member_teachers_menus_offer_what_she_may_do_and_nothing_else(cast: Cast) -> None:
    agnieszka = await cast.teacher("agnieszka.wrona")
    aysu, filip = await cast.pupil("pupil"), await cast.pupil("pupil2")
    for one in (agnieszka, aysu, filip):
        await one.goes_to_the_chatroom()
    await aysu.writes("We measured the sea again")
    await filip.writes("And we the river")
    await agnieszka.page.get_by_role("button", name="Rules of this room").click()
    menu = agnieszka.page.get_by_role("menu", name="Rules of this room")
    await expect(menu.get_by_role("menuitem", name="Mute Filip")).to_be_visible()
    await expect(menu.get_by_role("menuitem")).to_have_text([re.compile("What pupils were told"), re.compile("Filip")])
    await agnieszka.page.keyboard.press("Escape")
    for text, hers in (("We measured the sea again", False), ("And we the river", True)):
        await agnieszka.acts_on(text, "More")
        for action in ("Write to its writer …", "Delete"):
            await expect(agnieszka.page.get_by_role("menuitem", name=action)).to_have_count(int(hers))
        await expect(agnieszka.page.get_by_role("menuitem", name="Report")).to_be_visible()
        await agnieszka.page.keyboard.press("Escape")
    await aysu.writes("Call us: +994 55 123 45 60")
    await filip.writes("Call us: +48 601 234 567")
    for text, hers in (("+994 55 123 45 60", False), ("+48 601 234 567", True)):
        row = agnieszka.message(text)
        await expect(row.get_by_text("Only teachers and the writer can see this.")).to_be_visible()
        await expect(row.get_by_role("button", name="Approve")).to_have_count(int(hers))
    founder = await cast.teacher()
    await founder.goes_to_the_chatroom()
    await expect(founder.message("+48 601 234 567").get_by_role("button", name="Approve")).to_be_visible()
    await founder.page.get_by_role("button", name="Rules of this room").click()
    for name in ("Pupils can write", "Mute Aysu", "Mute Filip"):
        await expect(founder.page.get_by_role("menuitem", name=name).first).to_be_visible()
