"""What the calendar keeps beside its events: what is on their pages, who was invited and reminded, and feeds."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.core import clock
from server.core.database import Base, Row, checked
from server.core.models import MaterialKind, VideoProvider
from server.core.models.columns import ByUser, Line
from server.core.models.materials import FILE_TYPES, KIND_RULES, file_type_rule

VIDEO_TYPES = ("mp4", "webm")
"""Files that are watched in the page."""
_RULES = KIND_RULES | {"file_type_of_kind": file_type_rule((*FILE_TYPES, *VIDEO_TYPES))}


class EventMaterial(Row):
    """A picture, a file, a video or a link to one that those who lead an event put on its page (R-070)."""

    __tablename__ = "event_materials"
    __table_args__ = (
        *(CheckConstraint(rule, name=name) for name, rule in _RULES.items()),
        Index("ix_event_materials_order", "event_id", "position"),
    )

    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    position: Mapped[int]
    kind: Mapped[MaterialKind] = mapped_column(checked(MaterialKind, "kind"))
    title: Mapped[Line]
    alt_text: Mapped[str] = mapped_column(String(300), default="")
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("file_blobs.id"), index=True)
    thumbnail_id: Mapped[UUID | None] = mapped_column(ForeignKey("file_blobs.id"), index=True)
    file_type: Mapped[str | None] = mapped_column(String(4))
    url: Mapped[str | None] = mapped_column(String(200))
    provider: Mapped[VideoProvider | None] = mapped_column(checked(VideoProvider, "provider"))
    provider_id: Mapped[str | None] = mapped_column(String(32))
    owner_id: Mapped[ByUser]


class EventInvitation(Base):
    """Somebody was asked to come (R-070): once, however often the host presses."""

    __tablename__ = "event_invitations"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
    invited_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)


class EventReminder(Base):
    """A reminder of an event went out, whichever process did it; when the event is moved, it may go out again."""

    __tablename__ = "event_reminders"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)


class CalendarFeed(Base):
    """The secret address of somebody's own calendar. Only its hash is kept; a new one makes the old one dead."""

    __tablename__ = "calendar_feeds"
    __table_args__ = (UniqueConstraint("token_hash"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    at: Mapped[datetime] = mapped_column(default=clock.now)
