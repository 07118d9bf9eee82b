"""The room of an event: how people come in, and the same in memory for the rules alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from server.conference.event_rooms import FROM_THE_STAGE
from server.conference.models import SeatRole
from server.core.models import LiveKind
from tests.campus.events import NOW, Events, at
from tests.conference.conftest import House
from tests.conference.lesson import Lesson
from tests.live import Client

DAY, DOORS = timedelta(hours=24), timedelta(minutes=15)


async def event_of(house: House) -> tuple[Events, UUID]:
    """Ada's, with Gail as co-host; Grace has joined."""
    people = house.people
    events = Events(house.sites[0], people)
    await events.befriended(people.ada, people.gail)
    with at(NOW):
        event = (await events.made(people.ada, cohosts=[people.gail], capacity=30)).card.id
        await events.joined(people.grace, event)
    return events, event


async def at_the_door(client: Client, event: UUID) -> dict[str, Any]:
    """The room, or the refusal."""
    answer = await client.http.get(f"/api/events/{event}/conference")
    return {"status": answer.status_code, **answer.json()}


async def comes_in(client: Client, event: UUID) -> tuple[str, dict[str, Any]]:
    found = await at_the_door(client, event)
    assert found["status"] == 200, found
    seat = await client.result("conference.enter", conference=found["id"])
    assert seat["state"] == "connected"
    return found["id"], seat


class Gathering(Lesson):
    """The room of an event, an hour before it ends."""

    def __init__(self, seats: int = 103) -> None:
        super().__init__(seats)
        self.conference.kind = LiveKind.EVENT_ROOM
        self.conference.locks = list(FROM_THE_STAGE)

    def invited(self, user: UUID) -> None:
        self.seat(user).role = SeatRole.PRESENTER
        self.act()
