"""Sequence numbers: one unbroken outgoing series from changing sources, and the gaps of an incoming one. Pure."""

from collections.abc import Iterator

HALF = 0x8000
FAR = 0x4000
"""So far behind the newest number nothing is late any more: it is gone."""
STEPS_KEPT = 8
DISCARD = -1

GAP_LIMIT = 100
"""A jump further than this is a new beginning, not loss."""


def distance(newer: int, older: int) -> int:
    """How far `newer` is ahead of `older`, negative when behind; wraps at 65,536."""
    return ((newer - older + HALF) & 0xFFFF) - HALF


class Sequence:
    """Renumbers packets so that a receiver sees one series, whatever source or layer feeds it.

    Each change (another source, a packet left out) is a step: from which incoming number on which offset holds.
    Late packets from before a step keep the offset that was theirs; those from before a switch are discarded.
    """

    __slots__ = ("_first", "_last", "_offset", "_steps")

    def __init__(self, last: int = 0) -> None:
        self._last = last
        self._first = 0
        self._offset = 0
        self._steps: list[tuple[int, int]] = []

    @property
    def last(self) -> int:
        """The highest number given out."""
        return self._last

    def switch(self, sequence: int) -> None:
        """Continue with another source, whose first forwarded packet is `sequence`."""
        self._first = sequence
        self._offset = (self._last + 1 - sequence) & 0xFFFF
        self._steps.clear()

    def drop(self, sequence: int) -> None:
        """Leave out a packet of the present source; those after it close up."""
        if distance((sequence + self._offset) & 0xFFFF, self._last) <= 0:
            return
        if sequence != self._first:
            self._steps.append((self._first, self._offset))
            del self._steps[:-STEPS_KEPT]
        self._first = (sequence + 1) & 0xFFFF
        self._offset = (self._offset - 1) & 0xFFFF

    def map(self, sequence: int) -> int:
        """The outgoing number, or DISCARD for a packet older than the switch."""
        ahead = (sequence - self._first) & 0xFFFF
        if ahead < HALF:
            outgoing = (sequence + self._offset) & 0xFFFF
        else:
            outgoing = self._late(sequence)
            if outgoing == DISCARD:
                return DISCARD
        if (outgoing - self._last) & 0xFFFF < HALF:
            self._last = outgoing
        if FAR < ahead < HALF:
            self._follow(sequence)
        return outgoing

    def _late(self, sequence: int) -> int:
        for first, offset in reversed(self._steps):
            if distance(sequence, first) >= 0:
                return (sequence + offset) & 0xFFFF
        return DISCARD

    def origin(self, outgoing: int) -> int:
        """The incoming number that went out as `outgoing`, or DISCARD when none since the switch did."""
        if distance(self._last, outgoing) < 0:
            return DISCARD
        for first, offset in ((self._first, self._offset), *reversed(self._steps)):
            sequence = (outgoing - offset) & 0xFFFF
            if distance(sequence, first) >= 0:
                return sequence
        return DISCARD

    def _follow(self, sequence: int) -> None:
        """Let the last step come after, or half a circle later every number would count as from before it."""
        self._first = (sequence - FAR // 2) & 0xFFFF
        self._steps.clear()


class Arrivals:
    """Which packets of an incoming series are missing, and the figures of a receiver report (RFC 3550, A.3)."""

    __slots__ = (
        "_base",
        "_expected_before",
        "_missing",
        "_received_before",
        "_transit",
        "highest",
        "jitter",
        "received",
    )

    def __init__(self) -> None:
        self.highest = -1
        """Highest number seen with its count of wraps above, -1 before the first packet."""
        self.received = 0
        self.jitter = 0.0
        self._base = 0
        self._transit: int | None = None
        self._expected_before = 0
        self._received_before = 0
        self._missing: dict[int, int] = {}

    def note(self, sequence: int) -> bool:
        """Take one packet; False when it is a duplicate or too old to be wanted."""
        if self.highest < 0:
            self.highest = self._base = sequence
            self.received = 1
            return True
        ahead = distance(sequence, self.highest & 0xFFFF)
        if ahead == 1:
            self.highest += 1
            self.received += 1
            return True
        return self._note_unordered(sequence, ahead)

    def _note_unordered(self, sequence: int, ahead: int) -> bool:
        if ahead <= 0:
            if self._missing.pop(sequence, None) is None:
                return False
            self.received += 1
            return True
        if ahead > GAP_LIMIT:
            self._restart(sequence)
            return True
        for lost in range(self.highest + 1, self.highest + ahead):
            self._missing[lost & 0xFFFF] = 0
        while len(self._missing) > 2 * GAP_LIMIT:
            del self._missing[next(iter(self._missing))]
        self.highest += ahead
        self.received += 1
        return True

    def _restart(self, sequence: int) -> None:
        self._missing.clear()
        self.highest = self._base = sequence
        self.received = 1
        self._expected_before = self._received_before = 0

    def measure_jitter(self, arrival: int, timestamp: int) -> None:
        """Interarrival jitter in timestamp units (RFC 3550, 6.4.1)."""
        transit = (arrival - timestamp) & 0xFFFFFFFF
        if self._transit is not None:
            change = abs(((transit - self._transit + 0x80000000) & 0xFFFFFFFF) - 0x80000000)
            self.jitter += (change - self.jitter) / 16
        self._transit = transit

    @property
    def lost(self) -> int:
        """How many never came."""
        return max(0, self.highest - self._base + 1 - self.received) if self.highest >= 0 else 0

    def fraction_lost(self) -> int:
        """Loss since the last question, in 1/256."""
        expected = self.highest - self._base + 1
        since, got = expected - self._expected_before, self.received - self._received_before
        self._expected_before, self._received_before = expected, self.received
        return min(255, max(0, (since - got) * 256 // since)) if since > 0 else 0

    @property
    def gaps(self) -> bool:
        """Whether anything is missing."""
        return bool(self._missing)

    def wanted(self, tries: int = 5) -> list[int]:
        """The missing numbers to ask for now; each is asked for a few times, then given up."""
        lost = sorted(self._missing, key=lambda number: distance(number, self.highest & 0xFFFF))
        for number in self._given_up(lost, tries):
            del self._missing[number]
        return [number for number in lost if number in self._missing]

    def _given_up(self, lost: list[int], tries: int) -> Iterator[int]:
        for number in lost:
            self._missing[number] += 1
            if self._missing[number] > tries or distance(self.highest & 0xFFFF, number) > 4 * GAP_LIMIT:
                yield number
