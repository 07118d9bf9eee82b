"""What axe finds on the pages where people spend their time, in light and in dark."""

from __future__ import annotations

import pytest

from tests.stories.axe import finds_nothing
from tests.stories.people import LAPTOP, PASSWORD, PHONE, WATER_SLUG, Cast, asked

pytestmark = pytest.mark.anyio


SCHEMES = ["light", "dark"]


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


async def test_the_newer_pages_are_open_to_everybody(cast: Cast) -> None:
    """Each once on a laptop in the light and once on a phone in the dark, without walking there."""
    someone = await cast.teacher()
    (space,) = [one for one in (await asked(someone, "spaces"))["spaces"] if one["slug"] == WATER_SLUG]
    materials = (await asked(someone, f"spaces/{space['id']}/materials"))["materials"]
    theirs = next(one for one in materials if not one["owner"]["name"].startswith("Günel"))
    await asked(someone, f"spaces/{space['id']}/reports", target="material", id=theirs["id"], reason="copyright")
    (case, *_) = (await asked(someone, "cases"))["cases"]
    (event, *_) = (await asked(someone, "events"))["events"]
    pages = [
        f"/t/{WATER_SLUG}/materials/images",
        f"/t/{WATER_SLUG}/materials/{theirs['section']}/{theirs['folder']}",
        f"/t/{WATER_SLUG}/materials/item/{theirs['id']}",
        "/events",
        "/events?view=month",
        f"/events/{event['id']}",
        "/events/new",
        "/contacts",
        "/e-mails",
        "/notifications/devices",
        "/my-pupils",
        "/my-reports",
        f"/cases/{case['id']}",
        "/word-lists",
        "/audit",
        "/wall",
    ]
    for path in pages:
        if path == "/word-lists":
            await asked(someone, "sign-in", username="admin", password=PASSWORD)
        await someone.page.goto(f"{cast.address}{path}", wait_until="networkidle")
        for viewport, scheme in ((LAPTOP, "light"), (PHONE, "dark")):
            await someone.page.set_viewport_size(viewport)  # type: ignore[arg-type]
            await someone.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            await finds_nothing(someone)
