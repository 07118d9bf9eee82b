"""The files of a recording: one for each stretch of a publication, packets as they came, in the order of coming.

A file begins with one line of JSON (`Head`), then for each packet come the octets of RECORD and its payload. It
is only ever appended to; whatever was cut off in the middle of a packet is not read. Pure.
"""

from collections.abc import Iterator
from pathlib import Path
from struct import Struct
from typing import NamedTuple
from uuid import UUID

import msgspec

from server.media.wire import Source

RECORD = Struct(">HBHII")
"""Length of the payload, marker bit, sequence number, timestamp, milliseconds since the head's `began`."""
ENDING = ".rtp"


class Head(msgspec.Struct, frozen=True):
    """What the packets of a file are."""

    user: UUID
    source: Source
    codec: str
    clock: int
    began: float
    """Seconds since 1970 when the first of them came."""


class Record(NamedTuple):
    """One packet as it came; an empty payload was padding, and no loss."""

    sequence: int
    timestamp: int
    at: int
    """Milliseconds after the head's `began`."""
    marker: bool
    payload: bytes


def name_of(head: Head, number: int) -> str:
    """A name that says whose file it is, so that it can be taken away without being read."""
    return f"{head.user.hex}.{head.source.value}.{int(head.began * 1000)}-{number}{ENDING}"


def opening(head: Head) -> bytes:
    """The first line of a file."""
    return msgspec.json.encode(head) + b"\n"


def read_head(path: Path) -> Head | None:
    """What a file holds; None when not even its first line was written."""
    with path.open("rb") as file:
        line = file.readline(1000)
    try:
        return msgspec.json.decode(line, type=Head)
    except msgspec.DecodeError:
        return None


def read(path: Path) -> Iterator[Record]:
    """The packets of a file, as far as they are whole."""
    with path.open("rb") as file:
        file.readline(1000)
        while len(fixed := file.read(RECORD.size)) == RECORD.size:
            length, marker, sequence, timestamp, at = RECORD.unpack(fixed)
            payload = file.read(length)
            if len(payload) < length:
                return
            yield Record(sequence, timestamp, at, bool(marker), payload)


def of_user(folder: Path, user: UUID) -> list[Path]:
    """Everything in the folder of a recording that one person has sent, by its beginning."""
    return sorted(folder.glob(f"{user.hex}.*{ENDING}"), key=_began)


def _began(path: Path) -> tuple[int, int]:
    began, _, number = path.name.split(".")[2].partition("-")
    return int(began), int(number)
