"""How often each detector, list and line has made a message wait: for those who keep the lists (flow D5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import get_args

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.chat.models import ChatMessage
from server.chat.stored import alive
from server.chat.wire import Why
from server.chat.writes import BY_PEOPLE, Found
from server.moderation import wire
from server.moderation.list_files import Name, compared
from server.moderation.models import FilterKind

DETECTORS: frozenset[Why] = frozenset(get_args(Why)) - {*BY_PEOPLE, "word"}


class _Held(msgspec.Struct):
    """Of a hold as it is stored, what is counted."""

    findings: list[Found]


@dataclass
class Hits:
    """Messages by what was found in them, each once however often it stands there."""

    by_kind: Counter[Why] = field(default_factory=Counter["Why"])
    lines: list[frozenset[str]] = field(default_factory=list[frozenset[str]])
    """For each message the lines that it fits, as they are compared."""


async def hits_of(db: AsyncSession) -> Hits:
    """Of the messages that are still kept, whatever was decided about them."""
    hits = Hits()
    for hold in await db.scalars(select(ChatMessage.hold).where(ChatMessage.hold.is_not(None), alive())):
        findings = msgspec.convert(hold, _Held).findings
        hits.by_kind.update({one.kind for one in findings})
        if lines := frozenset(one.entry for one in findings if one.entry):
            hits.lines.append(lines)
    return hits


def with_hits(lists: Mapping[Name, Sequence[str]], hits: Hits) -> list[wire.FilterList]:
    """The lists with their lines and hits. Blocks: it is for a thread."""
    by_line = Counter(line for lines in hits.lines for line in lines)
    return [_list(name, entries, hits, by_line) for name, entries in lists.items()]


def _list(name: Name, entries: Sequence[str], hits: Hits, by_line: Mapping[str, int]) -> wire.FilterList:
    kind, language = name
    found: dict[str, str] = {}
    if kind is FilterKind.WORD and by_line:
        found = {entry: plain for entry in entries if (plain := compared(name, entry)) in by_line}
    whole = set(found.values())
    return wire.FilterList(
        kind=kind.value,
        language=language,
        entries=list(entries),
        hits=sum(not whole.isdisjoint(lines) for lines in hits.lines),
        hits_of={entry: by_line[plain] for entry, plain in found.items()},
    )
