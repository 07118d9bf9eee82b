"""What a user should know of, behind the bell (R-033), and the devices that are told of it too."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.core.database import Row, checked
from server.core.models.columns import Facts, OfUser
from server.core.models.users import User


class ActionState(StrEnum):
    """Whether a notification asks for an answer in place (R-053, R-084)."""

    NONE = "none"
    WAITING = "waiting"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Notification(Row):
    """A sentence by its code and params, so that it is read in the reader's language."""

    __tablename__ = "notifications"
    __table_args__ = (Index("ix_notifications_of_user", "user_id", "read_at", "created_at"),)

    user_id: Mapped[OfUser]
    code: Mapped[str] = mapped_column(String(64))
    params: Mapped[Facts]
    target_type: Mapped[str | None] = mapped_column(String(32))
    target_id: Mapped[UUID | None]
    action_state: Mapped[ActionState] = mapped_column(checked(ActionState, "action_state"), default=ActionState.NONE)
    read_at: Mapped[datetime | None]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    user: Mapped[User] = relationship(lazy="raise")


class PushSubscription(Row):
    """A browser on one device that its user wants to be told by (domain 7.2). It belongs to the sign-in in which it was
    asked for: signing out there takes it away, and it does not outlive that sign-in's row."""

    __tablename__ = "push_subscriptions"
    __table_args__ = (UniqueConstraint("endpoint"),)

    user_id: Mapped[OfUser]
    login_session_id: Mapped[UUID] = mapped_column(ForeignKey("login_sessions.id", ondelete="CASCADE"), index=True)
    endpoint: Mapped[str] = mapped_column(String(1000))
    """Where its push service takes messages for it: a secret between the browser and us."""
    p256dh: Mapped[bytes] = mapped_column(LargeBinary(65))
    auth: Mapped[bytes] = mapped_column(LargeBinary(16))
