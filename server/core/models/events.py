"""Calendar entries of the platform: seminars, meetings and celebrations (R-060 … R-074)."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.core.database import Base, Row, checked
from server.core.models.columns import ByUser, Line, OfUser, Prose
from server.core.models.files import FileBlob
from server.core.models.spaces import Space
from server.core.models.states import moved
from server.core.models.users import User


class EventForm(StrEnum):
    """The three forms of R-060."""

    SEMINAR = "seminar"
    MEETING = "meeting"
    CELEBRATION = "celebration"


class EventMode(StrEnum):
    """In the platform, face to face, or only material on the site (R-068)."""

    ONLINE = "online"
    ONSITE_FACE = "onsite_face"
    ONSITE_MATERIAL = "onsite_material"


class EventAudience(StrEnum):
    """Who may join (R-071). Everybody sees that an event takes place (X-04)."""

    ALL = "all"
    CONTACTS = "contacts"
    COUNTRIES = "countries"


class EventState(StrEnum):
    """From draft to archive (domain 8)."""

    DRAFT = "draft"
    PUBLISHED = "published"
    PREPARING = "preparing"
    DOORS = "doors"
    LIVE = "live"
    ENDED = "ended"
    ARCHIVED = "archived"
    CANCELLED = "cancelled"


EVENT_TRANSITIONS: dict[EventState, frozenset[EventState]] = {
    EventState.DRAFT: frozenset({EventState.PUBLISHED, EventState.CANCELLED}),
    EventState.PUBLISHED: frozenset({EventState.PREPARING, EventState.CANCELLED}),
    EventState.PREPARING: frozenset({EventState.DOORS, EventState.PUBLISHED, EventState.CANCELLED}),
    EventState.DOORS: frozenset({EventState.LIVE, EventState.CANCELLED}),
    EventState.LIVE: frozenset({EventState.ENDED}),
    EventState.ENDED: frozenset({EventState.ARCHIVED}),
    EventState.ARCHIVED: frozenset(),
    EventState.CANCELLED: frozenset(),
}


RUNS_BY_CLOCK = (EventState.PUBLISHED, EventState.PREPARING, EventState.DOORS, EventState.LIVE, EventState.ENDED)
"""The way of an event that is held; by the clock it never goes back."""


ROOM_STAYS_OPEN = timedelta(minutes=15)
"""How long the room of an event stays open after the planned end (D-19)."""


class Event(Row):
    """An event: `draft → published ⇄ preparing → doors → live → ended → archived`; before `live` → `cancelled`.

    Back to `published` only when it is moved."""

    __tablename__ = "events"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="order"),
        UniqueConstraint("space_id"),
        CheckConstraint("capacity > 0", name="capacity"),
        CheckConstraint("state <> 'cancelled' OR cancel_reason IS NOT NULL", name="cancelled_why"),
        Index("ix_events_when", "starts_at", "ends_at"),
    )

    form: Mapped[EventForm] = mapped_column(checked(EventForm, "form"))
    mode: Mapped[EventMode] = mapped_column(checked(EventMode, "mode"))
    title: Mapped[Line]
    summary: Mapped[str] = mapped_column(String(400), default="")
    body: Mapped[Prose]
    image_id: Mapped[UUID | None] = mapped_column(ForeignKey("file_blobs.id", ondelete="SET NULL"), index=True)
    """The symbolic picture (R-069), drawn anew from its pixels; and the small one that lists show."""
    thumbnail_id: Mapped[UUID | None] = mapped_column(ForeignKey("file_blobs.id", ondelete="SET NULL"), index=True)
    image_type: Mapped[str | None] = mapped_column(String(4))
    image_alt: Mapped[str] = mapped_column(String(300), default="")
    """What it shows, for those who do not see it; empty when it only decorates."""
    lang: Mapped[str] = mapped_column(String(16))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[Line | None]
    audience: Mapped[EventAudience] = mapped_column(checked(EventAudience, "audience"), default=EventAudience.ALL)
    capacity: Mapped[int] = mapped_column(default=100)
    host_id: Mapped[ByUser]
    space_id: Mapped[UUID | None] = mapped_column(ForeignKey("spaces.id", ondelete="SET NULL"))
    """Where an online event is held, with its room and whoever may be in it; kept in step with the event."""
    state: Mapped[EventState] = mapped_column(checked(EventState, "state"), default=EventState.DRAFT)
    cancel_reason: Mapped[Line | None]
    sequence: Mapped[int] = mapped_column(default=0)
    """How often it was changed since it was published, as calendar programs count (RFC 5545, 3.8.7.4)."""
    revision: Mapped[int] = mapped_column(default=0)
    """How often it was written: whoever changes it names the one that was read, so that nobody's words are lost."""
    changed_by: Mapped[UUID | None]
    """Who wrote it last; a name to be said, no more."""
    words: Mapped[str] = mapped_column(Text, default="")
    """What a search looks through, without accents and case; each word after a space."""
    came: Mapped[int | None]
    """How many came, once it is no longer kept who (domain 10.1)."""
    host: Mapped[User] = relationship(lazy="raise")
    image: Mapped[FileBlob | None] = relationship(foreign_keys="Event.image_id", lazy="raise")
    space: Mapped[Space | None] = relationship(lazy="raise")

    @property
    def room_closes_at(self) -> datetime:
        """When the room of an online event closes, unless somebody who leads it closes it before."""
        return self.ends_at + ROOM_STAYS_OPEN

    def move_to(self, state: EventState) -> None:
        """Walk one arrow; a wrong move raises."""
        self.state = moved("event", EVENT_TRANSITIONS, self.state, state)

    def run_to(self, state: EventState) -> None:
        """Walk the arrows of RUNS_BY_CLOCK up to this one; back there is none."""
        begin, end = RUNS_BY_CLOCK.index(self.state), RUNS_BY_CLOCK.index(state)
        for following in RUNS_BY_CLOCK[begin + 1 : end + 1]:
            self.move_to(following)


