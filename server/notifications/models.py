"""What is on its way to somebody: letters, kept for a while after; pushes, kept until they are handed over."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.core.database import Base, Row, checked
from server.core.models.columns import Line, OfUser, Prose


class MailKind(StrEnum):
    """What somebody can switch off."""

    EVENTS = "events"
    """Invitations, reminders, free seats, recordings."""
    PEOPLE = "people"
    """Requests from people."""


class Mail(Row):
    """One letter to one account; the address is looked up when it is sent, and pupils have none (X-73)."""

    __tablename__ = "mails"

    user_id: Mapped[OfUser]
    subject: Mapped[Line]
    text: Mapped[Prose]
    calendar: Mapped[str | None] = mapped_column(Text)
    """An attachment for calendar programs."""
    kind: Mapped[MailKind | None] = mapped_column(checked(MailKind, "kind"))
    """Null for what must come."""
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None] = mapped_column(index=True)
    """Null once it is sent or given up, and where nothing is sent."""
    sent_at: Mapped[datetime | None]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class MailChoice(Base):
    """Of what somebody wants no letters but those that must come (domain 9); without a row all of them come. The
    columns are the kinds."""

    __tablename__ = "mail_choices"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    events: Mapped[bool]
    people: Mapped[bool]


class Push(Row):
    """A notification on its way to one device; gone once its service has taken it, or when it is no news any more."""

    __tablename__ = "pushes"
    __table_args__ = (UniqueConstraint("notification_id", "subscription_id"),)

    notification_id: Mapped[UUID] = mapped_column(ForeignKey("notifications.id", ondelete="CASCADE"))
    subscription_id: Mapped[UUID] = mapped_column(ForeignKey("push_subscriptions.id", ondelete="CASCADE"), index=True)
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(index=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class PushChoice(Base):
    """Of what somebody wants no pushes, on any device; without a row all of it comes."""

    __tablename__ = "push_choices"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    events: Mapped[bool]
    conferences: Mapped[bool]
    people: Mapped[bool]
    """Mentions, requests and invitations from people."""
