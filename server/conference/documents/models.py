"""Documents of conferences and the pictures of their pages, as stored."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.core.database import Row, checked
from server.core.models.columns import ByUser, Line, OfUser, Prose
from server.core.models.states import moved


class DocumentState(StrEnum):
    """`waiting → converting → ready | failed`; `converting, failed → waiting` when it is tried again."""

    WAITING = "waiting"
    CONVERTING = "converting"
    READY = "ready"
    FAILED = "failed"


DOCUMENT_TRANSITIONS: dict[DocumentState, frozenset[DocumentState]] = {
    DocumentState.WAITING: frozenset({DocumentState.CONVERTING}),
    DocumentState.CONVERTING: frozenset({DocumentState.READY, DocumentState.FAILED, DocumentState.WAITING}),
    DocumentState.READY: frozenset(),
    DocumentState.FAILED: frozenset({DocumentState.WAITING}),
}


class DocumentKind(StrEnum):
    """What can be shown (R-073, domain 6.3)."""

    PDF = "pdf"
    PPTX = "pptx"
    DOCX = "docx"
    XLSX = "xlsx"
    ODP = "odp"
    PNG = "png"
    JPG = "jpg"


class ConferenceDocument(Row):
    """A document that may be put on stage in one conference; it goes with it."""

    __tablename__ = "conference_documents"
    __table_args__ = (
        CheckConstraint("pages_done >= 0 AND (pages_all IS NULL OR pages_done <= pages_all)", name="pages"),
        CheckConstraint("(state = 'failed') = (problem IS NOT NULL)", name="failed_why"),
        CheckConstraint("(state = 'converting') = (taken_until IS NOT NULL AND taken_by IS NOT NULL)", name="taken"),
        Index("ix_conference_documents_conference", "conference_id", "position"),
        Index("ix_conference_documents_due", "state", "taken_until"),
    )

    conference_id: Mapped[UUID] = mapped_column(ForeignKey("conferences.id", ondelete="CASCADE"))
    title: Mapped[Line]
    kind: Mapped[DocumentKind] = mapped_column(checked(DocumentKind, "kind"))
    position: Mapped[int]
    """The place in the list, from 0."""
    state: Mapped[DocumentState] = mapped_column(checked(DocumentState, "state"), default=DocumentState.WAITING)
    pages_done: Mapped[int] = mapped_column(default=0)
    pages_all: Mapped[int | None]
    """Null until the converter has counted them."""
    problem: Mapped[str | None] = mapped_column(String(32))
    """Why it failed, as a code of `problems.py`."""
    tries: Mapped[int] = mapped_column(default=0)
    """How often somebody began to convert it since it was last asked for."""
    taken_by: Mapped[UUID | None]
    """This very try: whoever lost it to another writes nothing more."""
    taken_until: Mapped[datetime | None]
    """The process that converts it says so again and again; past this time it is dead."""
    original_id: Mapped[UUID | None] = mapped_column(ForeignKey("file_blobs.id"), index=True)
    """Null once it turned out that it can never be shown."""
    downloadable: Mapped[bool] = mapped_column(default=False)
    """Whether everybody who sees it may save the original."""
    uploaded_by: Mapped[ByUser]

    def move_to(self, state: DocumentState) -> None:
        """Walk one arrow; a wrong move raises."""
        self.state = moved("document", DOCUMENT_TRANSITIONS, self.state, state)


class DocumentPage(Row):
    """The picture of one page, with what it says for those who cannot see it."""

    __tablename__ = "conference_document_pages"
    __table_args__ = (
        UniqueConstraint("document_id", "number"),
        CheckConstraint("number > 0 AND width > 0 AND height > 0", name="sizes"),
    )

    document_id: Mapped[UUID] = mapped_column(ForeignKey("conference_documents.id", ondelete="CASCADE"))
    number: Mapped[int]
    """From 1."""
    width: Mapped[int]
    height: Mapped[int]
    text: Mapped[Prose]
    """What the page says, as far as it is letters."""
    image_id: Mapped[UUID] = mapped_column(ForeignKey("file_blobs.id"), index=True)
    thumbnail_id: Mapped[UUID] = mapped_column(ForeignKey("file_blobs.id"), index=True)


class DocumentStroke(Row):
    """A line that somebody drew over a page while presenting."""

    __tablename__ = "conference_document_strokes"
    __table_args__ = (Index("ix_conference_document_strokes_page", "page_id"),)

    page_id: Mapped[UUID] = mapped_column(ForeignKey("conference_document_pages.id", ondelete="CASCADE"))
    user_id: Mapped[OfUser]
    colour: Mapped[str] = mapped_column(String(6))
    points: Mapped[list[int]] = mapped_column(JSON)
    """x, y, x, y …, each from 0 to 1,000 of the page's width and height."""