class EventAudienceUser(Base):
    """A contact of the host who may join."""

    __tablename__ = "event_audience_users"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
    event: Mapped[Event] = relationship(lazy="raise")


class EventAudienceCountry(Base):
    """A country whose eTwinners may join."""

    __tablename__ = "event_audience_countries"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    country: Mapped[str] = mapped_column(ForeignKey("countries.code"), primary_key=True, index=True)
    event: Mapped[Event] = relationship(lazy="raise")


class EventCohost(Base):
    """Somebody who prepares and leads the event with the host."""

    __tablename__ = "event_cohosts"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
    event: Mapped[Event] = relationship(lazy="raise")


class RegistrationState(StrEnum):
    """`joined ⇄ left`; `waiting → joined`; after the end `attended` or `no_show`."""

    JOINED = "joined"
    WAITING = "waiting"
    LEFT = "left"
    ATTENDED = "attended"
    NO_SHOW = "no_show"


REGISTRATION_TRANSITIONS: dict[RegistrationState, frozenset[RegistrationState]] = {
    RegistrationState.JOINED: frozenset(
        {RegistrationState.LEFT, RegistrationState.ATTENDED, RegistrationState.NO_SHOW}
    ),
    RegistrationState.WAITING: frozenset({RegistrationState.JOINED, RegistrationState.LEFT}),
    RegistrationState.LEFT: frozenset({RegistrationState.JOINED, RegistrationState.WAITING}),
    RegistrationState.ATTENDED: frozenset(),
    RegistrationState.NO_SHOW: frozenset(),
}


class EventRegistration(Row):
    """Somebody's place at an event, or in its waiting list (D-13). Whoever joins counts in one transaction."""

    __tablename__ = "event_registrations"
    __table_args__ = (
        UniqueConstraint("event_id", "user_id"),
        CheckConstraint("(state = 'waiting') = (position IS NOT NULL)", name="position_while_waiting"),
        Index("ix_event_registrations_state", "event_id", "state"),
    )

    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    user_id: Mapped[OfUser]
    state: Mapped[RegistrationState] = mapped_column(checked(RegistrationState, "state"))
    position: Mapped[int | None]
    invited_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    event: Mapped[Event] = relationship(lazy="raise")
    user: Mapped[User] = relationship(foreign_keys="EventRegistration.user_id", lazy="raise")

    def move_to(self, state: RegistrationState) -> None:
        """Walk one arrow; a wrong move raises."""
        self.state = moved("registration", REGISTRATION_TRANSITIONS, self.state, state)
