"""The polls of a conference as a table that leaves the house (S8, T23), and who chose what in a named one."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.conference import wire
from server.conference.hosting import require_lead
from server.conference.polls.models import Poll, PollState, PollVote
from server.conference.polls.reading import poll_of, polls_of, view
from server.conference.seats import Seating
from server.conference.storage import seen
from server.core.errors import forbidden
from server.core.exporting import safe_cell
from server.core.http import Caller
from server.rooms.people import People
from server.rooms.wire import Person

HEAD = ("poll", "question", "state", "anonymous", "people", "option", "votes", "chosen_by")


def require_reader(caller: Caller, seating: Seating) -> None:
    """Teachers of the space read what is left of its conferences, and whoever led one reads of that one."""
    if not (caller.here.is_teacher or seating.moderates(caller.identity.user)):
        raise forbidden("Only teachers of this space read the report.")


async def choices(caller: Caller, conference: UUID, poll: UUID) -> wire.PollChoices:
    """Who chose what in a named poll, for those who lead. Of an anonymous one it is stored nowhere."""
    async with caller.site.database.read() as db:
        seating = await seen(caller.site.part(People), db, conference)
        require_lead(caller, seating)
        found = await poll_of(db, conference, poll)
        chosen = await _chosen(caller, db, seating, [found])
    by_person: dict[UUID, tuple[Person, set[UUID]]] = {}
    for option, people in chosen.items():
        for person in people:
            by_person.setdefault(person.id, (person, set()))[1].add(option)
    return wire.PollChoices(
        choices=[
            wire.PollChoice(person=person, options=[option.id for option in found.options if option.id in options])
            for person, options in sorted(by_person.values(), key=lambda one: (one[0].name, one[0].id))
        ]
    )


async def results_of(db: AsyncSession, conference: UUID) -> list[wire.Poll]:
    """What was asked and how it came out, for the report: drafts were never asked."""
    polls = await polls_of(db, conference)
    return [view(poll, leads=True) for poll in polls if poll.state is not PollState.DRAFT]


async def table(caller: Caller, conference: UUID) -> str:
    """A row for each option of each poll that was opened."""
    async with caller.site.database.read() as db:
        seating = await seen(caller.site.part(People), db, conference)
        require_reader(caller, seating)
        polls = [poll for poll in await polls_of(db, conference) if poll.state is not PollState.DRAFT]
        chosen = await _chosen(caller, db, seating, polls)
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(HEAD)
    for number, poll in enumerate(polls, 1):
        about = (number, poll.question, poll.state, "yes" if poll.anonymous else "no", poll.answered)
        for option in poll.options:
            people = sorted(_named(person) for person in chosen.get(option.id, ()))
            rows.writerow(safe_cell(cell) for cell in (*about, option.text, option.votes, "; ".join(people)))
    return out.getvalue()


def _named(person: Person) -> str:
    return f"{person.name} ({person.school})" if person.school else person.name


async def _chosen(
    caller: Caller, db: AsyncSession, seating: Seating, polls: Sequence[Poll]
) -> dict[UUID, list[Person]]:
    """By option, who chose it, under the names of live rooms (domain 6.4.8)."""
    votes = list(await db.scalars(select(PollVote).where(PollVote.poll_id.in_([poll.id for poll in polls]))))
    users = {vote.user_id for vote in votes}
    people = await caller.site.part(People).many(seating.space.id, users, db)
    chosen: dict[UUID, list[Person]] = {}
    for vote in votes:
        chosen.setdefault(vote.option_id, []).append(people[vote.user_id])
    return chosen
