"""Bodies of reports, cases and sealed evidence."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from server.chat.wire import MaterialKind
from server.rooms.wire import Person

Text = Annotated[str, msgspec.Meta(max_length=2000)]

Reason = Literal[
    "bullying",
    "hate",
    "sexual_or_violent",
    "self_harm",
    "child_data",
    "impersonation",
    "spam",
    "commercial",
    "copyright",
    "other",
]
"""Why something is reported (domain 11.2); self-harm and a child's data are urgent."""

Target = Literal["message", "person", "conference", "recording", "material", "question"]
CaseState = Literal["open", "triaged", "in_work", "resolved", "appealed", "closed"]
Outcome = Literal["no_action", "warned", "removed", "suspended"]


class SendReport(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Report something in a space. Saying the same twice is one report."""

    target: Target
    id: UUID
    reason: Reason
    text: Text = ""


class OwnReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a reporter is shown of the own report: never who handles it, nor what others said."""

    id: UUID
    target: Target
    reason: Reason
    urgent: bool
    state: CaseState
    outcome: Outcome | None
    created_at: datetime
    may_appeal: bool


class OwnMeasure(msgspec.Struct, frozen=True, kw_only=True):
    """What was decided about the reader: never who reported, nor what was said."""

    case: UUID
    target: Target
    outcome: Outcome
    decided_at: datetime
    state: CaseState
    may_appeal: bool


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What whoever is suspended reads of the decision by the link of the letter about it."""

    target: Target
    outcome: Outcome
    decided_at: datetime
    suspended_until: datetime | None
    state: CaseState
    may_appeal: bool


class OwnReports(msgspec.Struct, frozen=True, kw_only=True):
    """The reader's own reports, newest first."""

    reports: list[OwnReport]
    about: list[OwnMeasure]
    """What was decided about the reader, newest first."""


class CaseSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A case in a list."""

    id: UUID
    target: Target
    target_id: UUID
    space: UUID
    space_title: str
    slug: str
    room: UUID | None
    conference: UUID | None
    """Through which one enters that room; null for a chatroom."""
    subject: Person | None
    country: str | None
    urgent: bool
    state: CaseState
    outcome: Outcome | None
    reasons: list[Reason]
    reports: int
    created_at: datetime
    due_at: datetime
    assigned_to: str | None
    expires_at: datetime | None
    """When the evidence and all that people wrote here is deleted; null while somebody has to decide."""


class CaseList(msgspec.Struct, frozen=True, kw_only=True):
    """The cases that the reader may handle: urgent and old ones first."""

    cases: list[CaseSummary]
    moderates: bool
    """Whether the reader handles reports of whole countries, and so has a wall."""
    keeps_lists: bool
    """Whether the reader keeps the lists of words and hosts."""
    reads_audit: bool
    """Whether the reader may read the audit log, or the own part of it."""


class CaseReport(msgspec.Struct, frozen=True, kw_only=True):
    """One person's word."""

    reporter: Person
    reason: Reason
    text: str
    created_at: datetime


class CaseStep(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the timeline."""

    at: datetime
    kind: str
    """`opened`, `reported`, `hidden`, `note`, `triaged`, `in_work`, `resolved`, `appealed`, `closed`,
    `evidence_sealed`, `evidence_asked`, `evidence_agreed`, `evidence_read`, `warned`, `warning_taken_back`."""
    by: str | None
    text: str
    data: dict[str, str]


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody asked to open the evidence; another has to agree."""

    id: UUID
    asked_by: str
    why: str
    asked_at: datetime
    agreed_by: str | None
    open_until: datetime | None
    may_agree: bool


class WayToPlace(msgspec.Struct, frozen=True, kw_only=True):
    """How the reader comes to where it happened."""

    is_member: bool
    """Whether the reader belongs to that space and simply goes there."""
    opens: UUID | None
    """Else the room that the reader may open for this report, with a reason."""
    open_until: datetime | None
    """Until when a grant lets the reader in already."""
    seq: int | None
    """Of a message that is there still: its number in its room."""


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """All of a case that its handlers see."""

    summary: CaseSummary
    reports: list[CaseReport]
    steps: list[CaseStep]
    sealed: int
    """Parts of sealed evidence."""
    openings: list[Opening]
    may_decide_appeal: bool
    way: WayToPlace


class AddNote(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A note in the timeline."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]


class MoveCase(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Take a case into work, or put it in its place among others."""

    state: Literal["triaged", "in_work"]


class ResolveCase(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Decide. The reporters hear the outcome, the person concerned hears of a warning."""

    outcome: Outcome
    text: Text = ""
    days: Annotated[int, msgspec.Meta(ge=1, le=30)] | None = None
    """For how long an account is suspended (domain 11.4); for nothing else."""


class AppealCase(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Ask once for another decision by somebody else."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]


class AskToOpen(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Ask a colleague to agree that the evidence is opened."""

    why: Annotated[str, msgspec.Meta(min_length=10, max_length=400)]


class EvidenceMaterial(msgspec.Struct, frozen=True, kw_only=True):
    """A material that was reported, or that a message linked when it was sealed; of a file its hash, for it may be
    deleted since."""

    id: UUID
    kind: MaterialKind
    title: str
    alt_text: str
    owner: UUID
    url: str | None
    sha256: str | None
    owner_name: str = ""
    mime: str | None = None
    added_at: datetime | None = None


class EvidenceMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A message as it was sealed, with the texts before its edits."""

    id: UUID
    seq: int
    author: UUID
    author_name: str
    text: str
    earlier: list[str]
    state: str
    created_at: datetime
    edited_at: datetime | None
    sha256: str
    material: EvidenceMaterial | None = None


class EvidencePart(msgspec.Struct, frozen=True, kw_only=True):
    """What was sealed at one moment."""

    position: int
    sealed_at: datetime
    sha256: str
    intact: bool
    """Whether content and chain are as they were sealed."""
    messages: list[EvidenceMessage]
    material: EvidenceMaterial | None = None
    """What was reported, when it was no message."""
    file: UUID | None = None
    """By which id the bytes of that material are read, where it has any."""


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """An opened capsule."""

    target: UUID
    open_until: datetime
    parts: list[EvidencePart]
