"""Two processes, many people, everybody at once: whatever comes first, the rule holds in the database, in the chat and
at the worker. The order of what people do is drawn from a seed, so that a failure can be had again."""

from __future__ import annotations

import asyncio
import random
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from server.conference.gates import Gates
from server.conference.models import Conference
from server.conference.peers import wanted_gates
from server.conference.seats import Seating
from server.conference.silences import silences
from server.conference.storage import seen
from server.core.models import Space
from server.rooms.models import Silence
from server.rooms.people import People
from tests.conference.conftest import SDP, House
from tests.conference.steps import MICROPHONE
from tests.live import Client
from tests.people import more_pupils

pytestmark = pytest.mark.anyio

SEATS = 5
ROUNDS = 6
ALL_ON = MICROPHONE | {"camera": True, "screen": True}


class Crowd:
    """Ada, Grace and pupils of both schools, spread over the processes."""

    def __init__(self, house: House, conference: str, dice: random.Random) -> None:
        self.house, self.conference, self.dice = house, conference, dice
        self.clients: list[Client] = []

    async def gather(self) -> None:
        await more_pupils(self.house.database, self.house.people, 6)
        names = ["grace", "piotr", "nino", *(f"pupil{number}" for number in range(1, 7))]
        self.clients = [await self.house.client(name, number % 2) for number, name in enumerate(names)]

    async def of_a_pupil(self, client: Client) -> None:
        """What a client may try, allowed or not."""
        kind, fields = self.dice.choice(
            [
                ("conference.enter", {}),
                ("conference.enter", {}),
                ("media.offer", {"sdp": SDP}),
                ("media.switch", ALL_ON),
                ("conference.leave", {}),
                ("hand.raise", {"up": True}),
                ("conference.pause", {"on": False}),
            ]
        )
        await client.ask(kind, conference=self.conference, **fields)

    async def of_the_host(self, ada: Client) -> None:
        """What Ada does meanwhile."""
        user = self.dice.choice(self.clients).user
        pupils = [str(self.house.people.nino), *(c.user for c in self.clients[3:] if self.dice.random() < 0.3)]
        kind, fields = self.dice.choice(
            [
                ("participant.send_back", {"user": user}),
                ("lobby.admit", {}),
                ("participant.ban", {"user": user}),
                ("ban.lift", {"user": user}),
                ("participant.remove", {"user": user}),
                ("participant.readmit", {"user": user}),
                ("conference.pause", {"on": self.dice.random() < 0.5}),
                ("conference.set_locks", {"locks": self.dice.sample(["microphone", "camera", "screen", "chat"], 2)}),
                ("participant.hold_chat", {"on": self.dice.random() < 0.5}),
                ("classroom.set", {"pupils": pupils}),
            ]
        )
        await ada.ask(kind, conference=self.conference, **fields)


async def seating_of(house: House, conference: str) -> tuple[Seating, dict[UUID, str]]:
    """As it is stored, with the silences that the chat goes by."""
    async with house.database.read() as db:
        seating = await seen(house.sites[0].part(People), db, UUID(conference))
        query = select(Silence.user_id, Silence.reason).where(Silence.room_id == seating.conference.room_id)
        return seating, dict((await db.execute(query)).all())


def check(seating: Seating, stored: dict[UUID, str], worker: dict[UUID, tuple[bool, bool, bool]]) -> None:
    host = seating.seats.get(seating.conference.host_id)
    kept = 0 if host and host.joined_at else 1
    assert len(seating.inside) + kept <= SEATS
    assert not [seat for seat in seating.inside if seat.user_id in seating.bans or seat.sent_back]
    assert not {one.pupil_id for one in seating.classes.values() if one.listed} & {s.user_id for s in seating.inside}
    assert stored == silences(seating)
    wanted: dict[UUID, Gates] = wanted_gates(seating)
    opened = {peer: Gates(*gates) for peer, gates in worker.items()}
    assert {peer: opened.get(peer) for peer in wanted} == wanted
    assert all(gates == Gates() for peer, gates in opened.items() if peer not in wanted)


@pytest.mark.parametrize("seed", [1, 2])
async def test_the_rule_holds_whoever_comes_first(two_houses: House, seed: int) -> None:
    """T10 and T12 of the security cases."""
    conference, ada = await two_houses.lesson()
    async with two_houses.database.write() as db:
        (await db.get_one(Conference, UUID(conference))).seats = SEATS
    crowd = Crowd(two_houses, conference, random.Random(seed))
    await crowd.gather()
    for number in range(ROUNDS):
        async with two_houses.database.write() as db:
            (await db.get_one(Space, two_houses.people.space)).flags = {"school_quorum": number % 2 == 1}
        tries: list[Any] = [crowd.of_a_pupil(client) for client in crowd.clients]
        await asyncio.gather(*tries, crowd.of_the_host(ada))
        await asyncio.gather(*(crowd.of_the_host(ada) for _ in range(3)))
        # The last word is Ada's: what was told before it is carried out when it is answered.
        await ada.result("hand.raise", conference=conference, up=number % 2 == 0)
        seating, stored = await seating_of(two_houses, conference)
        check(seating, stored, two_houses.worker.gates)
