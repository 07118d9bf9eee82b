"""Conferences and their seats, as stored: any server process may act on them, none owns them (domain 7.5)."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.core.database import Row, checked
from server.core.models import LiveKind, Space, User
from server.core.models.columns import ByUser, Line
from server.core.models.states import moved


class Media(StrEnum):
    """Sound alone, or sound and picture (R-205)."""

    AUDIO = "audio"
    VIDEO = "video"


class ConferenceState(StrEnum):
    """`scheduled → open → live → ended`; before `live` also `→ cancelled | expired` (domain 8)."""

    SCHEDULED = "scheduled"
    OPEN = "open"
    """The host may be inside; the doors may not have opened for the others yet."""
    LIVE = "live"
    ENDED = "ended"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    """Nobody came within 15 minutes of the start."""


class EndReason(StrEnum):
    """Why a conference is over."""

    TIME = "time"
    HOST = "host"
    NO_TEACHER = "no_teacher"
    EMPTY = "empty"
    ADMIN = "admin"


class Conference(Row):
    """A timed meeting in a space, with its own room for the chat beside the stage (R-203, R-204, R-205)."""

    __tablename__ = "conferences"
    __table_args__ = (
        UniqueConstraint("room_id"),
        CheckConstraint(
            "kind <> 'twinspace_conference' OR (duration_min IN (30, 60, 90) AND seats <= 25)", name="limits"
        ),
        CheckConstraint("seats > 0", name="seats"),
        CheckConstraint("ends_at > starts_at", name="order"),
        CheckConstraint("host_doors_at <= doors_at AND doors_at <= starts_at", name="doors"),
        CheckConstraint("state <> 'ended' OR (ended_at IS NOT NULL AND end_reason IS NOT NULL)", name="ended_why"),
        Index("ix_conferences_space", "space_id", "starts_at"),
        Index("ix_conferences_due", "state", "host_doors_at"),
    )

    room_id: Mapped[UUID] = mapped_column(ForeignKey("rooms.id", ondelete="CASCADE"))
    space_id: Mapped[UUID] = mapped_column(ForeignKey("spaces.id", ondelete="CASCADE"))
    kind: Mapped[LiveKind] = mapped_column(checked(LiveKind, "kind"), default=LiveKind.TWINSPACE_CONFERENCE)
    title: Mapped[Line]
    host_id: Mapped[ByUser]
    starts_at: Mapped[datetime]
    duration_min: Mapped[int]
    ends_at: Mapped[datetime]
    host_doors_at: Mapped[datetime]
    """From when the host may be inside, as the policy said when the conference was planned (domain 6.1)."""
    doors_at: Mapped[datetime]
    """From when everybody else may."""
    extended: Mapped[bool] = mapped_column(default=False)
    """Once, to the next length (D-15)."""
    seats: Mapped[int]
    grace_s: Mapped[int] = mapped_column(default=60)
    """How long a dropped line keeps its seat."""
    media: Mapped[Media] = mapped_column(checked(Media, "media"), default=Media.VIDEO)
    lobby: Mapped[bool] = mapped_column(default=False)
    """Everybody is let in one by one, not guests alone."""
    locked: Mapped[bool] = mapped_column(default=False)
    state: Mapped[ConferenceState] = mapped_column(checked(ConferenceState, "state"), default=ConferenceState.SCHEDULED)
    opened_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[EndReason | None] = mapped_column(checked(EndReason, "end_reason"))
    frozen_until: Mapped[datetime | None]
    """No teacher is inside: pupils' media is off, and at this time the conference ends (domain 6.4.1)."""
    empty_since: Mapped[datetime | None]
    """Live, and nobody is connected."""
    last_warning_min: Mapped[int | None]
    """The last of the warnings (10, 5, 1) that went out, so that each goes out once."""
    revision: Mapped[int] = mapped_column(BigInteger, default=0)
    """The number of the newest change that was told to those inside: each takes the next, so that no one misses one."""
    host: Mapped[User] = relationship(lazy="raise")
    space: Mapped[Space] = relationship(lazy="raise")


class SeatRole(StrEnum):
    """What somebody is in this conference. Never given to whoever came first (T7)."""

    HOST = "host"
    COHOST = "cohost"
    PRESENTER = "presenter"
    ATTENDEE = "attendee"


