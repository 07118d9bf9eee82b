"""Polls of a conference: drafted by those who lead, answered by everybody inside, shown when they say so.

A poll is told whole whenever it changes, and without its bars until it is shown. Those who lead hear the bars while it
is open, too. One's own answer is told in the picture at entry and in the answer to `poll.answer`, to nobody else.
"""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from server.conference.wire.documents import PageNumber
from server.core.wire import Request, Update
from server.rooms.wire import Person

PollState = Literal["draft", "open", "closed", "shown"]

MOST_OPTIONS = 10
LONGEST_QUESTION = 300
LONGEST_OPTION = 120

Words = Annotated[str, msgspec.Meta(max_length=2_000)]
"""How much is read at all; what is too long is refused in words."""


class PollOption(msgspec.Struct, frozen=True, kw_only=True):
    """One of the answers that a poll offers."""

    id: UUID
    text: str


class PollResults(msgspec.Struct, frozen=True, kw_only=True):
    """The bars of a poll."""

    answered: int
    """How many people have answered."""
    votes: list[int]
    """How many chose each option, in the order of the options; more than `answered` together where several may be
    chosen."""


class OwnAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What the server knows of the reader's own answer."""

    options: list[UUID]
    """What one chose; empty for an anonymous poll, of which the server does not know it."""
    may_change: bool
    """Once, while the poll is open; an anonymous answer only with the receipt that came with it."""


class PollPage(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The page of a document that a poll belongs to."""

    document: UUID
    page: PageNumber


class Poll(msgspec.Struct, frozen=True, kw_only=True):
    """A poll as the reader may see it."""

    id: UUID
    question: str
    multiple: bool
    """Several options may be chosen."""
    anonymous: bool
    """Nobody can find out who chose what. Named otherwise: those who lead see it."""
    state: PollState
    position: int
    """Among the drafts; the smallest comes first."""
    options: list[PollOption]
    page: PollPage | None
    """When this page is on stage, those who lead are asked to open it."""
    opened_at: datetime | None
    revision: int = 0
    """How often the draft was written: named by whoever writes it anew."""
    results: PollResults | None
    """When shown; while open and closed for those who lead only."""
    yours: OwnAnswer | None = None
    """Null until one has answered; in updates, which everybody reads, it is always null and says nothing."""


class PollList(msgspec.Struct, frozen=True, kw_only=True):
    """All polls of a conference, drafts included: drafts in their order, then the others as they were opened."""

    polls: list[Poll]


class PollChoice(msgspec.Struct, frozen=True, kw_only=True):
    """Who chose what in a named poll."""

    person: Person
    options: list[UUID]


class PollChoices(msgspec.Struct, frozen=True, kw_only=True):
    """All answers of a named poll, by name; none of an anonymous one."""

    choices: list[PollChoice]


class WritePoll(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A draft as it should be: a question of at most 300 characters, two to ten different options of at most 120."""

    question: Words
    options: Annotated[list[Words], msgspec.Meta(max_length=100)]
    multiple: bool = False
    anonymous: bool = True
    page: PollPage | None = None
    revision: int | None = None
    """Which text the writer had before the eyes; another one by now is refused. Absent: whatever it is."""


class OrderPolls(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All drafts of the conference in their new order."""

    polls: Annotated[list[UUID], msgspec.Meta(max_length=200)]


class MovePoll(Request, frozen=True, tag="poll.move", kw_only=True):
    """Open a draft, close what is open, show what is closed: `draft → open → closed → shown`, never back."""

    conference: UUID
    poll: UUID
    to: Literal["open", "closed", "shown"]


class AnswerPoll(Request, frozen=True, tag="poll.answer", kw_only=True):
    """Answer an open poll, or change one's answer, once. Answered with PollAnswered."""

    conference: UUID
    poll: UUID
    options: Annotated[list[UUID], msgspec.Meta(max_length=100)]
    """One option, or several where the poll allows it."""
    receipt: Annotated[str, msgspec.Meta(max_length=200)] | None = None
    """To change an anonymous answer: what came with the first one."""


class PollAnswered(msgspec.Struct, frozen=True, kw_only=True):
    """The answer counts."""

    yours: OwnAnswer
    receipt: str | None
    """Of an anonymous answer that may still be changed: keep it in memory, the server does not."""


class PollChanged(Update, frozen=True, tag="poll.changed", kw_only=True):
    """A poll was opened, closed or shown; for those who lead also made or edited. Its bars are null until it is shown,
    and one's own answer is not in it."""

    conference: UUID
    poll: Poll


class PollCounted(Update, frozen=True, tag="poll.counted", kw_only=True):
    """How it stands with a poll that is open or closed; told to those who lead."""

    conference: UUID
    poll: UUID
    results: PollResults


class PollDeleted(Update, frozen=True, tag="poll.deleted", kw_only=True):
    """A draft is gone; told to those who lead."""

    conference: UUID
    poll: UUID
