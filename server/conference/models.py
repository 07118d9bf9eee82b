"""Conferences and their seats, as stored: any server process may act on them, none owns them (domain 7.5)."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.core.database import Row, checked
from server.core.models import LiveKind, Space, User
from server.core.models.columns import ByUser, Line, OfUser, Prose
from server.core.models.states import moved


class Media(StrEnum):
    """Sound alone, or sound and picture (R-205)."""

    AUDIO = "audio"
    VIDEO = "video"


class ConferenceState(StrEnum):
    """`scheduled → open → live → ended`; before `live` also `→ cancelled | expired` (domain 8).

    The room of an event that is moved goes back to `scheduled`."""

    SCHEDULED = "scheduled"
    OPEN = "open"
    """The host may be inside; the doors may not have opened for the others yet."""
    LIVE = "live"
    ENDED = "ended"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    """Nobody came within 15 minutes of the start."""


class Lock(StrEnum):
    """What those who lead may keep to themselves and to presenters."""

    MICROPHONE = "microphone"
    CAMERA = "camera"
    SCREEN = "screen"
    CHAT = "chat"


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
        UniqueConstraint("event_id"),
        CheckConstraint("(kind = 'event_room') = (event_id IS NOT NULL)", name="room_of_event"),
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
    event_id: Mapped[UUID | None] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    """The event whose room this is: one room for one event, whichever process makes it."""
    title: Mapped[Line]
    host_id: Mapped[ByUser]
    starts_at: Mapped[datetime]
    duration_min: Mapped[int]
    ends_at: Mapped[datetime]
    """When the room closes: that of an event a while after its planned end (D-19)."""
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
    agenda: Mapped[Prose]
    paused: Mapped[bool] = mapped_column(default=False)
    """Nothing of those led is forwarded, and they cannot write."""
    locks: Mapped[list[str]] = mapped_column(JSON, default=lambda: [Lock.SCREEN.value])
    """What those may not do who neither lead nor present; a conference begins as a discussion."""
    quiet_first: Mapped[bool] = mapped_column(default=False)
    """Hands of schools that spoke less are called first."""
    slides_document: Mapped[UUID | None]
    """The document on stage, without a foreign key: documents point here, and who deletes one takes it off stage."""
    slides_page: Mapped[int] = mapped_column(default=1)
    slides_title: Mapped[str | None] = mapped_column(String(200))
    """What that document was called when it came on stage."""
    slides_drawings: Mapped[int] = mapped_column(default=0)
    """The number of the newest line drawn over a page, or taken away."""
    state: Mapped[ConferenceState] = mapped_column(checked(ConferenceState, "state"), default=ConferenceState.SCHEDULED)
    opened_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[EndReason | None] = mapped_column(checked(EndReason, "end_reason"))
    frozen_until: Mapped[datetime | None]
    """No teacher is inside: pupils' media is off, and at this time the conference ends (domain 6.4.1)."""
    empty_since: Mapped[datetime | None]
    """Live, and nobody is connected."""
    last_warning_min: Mapped[int | None]
    """The last of the warnings that went out, in minutes before the room closes, so that each goes out once."""
    attended: Mapped[int] = mapped_column(default=0)
    """How many people were inside, counted at the end: stays when their rows are deleted (domain 10.1)."""
    exit_well: Mapped[int] = mapped_column(default=0)
    """How many pupils answered the exit question so; who did is not kept."""
    exit_partly: Mapped[int] = mapped_column(default=0)
    exit_not_well: Mapped[int] = mapped_column(default=0)
    questions_asked: Mapped[int] = mapped_column(default=0)
    """How many questions were asked and not taken back: the number stays when they are deleted."""
    questions_answered: Mapped[int] = mapped_column(default=0)
    announced: Mapped[bool] = mapped_column(default=False)
    """Its host has said that it will be recorded: whoever comes in is asked before."""
    recording_id: Mapped[UUID | None]
    """The recording that is running. No foreign key: that one points here."""
    rehearsal_since: Mapped[datetime | None]
    """Those who lead an event rehearse with ghosts: what is made from here on goes when the rehearsal ends (S7)."""
    rehearsal_before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """How the room was then, and will be again."""
    rehearsed_at: Mapped[datetime | None]
    """When the last rehearsal ended."""
    doors_opened_at: Mapped[datetime | None]
    """When the room of an event was emptied for everybody: what those who lead wrote in it before is gone."""
    revision: Mapped[int] = mapped_column(BigInteger, default=0)
    """The number of the newest change that was told to those inside: each takes the next, so that no one misses one."""
    host: Mapped[User] = relationship(lazy="raise")
    space: Mapped[Space] = relationship(lazy="raise")

    @property
    def is_event(self) -> bool:
        """Whether it is the room of an event, with a stage and those who listen."""
        return self.kind is LiveKind.EVENT_ROOM

    @property
    def planned_end(self) -> datetime:
        """What its clock counts down to, and what its page says."""
        return self.starts_at + timedelta(minutes=self.duration_min)


class SeatRole(StrEnum):
    """What somebody is in this conference. Never given to whoever came first (T7)."""

    HOST = "host"
    COHOST = "cohost"
    PRESENTER = "presenter"
    """On the stage: may do what is locked for others."""
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
    NO_SCHOOL_TEACHER = "no_school_teacher"
    """The space wants an adult of each school inside, and this pupil's school has none."""
    SENT_BACK = "sent_back"
    """Back to the waiting room, until admitted again."""


