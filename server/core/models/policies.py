"""The limits of live rooms by kind (domain 6.1): an operator changes numbers here, without code."""

from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.core.database import Row, checked


class LiveKind(StrEnum):
    """The kinds of timed live rooms."""

    TWINSPACE_CONFERENCE = "twinspace_conference"
    EVENT_ROOM = "event_room"
    ROOM_SESSION = "room_session"
    GROUP_SESSION = "group_session"
    LEARNINGLAB_SESSION = "learninglab_session"


class RecordingPolicy(StrEnum):
    """Who may record: nobody, the host with notice, or the tutor."""

    OFF = "off"
    HOST = "host"
    TUTOR = "tutor"


class LivePolicy(Row):
    """The numbers for one kind of live room; seeded by the first migration."""

    __tablename__ = "live_policies"
    __table_args__ = (
        UniqueConstraint("kind"),
        CheckConstraint("seats > 0 AND host_early_min >= 0 AND doors_min >= 0 AND grace_s >= 0", name="numbers"),
    )

    kind: Mapped[LiveKind] = mapped_column(checked(LiveKind, "kind"))
    seats: Mapped[int | None]
    """Null: as many as the course has places."""
    lengths: Mapped[list[int]] = mapped_column(JSON)
    """Allowed minutes, rising; no other length exists (R-203)."""
    host_early_min: Mapped[int]
    doors_min: Mapped[int]
    """Minutes before the start at which participants may enter."""
    doors_with_lobby_min: Mapped[int]
    """The same when everybody is let in from the lobby."""
    recording: Mapped[RecordingPolicy] = mapped_column(checked(RecordingPolicy, "recording"))
    grace_s: Mapped[int] = mapped_column(default=60)
    """How long a dropped line keeps its seat (domain 6.3)."""
