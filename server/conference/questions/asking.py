"""Asking, voting and taking back by those inside; answering and putting aside by those who lead."""

from __future__ import annotations

from sqlalchemy import func, select

from server.chat.chat import Chat
from server.chat.rules import Author, check_text
from server.conference import wire
from server.conference.picture import HOSTS
from server.conference.questions.models import Question, QuestionState, QuestionVote
from server.conference.questions.reading import question_of, view
from server.conference.taking_part import own_line
from server.conference.telling import Telling, telling
from server.conference.wire.questions import LONGEST
from server.core import clock
from server.core.errors import UserError, not_found
from server.core.http import Caller
from server.core.ratelimit import Limit, RateLimits
from server.rooms.people import People
from server.rooms.wire import Person

ASKED = Limit("conference-questions", burst=3, seconds=20)
VOTED = Limit("conference-question-votes", burst=10, seconds=1)
MOST_WAITING = 5
"""Of one person: a list that one person fills is nobody else's any more."""
MOST = 300

WAITS = (QuestionState.ASKED, QuestionState.ANSWERING)


async def ask(caller: Caller, request: wire.AskQuestion) -> wire.Question:
    """Put a question to all. Whoever may not write beside the stage now may not ask either; what a pupil writes is
    looked at as in the chat, and is refused where a message would wait (domain 6.4.4)."""
    text = _checked(caller, request.text)
    line = own_line(caller, request.conference)
    await caller.site.part(Chat).check_may_write(line.room, Author(caller.here, caller.identity.time_zone))
    await caller.site.part(RateLimits).take(ASKED, f"{request.conference}:{caller.identity.user}")
    async with telling(caller, request.conference) as change:
        await change.own_seat()
        await _check_room(change)
        question = Question(
            conference_id=request.conference,
            user_id=caller.identity.user,
            text=text,
            state=QuestionState.ASKED,
            votes=0,
            asked_at=clock.now(),
        )
        change.db.add(question)
        await change.db.flush()
        change.conference.questions_asked += 1
        return await _tell(change, question)


async def take_back(caller: Caller, request: wire.DeleteQuestion) -> None:
    """Delete one's own question, whatever became of it."""
    async with telling(caller, request.conference) as change:
        await change.own_seat()
        question = await question_of(change.db, request.conference, request.question)
        if question.user_id != caller.identity.user:
            raise UserError("not_yours", "You cannot delete this question.", status=403)
        await delete(change, question)


async def delete(change: Telling, question: Question) -> None:
    """It was never asked."""
    change.conference.questions_asked -= 1
    if question.state is QuestionState.ANSWERED:
        change.conference.questions_answered -= 1
    await change.db.delete(question)
    change.tell(wire.QuestionGone(conference=change.conference.id, question=question.id))


async def vote(caller: Caller, request: wire.VoteForQuestion) -> wire.Question:
    """Give one's vote, or take it back; twice is once."""
    user = caller.identity.user
    await caller.site.part(RateLimits).take(VOTED, f"{request.conference}:{user}")
    async with telling(caller, request.conference) as change:
        await change.own_seat()
        question = await question_of(change.db, request.conference, request.question)
        if question.state is QuestionState.DISMISSED:
            raise not_found("question")
        if question.user_id == user:
            raise UserError("own_question", "Your own question needs no vote of yours.")
        if question.state not in WAITS:
            raise UserError("question_answered", "This question has been answered.")
        given = await change.db.get(QuestionVote, (question.id, user))
        if request.on and given is None:
            change.db.add(QuestionVote(question_id=question.id, user_id=user))
        elif not request.on and given is not None:
            await change.db.delete(given)
        await change.db.flush()
        counted = select(func.count()).select_from(QuestionVote).where(QuestionVote.question_id == question.id)
        votes = await change.db.scalar(counted) or 0
        if votes != question.votes:
            question.votes = votes
            await _tell(change, question)
        return view(question, await _author(change, question))


async def move(caller: Caller, request: wire.MoveQuestion) -> None:
    """Answer it now, mark it answered, put it aside, or put it back."""
    async with telling(caller, request.conference) as change:
        await change.leading()
        question = await question_of(change.db, request.conference, request.question)
        before, wanted = question.state, QuestionState(request.to)
        if before is wanted:
            return
        if wanted is QuestionState.ANSWERING:
            await _finish_present(change)
        await move_and_tell(change, question, wanted)
        if wanted is QuestionState.DISMISSED:
            change.audit("question_dismiss", "user", question.user_id, question=str(question.id))


async def _finish_present(change: Telling) -> None:
    """The one that was being answered is answered."""
    query = select(Question).where(
        Question.conference_id == change.conference.id, Question.state == QuestionState.ANSWERING
    )
    for question in await change.db.scalars(query):
        await move_and_tell(change, question, QuestionState.ANSWERED)


async def move_and_tell(change: Telling, question: Question, state: QuestionState) -> None:
    """Walk one arrow, count, and tell those who see it afterwards."""
    answered = question.state is QuestionState.ANSWERED
    question.move_to(state)
    change.conference.questions_answered += (state is QuestionState.ANSWERED) - answered
    if state is QuestionState.DISMISSED:
        conference = change.conference.id
        change.tell(wire.QuestionGone(conference=conference, question=question.id))
        told = wire.QuestionChanged(conference=conference, question=view(question, await _author(change, question)))
        change.tell(told, HOSTS, str(question.user_id))
        return
    await _tell(change, question)


async def _tell(change: Telling, question: Question) -> wire.Question:
    told = view(question, await _author(change, question))
    change.tell(wire.QuestionChanged(conference=change.conference.id, question=told))
    return told


async def _author(change: Telling, question: Question) -> Person:
    people = change.caller.site.part(People)
    return (await people.many(change.conference.space_id, [question.user_id], change.db))[question.user_id]


async def _check_room(change: Telling) -> None:
    of_conference = Question.conference_id == change.conference.id
    total = await change.db.scalar(select(func.count()).select_from(Question).where(of_conference)) or 0
    waiting = select(func.count()).where(
        of_conference, Question.user_id == change.caller.identity.user, Question.state.in_(WAITS)
    )
    if (await change.db.scalar(waiting) or 0) >= MOST_WAITING:
        raise UserError(
            "questions_waiting",
            f"{MOST_WAITING} of your questions are waiting. Ask again when one is answered.",
            most=MOST_WAITING,
        )
    if total >= MOST:
        raise UserError("too_many_questions", "This conference has as many questions as it can take.")


def _checked(caller: Caller, text: str) -> str:
    line = " ".join(text.split())
    check_text(line)
    if len(line) > LONGEST:
        raise UserError("question_too_long", f"A question has at most {LONGEST} characters.", status=422, most=LONGEST)
    caller.site.part(Chat).check_name(caller.here, line)
    return line
