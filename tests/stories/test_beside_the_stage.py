"""The chat beside a stage: a moderator looks in, seen by all; what waits there is decided when everybody has gone."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.stories.axe import finds_nothing
from tests.stories.people import PHONE, Cast, Someone, meet

pytestmark = pytest.mark.anyio

TITLE = "How warm is the sea?"
NUMBER = "+994 55 123 45 61"


async def shot(someone: Someone, name: str) -> None:
    if folder := os.environ.get("SHOTS"):
        await someone.page.screenshot(path=Path(folder) / f"{name}.png")


async def test_what_waits_beside_a_stage_is_seen_on_the_wall_and_decided_when_all_have_gone(cast: Cast) -> None:
    teacher, aysu = await cast.teacher(), await cast.pupil("pupil", viewport=PHONE)
    agnieszka = await cast.teacher("agnieszka.wrona")
    address = await meet(TITLE, teacher, aysu, agnieszka)
    for one in (teacher, aysu, agnieszka):
        await one.opens_the_chat()
    await aysu.writes(f"Call me: {NUMBER}")
    await expect(aysu.page.get_by_text("Waiting for your teacher.")).to_be_visible()
    await expect(teacher.message(NUMBER).get_by_role("button", name="Approve")).to_be_visible()
    await expect(agnieszka.message(NUMBER).get_by_text("Only teachers and the writer can see this.")).to_be_visible()
    await expect(agnieszka.message(NUMBER).get_by_role("button", name="Approve")).to_have_count(0)

    # On the wall it stands with its own title; whoever is let in is seen by all inside.
    moderator = await cast.teacher("moderator")
    await moderator.page.goto(f"{cast.address}/wall")
    rooms = moderator.page.get_by_role("navigation", name="Rooms, most urgent first")
    await rooms.get_by_role("button").filter(has_text=TITLE).click()
    await moderator.page.get_by_label("Reason").fill("A parent has called about this lesson.")
    await moderator.page.keyboard.press("Enter")
    stream = moderator.page.get_by_role("region", name="Messages")
    await expect(stream.get_by_role("article").filter(has_text=NUMBER)).to_be_visible()
    for one in (teacher, aysu):
        await expect(one.page.get_by_role("banner").get_by_text("Moderator present")).to_be_attached()
        await finds_nothing(one)
        await shot(one, f"watched-{one.name}")
    tools = moderator.page.get_by_role("complementary", name="What you can do")
    await expect(tools.get_by_role("button", name="Approve")).to_be_visible()
    for name in ("Mute for 10 minutes", "Pause the room"):
        await expect(tools.get_by_role("button", name=name)).to_have_count(0)
    await finds_nothing(moderator)
    await shot(moderator, "wall")
    await moderator.page.goto(f"{cast.address}/cases")
    await expect(teacher.page.get_by_role("banner").get_by_text("Moderator present")).to_have_count(0)

    await teacher.page.get_by_role("button", name="Leave or end").click()
    await teacher.page.get_by_role("button", name="End for everybody").click()
    await expect(aysu.page.get_by_role("heading", name="The conference is over")).to_be_visible()
    # The bell leads to where something can be done about it.
    await teacher.opens_live()
    await teacher.page.get_by_role("button", name=re.compile("^Notifications")).click()
    await teacher.page.get_by_role("link", name="A message is waiting for a teacher").first.click()
    await teacher.page.wait_for_url("**/my-pupils")
    held = teacher.page.get_by_role("region", name="A held message by Aysu").filter(has_text=NUMBER)
    await expect(held.get_by_role("link", name=TITLE)).to_have_attribute("href", address.removeprefix(cast.address))
    await expect(held.get_by_role("button", name=re.compile("^Mute"))).to_have_count(0)
    await held.scroll_into_view_if_needed()
    await shot(teacher, "my-pupils")
    await held.get_by_role("button", name="Approve").click()
    await expect(held).to_have_count(0)
