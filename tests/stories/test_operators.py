"""The same on what operators run: PostgreSQL, Redis and two server processes that serve one room."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.stories.people import Cast, Someone

pytestmark = pytest.mark.anyio


async def on_different_processes(cast: Cast) -> tuple[Someone, Someone]:
    """A teacher and a pupil. Which process answers whom is the system's choice; both carry the same rooms."""
    return await cast.teacher(), await cast.pupil("pupil2")


async def test_messages_cross_from_process_to_process(operators_cast: Cast) -> None:
    teacher, pupil = await on_different_processes(operators_cast)
    await teacher.goes_to_the_chatroom()
    await pupil.goes_to_the_chatroom()
    for number in range(4):
        await teacher.writes(f"From the teacher, number {number}")
        await pupil.sees(f"From the teacher, number {number}")
        # A new socket may land on the other process.
        await pupil.page.reload()
        await pupil.sees_once(f"From the teacher, number {number}")


async def test_a_conference_lives_in_two_processes(operators_cast: Cast) -> None:
    teacher, pupil = await on_different_processes(operators_cast)
    address = await teacher.starts_a_live_event("Two processes, one lesson")
    await pupil.stands_before_the_door(address)
    await pupil.joins()
    await expect(pupil.page.get_by_text("The door opens when your teacher is inside")).to_be_visible()
    await teacher.joins()
    await teacher.is_inside()
    await pupil.is_inside()
    await teacher.switches("Camera", True)
    await pupil.keeps_rising("framesDecoded", 20)
    await pupil.control("Hand").click()
    await expect(teacher.page.get_by_text("1 hand", exact=True)).to_be_visible()
