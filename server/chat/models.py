"""What the chat keeps, for three calendar months and not a day longer (R-202, D-05)."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from server.core import clock
from server.core.database import Base, checked, new_id


class MessageState(StrEnum):
    """Visible to the room; held for a teacher; deleted: an empty stub until it expires."""

    VISIBLE = "visible"
    HELD = "held"
    DELETED = "deleted"


MESSAGE_TRANSITIONS: dict[MessageState, frozenset[MessageState]] = {
    MessageState.VISIBLE: frozenset({MessageState.HELD, MessageState.DELETED}),
    MessageState.HELD: frozenset({MessageState.VISIBLE, MessageState.DELETED}),
    MessageState.DELETED: frozenset(),
}


class ChatRoom(Base):
    """The rules of a room's chat and its two counters, whose row is locked by whoever writes to the room."""

    __tablename__ = "chat_rooms"

    room_id: Mapped[UUID] = mapped_column(ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True)
    pupils_can_write: Mapped[bool] = mapped_column(default=True)
    hours: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """`{"opens": "07:00", "closes": "21:00"}` in the pupil's own time; null means always (domain 6.4.2)."""
    slow_mode_s: Mapped[int] = mapped_column(default=0)
    last_seq: Mapped[int] = mapped_column(BigInteger, default=0)
    """The number of the newest message there ever was."""
    last_change: Mapped[int] = mapped_column(BigInteger, default=0)
    """The number of the newest change: every insert, edit, deletion or reaction takes the next."""
    first_seq: Mapped[int] = mapped_column(BigInteger, default=1)
    """All messages below this one have expired."""
    expired_change: Mapped[int] = mapped_column(BigInteger, default=0)
    """The highest change number of an expired message: a cursor below it cannot be told what is gone."""


class ChatMessage(Base):
    """One message: `visible ⇄ held`, both `→ deleted`. The row goes when it expires."""

    __tablename__ = "chat_messages"
    __table_args__ = (
        UniqueConstraint("room_id", "seq"),
        UniqueConstraint("room_id", "author_id", "client_id"),
        Index("ix_chat_messages_change", "room_id", "change"),
        Index("ix_chat_messages_author", "author_id", "created_at"),
        Index("ix_chat_messages_expires", "expires_at"),
        Index("ix_chat_messages_search", "search", postgresql_using="gin"),
        Index(
            "ix_chat_messages_hold",
            "room_id",
            "created_at",
            postgresql_where=text("hold IS NOT NULL"),
            sqlite_where=text("hold IS NOT NULL"),
        ),
        Index(
            "ix_chat_messages_material",
            "material_id",
            postgresql_where=text("material_id IS NOT NULL"),
            sqlite_where=text("material_id IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    room_id: Mapped[UUID] = mapped_column(ForeignKey("rooms.id", ondelete="CASCADE"))
    seq: Mapped[int] = mapped_column(BigInteger)
    change: Mapped[int] = mapped_column(BigInteger)
    client_id: Mapped[UUID]
    author_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[MessageState] = mapped_column(checked(MessageState, "state"), default=MessageState.VISIBLE)
    # No foreign key: the answered message may expire before the answer.
    reply_to: Mapped[UUID | None]
    mentions: Mapped[list[str]] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    edited_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]
    search: Mapped[Any | None] = mapped_column(TSVECTOR().with_variant(BigInteger(), "sqlite"), deferred=True)
    """Its words (server.chat.words): on PostgreSQL themselves, on SQLite their row in the FTS5 table `chat_words`."""
    hold: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """Why it waits, or waited, for a teacher, and the hint it came back with: a `Hold`. Goes with the message."""
    earlier: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    """The texts before each edit, oldest first: evidence for a report, shown to nobody else."""
    # No foreign key: a message outlives the material that it links, and says that it is no longer there.
    material_id: Mapped[UUID | None]


class ChatReaction(Base):
    """An emoji that a user gave to a message."""

    __tablename__ = "chat_reactions"

    message_id: Mapped[UUID] = mapped_column(ForeignKey("chat_messages.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
    emoji: Mapped[str] = mapped_column(String(16), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class ChatReadState(Base):
    """Up to where a user has read a room."""

    __tablename__ = "chat_read_states"

    room_id: Mapped[UUID] = mapped_column(ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
    last_seq: Mapped[int] = mapped_column(BigInteger)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)


class ChatMute(Base):
    """A pupil whom a teacher has stopped writing in a room (domain 5.2, n7)."""

    __tablename__ = "chat_mutes"

    room_id: Mapped[UUID] = mapped_column(ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
    muted_by: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    muted_at: Mapped[datetime] = mapped_column(default=clock.now)
    until: Mapped[datetime | None]
