"""What is not kept of conferences: who was when inside, chose what and asked what, what schools' networks carried
(domain 10.1), and bans that have ended.

Pupils' rows go three calendar months after the end, all others twelve; counts stay with the conference.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, SQLColumnExpression, delete, exists, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from server.conference.conference import OVER
from server.conference.models import ClassPupil, Conference, ConferenceBan, ConferenceSeat, NetworkCheck
from server.conference.polls.models import Poll, PollVote, PollVoter
from server.conference.questions.models import Question, QuestionVote
from server.conference.recording.retention import STORES as OF_RECORDINGS
from server.conference.recordings import Recording, RecordingPerson, RecordingViewing
from server.conference.storage import ban_is_over
from server.conference.terms import ADULTS_MONTHS, PUPILS_MONTHS, forgotten_at
from server.core import clock
from server.core.database import Base, Database
from server.core.models import AccountType, User
from server.core.retention import Store
from server.core.site import Site

CHECKS_MONTHS = 3
Rows = tuple[type[Base], SQLColumnExpression[UUID], ColumnElement[bool]]
"""A table, a column of it to count by, and which of its rows."""
AT_ONCE = 50
"""Conferences between two commits, so that writers do not wait long."""


class Kind(NamedTuple):
    """A table with rows about people in conferences."""

    table: type[Base]
    user: SQLColumnExpression[UUID]
    parent: SQLColumnExpression[UUID]
    """To what a row belongs: a conference, or something of one."""
    through: type[Poll] | type[Question] | type[Recording] | None = None
    pupils_only: bool = False

    def about(self, *, pupils: bool) -> ColumnElement[bool]:
        """Which rows speak of pupils, or of all others."""
        if self.pupils_only:
            return true()
        accounts = select(User.id).where(User.account_type == AccountType.PUPIL)
        return self.user.in_(accounts) if pupils else self.user.not_in(accounts)

    def within(self, conferences: Sequence[UUID]) -> ColumnElement[bool]:
        """Which rows belong to these conferences."""
        if self.through is None:
            return self.parent.in_(conferences)
        return self.parent.in_(select(self.through.id).where(self.through.conference_id.in_(conferences)))

    def of_conference(self) -> Sequence[ColumnElement[bool]]:
        """Joins the rows to their conference."""
        if self.through is None:
            return [self.parent == Conference.id]
        return [self.parent == self.through.id, self.through.conference_id == Conference.id]


ATTENDANCES = (
    Kind(ConferenceSeat, ConferenceSeat.user_id, ConferenceSeat.conference_id),
    Kind(ClassPupil, ClassPupil.pupil_id, ClassPupil.conference_id, pupils_only=True),
    # Who is in a recording, was asked, or has watched it, was inside too. It is never kept for longer than they are.
    Kind(RecordingPerson, RecordingPerson.user_id, RecordingPerson.recording_id, Recording),
    Kind(RecordingViewing, RecordingViewing.user_id, RecordingViewing.recording_id, Recording),
)
ANSWERS = (
    Kind(PollVote, PollVote.user_id, PollVote.poll_id, Poll),
    Kind(PollVoter, PollVoter.user_id, PollVoter.poll_id, Poll),
    Kind(QuestionVote, QuestionVote.user_id, QuestionVote.question_id, Question),
    Kind(Question, Question.user_id, Question.conference_id),
)
"""The sums stand at the polls and at the conference, and stay."""


async def purge(database: Database, kinds: Sequence[Kind] = ATTENDANCES) -> int:
    """Delete what is past its time; returns how many rows. Idempotent, also side by side."""
    total = await _delete(database, _by_their_own_time(kinds))
    for pupils in (True, False):
        async with database.read() as db:
            overdue = await _overdue(db, kinds, pupils=pupils)
        for start in range(0, len(overdue), AT_ONCE):
            total += await _delete(database, _rows(overdue[start : start + AT_ONCE], kinds, pupils=pupils))
    return total


async def prove(database: Database, kinds: Sequence[Kind] = ATTENDANCES) -> int:
    """How many rows are past their time: must be 0 after a purge."""
    async with database.read() as db:
        rows = _by_their_own_time(kinds)
        for pupils in (True, False):
            rows += _rows(await _overdue(db, kinds, pupils=pupils), kinds, pupils=pupils)
        return sum([await db.scalar(select(func.count(column)).where(which)) or 0 for _, column, which in rows])


async def _delete(database: Database, rows: Sequence[Rows]) -> int:
    total = 0
    async with database.write() as db:
        for table, column, which in rows:
            total += len((await db.scalars(delete(table).where(which).returning(column))).all())
    return total


def _by_their_own_time(kinds: Sequence[Kind]) -> list[Rows]:
    """Network checks and bans go with the attendances, but when they are past their own time."""
    if kinds is not ATTENDANCES:
        return []
    old = NetworkCheck.at <= clock.add_months(clock.now(), -CHECKS_MONTHS)
    return [(NetworkCheck, NetworkCheck.id, old), (ConferenceBan, ConferenceBan.id, ban_is_over())]


async def _overdue(db: AsyncSession, kinds: Sequence[Kind], *, pupils: bool) -> list[UUID]:
    """Conferences that ended long enough ago and still have such rows. The database knows no calendar months that both
    kinds agree on, so the last days are counted here."""
    now = clock.now()
    ended = func.coalesce(Conference.ended_at, Conference.ends_at)
    roughly = clock.add_months(now, -(PUPILS_MONTHS if pupils else ADULTS_MONTHS)) + timedelta(days=4)
    some = [
        exists().where(*kind.of_conference(), kind.about(pupils=pupils))
        for kind in kinds
        if pupils or not kind.pupils_only
    ]
    query = select(Conference.id, Conference.ended_at, Conference.ends_at).where(
        Conference.state.in_(OVER), ended <= roughly, or_(*some)
    )
    found = (await db.execute(query)).all()
    return [one.id for one in found if forgotten_at(one.ended_at or one.ends_at, pupils=pupils) <= now]


def _rows(conferences: Sequence[UUID], kinds: Sequence[Kind], *, pupils: bool) -> list[Rows]:
    return [
        (kind.table, kind.user, kind.within(conferences) & kind.about(pupils=pupils))
        for kind in kinds
        if pupils or not kind.pupils_only
    ]


async def _past(kinds: Sequence[Kind], site: Site) -> int:
    return await prove(site.database, kinds)


async def _purge(kinds: Sequence[Kind], site: Site) -> int:
    return await purge(site.database, kinds)


STORES = [
    Store("attendances_and_network_checks", partial(_past, ATTENDANCES), partial(_purge, ATTENDANCES)),
    Store("poll_answers_and_questions", partial(_past, ANSWERS), partial(_purge, ANSWERS)),
    *OF_RECORDINGS,
]
