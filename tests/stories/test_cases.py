"""A report leads its handler into the room, for a reason that the founders of the project read afterwards; whoever is
suspended appeals by the letter about it."""

from __future__ import annotations

import pytest
from playwright.async_api import expect
from sqlalchemy import select

from server.core.database import Database
from server.core.models import User
from server.notifications.models import Mail
from tests.stories.axe import finds_nothing
from tests.stories.people import PHONE, WATER, WATER_SLUG, Cast, asked
from tests.stories.site import RunningSite

pytestmark = pytest.mark.anyio

WHY = "Somebody has reported what was written here."


async def letter_to(site: RunningSite, username: str) -> str:
    """The newest, as the local mailbox keeps it."""
    database = Database(f"sqlite+aiosqlite:///{site.folder / 'data' / 'twinspace.db'}")
    query = select(Mail.text).join(User, User.id == Mail.user_id).where(User.username == username)
    async with database.read() as db:
        text = (await db.scalars(query.order_by(Mail.created_at.desc()).limit(1))).one()
    await database.close()
    return text


async def test_whoever_is_suspended_reads_the_decision_on_a_phone_and_asks_for_another(
    cast: Cast, site: RunningSite
) -> None:
    aysu, admin = await cast.pupil("pupil"), await cast.teacher("admin")
    (space,) = [one for one in (await asked(aysu, "spaces"))["spaces"] if one["slug"] == WATER_SLUG]
    members = (await asked(aysu, f"spaces/{space['id']}/members"))["members"]
    (grown_up,) = [one for one in members if one["name"] == "Chiara Bellandi"]
    await asked(aysu, f"spaces/{space['id']}/reports", target="person", id=grown_up["id"], reason="bullying")
    (case,) = [one for one in (await asked(admin, "cases"))["cases"] if one["target"] == "person"]
    await admin.page.goto(f"{cast.address}/cases/{case['id']}")
    await admin.page.get_by_label("What comes of it?").select_option("The account was suspended")
    await admin.page.get_by_label("For how long?").last.select_option("3 days")
    await finds_nothing(admin)
    await admin.page.get_by_role("button", name="Decide").click()
    await expect(admin.page.get_by_text("The account was suspended")).to_be_visible()

    somebody = await cast.enters("teacher2", viewport=PHONE, color_scheme="dark")
    (address,) = [line for line in (await letter_to(site, "teacher2")).splitlines() if "/decision/" in line]
    await somebody.page.goto(f"{cast.address}/decision/{address.rsplit('/', 1)[1]}")
    await expect(somebody.page.get_by_text("Your account was suspended.")).to_be_visible()
    await expect(somebody.page.get_by_text("It ends by itself:")).to_be_visible()
    await finds_nothing(somebody)
    await somebody.page.get_by_label("Why?").fill("It was not so")
    await somebody.page.get_by_role("button", name="Ask for another decision").click()
    await expect(somebody.page.get_by_text("Somebody else looks at it now.")).to_be_visible()
    await expect(somebody.page.get_by_label("Why?")).to_have_count(0)
    await somebody.page.goto(f"{cast.address}/decision/{'0' * 106}")
    await expect(somebody.page.get_by_text("We cannot find this.")).to_be_visible()


async def test_a_moderator_opens_the_room_of_a_report_and_the_founders_read_why(cast: Cast) -> None:
    filip, aysu = await cast.pupil("pupil2"), await cast.pupil("pupil")
    await filip.goes_to_the_chatroom()
    unkind = "what an unkind thing to write"
    await filip.writes(unkind)
    await filip.sees(unkind)
    told = await filip.message(unkind).get_attribute("data-message")
    (space,) = [one for one in (await asked(aysu, "spaces"))["spaces"] if one["slug"] == WATER_SLUG]
    await asked(aysu, f"spaces/{space['id']}/reports", target="message", id=str(told), reason="bullying")

    moderator = await cast.teacher("moderator")
    (case,) = [one for one in (await asked(moderator, "cases"))["cases"] if one["target_id"] == told]
    await moderator.page.goto(f"{cast.address}/cases/{case['id']}")
    await expect(moderator.page.get_by_text(WATER)).to_be_visible()
    await expect(moderator.page.get_by_role("link", name=WATER)).to_have_count(0)
    await moderator.page.get_by_label("Reason").fill(WHY)
    await moderator.page.get_by_label("For how long?").select_option("24 hours")
    await finds_nothing(moderator)
    await moderator.page.get_by_role("button", name="Open the room for this report").click()
    await expect(moderator.page.get_by_text("You may look in until")).to_be_visible()
    page = moderator.page.url
    await moderator.page.get_by_role("link", name="Go to the room").click()
    stream = moderator.page.get_by_role("region", name="Messages")
    await expect(stream.get_by_role("article").filter(has_text=unkind)).to_be_visible()
    await moderator.page.goto(page)
    await moderator.page.get_by_label("What comes of it?").select_option("The message was removed")
    await moderator.page.get_by_role("button", name="Decide").click()
    await expect(filip.log.get_by_text(unkind)).to_have_count(0)

    founder = await cast.teacher(viewport=PHONE, color_scheme="dark")
    await founder.page.goto(f"{cast.address}/notifications")
    await founder.page.get_by_role("link", name="A moderator was let into your project").first.click()
    await expect(founder.page.get_by_role("heading", name="Who looked in")).to_be_focused()
    looked = founder.page.get_by_role("region", name="Who looked in").get_by_role("listitem").first
    await expect(looked).to_contain_text("Maja Lindkvarn")
    await expect(looked).to_contain_text(WHY)
    await expect(looked).to_contain_text("may look in now")
    await finds_nothing(founder)
    await aysu.page.goto(f"{cast.address}/t/{WATER_SLUG}/members")
    await expect(aysu.page.get_by_text("Last here")).to_be_visible()
    await expect(aysu.page.get_by_role("heading", name="Who looked in")).to_have_count(0)
