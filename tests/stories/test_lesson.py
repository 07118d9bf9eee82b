"""The lesson: a teacher and her pupils in one TwinSpace, chatting, and seeing and hearing each other."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.stories.people import WATER, Cast

pytestmark = pytest.mark.anyio


@pytest.mark.proves("R-030", "R-094", "R-160")
async def test_the_teacher_finds_her_projects_and_what_is_live_today(cast: Cast) -> None:
    teacher = await cast.teacher()
    await expect(teacher.page.get_by_role("heading", name="Live today")).to_be_visible()
    await teacher.page.get_by_role("link", name=WATER).first.click()
    for tab in ("Home", "Live", "Members"):
        await expect(teacher.page.get_by_role("link", name=tab, exact=True)).to_be_visible()


@pytest.mark.proves("R-200", "R-201", "R-220")
async def test_two_browsers_see_each_others_messages_at_once(cast: Cast) -> None:
    teacher, pupil = await cast.teacher(), await cast.pupil()
    await teacher.goes_to_the_chatroom()
    await pupil.goes_to_the_chatroom()
    await teacher.writes("Who has a photo of the pier?")
    await pupil.sees("Who has a photo of the pier?")
    await pupil.writes("I have one, with the two thermometers")
    await teacher.sees("I have one, with the two thermometers")


@pytest.mark.proves("R-200")
async def test_who_was_offline_catches_up_with_nothing_lost_and_nothing_doubled(cast: Cast) -> None:
    teacher, pupil = await cast.teacher(), await cast.pupil()
    await teacher.goes_to_the_chatroom()
    await pupil.goes_to_the_chatroom()
    await pupil.loses_the_network()
    await teacher.writes("Said while Aysu was away, first")
    await teacher.writes("Said while Aysu was away, second")
    await teacher.sees("Said while Aysu was away, second")
    await pupil.writes("Written without a network")
    await pupil.is_back_online()
    for text in ("Said while Aysu was away, first", "Said while Aysu was away, second", "Written without a network"):
        await pupil.sees(text)
        await pupil.sees_once(text)
        await teacher.sees(text)
        await teacher.sees_once(text)


@pytest.mark.proves("R-203", "R-204", "R-205")
async def test_a_live_event_with_a_teacher_and_two_pupils(cast: Cast) -> None:
    teacher = await (await cast.enters("teacher")).signs_in()
    aysu = await (await cast.enters("pupil")).signs_in_by_the_link()
    filip = await (await cast.enters("pupil2")).signs_in_by_the_link()
    address = await teacher.starts_a_live_event("Why is it warmer near the pier?")

    # Pupils pass the screen before the door, and wait until a teacher is inside.
    await aysu.stands_before_the_door(address)
    await expect(aysu.page.get_by_text("Recording: not running")).to_be_visible()
    await aysu.joins()
    await expect(aysu.page.get_by_text("The door opens when your teacher is inside")).to_be_visible()
    await teacher.joins()
    await teacher.is_inside()
    await aysu.is_inside()
    await filip.stands_before_the_door(address)
    await filip.joins()
    await filip.is_inside()

    # Sound and picture reach everybody else, through the server.
    await teacher.switches("Microphone", True)
    await teacher.switches("Camera", True)
    for pupil in (aysu, filip):
        await pupil.keeps_rising("framesDecoded", 20)
        await pupil.keeps_rising("totalAudioEnergy", 0.0001)

    # A hand, and the chat beside the stage.
    await filip.control("Hand").click()
    await expect(teacher.page.get_by_text("1 hand", exact=True)).to_be_visible()

    # Reloading brings one back to one's own seat.
    await filip.page.reload()
    await filip.is_inside()
    await filip.keeps_rising("framesDecoded", 20)

    # The teacher ends it: everybody is out.
    await teacher.page.get_by_role("button", name="Leave or end").click()
    await teacher.page.get_by_role("button", name="End for everybody").click()
    for someone in (teacher, aysu, filip):
        await expect(someone.page.get_by_text("The host has ended it for everybody.")).to_be_visible()
