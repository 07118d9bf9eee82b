"""Questions as stored: whose they are, how far they are, and who wants them answered."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from server.core.database import Base, Row, checked
from server.core.models.columns import OfUser
from server.core.models.states import moved


class QuestionState(StrEnum):
    """`asked ⇄ answering → answered`; `→ dismissed`; from everywhere back to `asked`."""

    ASKED = "asked"
    ANSWERING = "answering"
    """It is being answered now: one at a time."""
    ANSWERED = "answered"
    DISMISSED = "dismissed"


TRANSITIONS: dict[QuestionState, frozenset[QuestionState]] = {
    QuestionState.ASKED: frozenset({QuestionState.ANSWERING, QuestionState.ANSWERED, QuestionState.DISMISSED}),
    QuestionState.ANSWERING: frozenset({QuestionState.ASKED, QuestionState.ANSWERED, QuestionState.DISMISSED}),
    QuestionState.ANSWERED: frozenset({QuestionState.ASKED, QuestionState.ANSWERING, QuestionState.DISMISSED}),
    QuestionState.DISMISSED: frozenset({QuestionState.ASKED}),
}


class Question(Row):
    """Something that somebody inside a conference wants to know."""

    __tablename__ = "questions"
    __table_args__ = (Index("ix_questions_conference", "conference_id", "asked_at"),)

    conference_id: Mapped[UUID] = mapped_column(ForeignKey("conferences.id", ondelete="CASCADE"))
    user_id: Mapped[OfUser]
    text: Mapped[str] = mapped_column(String(300))
    state: Mapped[QuestionState] = mapped_column(checked(QuestionState, "state"), default=QuestionState.ASKED)
    votes: Mapped[int] = mapped_column(default=0)
    """Counted anew at each vote: how many rows of QuestionVote there are."""
    asked_at: Mapped[datetime]

    def move_to(self, state: QuestionState) -> None:
        """Walk one arrow; a wrong move raises."""
        self.state = moved("question", TRANSITIONS, self.state, state)


class QuestionVote(Base):
    """Somebody wants a question answered."""

    __tablename__ = "question_votes"

    question_id: Mapped[UUID] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
