"""A hundred people answer at once, in two processes: each counts once, and no sum is off by one."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import pytest
from sqlalchemy import func, select

from server.conference import conferences, wire
from server.conference.lines import Lines
from server.conference.models import ConferenceSeat, SeatState
from server.conference.polls import answering
from server.conference.polls.models import PollVote, PollVoter
from server.core import clock
from server.core.connection import Connection
from server.core.database import Base, new_id
from server.core.errors import UserError
from server.core.http import Caller
from server.core.identity import Identity
from server.core.models import AccountType, SpaceMembership, SpaceRole, User, UserStatus
from tests.conference.conftest import House
from tests.conference.polling import opened, poll_seen

pytestmark = pytest.mark.anyio

PEOPLE = 100


async def crowd(house: House, conference: str) -> list[Caller]:
    """That many people inside, by turns at either process; only their seats matter here. SQLite is for
    one process, so there all are at the first."""
    callers: list[Caller] = []
    sites = house.sites[:1] if house.database.is_sqlite else house.sites
    rows: list[Base] = []
    for number in range(PEOPLE):
        identity = Identity(new_id(), new_id(), "staff", f"Person {number}", "en", "Europe/Brussels")
        connection = SimpleNamespace(id=new_id(), identity=identity)
        site = sites[number % len(sites)]
        user = User(
            id=identity.user,
            account_type=AccountType.STAFF,
            username=f"person{number}",
            email=f"person{number}@example.org",
            first_name="Person",
            last_name=str(number),
            display_name=identity.display_name,
            status=UserStatus.VALIDATED,
        )
        member = SpaceMembership(
            space_id=house.people.space,
            user_id=identity.user,
            account_type=AccountType.STAFF,
            role=SpaceRole.TEACHER,
        )
        seat = ConferenceSeat(
            conference_id=UUID(conference),
            user_id=identity.user,
            state=SeatState.CONNECTED,
            joined_at=clock.now(),
            connection_id=connection.id,
            process_id=site.part(Lines).process,
        )
        rows += [user, member, seat]
        callers.append(Caller(site, identity, connection=cast("Connection", connection)))
    async with house.database.write() as db:
        for kind in (User, SpaceMembership, ConferenceSeat):
            db.add_all(row for row in rows if isinstance(row, kind))
            await db.flush()
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


@pytest.fixture(autouse=True)
def calm_clock(quick_clock: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """No time passes here: looking at a hundred seats twice a second would be most of the work."""
    monkeypatch.setattr(conferences, "TICK", 1.0)
    monkeypatch.setattr(conferences, "REVIEW_EVERY", 60.0)
    # The sockets of these hundred are none that a process holds.
    monkeypatch.setattr(conferences, "LOOK_EVERY", 600.0)


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
