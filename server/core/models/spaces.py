"""Spaces and their members: a TwinSpace, a LearningLab, a group and a room are one thing with a kind (domain 1)."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    String,
    UniqueConstraint,
    and_,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.core.database import Row, checked
from server.core.models.columns import ByUser, Facts, Line, Prose
from server.core.models.states import moved
from server.core.models.users import AccountType, User
from server.core.standing import DEFAULT_FLAGS


class SpaceKind(StrEnum):
    """What a space is for."""

    TWINSPACE = "twinspace"
    LEARNINGLAB = "learninglab"
    GROUP = "group"
    ROOM = "room"
    EVENT = "event"
    """Of one event: who leads it, who joined it, and the room they meet in. It is in no list of spaces."""


class SpaceState(StrEnum):
    """Open, read-only when its project is closed, archived later."""

    OPEN = "open"
    READ_ONLY = "read_only"
    ARCHIVED = "archived"


SPACE_TRANSITIONS: dict[SpaceState, frozenset[SpaceState]] = {
    SpaceState.OPEN: frozenset({SpaceState.READ_ONLY}),
    SpaceState.READ_ONLY: frozenset({SpaceState.ARCHIVED, SpaceState.OPEN}),
    SpaceState.ARCHIVED: frozenset({SpaceState.READ_ONLY}),
}


class JoinPolicy(StrEnum):
    """Who may come in by oneself (X-70)."""

    OPEN_ALL = "open_all"
    ETWINNERS = "etwinners"
    INVITED = "invited"


class Space(Row):
    """A private place of people who work together: `open ⇄ read_only ⇄ archived`."""

    __tablename__ = "spaces"
    __table_args__ = (
        UniqueConstraint("slug"),
        CheckConstraint("cover BETWEEN 0 AND 7", name="cover_family"),
        CheckConstraint("slug = lower(slug) AND length(slug) >= 3", name="slug_form"),
    )

    kind: Mapped[SpaceKind] = mapped_column(checked(SpaceKind, "kind"))
    title: Mapped[Line]
    """Independent of the project's title (X-46)."""
    description: Mapped[Prose]
    slug: Mapped[str] = mapped_column(String(80))
    """The readable part of the link that pupils are given (R-220)."""
    state: Mapped[SpaceState] = mapped_column(checked(SpaceState, "state"), default=SpaceState.OPEN)
    join_policy: Mapped[JoinPolicy] = mapped_column(checked(JoinPolicy, "join_policy"), default=JoinPolicy.INVITED)
    flags: Mapped[Facts]
    """Only the switches that were turned; read them with `switches`."""
    cover: Mapped[int] = mapped_column(default=0)
    """Which of the eight colour families its twin tile has."""
    owner_id: Mapped[ByUser]
    owner: Mapped[User] = relationship(lazy="raise")

    @property
    def switches(self) -> dict[str, bool]:
        """Every switch with the value in force (D-02, D-03)."""
        return DEFAULT_FLAGS | self.flags

    def move_to(self, state: SpaceState) -> None:
        """Walk one arrow; a wrong move raises."""
        self.state = moved("space", SPACE_TRANSITIONS, self.state, state)


def reached_by_link(slug: str) -> ColumnElement[bool]:
    """The TwinSpace behind a pupils' link (R-220), as anybody may learn its title; archived ones and other kinds of
    space have no such link."""
    if "\0" in slug:  # PostgreSQL has no such text
        return false()
    return and_(Space.slug == slug.lower(), Space.kind == SpaceKind.TWINSPACE, Space.state != SpaceState.ARCHIVED)


class SpaceRole(StrEnum):
    """What a member is in a space (domain 5.1)."""

    FOUNDER = "founder"
    COFOUNDER = "cofounder"
    TEACHER_ADMIN = "teacher_admin"
    TEACHER = "teacher"
    EXPERT = "expert"
    OBSERVER = "observer"
    VISITOR = "visitor"
    PUPIL_ADMIN = "pupil_admin"
    PUPIL = "pupil"
    MODERATOR = "moderator"
    MEMBER = "member"
    TUTOR = "tutor"


TEACHER_ROLES = frozenset({SpaceRole.FOUNDER, SpaceRole.COFOUNDER, SpaceRole.TEACHER_ADMIN, SpaceRole.TEACHER})
"""Adults under whose eyes pupils may be."""

PUPIL_ROLES = frozenset({SpaceRole.PUPIL_ADMIN, SpaceRole.PUPIL})
GUEST_ROLES = frozenset({SpaceRole.EXPERT, SpaceRole.OBSERVER, SpaceRole.VISITOR})


class MembershipState(StrEnum):
    """Only an active member may enter."""

    INVITED = "invited"
    ACTIVE = "active"
    LEFT = "left"
    REMOVED = "removed"


class SpaceMembership(Row):
    """The stored right to enter a space. `account_type` is the user's own, held by the foreign key, so that the
    database itself keeps adults out of pupils' roles and pupils out of all others."""

    __tablename__ = "space_memberships"
    __table_args__ = (
        UniqueConstraint("space_id", "user_id"),
        ForeignKeyConstraint(
            ["user_id", "account_type"],
            ["users.id", "users.account_type"],
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        CheckConstraint("(account_type = 'pupil') = (role IN ('pupil_admin', 'pupil'))", name="role_of_type"),
        # Teachers answer for everything their pupils write and share.
        CheckConstraint("account_type <> 'pupil' OR responsible_teacher_id IS NOT NULL", name="pupil_has_teacher"),
        CheckConstraint("responsible_teacher_id <> user_id", name="teacher_is_another"),
    )

    space_id: Mapped[UUID] = mapped_column(ForeignKey("spaces.id", ondelete="CASCADE"))
    user_id: Mapped[UUID] = mapped_column(index=True)
    account_type: Mapped[AccountType] = mapped_column(checked(AccountType, "account_type"))
    role: Mapped[SpaceRole] = mapped_column(checked(SpaceRole, "role"))
    state: Mapped[MembershipState] = mapped_column(checked(MembershipState, "state"), default=MembershipState.ACTIVE)
    responsible_teacher_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), index=True)
    added_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    last_access_at: Mapped[datetime | None]
    """When the member was last in this space (R-210)."""
    user: Mapped[User] = relationship(foreign_keys=[user_id, account_type], lazy="raise")
    space: Mapped[Space] = relationship(lazy="raise")
