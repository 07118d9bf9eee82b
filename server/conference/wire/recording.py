"""Recording a conference, agreeing to it, and what becomes of it (R-074, domain 6.4.7)."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from server.core.wire import Request, Update
from server.rooms.wire import Person

RecordingState = Literal["running", "processing", "ready", "published", "failed", "expired", "deleted"]
RecordingAnswer = Literal["agreed", "declined"]
Mp4 = Literal["none", "asked", "ready", "failed"]
Failure = Literal["disk_full", "disk_slow", "disk_failed", "no_folder", "empty", "broken"]


class RecordingMark(msgspec.Struct, frozen=True, kw_only=True):
    """That a recording is running: shown to everybody all the time."""

    recording: UUID
    since: datetime
    by: str
    """The name of who started it."""
    until: datetime | None = None
    """When it ends by itself: a test, in a rehearsal."""


class YourRecording(msgspec.Struct, frozen=True, kw_only=True):
    """What recording means for the reader."""

    refusal: str | None = "not_host"
    """Why the reader cannot start one now: not_host, recording_off, pupils_without_consent …; null: can."""
    missing: int = 0
    """For whoever may record: how many pupils inside have no recorded consent."""
    answer: RecordingAnswer | None = None
    """What the reader said to the running one."""
    written: bool = False
    """Whether what the reader sends is being recorded."""


class AnnounceRecording(Request, frozen=True, tag="recording.announce", kw_only=True):
    """Say that this conference will be recorded, or that it will not; the host only. Who comes in is asked before."""

    conference: UUID
    on: bool


class StartRecording(Request, frozen=True, tag="recording.start", kw_only=True):
    """Record from now on; the host only. Who does not agree is neither seen nor heard in it."""

    conference: UUID


class StopRecording(Request, frozen=True, tag="recording.stop", kw_only=True):
    """Stop recording; the host only. The film is made at once."""

    conference: UUID


class AnswerRecording(Request, frozen=True, tag="recording.answer", kw_only=True):
    """Agree to be in the running recording, or not. Can be changed: a no takes out what was written before, too."""

    conference: UUID
    agree: bool


class RecordingChanged(Update, frozen=True, tag="recording.changed", kw_only=True):
    """A recording began, or (null) ended."""

    conference: UUID
    recording: RecordingMark | None
    failure: Failure | None = None
    """Why it ended by itself."""


class RecordingStored(Update, frozen=True, tag="recording.stored", kw_only=True):
    """How many octets of the running recording are stored; told to those who lead."""

    conference: UUID
    octets: int


class RecordingProgress(Update, frozen=True, tag="recording.progress", kw_only=True):
    """How far the making of a film is, in per cent; told to whoever recorded it."""

    conference: UUID
    recording: UUID
    state: RecordingState
    progress: int
    mp4_progress: int | None = None
    """How far its copy as MP4 is, when this speaks of that."""


class RecordingChapter(msgspec.Struct, frozen=True, kw_only=True):
    """A place in a film: a page came on stage, or a poll was opened."""

    at_s: float
    """In the film as it is cut now."""
    kind: Literal["slide", "poll"]
    title: str
    """The name of the document, or the question."""
    page: int | None
    picture: UUID | None = None
    """Of the page, as long as the document is kept."""


class RecordedPerson(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of whom something was recorded."""

    person: Person
    left_out: bool
    """Neither seen nor heard in the film, because whoever recorded it wants that."""


class Recording(msgspec.Struct, frozen=True, kw_only=True):
    """One recording as its host, or somebody who may watch it, sees it."""

    id: UUID
    conference: UUID
    space: UUID
    title: str
    by: Person
    started_at: datetime
    seconds: float
    """Of the film; before there is one, of the recording."""
    state: RecordingState
    failure: Failure | None
    progress: int
    expires_at: datetime | None
    link_until: datetime | None
    needs_pin: bool
    """The reader must give the PIN before watching."""
    yours: bool
    """The reader recorded it, and decides about it."""
    views: int
    """How often others opened it; 0 for everybody but whoever recorded it."""
    people: int
    """How many are in it; likewise."""
    has_pin: bool = False
    begin_s: float = 0
    """Where the film begins and ends in what was recorded; for whoever recorded it."""
    end_s: float = 0
    whole_s: float = 0
    size: int = 0
    """Octets of the film."""
    test: bool = False
    """Made in a rehearsal: is not published, and deletes itself."""
    watchable: bool = False
    """The reader may watch it now; else it is only said that the reader is in it."""
    in_it: bool = False
    """The reader is seen or heard in it, and may take that back."""
    hidden: bool = False
    """Several people reported it: until somebody has looked, only whoever recorded it watches it."""
    chapters: list[RecordingChapter] = []
    """In their order; empty for whoever may not watch it now."""
    everybody: list[RecordedPerson] = []
    """Of whom something was recorded, for whoever recorded it: each can be left out."""
    mp4: Mp4 = "none"
    """The film as MP4, for players that do not know WebM."""
    mp4_progress: int = 0
    film: UUID | None = None
    """Which film it is now: one that is made anew has another name, so that no player shows the one before."""
    event: UUID | None = None
    """The event whose room was recorded: it is for everybody who joined that, not only for those who were inside."""


class RecordingList(msgspec.Struct, frozen=True, kw_only=True):
    """The recordings of a conference that the reader may see, by start."""

    recordings: list[Recording]


class LeaveOut(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Whom the film shows neither by voice nor by picture; everybody else is in it again."""

    people: Annotated[list[UUID], msgspec.Meta(max_length=200)]


Pin = Annotated[str, msgspec.Meta(pattern="^[0-9]{4,8}$")]


class PublishRecording(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Let everybody who was inside watch it. A second time: change the end of the link or the PIN."""

    until: datetime | None = None
    """When the link ends; null: with the recording."""
    pin: Pin | None = None
    """Asked of everybody who opens it; null: none."""
    keep_pin: bool = False
    """Leave the PIN as it is."""


class TrimRecording(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Cut the film anew from what was recorded; what is cut off is in no film any more."""

    begin_s: Annotated[float, msgspec.Meta(ge=0, le=86_400)]
    end_s: Annotated[float, msgspec.Meta(ge=0, le=86_400)]


class OpenRecording(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Ask to watch a recording; counts as a view."""

    pin: Annotated[str, msgspec.Meta(max_length=16)] | None = None
