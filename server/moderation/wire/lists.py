"""Bodies of the lists of words and hosts: reading, changing, importing and trying them."""

from typing import Annotated, Literal

import msgspec

from server.chat.wire import Why

Kind = Literal["word", "host"]
Language = Annotated[str, msgspec.Meta(max_length=16, pattern="^[a-z]{0,3}(-[A-Za-z]{2,4})?$")]
"""Empty for hosts, which have none."""


class TryText(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text for the box in which the detectors and lists can be tried."""

    text: Annotated[str, msgspec.Meta(max_length=4000)]


class TriedFinding(msgspec.Struct, frozen=True, kw_only=True):
    """What would make a pupil's message wait, where it stands, and which line of which lists says so."""

    kind: Why
    start: int
    end: int
    entry: str | None
    """The line of a list that it fits; null for what a detector found."""
    languages: list[str]
    """The languages in whose lists that line stands."""


class TriedText(msgspec.Struct, frozen=True, kw_only=True):
    """All that would make it wait, in the order of the text; nothing for a text that everybody would read at once."""

    findings: list[TriedFinding]


class FilterList(msgspec.Struct, frozen=True, kw_only=True):
    """One list: the words of a language, or the hosts to which pupils may link."""

    kind: Kind
    language: str
    """Empty for hosts."""
    entries: list[str]
    hits: int = 0
    """Messages in which one of its lines was found, of those that are still kept (three months)."""
    hits_of: dict[str, int] = {}
    """The same for each of its lines that was found."""


class FilterLists(msgspec.Struct, frozen=True, kw_only=True):
    """All lists."""

    lists: list[FilterList]
    hits: int
    """Messages in which a listed word was found, of those that are still kept (three months)."""
    detected: dict[str, int] = {}
    """The same for each detector that found something."""
    added: int = 0
    """How many lines this request has added."""
    removed: int = 0


class ChangeFilters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Add to a list and take from it; `replace` makes `add` all of it."""

    kind: Kind
    language: Language = ""
    add: Annotated[list[str], msgspec.Meta(max_length=5000)] = []
    remove: Annotated[list[str], msgspec.Meta(max_length=5000)] = []
    replace: bool = False


class ImportFilters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file: lines for one list, or the table that an export gives, whose rows name their lists themselves."""

    text: Annotated[str, msgspec.Meta(max_length=250_000)]
    kind: Kind = "word"
    language: Language = ""
    replace: bool = False
    """Make it all of the lists that it names."""
