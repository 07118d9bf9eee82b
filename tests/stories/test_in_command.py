"""The teacher in command of a conference, and the pupils who see why."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import expect

from tests.stories.people import Cast, Someone, meet

pytestmark = pytest.mark.anyio


async def a_lesson(cast: Cast, title: str) -> tuple[Someone, Someone, Someone]:
    """A teacher and pupils of two schools, inside."""
    teacher, aysu, filip = await cast.teacher(), await cast.pupil("pupil"), await cast.pupil("pupil2")
    await meet(title, teacher, aysu, filip)
    return teacher, aysu, filip


async def test_the_teacher_lets_in_all_of_hers_and_then_the_others(cast: Cast) -> None:
    teacher, aysu, filip = await cast.teacher(), await cast.pupil("pupil"), await cast.pupil("pupil2")
    address = await teacher.starts_a_live_event(
        "At the door", agenda="First the thermometers, then questions.", lets_everybody_in=True
    )
    await teacher.joins()
    await teacher.is_inside()
    for pupil in (aysu, filip):
        await pupil.stands_before_the_door(address)
        await pupil.joins()
        await expect(pupil.page.get_by_role("heading", name="Günel Səfərli will let you in")).to_be_visible()
        await expect(pupil.page.get_by_text("First the thermometers, then questions.")).to_be_visible()
        await expect(pupil.page.get_by_role("button", name="Say hello")).to_be_visible()
    await expect(teacher.page.get_by_text("2 people are waiting", exact=True)).to_be_visible()
    await teacher.page.get_by_role("button", name="Admit all mine").click()
    await aysu.is_inside()
    await expect(teacher.page.get_by_text("1 person is waiting", exact=True)).to_be_visible()
    await teacher.page.get_by_role("button", name="Admit all", exact=True).click()
    await filip.is_inside()


async def test_the_teacher_pauses_everything_and_one_tap_goes_on(cast: Cast) -> None:
    teacher, aysu, filip = await a_lesson(cast, "Pausing")
    await aysu.switches("Microphone", True)
    await teacher.keeps_rising("totalAudioEnergy", 0.0001)
    await teacher.page.get_by_role("button", name="Pause all").click()
    await expect(teacher.page.get_by_text("Everything is paused.")).to_be_visible()
    for pupil in (aysu, filip):
        await pupil.is_told("Günel Səfərli has paused everything.")
        await expect(pupil.control("Microphone")).to_be_disabled()
        await expect(pupil.page.get_by_text("You can write again when it goes on.")).to_be_visible()
    await teacher.page.get_by_role("button", name="Go on").click()
    await expect(aysu.control("Microphone")).to_be_enabled()
    await expect(aysu.control("Microphone")).to_have_attribute("aria-pressed", "true")
    await teacher.keeps_rising("totalAudioEnergy", 0.0001)
    await expect(filip.page.get_by_role("textbox", name="Write to everybody")).to_be_editable()


async def test_in_a_lecture_one_listens_and_in_a_workshop_everybody_speaks(cast: Cast) -> None:
    teacher, aysu, _ = await a_lesson(cast, "Rules")
    await teacher.chooses("Rules", "Lecture")
    await aysu.is_told("Raise your hand when you want to say something.")
    await expect(aysu.control("Microphone")).to_be_disabled()
    await teacher.chooses("Rules", "Workshop")
    await expect(aysu.control("Microphone")).to_be_enabled()
    await aysu.switches("Microphone", True)
    await teacher.keeps_rising("totalAudioEnergy", 0.0001)


async def test_who_was_sent_back_removed_or_banned_comes_in_again_when_the_teacher_says_so(cast: Cast) -> None:
    teacher, _, filip = await a_lesson(cast, "Out and in")
    await teacher.chooses("Filip B.: actions", "Back to the waiting room")
    await expect(filip.page.get_by_role("heading", name="You are in the waiting room")).to_be_visible()
    await teacher.page.get_by_role("button", name="Admit", exact=True).click()
    await filip.is_inside()

    await teacher.chooses("Filip B.: actions", "Remove")
    await teacher.page.get_by_label("Reason").fill("Please read the rules again.")
    await teacher.page.get_by_role("button", name="Take out").click()
    await expect(filip.page.get_by_text("Please read the rules again.")).to_be_visible()
    await teacher.page.get_by_role("button", name="Undo").click()
    await expect(teacher.page.get_by_role("heading", name="Taken out")).to_have_count(0)
    await filip.page.reload()
    await filip.joins()
    await filip.is_inside()

    await teacher.chooses("Filip B.: actions", "Ban")
    await teacher.page.get_by_role("alertdialog").get_by_role("button", name="Ban", exact=True).click()
    await expect(filip.page.get_by_text("You may not come in here now")).to_be_visible()
    await teacher.page.get_by_role("button", name="Lift the ban").click()
    await expect(teacher.page.get_by_role("heading", name="Taken out")).to_have_count(0)
    await filip.page.reload()
    await filip.joins()
    await filip.is_inside()


async def test_captions_and_phrases_are_read_by_everybody_in_their_own_language(cast: Cast) -> None:
    teacher, aysu, filip = await a_lesson(cast, "Two languages")
    await filip.speaks("az")
    try:
        await filip.is_inside("Səhnə")
        await aysu.chooses("Phrases", "I can’t hear you")
        # At once: what is said leaves again after seconds.
        await asyncio.gather(
            expect(teacher.page.get_by_text("I can’t hear you").last).to_be_visible(),
            expect(filip.page.get_by_text("Sizi eşitmirəm").last).to_be_visible(),
        )
        await teacher.chooses("Captions", "Write captions")
        line = teacher.page.get_by_role("textbox", name="Write what is being said")
        await line.fill("The pier keeps the water still.")
        await line.press("Enter")
        said = [one.page.get_by_text("The pier keeps the water still.") for one in (aysu, filip)]
        await asyncio.gather(*(expect(words).to_be_visible() for words in said))
    finally:
        await filip.speaks("en")


async def test_the_last_teachers_line_breaks_and_she_comes_back(cast: Cast) -> None:
    teacher, aysu, filip = await a_lesson(cast, "A broken line")
    await aysu.switches("Microphone", True)
    await teacher.loses_the_network()
    for pupil in (aysu, filip):
        await pupil.is_told("Your teacher will be back soon.")
        await expect(pupil.control("Microphone")).to_be_disabled()
    await teacher.is_back_online()
    await teacher.is_told("You are back. Your microphone is off.")
    await expect(aysu.control("Microphone")).to_be_enabled()
    await teacher.keeps_rising("totalAudioEnergy", 0.0001)


async def test_who_was_away_finds_the_seat_again_and_reads_what_was_missed(cast: Cast) -> None:
    teacher, _, filip = await a_lesson(cast, "Away for a moment")
    await filip.switches("Microphone", True)
    address = filip.page.url
    await filip.page.goto("about:blank")
    await teacher.opens_the_chat()
    await teacher.writes("The answer is in the shallow water")
    await teacher.sees("The answer is in the shallow water")
    await filip.page.goto(address)
    await filip.is_inside()
    await filip.is_told("You are back. Your microphone is off.")
    await filip.is_told("The answer is in the shallow water")
    await expect(filip.control("Microphone")).to_have_attribute("aria-pressed", "false")


async def test_a_class_before_one_device_raises_hands_and_the_report_counts_each(cast: Cast) -> None:
    teacher, aysu, filip = await a_lesson(cast, "One device")
    await teacher.page.get_by_role("button", name="More", exact=True).click()
    await teacher.page.get_by_role("button", name="A class at this device").click()
    await teacher.page.get_by_text("Murad G.", exact=True).click()
    await teacher.page.get_by_role("button", name="Save the list").click()
    await expect(filip.tile("with 1 pupil at one device")).to_be_visible()
    await teacher.chooses("Hands", "Murad G.")
    await expect(teacher.page.get_by_text("1 hand", exact=True)).to_be_visible()

    # The end: a question for the pupils, the report for the teachers.
    await teacher.page.get_by_role("button", name="Leave or end").click()
    await teacher.page.get_by_role("button", name="End for everybody").click()
    await aysu.page.get_by_role("button", name="Yes, well").click()
    await expect(aysu.page.get_by_text("Thank you!")).to_be_visible()
    await teacher.page.get_by_role("link", name="See the report").click()
    await expect(teacher.page.get_by_role("heading", name="One device")).to_be_visible()
    await expect(teacher.page.get_by_role("row", name="Murad G.")).to_contain_text("at the device of Günel Səfərli")
    await expect(teacher.page.get_by_text("1 pupil has answered.")).to_be_visible()
    await expect(teacher.page.get_by_text("deleted automatically on")).to_be_visible()
