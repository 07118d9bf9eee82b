"""A lesson is recorded, a film is made of it, and whoever was inside watches it, or takes themselves out of it."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect
from sqlalchemy import select

from server.conference.recordings import ChapterKind, Recording, RecordingChapter
from server.core.database import Database
from tests.stories.axe import finds_nothing
from tests.stories.people import PHONE, WATER_SLUG, Cast, Someone, asked
from tests.stories.site import RunningSite
from tests.stories.watching import watches

pytestmark = pytest.mark.anyio


async def chapters_are_noted(site: RunningSite) -> None:
    """As if pages had been turned and a poll opened meanwhile."""
    database = Database(f"sqlite+aiosqlite:///{site.folder / 'data' / 'twinspace.db'}")
    async with database.write() as db:
        recording = (await db.scalars(select(Recording.id).order_by(Recording.started_at.desc()).limit(1))).one()
        for at_ms, kind, title, page in (
            (0, ChapterKind.SLIDE, "Rivers.pdf", 1),
            (600, ChapterKind.POLL, "Which river comes first?", None),
        ):
            db.add(RecordingChapter(recording_id=recording, at_ms=at_ms, kind=kind, title=title, page=page))
    await database.close()


@pytest.mark.proves("R-074")
async def test_a_teacher_records_another_agrees_and_both_watch_it(cast: Cast, site: RunningSite) -> None:
    teacher, colleague = await cast.teacher(), await cast.teacher("teacher2")
    address = await teacher.starts_a_live_event("For those who cannot come")
    announced = teacher.page.get_by_text("Recording: announced")
    await teacher.presses(teacher.page.get_by_text("I will record this"), announced)
    await teacher.joins()
    await teacher.is_inside()
    await colleague.stands_before_the_door(address)
    await expect(colleague.page.get_by_text("This will be recorded.")).to_be_visible()
    await finds_nothing(colleague)
    await colleague.page.get_by_text("Yes, record me").click()
    await colleague.joins()
    await colleague.is_inside()
    await teacher.switches("Microphone", True)
    await teacher.switches("Camera", True)
    await expect(colleague.page.get_by_text("Not recorded")).to_be_visible()
    await teacher.page.get_by_role("button", name="Record", exact=True).click()
    await teacher.page.get_by_role("button", name="Start recording").click()
    await expect(colleague.page.get_by_text("Recording", exact=True)).to_be_visible()
    await expect(colleague.page.get_by_text("This is recorded, and you are in it.")).to_be_visible()
    await colleague.switches("Microphone", True)
    await expect(teacher.page.get_by_text("2 of 2 in it,")).to_be_visible()
    await expect(teacher.page.get_by_text(re.compile(r"([1-9]\d* kB|.* MB) stored"))).to_be_visible()
    await teacher.page.get_by_role("button", name="Stop recording").click()
    await expect(teacher.page.get_by_role("button", name="Record", exact=True)).to_be_visible()
    await chapters_are_noted(site)
    conference = teacher.page.url.rsplit("/", 1)[1]
    await teacher.page.goto(f"{teacher.address}/t/{WATER_SLUG}/report/{conference}")
    await teacher.page.get_by_role("link", name="0:0").click()
    await watches(teacher)
    await teacher.page.get_by_role("button", name="Which river comes first?").press("Enter")
    await teacher.page.wait_for_function("document.querySelector('video').currentTime >= 0.6")
    await finds_nothing(teacher)
    await teacher.page.get_by_role("button", name="Publish", exact=True).click()
    await expect(teacher.page.get_by_text("Everybody who was inside may watch it, signed in.")).to_be_visible()
    await colleague.page.goto(teacher.page.url)
    await colleague.page.get_by_role("button", name="Watch the recording").click()
    await watches(colleague)
    await colleague.page.get_by_role("button", name="Report this recording").click()
    await colleague.page.get_by_label("What is wrong?").select_option("other")
    await colleague.page.get_by_role("button", name="Send the report").click()
    await expect(colleague.page.get_by_text("Thank you.")).to_be_visible()
    await colleague.page.get_by_role("button", name="Take me out").click()
    await colleague.page.get_by_role("alertdialog").get_by_role("button", name="Take me out").click()
    await expect(teacher.page.get_by_text("One person agreed and is in it.")).to_be_visible()
    await expect(colleague.page.get_by_role("heading", name="You are in this recording")).to_have_count(0)
    await watches(teacher)
    await teacher.page.get_by_role("button", name="Take the link back").click()
    await expect(teacher.page.get_by_text("Only you can watch it now.")).to_be_visible()
    await colleague.page.reload()
    await expect(colleague.page.get_by_text("This recording is not there any more")).to_be_visible()
    await is_removed_after_the_report(cast, teacher)


async def is_removed_after_the_report(cast: Cast, owner: Someone) -> None:
    """Whoever handles the report deletes it, and its owner reads what was done with what."""
    moderator = await cast.teacher("moderator", viewport=PHONE)
    (case,) = [one for one in (await asked(moderator, "cases"))["cases"] if one["target"] == "recording"]
    await moderator.page.goto(f"{cast.address}/cases/{case['id']}")
    await moderator.page.get_by_label("What comes of it?").select_option("The recording was removed")
    await expect(moderator.page.get_by_text("its link shows nothing any more")).to_be_visible()
    await finds_nothing(moderator)
    await moderator.page.get_by_role("button", name="Decide").click()
    await expect(moderator.page.get_by_text("The recording was removed")).to_be_visible()
    await owner.page.reload()
    await expect(owner.page.get_by_text("This recording is not there any more")).to_be_visible()
    await owner.page.goto(f"{cast.address}/my-reports")
    await expect(owner.page.get_by_text("A recording of yours was removed.")).to_be_visible()
