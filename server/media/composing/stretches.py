"""The packets of one file in their order and at their time. Pure.

Packets carry the sender's clock, which says nothing of ours; when each came says it, late by whatever the network took.
So of the packets of some seconds the least late one tells how the two clocks stand to each other.
"""

import heapq
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from server.media.recording.files import Head, Record

LATE = 128
"""Packets after which a missing one is not waited for: a repair comes within tens of them."""
WINDOW = 10.0
"""Seconds over which the clocks are compared: drift within it is far below what ears or eyes notice."""

JUMP = 0.5
"""Seconds: more than this is no drift but another clock."""


class Placed(NamedTuple):
    """One packet, its numbers unwrapped."""

    sequence: int
    seconds: float
    """Since 1970, on our clock."""
    record: Record


def in_order(records: Iterable[Record]) -> Iterator[tuple[int, int, Record]]:
    """Unwrapped sequence number, unwrapped timestamp, packet: by rising number, each once."""
    waiting: list[tuple[int, int, Record]] = []
    highest: int | None = None
    newest, last = 0, -1
    for record in records:
        if highest is None:
            highest, newest = record.sequence + (1 << 16), record.timestamp + (1 << 32)
        sequence = highest + _step(record.sequence - highest, 16)
        timestamp = newest + _step(record.timestamp - newest, 32)
        highest, newest = max(highest, sequence), max(newest, timestamp)
        heapq.heappush(waiting, (sequence, timestamp, record))
        if len(waiting) > LATE:
            first = heapq.heappop(waiting)
            if first[0] > last:
                last = first[0]
                yield first
    while waiting:
        first = heapq.heappop(waiting)
        if first[0] > last:
            last = first[0]
            yield first


def _step(difference: int, bits: int) -> int:
    half = 1 << (bits - 1)
    return (difference + half) % (1 << bits) - half


def placed(head: Head, records: Iterable[Record]) -> Iterator[Placed]:
    """The packets with the instants at which they were sent, on our clock."""
    window: list[tuple[int, int, Record]] = []
    until: float | None = None
    shift: float | None = None
    for entry in in_order(records):
        sent = entry[1] / head.clock
        until = sent + WINDOW if until is None else until
        if sent >= until:
            shift = _shift(head, window, shift)
            yield from _shifted(head, window, shift)
            window, until = [], sent + WINDOW
        window.append(entry)
    if window:
        yield from _shifted(head, window, _shift(head, window, shift))


def _shift(head: Head, window: list[tuple[int, int, Record]], before: float | None) -> float:
    """From the sender's clock to ours by the packet that came least late; with the window before it, so that no step
    between two windows is great."""
    least = min(record.at / 1000 - timestamp / head.clock for _, timestamp, record in window)
    return least if before is None or abs(before - least) > JUMP else (before + least) / 2


def _shifted(head: Head, window: list[tuple[int, int, Record]], shift: float) -> Iterator[Placed]:
    for sequence, timestamp, record in window:
        yield Placed(sequence, head.began + timestamp / head.clock + shift, record)
