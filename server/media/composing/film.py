"""The film itself: WebM with VP8 as it came and one Opus track, written in the order of time."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from server.media.composing.ffmpeg import ffmpeg
from server.media.composing.frames import Frame
from server.media.composing.pictures import HEIGHT, WIDTH, pictures_of
from server.media.composing.voices import RATE, Mix, voices_of

MILLISECONDS = Fraction(1, 1000)
BITS = 48_000
"""A second of mixed voices."""


class Place(NamedTuple):
    """Where a chapter begins."""

    at: float
    """Seconds after the film's beginning."""
    words: str


def compose(
    folder: Path,
    film: Path,
    people: Sequence[UUID],
    began: float,
    length: float,
    tell: Callable[[float], None],
    places: Sequence[Place] = (),
) -> None:
    """Write the film of what these people sent between `began` (seconds since 1970) and `length` seconds after."""
    mix = Mix(voices_of(folder, people, began))
    pictures = pictures_of(folder, people, began, length)
    with ffmpeg.open(str(film), "w", format="webm", options={"cues_to_front": "1"}) as container:
        container.set_chapters(chapters(places, length))
        video = container.add_mux_stream("vp8", width=WIDTH, height=HEIGHT)
        video.time_base = MILLISECONDS
        audio: Any = container.add_stream("libopus", rate=RATE, layout="mono")
        audio.bit_rate = BITS
        audio.options = {"application": "voip", "compression_level": "5"}
        ahead: Frame | None = next(pictures, None)
        for second in range(ceil(length)):
            for sound in mix.second(second):
                container.mux(audio.encode(sound))
            while ahead is not None and ahead.seconds < second + 1:
                container.mux(_packet(ahead, video))
                ahead = next(pictures, None)
            tell(min(1.0, (second + 1) / length))
        container.mux(audio.encode(None))


def chapters(places: Sequence[Place], length: float) -> list[dict[str, Any]]:
    """As Matroska keeps them: each lasts until the next one."""
    marks = [*(int(place.at * 1000) for place in places), int(length * 1000)]
    return [
        {"id": at + 1, "start": marks[at], "end": marks[at + 1], "time_base": MILLISECONDS, "metadata": metadata}
        for at, metadata in enumerate({"title": place.words} for place in places)
    ]


def _packet(frame: Frame, stream: Any) -> Any:
    packet = ffmpeg.Packet(frame.data)
    packet.stream = stream
    packet.time_base = MILLISECONDS
    packet.pts = packet.dts = int(frame.seconds * 1000)
    packet.is_keyframe = frame.key
    return packet