class Network(StrEnum):
    """How well somebody's network carries."""

    GOOD = "good"
    WEAK = "weak"
    POOR = "poor"


SEAT_TRANSITIONS: dict[SeatState, frozenset[SeatState]] = {
    SeatState.LOBBY: frozenset({SeatState.QUEUED, SeatState.CONNECTED, SeatState.LEFT}),
    SeatState.QUEUED: frozenset({SeatState.LOBBY, SeatState.CONNECTED, SeatState.LEFT}),
    SeatState.CONNECTED: frozenset({SeatState.GRACE, SeatState.LOBBY, SeatState.LEFT}),
    SeatState.GRACE: frozenset({SeatState.CONNECTED, SeatState.LOBBY, SeatState.LEFT}),
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
    sent_back: Mapped[bool] = mapped_column(default=False)
    """Must be admitted again before coming in."""
    unattended_until: Mapped[datetime | None]
    """No adult of this pupil's school is inside (`school_quorum`): everything is off, and then the pupil must wait."""
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
    hands: Mapped[int] = mapped_column(default=0)
    """How often the hand was raised."""
    talk_s: Mapped[int] = mapped_column(default=0)
    """Seconds spoken."""
    network: Mapped[Network] = mapped_column(checked(Network, "network"), default=Network.GOOD)
    network_cause: Mapped[str | None] = mapped_column(String(16))
    captioner: Mapped[bool] = mapped_column(default=False)
    """Types what is said, for everybody to read."""
    microphone: Mapped[bool] = mapped_column(default=False)
    """What the participant has switched on; whether it is forwarded is `gates.py`'s to say."""
    camera: Mapped[bool] = mapped_column(default=False)
    screen: Mapped[bool] = mapped_column(default=False)
    microphone_held: Mapped[bool] = mapped_column(default=False)
    """Switched off by the host until lifted."""
    camera_held: Mapped[bool] = mapped_column(default=False)
    screen_held: Mapped[bool] = mapped_column(default=False)
    chat_held: Mapped[bool] = mapped_column(default=False)
    """May not write beside the stage until lifted."""
    removal_reason: Mapped[str | None] = mapped_column(String(400))
    removed_at: Mapped[datetime | None]
    removed_until: Mapped[datetime | None]
    """When a ban that took this person out ends: from then on it keeps nobody out of this conference either."""
    removed_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    record_me: Mapped[bool | None]
    """What was said of being recorded before going in; null: nothing, or an answer took its place."""
    answered: Mapped[bool] = mapped_column(default=False)
    """Has answered the exit question; the answer itself is only counted."""
    simulated: Mapped[bool] = mapped_column(default=False)
    """A participant of the demo data, or a ghost of a rehearsal: takes a seat, has no line to lose."""
    user: Mapped[User] = relationship(foreign_keys="ConferenceSeat.user_id", lazy="raise")
    conference: Mapped[Conference] = relationship(lazy="raise")

    def move_to(self, state: SeatState) -> None:
        """Walk one arrow, or stay; a wrong move raises."""
        if state is not self.state:
            self.state = moved("seat", SEAT_TRANSITIONS, self.state, state)


class ClassPupil(Row):
    """A pupil who sits with others before a teacher's device: takes no seat, has a hand, counts in the attendance."""

    __tablename__ = "conference_class_pupils"
    __table_args__ = (
        UniqueConstraint("conference_id", "pupil_id"),
        CheckConstraint("pupil_id <> teacher_id", name="two_people"),
    )

    conference_id: Mapped[UUID] = mapped_column(ForeignKey("conferences.id", ondelete="CASCADE"))
    teacher_id: Mapped[OfUser]
    """On whose seat the pupil is listed."""
    pupil_id: Mapped[OfUser]
    listed: Mapped[bool] = mapped_column(default=True)
    """False once the pupil has come in alone, or was taken off the list: the time stays counted."""
    since: Mapped[datetime | None]
    """Since when the teacher's line has stood without a break."""
    seconds: Mapped[int] = mapped_column(default=0)
    """Time inside, of all earlier stays."""
    hand_at: Mapped[datetime | None]
    hands: Mapped[int] = mapped_column(default=0)


class ConferenceBan(Row):
    """Somebody who may not enter any conference of a space, for a time or until it is lifted (T10)."""

    __tablename__ = "conference_bans"
    __table_args__ = (UniqueConstraint("space_id", "user_id"),)

    space_id: Mapped[UUID] = mapped_column(ForeignKey("spaces.id", ondelete="CASCADE"))
    user_id: Mapped[OfUser]
    reason: Mapped[str] = mapped_column(String(400), default="")
    by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime]
    until: Mapped[datetime | None]
    """When it ends by itself; null until it is lifted."""


class NetworkCheck(Row):
    """What the network of a school carried when somebody there last tried it, ahead of a conference."""

    __tablename__ = "conference_network_checks"
    __table_args__ = (UniqueConstraint("space_id", "school_id"),)

    space_id: Mapped[UUID] = mapped_column(ForeignKey("spaces.id", ondelete="CASCADE"))
    school_id: Mapped[UUID] = mapped_column(ForeignKey("schools.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[OfUser]
    conference_id: Mapped[UUID | None] = mapped_column(ForeignKey("conferences.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime] = mapped_column(index=True)
    udp: Mapped[bool]
    relay: Mapped[bool | None]
    """Null: not tried, or there is none."""
    up_kbit: Mapped[int]
    down_kbit: Mapped[int]
    loss_permille: Mapped[int]
    round_trip_ms: Mapped[int]
