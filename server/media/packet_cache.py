"""The last packets of one incoming layer, so that what was lost on the way to somebody can be sent again. Pure."""

from typing import Generic, Protocol, TypeVar

SIZE = 512
"""Four seconds of a large camera picture; must be a power of two."""


class Numbered(Protocol):
    """What has a sequence number."""

    sequence: int


PacketT = TypeVar("PacketT", bound=Numbered)


class PacketCache(Generic[PacketT]):
    """A ring of references, one for everybody: each subscription knows by its numbering what it has sent of it."""

    __slots__ = ("_mask", "_packets")

    def __init__(self, size: int = SIZE) -> None:
        self._mask = size - 1
        self._packets: list[PacketT | None] = [None] * size

    def store(self, packet: PacketT) -> None:
        """Remember what came."""
        self._packets[packet.sequence & self._mask] = packet

    def find(self, sequence: int) -> PacketT | None:
        """The packet of that number, unless it is overwritten or never came."""
        packet = self._packets[sequence & self._mask]
        return packet if packet is not None and packet.sequence == sequence else None
