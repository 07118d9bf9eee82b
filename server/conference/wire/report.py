"""What is left of a conference for its teachers, and what schools' networks carried."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec

from server.conference.wire.inside import Removed
from server.conference.wire.polls import Poll
from server.conference.wire.words import ExitMood, SeatRole
from server.rooms.wire import Person


class Attendance(msgspec.Struct, frozen=True, kw_only=True):
    """One person's part in a conference."""

    person: Person
    role: SeatRole
    minutes: int
    """Inside, whole minutes, begun ones counted."""
    hands: int
    """How often the hand was raised."""
    talk_s: int
    with_class: UUID | None
    """On whose class list, for pupils who came with others at one device."""


class SchoolAttendance(msgspec.Struct, frozen=True, kw_only=True):
    """All people of one school together."""

    school: str | None
    country: str | None
    people: int
    minutes: int
    hands: int
    talk_s: int


class ExitAnswers(msgspec.Struct, frozen=True, kw_only=True):
    """How many pupils gave each answer."""

    well: int
    partly: int
    not_well: int


class QuestionCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many questions were asked and not taken back, and how many of them were answered."""

    asked: int
    answered: int


class ConferenceReport(msgspec.Struct, frozen=True, kw_only=True):
    """What teachers of the space read after (or during) a conference."""

    conference: UUID
    title: str
    starts_at: datetime
    ended_at: datetime | None
    people: list[Attendance]
    schools: list[SchoolAttendance]
    attended: int
    """How many people were inside; the number stays when their rows are deleted."""
    exit_answers: ExitAnswers
    removals: list[Removed]
    polls: list[Poll]
    """Those that were opened, with their bars; they stay with the conference."""
    questions: QuestionCount
    deleted_on: date
    """When pupils' rows are deleted: 3 months after the end (domain 10.1)."""
    adults_deleted_on: date
    """When all others are: 12 months after."""


class AnswerExit(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How it went, from a pupil who was inside; only the number of each answer is kept."""

    answer: ExitMood


class SendNetworkCheck(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a school's network carried when somebody tried it."""

    conference: UUID | None = None
    """The conference that the check was made for."""
    udp: bool
    """The direct way works."""
    relay: bool | None = None
    """The way by TURN over TLS on 443 works; null: not tried, or the operator runs none."""
    up_kbit: Annotated[int, msgspec.Meta(ge=0, le=10_000_000)]
    down_kbit: Annotated[int, msgspec.Meta(ge=0, le=10_000_000)]
    loss_percent: Annotated[float, msgspec.Meta(ge=0, le=100)]
    round_trip_ms: Annotated[int, msgspec.Meta(ge=0, le=600_000)]


class NetworkCheck(msgspec.Struct, frozen=True, kw_only=True):
    """The newest check of one school."""

    school: str
    city: str
    country: str
    at: datetime
    by: str
    conference: UUID | None
    udp: bool
    relay: bool | None
    up_kbit: int
    down_kbit: int
    loss_percent: float
    round_trip_ms: int


class NetworkChecks(msgspec.Struct, frozen=True, kw_only=True):
    """One row for each school of the space that has checked its network, by name."""

    checks: list[NetworkCheck]
