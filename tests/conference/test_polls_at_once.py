"""A hundred people answer at once, in two processes: each counts once, and no sum is off by one."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import pytest
from sqlalchemy import func, select

from server.conference import wire
from server.conference.lines import Lines
from server.conference.models import ConferenceSeat, SeatState
from server.conference.polls import answering
from server.conference.polls.models import PollVote, PollVoter
from server.core import clock
from server.core.connection import Connection
from server.core.database import new_id
from server.core.errors import UserError
from server.core.http import Caller
from server.core.identity import Identity
from server.core.models import AccountType, SpaceRole, User, UserStatus
from tests.conference.conftest import House
from tests.conference.test_polls import opened, poll_seen
from tests.people import join_space

pytestmark = pytest.mark.anyio

PEOPLE = 100


async def crowd(house: House, conference: str) -> list[Caller]:
    """That many people inside, by turns at either process; only their seats matter here. SQLite is for
    one process, so there all are at the first."""
    callers: list[Caller] = []
    sites = house.sites[:1] if house.database.is_sqlite else house.sites
    async with house.database.write() as db:
        for number in range(PEOPLE):
            identity = Identity(new_id(), new_id(), "staff", f"Person {number}", "en", "Europe/Brussels")
            connection = SimpleNamespace(id=new_id(), identity=identity)
            db.add(
                User(
                    id=identity.user,
                    account_type=AccountType.STAFF,
                    username=f"person{number}",
                    email=f"person{number}@example.org",
                    first_name="Person",
                    last_name=str(number),
                    display_name=identity.display_name,
                    status=UserStatus.VALIDATED,
                )
            )
            await db.flush()
            await join_space(db, house.people.space, identity.user, SpaceRole.TEACHER)
            seat = ConferenceSeat(conference_id=UUID(conference), user_id=identity.user, state=SeatState.CONNECTED)
            seat.joined_at, seat.connection_id = clock.now(), connection.id
            site = sites[number % len(sites)]
            seat.process_id = site.part(Lines).process
            db.add(seat)
            callers.append(Caller(site, identity, connection=cast("Connection", connection)))
    return callers


async def tried(caller: Caller, conference: str, poll: dict[str, Any], place: int, receipt: str | None = None) -> Any:
    option = UUID(poll["options"][place]["id"])
    request = wire.AnswerPoll(
        ref=0, conference=UUID(conference), poll=UUID(poll["id"]), options=[option], receipt=receipt
    )
    try:
        return await answering.answer(caller, request)
    except UserError as refusal:
        return refusal.code


@pytest.mark.parametrize("anonymous", [True, False])
async def test_a_hundred_answers_at_once_are_a_hundred(two_houses: House, anonymous: bool) -> None:
    ada = await two_houses.client("ada")
    conference = await two_houses.start(ada)
    await ada.result("conference.enter", conference=conference)
    poll = await opened(ada, conference, anonymous=anonymous, options=["a", "b", "c"])
    callers = await crowd(two_houses, conference)
    answers = await asyncio.gather(*(tried(caller, conference, poll, n % 3) for n, caller in enumerate(callers)))
    seen = await poll_seen(ada, conference, poll)
    assert seen is not None
    assert seen["results"] == {"answered": PEOPLE, "votes": [34, 33, 33]}
    # Some press twice, and others change their answer meanwhile, which counts once.
    again = [tried(caller, conference, poll, n % 3) for n, caller in enumerate(callers[:10])]
    changes = [
        tried(caller, conference, poll, (n + 1) % 3, answers[n].receipt)
        for n, caller in enumerate(callers[:25])
        for _ in range(2)
        if n >= 10
    ]
    await asyncio.gather(*again, *changes)
    seen = await poll_seen(ada, conference, poll)
    assert seen is not None
    places = [(n + 1) % 3 if 10 <= n < 25 else n % 3 for n in range(PEOPLE)]
    assert seen["results"] == {"answered": PEOPLE, "votes": [places.count(place) for place in range(3)]}
    async with two_houses.database.read() as db:
        voters = await db.scalar(select(func.count()).select_from(PollVoter))
        votes = await db.scalar(select(func.count()).select_from(PollVote))
    assert (voters, votes) == (PEOPLE, 0 if anonymous else PEOPLE)
