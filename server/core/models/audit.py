"""What was done by whom, and who was let into a private space for a reason (domain 5.2, n1)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.core import clock
from server.core.database import Base, Row, new_id
from server.core.models.columns import ByUser, Facts, Prose
from server.core.models.spaces import Space
from server.core.models.users import User


class AuditLine(Base):
    """One act. Triggers refuse to change a line, and to delete one before its time: 24 months, safeguarding 5 years.

    The actor and the target are bare ids without foreign keys: a line outlives the account it speaks of. Never a
    message's text.
    """

    __tablename__ = "audit_log"
    __table_args__ = (
        Index("ix_audit_log_target", "target_type", "target_id", "at"),
        Index("ix_audit_log_actor", "actor_id", "at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    actor_id: Mapped[UUID | None]
    """Null for what the server did by itself."""
    action: Mapped[str] = mapped_column(String(64))
    """A verb with its feature: `conference.end`, `membership.grant`."""
    target_type: Mapped[str | None] = mapped_column(String(32))
    target_id: Mapped[UUID | None]
    space_id: Mapped[UUID | None] = mapped_column(index=True)
    safeguarding: Mapped[bool] = mapped_column(default=False)
    """Kept five years instead of two."""
    data: Mapped[Facts]


class AccessGrant(Row):
    """A time-boxed look into a private space, with its reason, shown to the founders (n1)."""

    __tablename__ = "access_grants"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="order"),)

    actor_id: Mapped[ByUser]
    space_id: Mapped[UUID] = mapped_column(ForeignKey("spaces.id", ondelete="CASCADE"), index=True)
    reason: Mapped[Prose]
    report_id: Mapped[UUID | None]
    starts_at: Mapped[datetime] = mapped_column(default=clock.now)
    ends_at: Mapped[datetime]
    actor: Mapped[User] = relationship(lazy="raise")
    space: Mapped[Space] = relationship(lazy="raise")
