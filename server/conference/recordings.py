"""Recordings as stored: one row for each time somebody pressed Record, who agreed to be in it, and who watched it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.core.database import Row, checked
from server.core.models.columns import ByUser, OfUser, Prose
from server.core.models.states import moved


class RecordingState(StrEnum):
    """`running → processing → ready → published → expired | deleted` (domain 8)."""

    RUNNING = "running"
    """Packets are being written."""
    PROCESSING = "processing"
    """The film is being made of them."""
    READY = "ready"
    """Whoever recorded it may watch it."""
    PUBLISHED = "published"
    """Everybody who was inside may."""
    FAILED = "failed"
    """There is nothing to show; `failure` says why."""
    EXPIRED = "expired"
    DELETED = "deleted"


RECORDING_TRANSITIONS: dict[RecordingState, frozenset[RecordingState]] = {
    RecordingState.RUNNING: frozenset({RecordingState.PROCESSING, RecordingState.DELETED}),
    RecordingState.PROCESSING: frozenset(
        {
            RecordingState.READY,
            RecordingState.PUBLISHED,
            RecordingState.FAILED,
            RecordingState.EXPIRED,
            RecordingState.DELETED,
        }
    ),
    RecordingState.READY: frozenset(
        {RecordingState.PUBLISHED, RecordingState.PROCESSING, RecordingState.EXPIRED, RecordingState.DELETED}
    ),
    RecordingState.PUBLISHED: frozenset(
        {RecordingState.READY, RecordingState.PROCESSING, RecordingState.EXPIRED, RecordingState.DELETED}
    ),
    RecordingState.FAILED: frozenset({RecordingState.EXPIRED, RecordingState.DELETED}),
    RecordingState.EXPIRED: frozenset(),
    RecordingState.DELETED: frozenset(),
}
"""Made anew (trimmed, or without somebody who took the consent back) it is `processing` again."""

KEPT = frozenset(RecordingState) - {RecordingState.EXPIRED, RecordingState.DELETED}
"""While it is one of these, something of it is on the disk."""


class Recording(Row):
    """One recording of one conference (R-074)."""

    __tablename__ = "recordings"
    __table_args__ = (
        CheckConstraint("state = 'running' OR stopped_at IS NOT NULL", name="stopped"),
        CheckConstraint("state = 'running' OR expires_at IS NOT NULL", name="ends"),
        CheckConstraint("state <> 'published' OR published_at IS NOT NULL", name="published"),
        CheckConstraint("state NOT IN ('ready', 'published') OR film_id IS NOT NULL", name="film"),
        CheckConstraint("state NOT IN ('expired', 'deleted') OR film_id IS NULL", name="gone"),
        CheckConstraint("begin_ms >= 0 AND end_ms > begin_ms", name="trimmed"),
        Index("ix_recordings_state", "state", "expires_at"),
    )

    conference_id: Mapped[UUID] = mapped_column(ForeignKey("conferences.id", ondelete="CASCADE"), index=True)
    started_by: Mapped[ByUser]
    started_at: Mapped[datetime]
    stopped_at: Mapped[datetime | None]
    state: Mapped[RecordingState] = mapped_column(checked(RecordingState, "state"), default=RecordingState.RUNNING)
    failure: Mapped[str | None] = mapped_column(String(16))
    """Why it ended early: `disk_full`, `disk_slow`, `disk_failed`, `no_folder`; or is nothing: `empty`, `broken`."""
    film_id: Mapped[UUID | None] = mapped_column(ForeignKey("file_blobs.id"), index=True)
    length_ms: Mapped[int] = mapped_column(default=0)
    """Of the film."""
    begin_ms: Mapped[int] = mapped_column(default=0)
    """Where the film begins, after `started_at`."""
    end_ms: Mapped[int | None]
    """Where it ends; null: with the recording."""
    progress: Mapped[int] = mapped_column(default=0)
    """Per cent of the film that are made."""
    tries: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    """Until when one server process makes the film; when it dies, another one does."""
    published_at: Mapped[datetime | None]
    link_until: Mapped[datetime | None]
    """When the link to participants ends; null: with the recording."""
    pin_hash: Mapped[str | None] = mapped_column(String(200))
    pin_set_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None] = mapped_column(index=True)
    """12 months after its end, 3 when pupils are in it (domain 10.1)."""
    warned_at: Mapped[datetime | None]
    """When its owner was told that it will soon be deleted."""
    rehearsal: Mapped[bool] = mapped_column(default=False)
    """A test, made in a rehearsal: ends by itself after a minute, is shown to nobody else, and goes with it."""
    octets: Mapped[int] = mapped_column(BigInteger, default=0)
    """On the disk before the film was made."""
    hidden_at: Mapped[datetime | None]
    """Since when nobody but its owner watches it, because several people reported it (domain 6.4.5)."""

    def move_to(self, state: RecordingState) -> None:
        """Walk one arrow; a wrong move raises."""
        self.state = moved("recording", RECORDING_TRANSITIONS, self.state, state)


class RecordingPerson(Row):
    """Somebody and one recording: what was answered, and whether anything of them was written."""

    __tablename__ = "recording_people"
    __table_args__ = (UniqueConstraint("recording_id", "user_id"),)

    recording_id: Mapped[UUID] = mapped_column(ForeignKey("recordings.id", ondelete="CASCADE"))
    user_id: Mapped[OfUser]
    agreed: Mapped[bool | None]
    """Null: not answered. Adults are in it only by their own yes, pupils by their school's consent and not against
    their own no."""
    answered_at: Mapped[datetime | None]
    written: Mapped[bool] = mapped_column(default=False)
    """Whether there is anything of them."""
    running: Mapped[bool] = mapped_column(default=False)
    """Whether what they send is written at this moment, as everybody and the worker were last told."""
    teacher_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    """At whose device a pupil of a class list sat: what that teacher sent shows the pupil."""
    left_out: Mapped[bool] = mapped_column(default=False)
    """Whoever recorded it wants this one neither seen nor heard in the film."""


class ChapterKind(StrEnum):
    """What begins a chapter."""

    SLIDE = "slide"
    POLL = "poll"


class RecordingChapter(Row):
    """Something by which one finds a place in a film: a page came on stage, a poll was opened."""

    __tablename__ = "recording_chapters"
    __table_args__ = (Index("ix_recording_chapters_recording", "recording_id", "at_ms"),)

    recording_id: Mapped[UUID] = mapped_column(ForeignKey("recordings.id", ondelete="CASCADE"))
    at_ms: Mapped[int]
    """After the recording's `started_at`, so that it stays right however the film is cut."""
    kind: Mapped[ChapterKind] = mapped_column(checked(ChapterKind, "kind"))
    title: Mapped[Prose]
    """The name of the document, or the question."""
    page: Mapped[int | None]
    document_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("conference_documents.id", ondelete="SET NULL"), index=True
    )
    """Whose page it is; null when the document is gone, which may be long before the film is."""


