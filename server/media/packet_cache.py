"""The last packets sent on one stream, by outgoing number, so that lost ones can be sent again. Pure."""

SIZE = 512
"""Four seconds of a large camera picture; must be a power of two."""


class PacketCache:
    """A ring of references: a payload forwarded to many is kept once."""

    __slots__ = ("_markers", "_payloads", "_sequences", "_timestamps")

    def __init__(self) -> None:
        self._sequences = [-1] * SIZE
        self._timestamps = [0] * SIZE
        self._markers = [0] * SIZE
        self._payloads = [b""] * SIZE

    def store(self, sequence: int, timestamp: int, marker: int, payload: bytes) -> None:
        """Remember what went out under `sequence`."""
        at = sequence & (SIZE - 1)
        self._sequences[at] = sequence
        self._timestamps[at] = timestamp
        self._markers[at] = marker
        self._payloads[at] = payload

    def find(self, sequence: int) -> tuple[int, int, bytes] | None:
        """Timestamp, marker and payload of that number, unless it is overwritten or never was."""
        at = sequence & (SIZE - 1)
        if self._sequences[at] != sequence:
            return None
        return self._timestamps[at], self._markers[at], self._payloads[at]

    def clear(self) -> None:
        """Forget everything: another person's pictures must not be repaired from here."""
        self._sequences = [-1] * SIZE
        self._payloads = [b""] * SIZE
