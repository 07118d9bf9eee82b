"""Asks axe about a page as it stands."""

from __future__ import annotations

from pathlib import Path

from tests.stories.people import Someone

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"


RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


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