class SeatState(StrEnum):
    """Where somebody stands between the door and the stage."""

    LOBBY = "lobby"
    QUEUED = "queued"
    CONNECTED = "connected"
    GRACE = "grace"
    """The line is lost; the seat is kept for a minute."""
    LEFT = "left"
    REMOVED = "removed"
    """Taken out: only re-admission brings this person back (domain 6.4.6)."""


class WaitReason(StrEnum):
    """Why somebody is in the lobby or in the queue."""

    NOT_OPEN = "not_open"
    NO_TEACHER = "no_teacher"
    ADMISSION = "admission"
    LOCKED = "locked"
    FULL = "full"


SEAT_TRANSITIONS: dict[SeatState, frozenset[SeatState]] = {
    SeatState.LOBBY: frozenset({SeatState.QUEUED, SeatState.CONNECTED, SeatState.LEFT}),
    SeatState.QUEUED: frozenset({SeatState.LOBBY, SeatState.CONNECTED, SeatState.LEFT}),
    SeatState.CONNECTED: frozenset({SeatState.GRACE, SeatState.LEFT}),
    SeatState.GRACE: frozenset({SeatState.CONNECTED, SeatState.LEFT}),
    SeatState.LEFT: frozenset({SeatState.LOBBY, SeatState.REMOVED}),
    SeatState.REMOVED: frozenset({SeatState.LEFT}),
}


class ConferenceSeat(Row):
    """One person's place in one conference; the row stays after they leave, and so does what was decided about them."""

    __tablename__ = "conference_seats"
    __table_args__ = (
        UniqueConstraint("conference_id", "user_id"),
        CheckConstraint("(state IN ('lobby', 'queued')) = (wait_reason IS NOT NULL)", name="waits_for_a_reason"),
        CheckConstraint("state NOT IN ('connected', 'grace') OR joined_at IS NOT NULL", name="joined"),
        Index("ix_conference_seats_connection", "connection_id"),
    )

    conference_id: Mapped[UUID] = mapped_column(ForeignKey("conferences.id", ondelete="CASCADE"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    role: Mapped[SeatRole] = mapped_column(checked(SeatRole, "role"), default=SeatRole.ATTENDEE)
    state: Mapped[SeatState] = mapped_column(checked(SeatState, "state"))
    wait_reason: Mapped[WaitReason | None] = mapped_column(checked(WaitReason, "wait_reason"))
    admitted: Mapped[bool] = mapped_column(default=False)
    """Let in from the lobby once: need not ask again."""
    connection_id: Mapped[UUID | None]
    """The socket that holds the seat; a second device takes it over (D-04)."""
    process_id: Mapped[UUID | None]
    """The server process of that socket: when it dies, its seats go into grace."""
    peer_id: Mapped[UUID | None]
    """The media transport, as the worker knows it."""
    waiting_since: Mapped[datetime | None]
    called_until: Mapped[datetime | None]
    """A seat is free and kept until then (domain 6.3)."""
    joined_at: Mapped[datetime | None]
    """When this person was first inside."""
    connected_at: Mapped[datetime | None]
    """Since when they have been inside without a break."""
    left_at: Mapped[datetime | None]
    grace_until: Mapped[datetime | None]
    """Connected before: when the seat is given up. Waiting: when the place in the line is."""
    seconds: Mapped[int] = mapped_column(default=0)
    """Time inside, of all earlier stays."""
    hand_at: Mapped[datetime | None]
    microphone: Mapped[bool] = mapped_column(default=False)
    """What the participant has switched on; whether it is forwarded is `gates.py`'s to say."""
    camera: Mapped[bool] = mapped_column(default=False)
    screen: Mapped[bool] = mapped_column(default=False)
    microphone_held: Mapped[bool] = mapped_column(default=False)
    """Switched off by the host until lifted."""
    camera_held: Mapped[bool] = mapped_column(default=False)
    screen_held: Mapped[bool] = mapped_column(default=False)
    removal_reason: Mapped[str | None] = mapped_column(String(400))
    simulated: Mapped[bool] = mapped_column(default=False)
    """A participant of the demo data: takes a seat, has no line to lose."""
    user: Mapped[User] = relationship(lazy="raise")
    conference: Mapped[Conference] = relationship(lazy="raise")

    def move_to(self, state: SeatState) -> None:
        """Walk one arrow, or stay; a wrong move raises."""
        if state is not self.state:
            self.state = moved("seat", SEAT_TRANSITIONS, self.state, state)
