"""Schools and who works in them. First the school is registered, then its teachers (R-009)."""

import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.core.database import Row, checked
from server.core.models.columns import CountryCode, Line, OfUser, Prose, Words
from server.core.models.states import moved
from server.core.models.users import User


class SchoolState(StrEnum):
    """Where a school is on its way into the programme (R-008, R-010)."""

    APPLIED = "applied"
    PRESELECTED = "preselected"
    REGISTERED = "registered"
    SUSPENDED = "suspended"
    REJECTED = "rejected"
    CLOSED = "closed"


SCHOOL_TRANSITIONS: dict[SchoolState, frozenset[SchoolState]] = {
    SchoolState.APPLIED: frozenset({SchoolState.PRESELECTED, SchoolState.REJECTED}),
    SchoolState.PRESELECTED: frozenset({SchoolState.REGISTERED, SchoolState.REJECTED}),
    SchoolState.REGISTERED: frozenset({SchoolState.SUSPENDED, SchoolState.CLOSED}),
    SchoolState.SUSPENDED: frozenset({SchoolState.REGISTERED, SchoolState.CLOSED}),
    SchoolState.REJECTED: frozenset(),
    SchoolState.CLOSED: frozenset(),
}


def name_key(name: str) -> str:
    """A school's name without case, quotes and spacing, so that the same school cannot be registered twice."""
    letters = unicodedata.normalize("NFKC", name).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in letters).split())


def _key_of_name(context: DefaultExecutionContext) -> str:
    parameters: Mapping[str, Any] = context.get_current_parameters()
    return name_key(parameters["name"])


class School(Row):
    """A school: `applied → preselected → registered ⇄ suspended → closed`; the first two may be `→ rejected`."""

    __tablename__ = "schools"
    __table_args__ = (
        UniqueConstraint("country", "name_key", "city"),
        CheckConstraint("state <> 'registered' OR registered_at IS NOT NULL", name="registered_when"),
    )

    country: Mapped[CountryCode]
    name: Mapped[Line]
    name_key: Mapped[Line] = mapped_column(default=_key_of_name)
    city: Mapped[Line]
    region: Mapped[Line] = mapped_column(default="")
    address: Mapped[Prose]
    levels: Mapped[Words]
    website: Mapped[Line] = mapped_column(default="")
    state: Mapped[SchoolState] = mapped_column(checked(SchoolState, "state"))
    registered_at: Mapped[datetime | None]
    agency_note: Mapped[Prose]

    def move_to(self, state: SchoolState) -> None:
        """Walk one arrow; a wrong move raises."""
        self.state = moved("school", SCHOOL_TRANSITIONS, self.state, state)


class SchoolRole(StrEnum):
    """What somebody does at school (R-001)."""

    TEACHER = "teacher"
    HEAD = "head"
    LIBRARIAN = "librarian"
    COUNSELLOR = "counsellor"
    OTHER = "other"


class SchoolMembership(Row):
    """A member of staff at a school, open until `ended_on`; one of the open ones is the primary."""

    __tablename__ = "school_memberships"
    __table_args__ = (
        Index(
            "uq_school_memberships_open",
            "user_id",
            "school_id",
            unique=True,
            postgresql_where=text("ended_on IS NULL"),
            sqlite_where=text("ended_on IS NULL"),
        ),
        Index(
            "uq_school_memberships_primary",
            "user_id",
            unique=True,
            postgresql_where=text("is_primary AND ended_on IS NULL"),
            sqlite_where=text("is_primary AND ended_on IS NULL"),
        ),
        CheckConstraint("ended_on >= since", name="order"),
    )

    user_id: Mapped[OfUser]
    school_id: Mapped[UUID] = mapped_column(ForeignKey("schools.id"), index=True)
    role_at_school: Mapped[SchoolRole] = mapped_column(checked(SchoolRole, "role_at_school"))
    since: Mapped[date]
    ended_on: Mapped[date | None]
    is_primary: Mapped[bool] = mapped_column(default=False)
    user: Mapped[User] = relationship(foreign_keys="SchoolMembership.user_id", lazy="raise")
    school: Mapped[School] = relationship(lazy="raise")
