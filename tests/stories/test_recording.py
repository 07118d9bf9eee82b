"""A lesson is recorded, a film is made of it, and whoever was inside watches it."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.stories.people import PATIENCE, WATER_SLUG, Cast, Someone, meet

pytestmark = pytest.mark.anyio

FILM = """async () => {
    const film = document.querySelector("video")
    if (!film) return false
    if (film.paused) { film.muted = true; await film.play() }
    return film.videoWidth > 0 && film.currentTime > 0.3 && film.webkitDecodedFrameCount > 2
}"""


async def watches(someone: Someone) -> None:
    """The film runs: pictures are decoded, time passes."""
    await someone.page.wait_for_function(FILM, timeout=PATIENCE)


@pytest.mark.proves("R-074")
async def test_a_teacher_records_another_agrees_and_both_watch_it(cast: Cast) -> None:
    teacher, colleague = await cast.teacher(), await cast.teacher("teacher2")
    await meet("For those who cannot come", teacher, colleague)
    await teacher.switches("Microphone", True)
    await teacher.switches("Camera", True)
    await expect(colleague.page.get_by_text("Not recorded")).to_be_visible()
    await teacher.page.get_by_role("button", name="Record", exact=True).click()
    await teacher.page.get_by_role("button", name="Start recording").click()
    await expect(colleague.page.get_by_text("Recording", exact=True)).to_be_visible()
    await colleague.page.get_by_role("button", name="Yes, record me").click()
    await expect(colleague.page.get_by_text("This is recorded, and you are in it.")).to_be_visible()
    await colleague.switches("Microphone", True)
    await expect(teacher.page.get_by_text("2 of 2 in it,")).to_be_visible()
    await expect(teacher.page.get_by_text("kB stored")).to_be_visible()
    await teacher.page.get_by_role("button", name="Stop recording").click()
    await expect(teacher.page.get_by_role("button", name="Record", exact=True)).to_be_visible()
    conference = teacher.page.url.rsplit("/", 1)[1]
    await teacher.page.goto(f"{teacher.address}/t/{WATER_SLUG}/report/{conference}")
    await teacher.page.get_by_role("link", name="0:0").click()
    await watches(teacher)
    await teacher.page.get_by_role("button", name="Publish", exact=True).click()
    await expect(teacher.page.get_by_text("Everybody who was inside may watch it, signed in.")).to_be_visible()
    await colleague.page.goto(teacher.page.url)
    await colleague.page.get_by_role("button", name="Watch the recording").click()
    await watches(colleague)
