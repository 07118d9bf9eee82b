"""What axe finds on the pages where people spend their time, in light and in dark."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stories.people import WATER_SLUG, Cast, Someone

pytestmark = pytest.mark.anyio

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

SCHEMES = ["light", "dark"]


async def finds_nothing(someone: Someone) -> None:
    """Ask axe about the page as it stands; its answer names the rule and the places."""
    # By evaluation, because the pages' policy refuses every script that is not theirs.
    await someone.page.evaluate(AXE.read_text())
    found = await someone.page.evaluate(
        """async (rules) => {
            // What is announced once stays a moment longer than the button that it was about.
            const page = { exclude: ["[data-live-announcer]"] }
            const { violations } = await axe.run(page, { runOnly: rules })
            return violations.map(({ id, nodes }) => [id, nodes.map((node) => [node.html, node.failureSummary])])
        }""",
        RULES,
    )
    assert found == [], someone.page.url


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_both_doors_are_open_to_everybody(cast: Cast, scheme: str) -> None:
    stranger = await cast.enters("teacher", color_scheme=scheme)
    await stranger.page.goto(f"{cast.address}/sign-in")
    await stranger.page.get_by_label("User name").wait_for()
    await finds_nothing(stranger)
    await stranger.page.goto(f"{cast.address}/t/novruz-spring-tables")
    await stranger.page.get_by_label("Your user name").wait_for()
    await finds_nothing(stranger)


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_the_pages_before_a_lesson_are_open_to_everybody(cast: Cast, scheme: str) -> None:
    teacher = await cast.teacher(color_scheme=scheme)
    await finds_nothing(teacher)
    await teacher.opens_live()
    await finds_nothing(teacher)
    await teacher.goes_to_the_chatroom()
    await teacher.writes("A message with a link: https://example.org")
    await teacher.sees("https://example.org")
    await finds_nothing(teacher)


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_a_lesson_is_open_to_everybody(cast: Cast, scheme: str) -> None:
    teacher = await cast.teacher("teacher2", color_scheme=scheme)
    pupil = await cast.pupil("pupil2", color_scheme=scheme)
    address = await teacher.starts_a_live_event("A lesson for everybody")
    await teacher.joins()
    await teacher.is_inside()
    await pupil.stands_before_the_door(address)
    await finds_nothing(pupil)
    await pupil.joins()
    await pupil.is_inside()
    await teacher.tile("Filip").wait_for()
    await finds_nothing(pupil)
    await finds_nothing(teacher)

    # Everything stopped, every choice opened.
    await teacher.page.get_by_role("button", name="Pause all").click()
    await pupil.is_told("has paused everything")
    await finds_nothing(pupil)
    await teacher.page.get_by_role("button", name="More", exact=True).click()
    await teacher.page.get_by_role("button", name="A class at this device").wait_for()
    await finds_nothing(teacher)
    await teacher.page.get_by_role("button", name="Done").click()

    # The end, and what is left of it.
    await teacher.page.get_by_role("button", name="Leave or end").click()
    await teacher.page.get_by_role("button", name="End for everybody").click()
    await pupil.page.get_by_role("button", name="Yes, well").wait_for()
    await finds_nothing(pupil)
    await teacher.page.get_by_role("link", name="See the report").click()
    await teacher.page.get_by_role("heading", name="People").wait_for()
    await finds_nothing(teacher)
    await teacher.page.goto(f"{cast.address}/t/{WATER_SLUG}/check")
    await teacher.page.get_by_role("button", name="Test the network").wait_for()
    await finds_nothing(teacher)
