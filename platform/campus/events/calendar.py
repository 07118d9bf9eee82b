"""Events as calendar programs read them: iCalendar (RFC 5545), in Brussels' time. Pure: an event in, text out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from server.core import clock
from server.core.clock import BRUSSELS
from server.core.models import Event, EventState

NAME = "TwinSpace Live"

LINE = 75
"""Bytes of a line (RFC 5545, 3.1)."""

TIME_ZONE = """\
BEGIN:VTIMEZONE
TZID:Europe/Brussels
BEGIN:DAYLIGHT
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE"""
"""The rule since 1996; without it an hour in July would be an hour off in programs that know no zones (D-06)."""


class Entry(NamedTuple):
    """What stands in a calendar of one event."""

    id: UUID
    sequence: int
    title: str
    text: str
    place: str
    address: str
    """Of the event's page."""
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    cancelled: bool
    organizer: str = ""
    """Whoever leads it; empty for a reader who may not know."""
    tentative: bool = False
    """Waiting for a seat."""


def entry_of(base: str, event: Event, host: str, in_full: bool = True, tentative: bool = False) -> Entry:
    """An event of a host of this name as an entry, with as much of it as its reader may know."""
    address = f"{base}/events/{event.id}"
    return Entry(
        id=event.id,
        sequence=event.sequence,
        title=event.title,
        text="\n\n".join(part for part in (event.summary, event.cancel_reason, address) if part) if in_full else "",
        place=(event.place or "") if in_full else "",
        address=address,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        changed_at=event.updated_at,
        cancelled=event.state is EventState.CANCELLED,
        organizer=host if in_full else "",
        tentative=tentative,
    )


def file_of(entry: Entry, sender: str) -> str:
    """A file of one event; of one that was called off it takes the entry away (RFC 5546, 3.2.5)."""
    return calendar(entry.title, [entry], sender, "CANCEL" if entry.cancelled else "PUBLISH")


def calendar(name: str, entries: Iterable[Entry], sender: str, method: str = "PUBLISH") -> str:
    """A whole file, which programs may also ask for again and again. Both methods must name an organizer (RFC 5546,
    3.2.1): the host by name, but never the host's own address, so it is the address that our letters come from."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//TwinSpace Live//Events//EN",
        "CALSCALE:GREGORIAN",
        f"METHOD:{method}",
        f"X-WR-CALNAME:{escaped(name)}",
        "X-WR-TIMEZONE:Europe/Brussels",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        *TIME_ZONE.splitlines(),
    ]
    for entry in entries:
        lines += _event(entry, sender)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _event(entry: Entry, sender: str) -> list[str]:
    status = "CANCELLED" if entry.cancelled else "TENTATIVE" if entry.tentative else "CONFIRMED"
    return [
        "BEGIN:VEVENT",
        f"UID:{entry.id}@twinspace-live",
        f"SEQUENCE:{entry.sequence}",
        # When this was written, not when the event changed: of two with one SEQUENCE the later counts (RFC 5546,
        # 2.1.5), and whoever gets a seat or loses it does not change the event.
        f"DTSTAMP:{_utc(clock.now())}",
        f"LAST-MODIFIED:{_utc(entry.changed_at)}",
        *_from_to(entry.starts_at, entry.ends_at),
        f"ORGANIZER;CN={quoted(entry.organizer or NAME)}:mailto:{sender}",
        f"SUMMARY:{escaped(entry.title)}",
        *([f"DESCRIPTION:{escaped(entry.text)}"] if entry.text else []),
        *([f"LOCATION:{escaped(entry.place)}"] if entry.place else []),
        f"URL:{entry.address}",
        f"STATUS:{status}",
        "END:VEVENT",
    ]


def escaped(text: str) -> str:
    """A TEXT value (RFC 5545, 3.3.11): nobody's title can begin a line of its own."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    for character, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        plain = plain.replace(character, written)
    return "".join(character for character in plain if character >= " " and character != "\x7f")


def quoted(text: str) -> str:
    """A parameter's value, with what no such value may hold written as RFC 6868 says."""
    plain = "".join(character for character in text if character >= " " and character != "\x7f")
    return '"' + plain.replace("^", "^^").replace('"', "^'") + '"'


def folded(line: str) -> str:
    """Long lines go on after a line end and a space, and never within a character."""
    pieces, piece, room = list[str](), "", LINE
    for character in line:
        size = len(character.encode())
        if size > room:
            pieces.append(piece)
            piece, room = "", LINE - 1
        piece += character
        room -= size
    return "\r\n ".join([*pieces, piece])


def _from_to(starts: datetime, ends: datetime) -> list[str]:
    """In Brussels' time, except in the hour that there is twice when summer ends: a time of the wall means the first of
    the two (RFC 5545, 3.3.5), and programs differ, so both ends are then written in UTC."""
    if _is_doubled(starts) or _is_doubled(ends):
        return [f"DTSTART:{_utc(starts)}", f"DTEND:{_utc(ends)}"]
    return [
        f"DTSTART;TZID=Europe/Brussels:{_wall(starts)}",
        f"DTEND;TZID=Europe/Brussels:{_wall(ends)}",
    ]


def _is_doubled(at: datetime) -> bool:
    """Whether Brussels' clocks show this time twice that day."""
    there = at.astimezone(BRUSSELS)
    return there.replace(fold=0).utcoffset() != there.replace(fold=1).utcoffset()


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _wall(at: datetime) -> str:
    return f"{at.astimezone(BRUSSELS):%Y%m%dT%H%M%S}"
