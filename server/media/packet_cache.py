"""The last packets sent on one stream, by outgoing number, so that lost ones can be sent again. Pure."""

from server.media.rtp import Packet

SIZE = 512
"""Four seconds of a large camera picture; must be a power of two."""


class PacketCache:
    """A ring of references: a packet forwarded to many is kept once."""

    __slots__ = ("_packets", "_sequences", "_timestamps")

    def __init__(self) -> None:
        self._sequences = [-1] * SIZE
        self._timestamps = [0] * SIZE
        self._packets: list[Packet | None] = [None] * SIZE

    def store(self, sequence: int, timestamp: int, packet: Packet) -> None:
        """Remember what went out under `sequence`."""
        at = sequence & (SIZE - 1)
        self._sequences[at] = sequence
        self._timestamps[at] = timestamp
        self._packets[at] = packet

    def find(self, sequence: int) -> tuple[int, Packet] | None:
        """The outgoing timestamp and packet of that number, unless it is overwritten or never was."""
        at = sequence & (SIZE - 1)
        packet = self._packets[at]
        if packet is None or self._sequences[at] != sequence:
            return None
        return self._timestamps[at], packet

    def clear(self) -> None:
        """Forget everything: another person's pictures must not be repaired from here."""
        self._sequences = [-1] * SIZE
        self._packets = [None] * SIZE
