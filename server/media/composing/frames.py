"""VP8 frames from packets (RFC 7741): whole ones only, and after a loss none before the next key frame. Pure."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from server.media.composing.stretches import Placed

START_CODE = b"\x9d\x01\x2a"


class Frame(NamedTuple):
    """One picture."""

    seconds: float
    data: bytes
    key: bool


def frames(packets: Iterable[Placed]) -> Iterator[Frame]:
    """The pictures that a decoder can show, in their order."""
    parts: list[bytes] = []
    timestamp, expected, broken = 0, None, True
    for sequence, seconds, record in packets:
        gap = expected is not None and sequence != expected
        expected = sequence + 1
        if gap:
            parts, broken = [], True
        if not record.payload:
            continue
        head = descriptor(record.payload)
        if head is None:
            parts, broken = [], True
            continue
        size, starts = head
        if starts:
            parts, timestamp = [record.payload[size:]], record.timestamp
        elif parts and record.timestamp == timestamp:
            parts.append(record.payload[size:])
        else:
            parts, broken = [], True
        if not record.marker or not parts:
            continue
        data, parts = b"".join(parts), []
        key = is_key(data)
        broken = broken and not key
        if not broken:
            yield Frame(seconds, data, key)


def descriptor(payload: bytes) -> tuple[int, bool] | None:
    """How long the payload descriptor is, and whether a frame begins here; None when it is cut off."""
    size = 1
    try:
        if payload[0] & 0x80:
            flags = payload[1]
            size = 2
            if flags & 0x80:
                size += 2 if payload[2] & 0x80 else 1
            if flags & 0x40:
                size += 1
            if flags & 0x30:
                size += 1
    except IndexError:
        return None
    if len(payload) <= size:
        return None
    return size, payload[0] & 0x17 == 0x10


def is_key(data: bytes) -> bool:
    """Whether a whole frame can be shown without an earlier one (RFC 6386, 9.1)."""
    return len(data) >= 10 and not data[0] & 1 and data[3:6] == START_CODE


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height that a key frame names."""
    return int.from_bytes(data[6:8], "little") & 0x3FFF, int.from_bytes(data[8:10], "little") & 0x3FFF
