"""An event on the day on which clocks change: a day before is 24 hours before, whatever the walls say (R-073, D-06)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from server.core.clock import BRUSSELS
from server.core.models import EventState
from tests.campus.events import Events, at
from tests.conference.conftest import House
from tests.conference.gathering import DAY, DOORS, at_the_door

pytestmark = pytest.mark.anyio

MINUTE = timedelta(minutes=1)


@pytest.mark.proves("R-073", "R-072")
@pytest.mark.parametrize(
    ("start", "wall_a_day_before"),
    [
        (datetime(2026, 3, 29, 10, tzinfo=BRUSSELS), "09:00"),
        (datetime(2026, 10, 25, 10, tzinfo=BRUSSELS), "11:00"),
    ],
)
async def test_state_doors_and_the_day_before_hold_across_a_clock_change(
    one_house: House, start: datetime, wall_a_day_before: str
) -> None:
    """Acceptance T8, twice a year."""
    events, people = Events(one_house.sites[0], one_house.people), one_house.people
    start = start.astimezone(UTC)
    assert f"{(start - DAY).astimezone(BRUSSELS):%H:%M}" == wall_a_day_before
    with at(start - timedelta(days=10)):
        event = (await events.made(people.ada, starts_at=start)).card.id
        await events.joined(people.grace, event)
    opens = {"ada": (start - DAY).isoformat(), "grace": (start - DOORS).isoformat()}
    for moment, state, inside in (
        (start - DAY - MINUTE, EventState.PUBLISHED, ()),
        (start - DAY + MINUTE, EventState.PREPARING, ("ada",)),
        (start - DOORS - MINUTE, EventState.PREPARING, ("ada",)),
        (start - DOORS, EventState.DOORS, ("ada", "grace")),
        (start, EventState.LIVE, ("ada", "grace")),
        (start + 59 * MINUTE, EventState.LIVE, ("ada", "grace")),
        (start + 60 * MINUTE, EventState.ENDED, ("ada", "grace")),
    ):
        with at(moment):
            await events.clock_looks()
            assert (await events.stored(event)).state is state, moment
            for name, doors in opens.items():
                found = await at_the_door(await one_house.client(name), event)
                if name in inside:
                    assert found["status"] == 200, (moment, found)
                else:
                    assert (found["code"], found["params"]["opens_at"]) == ("not_open", doors), moment
