"""Who knows whom: two members of staff of whom one asked and the other agreed (R-054)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from server.core import clock
from server.core.database import Base


class Contact(Base):
    """One row for two people, the smaller id first, so that nobody is a contact one way only (domain 7.2)."""

    __tablename__ = "contacts"
    __table_args__ = (CheckConstraint("user_low < user_high", name="order"),)

    user_low: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    user_high: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
    since: Mapped[datetime] = mapped_column(default=clock.now)

    @classmethod
    def between(cls, one: UUID, other: UUID, since: datetime | None = None) -> "Contact":
        """The row for these two, whichever way round."""
        low, high = sorted((one, other))
        return cls(user_low=low, user_high=high, since=since or clock.now())
