"""A question that is reported: three reports put it aside, and a decision deletes it or puts it back (domain 6.4.5)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from uuid import UUID

from sqlalchemy import select

from server.conference.models import Conference, ConferenceSeat
from server.conference.questions.asking import delete, move_and_tell
from server.conference.questions.models import Question, QuestionState
from server.conference.storage import seen
from server.conference.telling import Telling, telling
from server.core.errors import not_found
from server.core.http import Caller
from server.rooms.people import People
from server.rooms.reportables import Still, Written


class ReportedQuestions:
    """What moderation may do to questions. Those who lead put them aside, too."""

    hidden_by_reports_only = False

    async def find(self, caller: Caller, thing: UUID) -> Written:
        """Known to whoever has been inside there or leads; while it is put aside, to its author and those who lead."""
        user = caller.identity.user
        async with caller.site.database.read() as db:
            question = await db.get(Question, thing)
            if question is None:
                raise not_found("question")
            conference = await db.get_one(Conference, question.conference_id)
            been = select(ConferenceSeat.id).where(
                ConferenceSeat.conference_id == conference.id,
                ConferenceSeat.user_id == user,
                ConferenceSeat.joined_at.is_not(None),
            )
            was_inside = await db.scalar(been) is not None
            if not was_inside or question.state is QuestionState.DISMISSED:
                seating = await seen(caller.site.part(People), db, conference.id)
                if not seating.moderates(user) and not (was_inside and question.user_id == user):
                    raise not_found("question")
        return Written(
            space=conference.space_id,
            subject=question.user_id,
            author=question.user_id,
            text=question.text,
            state=question.state.value,
            written_at=question.asked_at,
        )

    async def hide(self, caller: Caller, thing: UUID, still: Still) -> None:
        """Put it aside."""

        async def aside(change: Telling, question: Question) -> None:
            if await still(change.db) and question.state is not QuestionState.DISMISSED:
                await move_and_tell(change, question, QuestionState.DISMISSED)

        await _change(caller, thing, aside)

    async def show(self, caller: Caller, thing: UUID) -> None:
        """Put it back among those that wait."""

        async def back(change: Telling, question: Question) -> None:
            if question.state is QuestionState.DISMISSED:
                await move_and_tell(change, question, QuestionState.ASKED)

        await _change(caller, thing, back)

    async def remove(self, caller: Caller, thing: UUID) -> None:
        """Delete it, whoever's it is."""
        await _change(caller, thing, delete)


async def _change(caller: Caller, thing: UUID, deed: Callable[[Telling, Question], Awaitable[None]]) -> None:
    """Do it while the conference is held; nothing where the question is gone."""
    async with caller.site.database.read() as db:
        conference = await db.scalar(select(Question.conference_id).where(Question.id == thing))
    if conference is None:
        return
    async with telling(caller, conference) as change:
        question = await change.db.get(Question, thing)
        if question is not None:
            await deed(change, question)
