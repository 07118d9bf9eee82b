"""Rooms: the places of a space in which people are live together."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from server.core.database import Base, Row, checked
from server.core.models.columns import Line
from server.core.models.states import moved


class RoomKind(StrEnum):
    """A chatroom is entered by oneself; into a conference's room only the conference lets people."""

    CHATROOM = "chatroom"
    CONFERENCE = "conference"


class RoomState(StrEnum):
    """Open, paused by a teacher for a while, or read-only for good."""

    OPEN = "open"
    PAUSED = "paused"
    READ_ONLY = "read_only"


ROOM_TRANSITIONS: dict[RoomState, frozenset[RoomState]] = {
    RoomState.OPEN: frozenset({RoomState.PAUSED, RoomState.READ_ONLY}),
    RoomState.PAUSED: frozenset({RoomState.OPEN, RoomState.READ_ONLY}),
    RoomState.READ_ONLY: frozenset({RoomState.OPEN}),
}


class Room(Row):
    """A place in a space: `open ⇄ paused`, both `⇄ read_only` (back to open only)."""

    __tablename__ = "rooms"
    __table_args__ = (
        Index(
            "uq_rooms_default",
            "space_id",
            unique=True,
            postgresql_where=text("is_default"),
            sqlite_where=text("is_default"),
        ),
        CheckConstraint("NOT is_default OR kind = 'chatroom'", name="default_is_chatroom"),
    )

    space_id: Mapped[UUID] = mapped_column(ForeignKey("spaces.id", ondelete="CASCADE"), index=True)
    kind: Mapped[RoomKind] = mapped_column(checked(RoomKind, "kind"), default=RoomKind.CHATROOM)
    title: Mapped[Line]
    is_default: Mapped[bool] = mapped_column(default=False)
    state: Mapped[RoomState] = mapped_column(checked(RoomState, "state"), default=RoomState.OPEN)

    def move_to(self, state: RoomState) -> None:
        """Walk one arrow; a wrong move raises."""
        self.state = moved("room", ROOM_TRANSITIONS, self.state, state)


class Silence(Base):
    """Somebody who may not write in a room now, because of what whoever leads it decided.

    The feature that leads the room keeps the rows; whoever takes in writing asks for them in the same transaction.
    """

    __tablename__ = "room_silences"

    room_id: Mapped[UUID] = mapped_column(ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
    reason: Mapped[str] = mapped_column(String(32))
    """A code that the reader's own language has words for."""
