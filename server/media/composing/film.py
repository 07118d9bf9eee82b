"""The film itself: WebM with VP8 as it came and one Opus track, written in the order of time."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any
from uuid import UUID

from server.media.composing.ffmpeg import ffmpeg
from server.media.composing.frames import Frame
from server.media.composing.pictures import HEIGHT, WIDTH, pictures_of
from server.media.composing.voices import RATE, Mix, voices_of

MILLISECONDS = Fraction(1, 1000)
BITS = 48_000
"""A second of mixed voices."""


def compose(
    folder: Path,
    film: Path,
    people: Sequence[UUID],
    began: float,
    length: float,
    tell: Callable[[float], None],
) -> None:
    """Write the film of what these people sent between `began` (seconds since 1970) and `length` seconds after."""
    mix = Mix(voices_of(folder, people, began))
    pictures = pictures_of(folder, people, began, length)
    with ffmpeg.open(str(film), "w", format="webm", options={"cues_to_front": "1"}) as container:
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


def _packet(frame: Frame, stream: Any) -> Any:
    packet = ffmpeg.Packet(frame.data)
    packet.stream = stream
    packet.time_base = MILLISECONDS
    packet.pts = packet.dts = int(frame.seconds * 1000)
    packet.is_keyframe = frame.key
    return packet
