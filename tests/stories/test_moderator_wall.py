"""The wall of a moderator, wholly by its keys; evidence that two people open; and the log in which all of it stands."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

from tests.stories.axe import finds_nothing
from tests.stories.people import PHONE, WATER, WATER_SLUG, Cast, Someone, asked

pytestmark = pytest.mark.anyio

WHY = "A parent has called about this room."
CONTACT = "call me at +994 55 123 45 67"


async def watches(cast: Cast, name: str = "moderator", **options: object) -> Someone:
    """Somebody who handles reports, before the wall, whose most urgent room is that of the story."""
    someone = await cast.teacher(name, **options)
    await someone.page.goto(f"{cast.address}/wall")
    await expect(rooms(someone).first).to_contain_text(WATER)
    return someone


def rooms(someone: Someone) -> Locator:
    return someone.page.get_by_role("navigation", name="Rooms, most urgent first").get_by_role("button")


def line(someone: Someone, text: str) -> Locator:
    """A message in the stream beside the rooms."""
    return someone.page.get_by_role("region", name="Messages").get_by_role("article").filter(has_text=text)


async def opens_the_room(moderator: Someone) -> None:
    """By saying why, and with nothing but keys from there on."""
    await moderator.page.get_by_label("Reason").fill(WHY)
    await moderator.page.keyboard.press("Enter")
    await expect(moderator.page.get_by_role("region", name="Messages")).to_be_focused()


async def is_chosen(someone: Someone, text: str) -> None:
    await expect(line(someone, text)).to_have_attribute("aria-current", "true")


async def chooses(someone: Someone, text: str) -> None:
    """With the arrow keys, from wherever one is."""
    wanted = line(someone, text)
    all_lines = someone.page.get_by_role("region", name="Messages").get_by_role("article")
    await expect(wanted).to_have_count(1)
    current = "all => all.findIndex(one => one.getAttribute('aria-current') === 'true')"
    at = await all_lines.evaluate_all(current)
    there = await all_lines.evaluate_all("(all, text) => all.findIndex(one => one.textContent.includes(text))", text)
    for _ in range(abs(there - at)):
        await someone.page.keyboard.press("ArrowDown" if there > at else "ArrowUp")
    await is_chosen(someone, text)


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
async def test_a_moderator_judges_from_the_keyboard_and_takes_it_back(cast: Cast, direction: str) -> None:
    aysu, filip = await cast.pupil("pupil"), await cast.pupil("pupil2", viewport=PHONE)
    for one in (aysu, filip):
        await one.goes_to_the_chatroom()
    plain, contact = f"The river is calm ({direction})", f"{CONTACT} ({direction})"
    await aysu.writes(plain)
    await aysu.writes(contact)
    await expect(aysu.page.get_by_text("Waiting for your teacher.").last).to_be_visible()
    moderator = await watches(cast)
    await moderator.page.evaluate("direction => { document.documentElement.dir = direction }", direction)
    if direction == "ltr":
        # A room that was opened a moment ago is open still.
        await opens_the_room(moderator)
    await expect(filip.page.get_by_text("Moderator present")).to_be_visible()
    await filip.page.get_by_role("button", name="here").click()
    people = filip.page.get_by_role("dialog", name="People here")
    await expect(people.get_by_role("heading", name="Moderators")).to_be_visible()
    await expect(people.get_by_role("listitem").filter(has_text="looks in")).to_contain_text("Maja")
    await finds_nothing(filip)
    await people.get_by_role("button", name="Close").click()
    await finds_nothing(moderator)
    press, undo = moderator.page.keyboard.press, moderator.page.get_by_role("button", name="Undo")

    await chooses(moderator, contact)
    buttons = moderator.page.get_by_role("complementary", name="What you can do")
    await expect(buttons.get_by_role("button", name="Approve", exact=True)).to_be_visible()
    await expect(buttons.get_by_role("button", name="Hold", exact=True)).to_have_count(0)
    # Held already: the key does nothing, and what there is to be undone by U frees nothing.
    await press("h")
    await press("u")
    await press("a")
    await filip.sees(contact)
    await expect(undo).to_be_visible()
    await press("u")
    await expect(filip.log.get_by_text(contact)).to_have_count(0)

    await chooses(moderator, plain)
    await press("h")
    await expect(filip.log.get_by_text(plain)).to_have_count(0)
    await expect(undo).to_be_visible()
    await expect(aysu.page.get_by_text("A grown-up who keeps this place safe").last).to_be_visible()
    await press("u")
    await filip.sees(plain)

    await chooses(moderator, plain)
    await press("d")
    await expect(filip.log.get_by_text(plain)).to_have_count(0)
    await expect(undo).to_be_visible()
    await press("u")
    await filip.sees(plain)

    await chooses(moderator, plain)
    await press("d")
    await expect(filip.log.get_by_text(plain)).to_have_count(0)
    await chooses(moderator, plain)
    await press("a")
    await filip.sees(plain)

    await chooses(moderator, plain)
    await press("m")
    await expect(aysu.page.get_by_text("You were stopped from writing here for a while.")).to_be_visible()
    await expect(moderator.page.get_by_text("Muted for ten minutes.")).to_be_visible()
    await press("u")
    await expect(aysu.page.get_by_role("textbox", name="Write to everybody")).to_be_editable()

    await press("l")
    await expect(aysu.page.get_by_text("This room is paused.")).to_be_visible()
    await expect(moderator.page.get_by_text("The room is paused.")).to_be_visible()
    await press("l")
    await expect(aysu.page.get_by_role("textbox", name="Write to everybody")).to_be_editable()

    await chooses(moderator, plain)
    await press("w")
    await expect(moderator.page.get_by_role("dialog", name="Write to Aysu")).to_be_visible()
    await press("Escape")
    await press("?")
    await expect(moderator.page.get_by_role("dialog", name="Keys")).to_contain_text("U: undo")
    await press("Escape")

    # What the keys did, and nobody else, is written beside the stream.
    done = moderator.page.get_by_role("complementary", name="What you can do")
    await expect(done.get_by_role("listitem").filter(has_text="Message approved").first).to_contain_text("Maja")


async def test_all_that_a_pupil_wrote_is_held_and_let_through_at_once(cast: Cast) -> None:
    aysu, filip = await cast.pupil("pupil"), await cast.pupil("pupil2")
    for one in (aysu, filip):
        await one.goes_to_the_chatroom()
    secrets = [f"{CONTACT} ({number})" for number in ("first", "second")]
    for secret in secrets:
        await aysu.writes(secret)
        await expect(aysu.log.get_by_text(secret)).to_be_visible()
    moderator = await watches(cast)
    if await moderator.page.get_by_label("Reason").is_visible():
        await opens_the_room(moderator)
    await chooses(moderator, secrets[1])
    whole = moderator.page.get_by_role("region", name="All by Aysu")
    await whole.get_by_role("button", name="Approve all").click()
    for secret in secrets:
        await filip.sees(secret)
    await moderator.page.get_by_role("button", name="Undo").last.click()
    for secret in secrets:
        await expect(filip.log.get_by_text(secret)).to_have_count(0)
    await finds_nothing(moderator)
    await chooses(moderator, secrets[1])
    await whole.get_by_role("button", name="Delete all").click()
    question = moderator.page.get_by_role("alertdialog", name="Delete all of these?")
    await question.get_by_role("button", name="Delete").click()
    for secret in secrets:
        await expect(aysu.log.get_by_text(secret)).to_have_count(0)


async def test_a_moderator_walks_through_the_rooms_by_keys_and_narrows_them(cast: Cast) -> None:
    moderator = await watches(cast)
    number = await rooms(moderator).count()
    assert number > 3
    await moderator.page.keyboard.press("j")
    await expect(rooms(moderator).nth(1)).to_have_attribute("aria-current", "true")
    for _ in range(number):
        await moderator.page.keyboard.press("j")
    await expect(rooms(moderator).last).to_have_attribute("aria-current", "true")
    await expect(rooms(moderator).last).to_be_in_viewport()
    await moderator.page.keyboard.press("k")
    await expect(rooms(moderator).nth(number - 2)).to_have_attribute("aria-current", "true")

    await moderator.page.get_by_label("Country").select_option("TN")
    await expect(rooms(moderator)).not_to_have_count(number)
    await expect(rooms(moderator).first).to_contain_text(WATER)
    narrowed = await rooms(moderator).count()
    assert 0 < narrowed < number
    await moderator.page.get_by_label("Country").select_option("")
    await expect(rooms(moderator)).to_have_count(number)
    await moderator.page.get_by_label("Language").select_option(index=1)
    await expect(rooms(moderator)).not_to_have_count(number)


async def test_two_people_open_evidence_and_the_log_says_who_saw_it(cast: Cast, tmp_path: Path) -> None:
    filip, moderator = await cast.pupil("pupil2"), await cast.teacher("moderator")
    await filip.goes_to_the_chatroom()
    secret = "the word that nobody exports"
    await filip.writes(secret)
    await filip.sees(secret)
    (space,) = [one for one in (await asked(filip, "spaces"))["spaces"] if one["slug"] == WATER_SLUG]
    told = await filip.message(secret).get_attribute("data-message")
    aysu = await cast.pupil("pupil")
    report = {"target": "message", "id": str(told), "reason": "spam"}
    await asked(aysu, f"spaces/{space['id']}/reports", **report)
    (case,) = [one for one in (await asked(moderator, "cases"))["cases"] if one["target_id"] == told]
    await moderator.page.goto(f"{cast.address}/cases/{case['id']}")
    await expect(moderator.page.get_by_role("heading", name="Evidence")).to_be_visible()
    await expect(moderator.page.get_by_text(secret)).to_have_count(0)
    await moderator.page.get_by_label("Why should it be opened?").fill("To see what was said before")
    await moderator.page.get_by_role("button", name="Ask a colleague").click()
    await expect(moderator.page.get_by_text("To see what was said before").first).to_be_visible()
    await expect(moderator.page.get_by_role("button", name="Agree")).to_have_count(0)
    await expect(moderator.page.get_by_role("button", name="Read the evidence")).to_have_count(0)

    admin = await cast.teacher("admin", viewport=PHONE, color_scheme="dark")
    await admin.page.goto(moderator.page.url)
    await admin.page.get_by_role("button", name="Agree").click()
    for one in (admin, moderator):
        if one is moderator:
            await one.page.reload()
        await one.page.get_by_role("button", name="Read the evidence").click()
        await expect(one.page.get_by_text(secret)).to_be_visible()
        await expect(one.page.get_by_text("as it was sealed").first).to_be_visible()
        await expect(one.page.get_by_text("Read the evidence").last).to_be_visible()
        await finds_nothing(one)

    await admin.page.goto(f"{cast.address}/audit")
    await admin.page.get_by_label("What?").select_option("evidence")
    lines = admin.page.get_by_role("region", name="Lines").get_by_role("listitem")
    for name in ("Maja Lindkvarn", "Noor van Elsbroek"):
        await expect(lines.filter(has_text="Read evidence").filter(has_text=name)).to_have_count(1)
    await expect(lines.filter(has_text="Agreed to open evidence")).to_contain_text("Noor van Elsbroek")
    await finds_nothing(admin)
    async with admin.page.expect_download() as taking:
        await admin.page.get_by_role("link", name="Save these days as a table").click()
    await (await taking.value).save_as(tmp_path / "audit.csv")
    table = (tmp_path / "audit.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert {(row["actor"], row["action"]) for row in rows} >= {
        ("moderator", "evidence.asked"),
        ("admin", "evidence.agreed"),
        ("moderator", "evidence.read"),
        ("admin", "evidence.read"),
    }
    assert secret not in table