class RecordingViewing(Row):
    """Somebody who was let in to watch a recording."""

    __tablename__ = "recording_viewings"
    __table_args__ = (UniqueConstraint("recording_id", "user_id"),)

    recording_id: Mapped[UUID] = mapped_column(ForeignKey("recordings.id", ondelete="CASCADE"))
    user_id: Mapped[OfUser]
    opened_at: Mapped[datetime]
    """When last; the PIN was right then."""
    views: Mapped[int] = mapped_column(default=1)


class CopyState(StrEnum):
    """`asked → ready | failed`, and asked again."""

    ASKED = "asked"
    READY = "ready"
    FAILED = "failed"


class RecordingCopy(Row):
    """The film once more as MP4, for players that do not know WebM; made when its owner asks for it."""

    __tablename__ = "recording_copies"
    __table_args__ = (
        UniqueConstraint("recording_id"),
        CheckConstraint("(state = 'ready') = (file_id IS NOT NULL)", name="file"),
    )

    recording_id: Mapped[UUID] = mapped_column(ForeignKey("recordings.id", ondelete="CASCADE"))
    state: Mapped[CopyState] = mapped_column(checked(CopyState, "state"), default=CopyState.ASKED)
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("file_blobs.id"), index=True)
    progress: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    """Until when one server process makes it."""
