"""Questions as they are shown: whoever did not ask a dismissed one and does not lead does not see it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.conference import wire
from server.conference.models import Conference
from server.conference.questions.models import Question, QuestionState, QuestionVote
from server.conference.seats import Seating
from server.core.errors import not_found
from server.core.site import Site
from server.rooms.people import People
from server.rooms.wire import Person


class Reading:
    """Reads the questions of a conference, under the names of its people (domain 6.4.8)."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def shown(self, db: AsyncSession, seating: Seating, user: UUID) -> list[wire.Question]:
        """What this user sees on coming in."""
        query = select(Question).where(Question.conference_id == seating.conference.id)
        found = await db.scalars(query.order_by(Question.asked_at, Question.id))
        leads = seating.moderates(user)
        seen = [one for one in found if leads or one.user_id == user or one.state is not QuestionState.DISMISSED]
        if not seen:
            return []
        people = await self._site.part(People).many(seating.space.id, {one.user_id for one in seen}, db)
        return [view(one, people[one.user_id]) for one in seen]


async def votes(db: AsyncSession, seating: Seating, user: UUID) -> list[UUID]:
    """For which questions this user voted."""
    of_conference = select(Question.id).where(Question.conference_id == seating.conference.id)
    mine = select(QuestionVote.question_id).where(
        QuestionVote.user_id == user, QuestionVote.question_id.in_(of_conference)
    )
    return sorted(await db.scalars(mine))


async def question_of(db: AsyncSession, conference: UUID, question: UUID) -> Question:
    """One question of this conference."""
    found = await db.scalar(select(Question).where(Question.id == question, Question.conference_id == conference))
    if found is None:
        raise not_found("question")
    return found


async def finish(db: AsyncSession, conference: Conference) -> None:
    """The conference is over: what was being answered is answered."""
    query = select(Question).where(Question.conference_id == conference.id, Question.state == QuestionState.ANSWERING)
    for question in await db.scalars(query):
        question.move_to(QuestionState.ANSWERED)
        conference.questions_answered += 1


async def undo(db: AsyncSession, conference: Conference, since: datetime) -> None:
    """A rehearsal is over: what was asked in it was asked by nobody."""
    asked = Question.conference_id == conference.id, Question.asked_at >= since
    await db.execute(delete(Question).where(*asked))


def view(question: Question, author: Person) -> wire.Question:
    """A question as it is told."""
    return wire.Question(
        id=question.id,
        author=author,
        text=question.text,
        state=question.state.value,
        votes=question.votes,
        asked_at=question.asked_at,
    )
