"""What moderation keeps: lists of words and hosts, cases with their timeline, evidence, warnings, rooms alone."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from server.core import clock
from server.core.database import Base, Row, checked
from server.core.models.columns import ByUser, CountryCode, Facts, OfUser, Prose
from server.core.models.states import moved


class FilterKind(StrEnum):
    """A word that makes a message wait, or a host to which pupils may link."""

    WORD = "word"
    HOST = "host"


class FilterEntry(Row):
    """One line of a list (domain 6.4.4). Hosts have no language."""

    __tablename__ = "filter_entries"
    __table_args__ = (UniqueConstraint("kind", "language", "entry"),)

    kind: Mapped[FilterKind] = mapped_column(checked(FilterKind, "kind"))
    language: Mapped[str] = mapped_column(String(16), default="")
    entry: Mapped[str] = mapped_column(String(120))
    """As somebody wrote it, in small letters, with a star at its end where a beginning is meant; compared folded."""
    added_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)


class Target(StrEnum):
    """What can be reported (domain 6.4.5)."""

    MESSAGE = "message"
    PERSON = "person"
    CONFERENCE = "conference"
    RECORDING = "recording"
    MATERIAL = "material"
    QUESTION = "question"


class Reason(StrEnum):
    """Why something is reported (domain 11.2)."""

    BULLYING = "bullying"
    HATE = "hate"
    SEXUAL_OR_VIOLENT = "sexual_or_violent"
    SELF_HARM = "self_harm"
    CHILD_DATA = "child_data"
    IMPERSONATION = "impersonation"
    SPAM = "spam"
    COMMERCIAL = "commercial"
    COPYRIGHT = "copyright"
    OTHER = "other"


URGENT = frozenset({Reason.SELF_HARM, Reason.CHILD_DATA})
"""Looked at within two hours; others within two working days (domain 11.2)."""


class CaseState(StrEnum):
    """Where a case is (domain 8)."""

    OPEN = "open"
    TRIAGED = "triaged"
    IN_WORK = "in_work"
    RESOLVED = "resolved"
    APPEALED = "appealed"
    CLOSED = "closed"


CASE_TRANSITIONS: dict[CaseState, frozenset[CaseState]] = {
    CaseState.OPEN: frozenset({CaseState.TRIAGED, CaseState.IN_WORK, CaseState.RESOLVED}),
    CaseState.TRIAGED: frozenset({CaseState.IN_WORK, CaseState.RESOLVED}),
    CaseState.IN_WORK: frozenset({CaseState.RESOLVED}),
    CaseState.RESOLVED: frozenset({CaseState.APPEALED, CaseState.CLOSED}),
    CaseState.APPEALED: frozenset({CaseState.CLOSED}),
    CaseState.CLOSED: frozenset(),
}

AT_WORK = frozenset({CaseState.OPEN, CaseState.TRIAGED, CaseState.IN_WORK, CaseState.APPEALED})
"""Somebody still has to decide."""


class Outcome(StrEnum):
    """What came of a case (domain 8)."""

    NO_ACTION = "no_action"
    WARNED = "warned"
    REMOVED = "removed"
    SUSPENDED = "suspended"


class Level(StrEnum):
    """Who outside the space handles it: the agency of its country, or the central moderators (domain 11.3)."""

    AGENCY = "agency"
    CENTRAL = "central"


class Case(Row):
    """All that was reported about one thing until it is decided: `open → triaged → in_work → resolved → appealed →
    closed`; any of the first three may be resolved at once, and a resolved one closes when nobody appeals."""

    __tablename__ = "cases"
    __table_args__ = (
        Index(
            "uq_cases_at_work",
            "target_type",
            "target_id",
            unique=True,
            postgresql_where=text("state IN ('open', 'triaged', 'in_work')"),
            sqlite_where=text("state IN ('open', 'triaged', 'in_work')"),
        ),
        Index("ix_cases_state", "state", "urgent", "created_at"),
        CheckConstraint("(outcome IS NULL) = (resolved_at IS NULL)", name="outcome_when_resolved"),
    )

    target_type: Mapped[Target] = mapped_column(checked(Target, "target_type"))
    target_id: Mapped[UUID]
    space_id: Mapped[UUID] = mapped_column(ForeignKey("spaces.id", ondelete="CASCADE"), index=True)
    room_id: Mapped[UUID | None]
    subject_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    """Whom it is about, who never handles it."""
    country: Mapped[CountryCode | None]
    """Whose agency handles it; without one the central moderators do."""
    level: Mapped[Level] = mapped_column(checked(Level, "level"))
    urgent: Mapped[bool] = mapped_column(default=False)
    due_at: Mapped[datetime]
    state: Mapped[CaseState] = mapped_column(checked(CaseState, "state"), default=CaseState.OPEN)
    assigned_to: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    outcome: Mapped[Outcome | None] = mapped_column(checked(Outcome, "outcome"))
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    appealed_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    closed_at: Mapped[datetime | None]
    suspended_until: Mapped[datetime | None]
    """When the account that this case suspended is open again, whatever the clock has done about it so far."""
    expires_at: Mapped[datetime | None] = mapped_column(index=True)
    """When reports, notes and evidence go: six months after the decision; none while somebody has to decide."""

    def move_to(self, state: CaseState) -> None:
        """Walk one arrow; a wrong move raises."""
        self.state = moved("case", CASE_TRANSITIONS, self.state, state)


class Report(Row):
    """One person's word about a thing; three different ones hide a message (domain 6.4.5)."""

    __tablename__ = "reports"
    __table_args__ = (UniqueConstraint("case_id", "reporter_id"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    reporter_id: Mapped[OfUser]
    reason: Mapped[Reason] = mapped_column(checked(Reason, "reason"))
    text: Mapped[Prose]


class CaseTeacher(Row):
    """A responsible teacher to whom a case goes, beside the agency (domain 6.4.5)."""

    __tablename__ = "case_teachers"
    __table_args__ = (UniqueConstraint("case_id", "teacher_id"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    teacher_id: Mapped[OfUser]


class CaseStep(Row):
    """One line of a case's timeline: what happened, or a note."""

    __tablename__ = "case_steps"
    __table_args__ = (Index("ix_case_steps_of_case", "case_id", "created_at"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    text: Mapped[Prose]
    data: Mapped[Facts]


class Capsule(Row):
    """A sealed part of the evidence of a case. `mac` binds it to the part before it, of whatever case, so that none can
    be changed or left out; when its time is over the content goes and the link of the chain stays."""

    __tablename__ = "evidence_capsules"
    __table_args__ = (UniqueConstraint("position"),)

    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id", ondelete="SET NULL"), index=True)
    position: Mapped[int] = mapped_column(BigInteger)
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Encrypted; null once it is past its time."""
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("file_blobs.id"), index=True)
    """The bytes that a reported material showed, encrypted too; they go with the content."""
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    mac: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_at: Mapped[datetime] = mapped_column(default=clock.now)


class CapsuleOpening(Row):
    """Two people open a capsule: one asks, another agrees, and both may read for an hour."""

    __tablename__ = "capsule_openings"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    asked_by: Mapped[ByUser]
    why: Mapped[Prose]
    agreed_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    open_until: Mapped[datetime | None]


class Phrase(StrEnum):
    """Ready sentences of a warning; own words stand in its note alone."""

    KINDER_WORDS = "kinder_words"
    LEAVE_OUT_CONTACT = "leave_out_contact"
    NO_NAMES = "no_names"
    KEEP_TO_THE_TOPIC = "keep_to_the_topic"
    OWN_WORDS = "own_words"


class ChatWarning(Row):
    """What a pupil was told about one message (domain 11.4): once for a message, and gone with it."""

    __tablename__ = "chat_warnings"
    __table_args__ = (UniqueConstraint("message_id"),)

    room_id: Mapped[UUID] = mapped_column(ForeignKey("rooms.id", ondelete="CASCADE"), index=True)
    message_id: Mapped[UUID]
    """No foreign key: both go when their three months are over, whichever purge comes first."""
    pupil_id: Mapped[OfUser]
    given_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    phrase: Mapped[Phrase] = mapped_column(checked(Phrase, "phrase"))
    note: Mapped[Prose]
    understood_at: Mapped[datetime | None]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class RoomAlone(Base):
    """A chatroom in which pupils are and no teacher is; of one that was rung for, until a teacher comes."""

    __tablename__ = "rooms_alone"

    room_id: Mapped[UUID] = mapped_column(ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True)
    since: Mapped[datetime]
    rung_at: Mapped[datetime | None]
