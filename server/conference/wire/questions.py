"""Questions of a conference: asked and voted for by those inside, answered or put aside by those who lead."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from server.core.wire import Request, Update
from server.rooms.wire import Person

QuestionState = Literal["asked", "answering", "answered", "dismissed"]

LONGEST = 300


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A question as everybody inside sees it; a dismissed one is seen by its author and by those who lead only."""

    id: UUID
    author: Person
    text: str
    state: QuestionState
    """`answering` is the one that is being answered now."""
    votes: int
    asked_at: datetime


class AskQuestion(Request, frozen=True, tag="question.ask", kw_only=True):
    """Ask something, in at most 300 characters. Answered with the Question. Where one may not write beside the stage,
    one may not ask either; of a pupil's words, those that would wait for a teacher are refused."""

    conference: UUID
    text: Annotated[str, msgspec.Meta(max_length=5_000)]


class DeleteQuestion(Request, frozen=True, tag="question.delete", kw_only=True):
    """Take one's own question back."""

    conference: UUID
    question: UUID


class VoteForQuestion(Request, frozen=True, tag="question.vote", kw_only=True):
    """Want a question of somebody else answered, or no more. One vote each; the second changes nothing."""

    conference: UUID
    question: UUID
    on: bool = True


class MoveQuestion(Request, frozen=True, tag="question.move", kw_only=True):
    """Answer a question now, mark it as answered, put it aside, or put it back among those that wait. The one that was
    being answered before is answered then."""

    conference: UUID
    question: UUID
    to: QuestionState


class QuestionChanged(Update, frozen=True, tag="question.changed", kw_only=True):
    """A question was asked, voted for, or moved."""

    conference: UUID
    question: Question


class QuestionGone(Update, frozen=True, tag="question.gone", kw_only=True):
    """Its author took it back, or those who lead put it aside."""

    conference: UUID
    question: UUID
