"""What would be found in a text, and which line of which list says so: for those who keep the lists."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from server.chat.wire import Finding
from server.moderation import wire
from server.moderation.folding import fold
from server.moderation.list_files import Name, compared
from server.moderation.models import FilterKind
from server.moderation.rules import LEET, Lists, examine, squeezed


def tried(text: str, in_force: Lists, lists: Mapping[Name, list[str]]) -> wire.TriedText:
    """By the lists as they are compared here and now; the lines are then looked up in the lists as they are kept."""
    found = examine(text, in_force)
    plain = {one: entry_of(text[one.start : one.end], in_force) for one in found if one.kind == "word"}
    lines = _lines(set(plain.values()), lists) if plain else {}
    nowhere: tuple[None, list[str]] = None, []
    return wire.TriedText(findings=[_of(one, *lines.get(plain.get(one), nowhere)) for one in found])


def _lines(wanted: Collection[str | None], lists: Mapping[Name, list[str]]) -> dict[str | None, tuple[str, list[str]]]:
    """Of each line that is wanted, by what is compared: how it is written, and in the lists of which languages."""
    found: dict[str | None, tuple[str, list[str]]] = {}
    for name, entries in lists.items():
        for entry in entries if name[0] is FilterKind.WORD else ():
            if (plain := compared(name, entry)) in wanted:
                found.setdefault(plain, (entry, []))[1].append(name[1])
    return found


def _of(one: Finding, entry: str | None, languages: list[str]) -> wire.TriedFinding:
    return wire.TriedFinding(kind=one.kind, start=one.start, end=one.end, entry=entry, languages=languages)


def entry_of(said: str, lists: Lists) -> str | None:
    """The line that a found word or phrase fits."""
    folded = " ".join(fold(said).split())
    if folded in lists.phrases:
        return folded
    for word in _readings(folded):
        if word in lists.words:
            return word
        if begun := next((beginning for beginning in lists.beginnings if word.startswith(beginning)), None):
            return f"{begun}*"
        if entry := lists.squeezed.get(squeezed(word)):
            return entry
    return None


def _readings(folded: str) -> Iterable[str]:
    """As it stands, with its letters pushed together, with digits read as letters."""
    yield folded
    yield re.sub(r"[\s.\-_*]", "", folded)
    yield folded.strip(".,;:?!()").translate(LEET)
