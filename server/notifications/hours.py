"""Times in letters: Brussels' (D-06), and the reader's own where that is another one."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from server.core.clock import BRUSSELS

WORDS = {"en": ("in Brussels", "your time"), "az": ("Brüssel vaxtı", "sizin vaxtınız")}


def when(start: datetime, end: datetime | None, language: str, zone: str) -> str:
    """`14.07.2026, 15:00–16:00 CEST (in Brussels); 17:00–18:00 (your time)`; without an end a moment."""
    brussels, yours = WORDS[language]
    there, here = start.astimezone(BRUSSELS), start.astimezone(ZoneInfo(zone))
    text = f"{there:%d.%m.%Y}, {_span(there, end)} {there:%Z} ({brussels})"
    if here.utcoffset() == there.utcoffset():
        return text
    day = "" if here.date() == there.date() else f"{here:%d.%m.%Y}, "
    return f"{text}; {day}{_span(here, end)} ({yours})"


def _span(start: datetime, end: datetime | None) -> str:
    return f"{start:%H:%M}" if end is None else f"{start:%H:%M}–{end.astimezone(start.tzinfo):%H:%M}"
