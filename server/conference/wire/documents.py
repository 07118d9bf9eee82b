"""Documents of a conference, and what of them is on stage (R-073, domain 6.3)."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec

from server.conference.wire.words import Title
from server.core.wire import Request, Update

DocumentState = Literal["waiting", "converting", "ready", "failed"]
DocumentKind = Literal["pdf", "pptx", "docx", "xlsx", "odp", "png", "jpg"]
Colour = Literal["red", "blue", "green", "black"]
Thousandth = Annotated[int, msgspec.Meta(ge=0, le=1000)]
PageNumber = Annotated[int, msgspec.Meta(ge=1, le=10_000)]


class ConferenceDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document, as those see it who may put it on stage."""

    id: UUID
    title: str
    kind: DocumentKind
    size: int
    """Bytes of the original; 0 when it is not kept."""
    position: int
    state: DocumentState
    pages_done: int
    pages_all: int | None
    """Null until they are counted."""
    problem: str | None
    """Why it failed, as a code."""
    text: str
    """The same in plain English, for readers without a catalogue."""
    may_retry: bool
    downloadable: bool
    cover: UUID | None
    """The first page, once there is a picture of it."""


class DocumentList(msgspec.Struct, frozen=True, kw_only=True):
    """The documents of a conference in their order."""

    documents: list[ConferenceDocument]
    office: bool
    """Whether this server can convert office files, or PDF and pictures only."""
    most_mb: int
    most_pages: int


class NewDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is said of an upload; the body is the file. Its name says nothing: the bytes are asked."""

    title: Title
    downloadable: bool = False


class ChangeDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is to be different; what is absent stays."""

    title: Title | None = None
    downloadable: bool | None = None


class OrderDocuments(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All documents of the conference in their new order."""

    documents: Annotated[list[UUID], msgspec.Meta(max_length=200)]


class DocumentPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page: its picture is at …/documents/{document}/pages/{id}, a small one at …/thumbnail."""

    id: UUID
    number: int
    width: int
    height: int
    text: str
    """What it says, as far as it is letters: the picture's alternative text."""


class DocumentPages(msgspec.Struct, frozen=True, kw_only=True):
    """A document as it is shown: all its pages."""

    id: UUID
    title: str
    kind: DocumentKind
    downloadable: bool
    pages: list[DocumentPage]


class Stroke(msgspec.Struct, frozen=True, kw_only=True):
    """A line drawn over a page."""

    id: UUID
    user: UUID
    colour: Colour
    points: list[int]
    """x, y, x, y …, each from 0 to 1,000 of the page's width and height."""


class Strokes(msgspec.Struct, frozen=True, kw_only=True):
    """All lines over one page, the oldest first."""

    page: UUID
    strokes: list[Stroke]
    drawings: int
    """The number of the newest change of any drawing here, as in `Slides`."""


class Slides(msgspec.Struct, frozen=True, kw_only=True):
    """What is on stage: a document and its page, until somebody takes it off."""

    document: UUID
    page: int
    """From 1."""
    drawings: int
    """Grows with each line that is drawn or taken away: whoever missed one asks for all lines of the page again."""


class ShowSlides(Request, frozen=True, tag="slides.show", kw_only=True):
    """Put a document on stage, turn to a page, or (without a document) take it off."""

    conference: UUID
    document: UUID | None
    page: PageNumber = 1


class PointAtSlide(Request, frozen=True, tag="slides.point", kw_only=True):
    """Where the presenter points; without coordinates the pointer is put away. Shown for a moment, stored nowhere."""

    conference: UUID
    x: Thousandth | None = None
    y: Thousandth | None = None


class DrawOnSlide(Request, frozen=True, tag="slides.draw", kw_only=True):
    """Draw one line over the page that is on stage."""

    conference: UUID
    page: UUID
    colour: Colour
    points: Annotated[list[Thousandth], msgspec.Meta(min_length=4, max_length=400)]


class EraseDrawing(Request, frozen=True, tag="slides.erase", kw_only=True):
    """Take one's own newest line away from the page on stage, or all lines of everybody."""

    conference: UUID
    page: UUID
    all: bool = False


class SlidesChanged(Update, frozen=True, tag="slides.changed", kw_only=True):
    """Another page, another document, or none."""

    conference: UUID
    slides: Slides | None


class SlidePointed(Update, frozen=True, tag="slides.pointed", kw_only=True):
    """Where somebody points, for a moment; without coordinates the pointer is put away."""

    conference: UUID
    user: UUID
    x: int | None
    y: int | None


class SlideDrawn(Update, frozen=True, tag="slides.drawn", kw_only=True):
    """A line was drawn."""

    conference: UUID
    page: UUID
    stroke: Stroke
    drawings: int


class SlideErased(Update, frozen=True, tag="slides.erased", kw_only=True):
    """A line was taken away; without a stroke, all of the page."""

    conference: UUID
    page: UUID
    stroke: UUID | None
    drawings: int


class DocumentChanged(Update, frozen=True, tag="document.changed", kw_only=True):
    """A document is new, was renamed, moved, or is a page further; told to those who may put it on stage."""

    conference: UUID
    document: ConferenceDocument


class DocumentDeleted(Update, frozen=True, tag="document.deleted", kw_only=True):
    """A document is gone."""

    conference: UUID
    document: UUID
