"""A poll and a question in a lesson: drafted, answered by two, shown; asked, voted for, answered."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.stories.people import PHONE, Cast, Someone, meet

pytestmark = pytest.mark.anyio

QUESTION = "Where is the water warmest?"


async def opens_the_panel(someone: Someone, tab: str) -> None:
    await someone.page.get_by_role("tab", name=tab, exact=True).click()


async def answers(pupil: Someone, choice: str) -> None:
    """From the notice above the stage, by the keyboard."""
    await pupil.page.get_by_role("button", name="Answer", exact=True).press("Enter")
    card = pupil.page.get_by_role("article", name=QUESTION)
    await expect(card.get_by_text("Anonymous: nobody can find out who chose what.")).to_be_visible()
    await card.get_by_role("radio", name=choice).focus()
    await pupil.page.keyboard.press("Space")
    await card.get_by_role("button", name="Send my answer").press("Enter")
    await expect(card.get_by_text(f"You answered: {choice}")).to_be_visible()


async def test_a_poll_and_a_question_from_the_draft_to_the_end(cast: Cast) -> None:
    teacher, aysu = await cast.teacher(), await cast.pupil("pupil")
    filip = await cast.pupil("pupil2", viewport=PHONE)
    await meet("Polls", teacher, aysu, filip)

    await teacher.page.get_by_role("button", name="Polls and questions").click()
    await teacher.page.get_by_role("button", name="New poll").click()
    form = teacher.page.get_by_role("dialog", name="New poll")
    await form.get_by_label("Question").fill(QUESTION)
    await form.get_by_label("Answer 1").fill("At the pier")
    await form.get_by_label("Answer 2").fill("In the middle")
    await form.get_by_role("button", name="Save as a draft").click()
    await teacher.page.get_by_role("button", name=f"Open the poll: {QUESTION}").click()

    await answers(aysu, "At the pier")
    await answers(filip, "In the middle")
    await aysu.page.get_by_role("button", name="Change my answer once").click()
    await aysu.page.get_by_role("radio", name="In the middle").check(force=True)
    await aysu.page.get_by_role("button", name="Change my answer", exact=True).click()
    card = teacher.page.get_by_role("article", name=QUESTION)
    await expect(card.get_by_text("2 votes, 100 %")).to_be_visible()
    await expect(aysu.page.get_by_text("2 votes, 100 %")).to_have_count(0)
    await card.get_by_role("button", name="Close the poll").click()
    await expect(aysu.page.get_by_text("Those who lead decide when all see what came out")).to_be_visible()
    await card.get_by_role("button", name="Show the results to all").click()
    for pupil in (aysu, filip):
        await expect(pupil.page.get_by_role("article", name=QUESTION).get_by_text("2 votes, 100 %")).to_be_visible()

    for someone in (teacher, aysu, filip):
        await opens_the_panel(someone, "Questions")
    box = aysu.page.get_by_label("Your question")
    await box.fill("Write to me: aysu@example.org")
    await aysu.page.get_by_role("button", name="Ask", exact=True).click()
    await expect(aysu.page.get_by_text("Leave out phone numbers")).to_be_visible()
    await box.fill("Why is it warmer at night?")
    await aysu.page.get_by_role("button", name="Ask", exact=True).click()
    await filip.page.get_by_role("button", name="I want to know this, too. 0 votes").click()
    await expect(aysu.page.get_by_text("Why is it warmer at night?")).to_be_visible()
    await teacher.page.get_by_role("button", name="Answer now: Why is it warmer at night?").click()
    await expect(filip.page.get_by_role("region", name="Being answered now")).to_be_visible()
    await filip.page.get_by_role("button", name="Close", exact=True).click()
    await expect(filip.page.get_by_text("Being answered now:")).to_be_visible()
