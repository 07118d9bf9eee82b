"""Polls as stored. Sums stand at the options; who chose what only where a poll is named (domain 7.5)."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.core.database import Base, Row, checked
from server.core.models.columns import ByUser, OfUser
from server.core.models.states import moved


class PollState(StrEnum):
    """`draft → open → closed → shown` (domain 8)."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    SHOWN = "shown"


TRANSITIONS: dict[PollState, frozenset[PollState]] = {
    PollState.DRAFT: frozenset({PollState.OPEN}),
    PollState.OPEN: frozenset({PollState.CLOSED}),
    PollState.CLOSED: frozenset({PollState.SHOWN}),
    PollState.SHOWN: frozenset(),
}


class Poll(Row):
    """A question to everybody inside a conference, with answers to choose from."""

    __tablename__ = "polls"
    __table_args__ = (
        CheckConstraint("(state = 'draft') = (opened_at IS NULL)", name="opened"),
        CheckConstraint("(state IN ('draft', 'open')) = (closed_at IS NULL)", name="closed"),
        Index("ix_polls_conference", "conference_id", "position"),
    )

    conference_id: Mapped[UUID] = mapped_column(ForeignKey("conferences.id", ondelete="CASCADE"))
    created_by: Mapped[ByUser]
    question: Mapped[str] = mapped_column(String(300))
    multiple: Mapped[bool]
    anonymous: Mapped[bool]
    state: Mapped[PollState] = mapped_column(checked(PollState, "state"), default=PollState.DRAFT)
    position: Mapped[int]
    document_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("conference_documents.id", ondelete="SET NULL"), index=True
    )
    page: Mapped[int | None]
    """When the presenter turns to that page of that document, whoever leads is asked to open the poll. Of a deleted
    document only the number stays, and says nothing."""
    revision: Mapped[int] = mapped_column(default=0)
    """How often the draft was written."""
    answered: Mapped[int] = mapped_column(default=0)
    """How many people have answered."""
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    options: Mapped[list["PollOption"]] = relationship(
        lazy="raise", order_by="PollOption.position", cascade="all, delete-orphan", passive_deletes=True
    )

    def move_to(self, state: PollState, now: datetime) -> None:
        """Walk one arrow and note when; a wrong move raises."""
        self.state = moved("poll", TRANSITIONS, self.state, state)
        if state is PollState.OPEN:
            self.opened_at = now
        elif state is PollState.CLOSED:
            self.closed_at = now

    def prepare_again(self) -> None:
        """A draft as before, answered by nobody: it was opened in a rehearsal only. No arrow, for it never happened."""
        self.state, self.answered = PollState.DRAFT, 0
        self.opened_at = self.closed_at = None
        for option in self.options:
            option.votes = 0


class PollOption(Row):
    """An answer that a poll offers, and how many chose it."""

    __tablename__ = "poll_options"
    __table_args__ = (UniqueConstraint("poll_id", "position"),)

    poll_id: Mapped[UUID] = mapped_column(ForeignKey("polls.id", ondelete="CASCADE"))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(120))
    votes: Mapped[int] = mapped_column(default=0)


class PollVoter(Base):
    """Who has answered, so that each counts once. Of an anonymous poll no more is known, and at its closing not even
    this."""

    __tablename__ = "poll_voters"

    poll_id: Mapped[UUID] = mapped_column(ForeignKey("polls.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
    changed: Mapped[bool] = mapped_column(default=False)
    """The one change of the answer was made."""


class PollVote(Row):
    """What somebody chose in a named poll; nothing of an anonymous one ever stands here."""

    __tablename__ = "poll_votes"
    __table_args__ = (
        UniqueConstraint("poll_id", "user_id", "option_id"),
        Index(
            "uq_poll_votes_single",
            "poll_id",
            "user_id",
            unique=True,
            sqlite_where=text("single"),
            postgresql_where=text("single"),
        ),
    )

    poll_id: Mapped[UUID] = mapped_column(ForeignKey("polls.id", ondelete="CASCADE"))
    user_id: Mapped[OfUser]
    option_id: Mapped[UUID] = mapped_column(ForeignKey("poll_options.id", ondelete="CASCADE"), index=True)
    single: Mapped[bool]
    """The poll takes one choice from each: the database itself lets no second one in."""
