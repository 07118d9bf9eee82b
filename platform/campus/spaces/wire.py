"""Bodies about spaces and their members."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

Kind = Literal["twinspace", "learninglab", "group", "room", "event"]
State = Literal["open", "read_only", "archived"]
Role = Literal[
    "founder",
    "cofounder",
    "teacher_admin",
    "teacher",
    "expert",
    "observer",
    "visitor",
    "pupil_admin",
    "pupil",
    "moderator",
    "member",
    "tutor",
]
Activity = Literal["today", "week", "earlier", "never"]


class SpaceCard(msgspec.Struct, frozen=True, kw_only=True):
    """A space in the list of one's own (X-10)."""

    id: UUID
    kind: Kind
    slug: str
    title: str
    description: str
    state: State
    cover: int
    """Colour family of its twin tile, 0 to 7."""
    countries: list[str]
    """Where its people's schools are, each once, in alphabetical order."""
    role: Role
    """What the caller is there."""
    last_access_at: datetime | None


class SpaceList(msgspec.Struct, frozen=True, kw_only=True):
    """The spaces that the caller is a member of: open ones first, then the most recently visited."""

    spaces: list[SpaceCard]


class PublicSpace(msgspec.Struct, frozen=True, kw_only=True):
    """What anybody with the link may see before signing in: no person, no school (X-46, R-220)."""

    slug: str
    title: str
    cover: int
    countries: list[str]


class SpaceSchool(msgspec.Struct, frozen=True, kw_only=True):
    """A school taking part in a space."""

    name: str
    city: str
    country: str
    teachers: int
    pupils: int


class SpaceNumbers(msgspec.Struct, frozen=True, kw_only=True):
    """How many are in a space."""

    countries: int
    schools: int
    teachers: int
    pupils: int
    guests: int


class SpaceHome(msgspec.Struct, frozen=True, kw_only=True):
    """The first page of a space."""

    id: UUID
    kind: Kind
    slug: str
    title: str
    description: str
    state: State
    cover: int
    schools: list[SpaceSchool]
    numbers: SpaceNumbers
    role: Role | None
    """Null for staff from outside who were let in for a reason."""
    may: list[str]
    """What the caller may do here, as names of rights (`Right` in capitals)."""


class SpaceMember(msgspec.Struct, frozen=True, kw_only=True):
    """A member as the caller may know them (R-210)."""

    id: UUID
    name: str
    """Pupils: a first name and an initial, except for teachers of their own school and for themselves."""
    kind: Literal["teacher", "pupil", "guest", "staff"]
    role: Role
    school: str | None
    city: str | None
    country: str | None
    activity: Activity
    last_access_at: datetime | None
    """Of a pupil only for teachers of the space; others have `activity` (D-20)."""
    responsible_teacher: str | None
    """Who answers for this pupil (R-222)."""
    is_you: bool


class MemberList(msgspec.Struct, frozen=True, kw_only=True):
    """Everybody in a space: teachers, then pupils, then guests, by name."""

    members: list[SpaceMember]
