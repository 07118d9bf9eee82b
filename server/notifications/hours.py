"""Times in letters: Brussels' (D-06), and the reader's own where that is another one."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from server.core import clock
from server.core.clock import BRUSSELS

WORDS = {"en": ("in Brussels", "your time"), "az": ("Brüssel vaxtı", "sizin vaxtınız")}

CHANGE = {
    "en": (
        "Clocks change in Brussels on {day}. The hours here are those on the day itself; where there is no summer "
        "time, they are an hour away from those of the week before."
    ),
    "az": (
        "Brüsseldə saatlar {day} tarixində dəyişir. Buradakı saatlar həmin günün saatlarıdır; yay vaxtı olmayan "
        "ölkələrdə onlar əvvəlki həftənin saatlarından bir saat fərqlənir."
    ),
}


def when(start: datetime, end: datetime | None, language: str, zone: str) -> str:
    """`14.07.2026, 15:00–16:00 CEST (in Brussels); 17:00–18:00 (your time)`; without an end a moment."""
    brussels, yours = WORDS[language]
    there, here = start.astimezone(BRUSSELS), start.astimezone(ZoneInfo(zone))
    text = f"{there:%d.%m.%Y}, {_span(there, end)} {there:%Z} ({brussels})"
    if here.utcoffset() == there.utcoffset():
        return text
    day = "" if here.date() == there.date() else f"{here:%d.%m.%Y}, "
    return f"{text}; {day}{_span(here, end)} ({yours})"


def clock_change(start: datetime, language: str) -> str:
    """A sentence about the change of Brussels' clocks in the week before and after now; empty where there is none."""
    begins = max(clock.now(), start - timedelta(weeks=1))
    before = begins.astimezone(BRUSSELS).utcoffset()
    if begins >= start or start.astimezone(BRUSSELS).utcoffset() == before:
        return ""
    at = begins
    while at < start and at.astimezone(BRUSSELS).utcoffset() == before:
        at += timedelta(hours=1)
    return CHANGE[language].format(day=f"{min(at, start).astimezone(BRUSSELS):%d.%m.%Y}")


def _span(start: datetime, end: datetime | None) -> str:
    return f"{start:%H:%M}" if end is None else f"{start:%H:%M}–{end.astimezone(start.tzinfo):%H:%M}"
