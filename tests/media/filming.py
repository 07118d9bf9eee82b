"""Files of a recording as a worker leaves them, made of sounds and pictures that a test can find again."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import cast
from uuid import UUID

import av
from av.audio.codeccontext import AudioCodecContext
from av.audio.frame import AudioFrame
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame

from server.media.recording import files
from server.media.wire import Source

RATE = 48_000
PER_SECOND = 15
BEGAN = 1_790_000_000.0


@cache
def tone(hertz: int, seconds: int = 1) -> list[bytes]:
    """Opus packets of 20 ms with a tone."""
    encoder = cast(AudioCodecContext, av.CodecContext.create("libopus", "w"))
    encoder.sample_rate, encoder.layout, encoder.format, encoder.bit_rate = RATE, "mono", "s16", 32_000
    packets: list[bytes] = []
    for number in range(seconds * 50):
        frame = AudioFrame(format="s16", layout="mono", samples=960)
        frame.sample_rate, frame.pts = RATE, number * 960
        wave = (int(6000 * math.sin(2 * math.pi * hertz * (number * 960 + at) / RATE)) for at in range(960))
        frame.planes[0].update(array("h", wave).tobytes())
        packets += [bytes(packet) for packet in encoder.encode(frame)]
    return packets


@cache
def picture(luma: int, width: int = 320, height: int = 180, seconds: int = 1) -> list[bytes]:
    """VP8 frames of a grey that slowly changes, the first a key frame."""
    encoder = cast(VideoCodecContext, av.CodecContext.create("libvpx", "w"))
    encoder.width, encoder.height, encoder.pix_fmt = width, height, "yuv420p"
    encoder.time_base, encoder.bit_rate = Fraction(1, PER_SECOND), 200_000
    encoder.options = {"deadline": "realtime", "cpu-used": "8"}
    frames: list[bytes] = []
    for number in range(seconds * PER_SECOND):
        frame = VideoFrame(width, height, "yuv420p")
        for plane, value in zip(frame.planes, (luma + number % 3, 128, 128), strict=True):
            plane.update(bytes([value]) * plane.buffer_size)
        frame.pts = number
        frames += [bytes(packet) for packet in encoder.encode(frame)]
    return frames + [bytes(packet) for packet in encoder.encode(None)]


def write(
    folder: Path, user: UUID, source: Source, began: float, records: Sequence[files.Record], number: int = 1
) -> Path:
    """One file."""
    sound = source is Source.MICROPHONE
    head = files.Head(user, source, "opus" if sound else "VP8", RATE if sound else 90_000, began)
    path = folder / files.name_of(head, number)
    folder.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(files.opening(head))
        for one in records:
            fixed = files.RECORD.pack(len(one.payload), one.marker, one.sequence, one.timestamp, one.at)
            file.write(fixed + one.payload)
    return path


def spoken(hertz: int, seconds: float, *, sequence: int = 65_500, timestamp: int = 0xFFFF_0000) -> list[files.Record]:
    """A tone as packets, over the wrap of all numbers."""
    packets = tone(hertz)
    return [
        files.Record(
            (sequence + at) & 0xFFFF, (timestamp + at * 960) & 0xFFFF_FFFF, at * 20, False, packets[at % len(packets)]
        )
        for at in range(int(seconds * 50))
    ]


def filmed(
    luma: int, seconds: float, *, width: int = 320, height: int = 180, sequence: int = 65_530, most: int = 400
) -> list[files.Record]:
    """A picture as packets: a key frame each second, frames cut into pieces."""
    records: list[files.Record] = []
    frames = picture(luma, width, height)
    for at in range(int(seconds * PER_SECOND)):
        pieces = list(_pieces(frames[at % len(frames)], most))
        for number, piece in enumerate(pieces):
            payload = bytes([0x10 if number == 0 else 0]) + piece
            marker = number == len(pieces) - 1
            moment = at * 90_000 // PER_SECOND
            records.append(files.Record(sequence & 0xFFFF, moment, at * 1000 // PER_SECOND, marker, payload))
            sequence += 1
    return records


def _pieces(frame: bytes, most: int) -> Iterator[bytes]:
    for start in range(0, len(frame), most):
        yield frame[start : start + most]


def lumas(film: Path) -> list[tuple[float, int, tuple[int, int]]]:
    """When, how bright and how large each picture of a film is."""
    found: list[tuple[float, int, tuple[int, int]]] = []
    with av.open(str(film)) as container:
        for frame in container.decode(video=0):
            plane = frame.planes[0]
            middle = bytes(plane)[plane.line_size * (frame.height // 2) + frame.width // 2]
            found.append((float(frame.time or 0), middle, (frame.width, frame.height)))
    return found


def loudness(film: Path, hertz: int) -> list[float]:
    """How much of a tone is in each tenth of a second of a film."""
    samples = array("h")
    with av.open(str(film)) as container:
        resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
        for frame in container.decode(audio=0):
            for one in resampler.resample(frame):
                samples.frombytes(bytes(one.planes[0])[: one.samples * 2])
    tenth = RATE // 10
    return [_strength(samples[start : start + tenth], hertz) for start in range(0, len(samples) - tenth, tenth)]


def _strength(samples: array[int], hertz: int) -> float:
    """Goertzel's filter: the amplitude of one frequency."""
    factor = 2 * math.cos(2 * math.pi * hertz / RATE)
    one = two = 0.0
    for sample in samples:
        one, two = sample + factor * one - two, one
    return math.sqrt(max(0.0, one * one + two * two - factor * one * two)) * 2 / len(samples)
