"""Texts that a teacher took out of the chatroom's three months, and which rooms' teachers were reminded of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.core.database import Base, Row
from server.core.models.columns import ByUser, Line


class KeptText(Row):
    """A message as a text of the project (R-202): it lives as long as the space, by a teacher's decision."""

    __tablename__ = "kept_texts"
    __table_args__ = (UniqueConstraint("space_id", "message_id"),)

    space_id: Mapped[UUID] = mapped_column(ForeignKey("spaces.id", ondelete="CASCADE"))
    # No foreign key: the message itself still expires on time.
    message_id: Mapped[UUID]
    title: Mapped[Line]
    text: Mapped[str] = mapped_column(Text)
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    """Named by the rules of a room (domain 6.4.8) whenever it is read, and no longer once the account is gone."""
    written_at: Mapped[datetime]
    kept_by: Mapped[ByUser]
    material_id: Mapped[UUID | None] = mapped_column(ForeignKey("materials.id", ondelete="SET NULL"), index=True)
    """What it linked, as long as that is there."""


class PurgeNotice(Base):
    """The teachers of a room were told in this month that much of it leaves soon."""

    __tablename__ = "purge_notices"

    room_id: Mapped[UUID] = mapped_column(ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    """`2026-11`, in Brussels."""
