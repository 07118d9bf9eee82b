"""Asking somebody to be a contact (R-052 … R-054)."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from server.core.database import Row, checked
from server.core.models import moved


class RequestState(StrEnum):
    """`pending → accepted | rejected | withdrawn`; one that nobody answers for 90 days is deleted (domain 8)."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


REQUEST_TRANSITIONS: dict[RequestState, frozenset[RequestState]] = {
    RequestState.PENDING: frozenset({RequestState.ACCEPTED, RequestState.REJECTED, RequestState.WITHDRAWN}),
    RequestState.ACCEPTED: frozenset(),
    RequestState.REJECTED: frozenset(),
    RequestState.WITHDRAWN: frozenset(),
}

PENDING_ONLY = text("state = 'pending'")


class ContactRequest(Row):
    """One of two people has asked the other, the smaller id first: of two at once only one request stays open."""

    __tablename__ = "contact_requests"
    __table_args__ = (
        CheckConstraint("user_low < user_high", name="order"),
        CheckConstraint("asked_by = user_low OR asked_by = user_high", name="asked_by_one"),
        CheckConstraint("(state = 'pending') = (decided_at IS NULL)", name="decided"),
        Index(
            "ix_contact_requests_pending",
            "user_low",
            "user_high",
            unique=True,
            postgresql_where=PENDING_ONLY,
            sqlite_where=PENDING_ONLY,
        ),
    )

    user_low: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    user_high: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    asked_by: Mapped[UUID]
    message: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[RequestState] = mapped_column(checked(RequestState, "state"), default=RequestState.PENDING)
    decided_at: Mapped[datetime | None]

    def move_to(self, state: RequestState, at: datetime) -> None:
        """Walk one arrow; a wrong move raises."""
        self.state = moved("contact request", REQUEST_TRANSITIONS, self.state, state)
        self.decided_at = at

    def other(self, user: UUID) -> UUID:
        """The other one of the two."""
        return self.user_high if self.user_low == user else self.user_low
