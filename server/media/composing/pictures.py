"""One picture at a time, as it was chosen while it was recorded, from key frame to key frame without decoding.

Where nobody was seen stands a plain dark picture, so that no face stays after its camera went off.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from uuid import UUID

from server.media.composing.ffmpeg import ffmpeg
from server.media.composing.frames import Frame, frames
from server.media.composing.stretches import placed
from server.media.recording import files
from server.media.wire import Source

WIDTH, HEIGHT = 640, 360
DARK = (24, 128, 128)
"""Luma and the two chromas of the stage at night."""
FIRST = 2.0
"""Seconds by which the first picture may be late."""
STAYS = 0.5
"""Seconds that the last picture of somebody stays."""
CARD_EVERY = 5.0
"""One can jump to where nobody is seen, too."""


def pictures_of(folder: Path, people: Sequence[UUID], began: float, length: float) -> Iterator[Frame]:
    """The film's pictures; their time counts from its beginning."""
    stretches = _stretches(folder, people)
    dark = card()
    free = last = 0.0
    for at, (path, head) in enumerate(stretches):
        ends = stretches[at + 1][1].began - began if at + 1 < len(stretches) else length
        lit = False
        for frame in frames(placed(head, files.read(path))):
            seconds = frame.seconds - began
            if seconds >= min(ends, length):
                break
            early = seconds < -STAYS
            # From before the beginning that was chosen: what follows can be shown from its next key frame on.
            lit = lit and not early
            if early or (not lit and not frame.key):
                continue
            if last == 0 and seconds < FIRST:
                # The film begins with it: what a page shows before one presses play is no dark picture.
                seconds = 0
            if not lit:
                yield from _cards(dark, free, seconds)
                lit = True
            last = max(seconds, last + 0.001)
            yield frame._replace(seconds=last)
            free = last + STAYS
    yield from _cards(dark, free, length)


def _cards(dark: bytes, since: float, until: float) -> Iterator[Frame]:
    at = since
    while at < until:
        yield Frame(at, dark, True)
        at += CARD_EVERY


def _stretches(folder: Path, people: Sequence[UUID]) -> list[tuple[Path, files.Head]]:
    """The files with pictures, by their beginning: each is shown until the next one begins."""
    found: list[tuple[Path, files.Head]] = []
    for user in people:
        for path in files.of_user(folder, user):
            head = files.read_head(path)
            if head is not None and head.codec == "VP8" and head.source is not Source.MICROPHONE:
                found.append((path, head))
    return sorted(found, key=lambda one: (one[1].began, one[0].name))


def card() -> bytes:
    """The dark picture, as a key frame."""
    encoder = ffmpeg.CodecContext.create("libvpx", "w")
    encoder.width, encoder.height, encoder.pix_fmt = WIDTH, HEIGHT, "yuv420p"
    encoder.time_base = Fraction(1, 1000)
    picture = ffmpeg.VideoFrame(WIDTH, HEIGHT, "yuv420p")
    for plane, value in zip(picture.planes, DARK, strict=True):
        plane.update(bytes([value]) * plane.buffer_size)
    picture.pts = 0
    packets = [*encoder.encode(picture), *encoder.encode(None)]
    return bytes(packets[0])
