"""The table of domain 6.3 as each viewer sees it, while an event comes near, runs, ends or is called off."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from server.core import clock
from server.core.database import new_id
from server.core.models import AccountType, SchoolMembership, User, UserStatus
from tests.campus.events import NOW, START, Events, at

pytestmark = pytest.mark.anyio

DAYS, DAY, DOORS = timedelta(days=3), timedelta(hours=23), timedelta(minutes=10)
LIVE, OVER = timedelta(minutes=-10), timedelta(minutes=-61)

BUTTONS = {
    # before the start: host, co-host, joined, first in the line, in the audience, not in the audience
    DAYS: ("manage", "manage", "leave", "leave_line", "wait", "locked"),
    DAY: ("prepare", "prepare", "leave", "leave_line", "wait", "locked"),
    DOORS: ("enter", "enter", "enter", "leave_line", "wait", "locked"),
    LIVE: ("live", "live", "live", "leave_line", "wait", "locked"),
    OVER: ("over", "over", "over", "over", "over", "over"),
}
TOOLS = {
    # before the start: whether the host may edit, call off, and still put something on the page
    DAYS: (True, True, True),
    DAY: (True, True, True),
    DOORS: (False, True, True),
    LIVE: (False, False, True),
    OVER: (False, False, True),
}


async def colleague_of(events: Events, user: UUID, name: str) -> UUID:
    """Another teacher of the same school."""
    new = User(
        id=new_id(),
        account_type=AccountType.STAFF,
        username=name.lower(),
        email=f"{name.lower()}@example.org",
        first_name=name,
        display_name=name,
        status=UserStatus.VALIDATED,
    )
    async with events.site.database.write() as db:
        school = await db.scalar(select(SchoolMembership.school_id).where(SchoolMembership.user_id == user))
        db.add(new)
        await db.flush()
        member = {"role_at_school": "teacher", "since": clock.now().date(), "is_primary": True}
        db.add(SchoolMembership(user_id=new.id, school_id=school, **member))
    return new.id


@pytest.mark.proves("R-064", "R-065", "R-071", "R-073")
async def test_the_button_of_each_viewer_at_each_time(events: Events) -> None:
    people = events.people
    irene, ivo = [await colleague_of(events, people.grace, name) for name in ("Irene", "Ivo")]
    viewers = (people.ada, people.gail, people.grace, irene, ivo, people.eve)
    await events.befriended(people.ada, people.gail)
    with at(NOW):
        event = (
            await events.made(people.ada, cohosts=[people.gail], capacity=1, audience="countries", countries=["PL"])
        ).card.id
        assert (await events.seen(people.grace, event)).offer == "join", "there is a seat"
        await events.joined(people.grace, event)
        await events.joined(irene, event)
    for before, offers in BUTTONS.items():
        with at(START - before):
            pages = [await events.seen(viewer, event) for viewer in viewers]
        assert tuple(page.offer for page in pages) == offers, before
        host = pages[0]
        assert (host.may_edit, host.may_cancel, host.may_show) == TOOLS[before], before
        assert not any(page.may_edit or page.may_cancel or page.may_show for page in pages[2:]), before


@pytest.mark.proves("R-064")
async def test_the_line_moves_up_and_what_was_called_off_says_why_and_offers_nothing(events: Events) -> None:
    people = events.people
    irene = await colleague_of(events, people.grace, "Irene")
    with at(NOW):
        event = (await events.made(people.ada, capacity=1)).card.id
        await events.joined(people.grace, event)
        for number, one in enumerate((people.eve, irene), start=1):
            assert (await events.joined(one, event)).place_in_line == number
        await events.left(people.grace, event)
        assert (await events.seen(people.eve, event)).offer == "leave"
        assert (await events.seen(irene, event)).place_in_line == 1
        assert (await events.seen(people.grace, event)).offer == "wait", "whoever left has no seat kept"
        await events.cancelled(people.ada, event, "The river is frozen.")
        for one in (people.ada, people.eve, irene, people.grace):
            page = await events.seen(one, event)
            assert (page.offer, page.cancel_reason) == ("cancelled", "The river is frozen.")
            assert not any((page.may_edit, page.may_cancel, page.may_show))
