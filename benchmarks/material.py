"""What the bots of a conference say and show: real VP8 in three layers and real Opus, encoded once and sent round and
round."""

from __future__ import annotations

import math
import random
import struct
from array import array
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

import av

from server.media.wire import Layer

FRAMES_PER_SECOND = 20
SECONDS = 3
LARGEST = 1100
SIZES = {Layer.LOW: (320, 180, 110_000), Layer.MEDIUM: (640, 360, 400_000), Layer.HIGH: (1280, 720, 1_200_000)}
"""Width, height, bits per second: those of our own camera (web/src/live/media-peer.ts)."""

STAMP = struct.Struct("<dI")
"""When a sound packet was sent, and by which bot: in the padding that Opus decoders leave out (RFC 6716, 3.2.5)."""

Frame = list[bytes]
"""The payloads of one frame, without VP8's descriptor."""


@dataclass(frozen=True)
class Material:
    """One round; each layer begins with a key frame."""

    layers: dict[Layer, list[Frame]]
    sound: list[bytes]


def encoded() -> Material:
    """Make it; takes a second or two."""
    return Material({layer: _picture(*size) for layer, size in SIZES.items()}, _sound())


def stamped(packet: bytes, now: float, bot: int) -> bytes:
    """The Opus packet with a stamp in its padding."""
    toc, frame = packet[0], packet[1:]
    return bytes((toc | 3, 0x41, STAMP.size)) + frame + STAMP.pack(now, bot)


def _picture(width: int, height: int, bits: int) -> list[Frame]:
    codec = cast(Any, av.CodecContext.create("libvpx", "w"))
    codec.width, codec.height, codec.pix_fmt = width, height, "yuv420p"
    codec.bit_rate, codec.framerate = bits, Fraction(FRAMES_PER_SECOND)
    codec.time_base = Fraction(1, FRAMES_PER_SECOND)
    codec.options = {
        "deadline": "realtime", "cpu-used": "8", "lag-in-frames": "0", "error-resilient": "1",
        "minrate": str(bits), "maxrate": str(bits), "bufsize": str(bits // 2), "g": "9999",
    }  # fmt: skip
    chance = random.Random(1)
    ground = b"".join(bytes((chance.randrange(60, 200),)) * 12 for _ in range(4000))
    packets: list[bytes] = []
    for at in range(FRAMES_PER_SECOND * SECONDS):
        frame = cast(Any, av.VideoFrame)(width, height, "yuv420p")
        for number, plane in enumerate(frame.planes):
            if number:
                plane.update(b"\x80" * plane.buffer_size)
                continue
            starts = [row // 16 * 997 % 30_000 + at * width // 160 for row in range(height)]
            plane.update(b"".join(ground[start : start + plane.line_size] for start in starts))
        frame.pts = at
        packets += [bytes(packet) for packet in codec.encode(frame)]
    packets += [bytes(packet) for packet in codec.encode(None)]
    return [[packet[at : at + LARGEST] for at in range(0, len(packet), LARGEST)] for packet in packets]


def _sound() -> list[bytes]:
    codec = cast(Any, av.CodecContext.create("libopus", "w"))
    codec.sample_rate, codec.layout, codec.format, codec.bit_rate = 48000, "mono", "s16", 32_000
    codec.time_base = Fraction(1, 48000)
    codec.options = {"application": "voip", "frame_duration": "20"}
    packets: list[bytes] = []
    for at in range(50 * SECONDS):
        samples = array("h", (_wave((at * 960 + place) / 48000) for place in range(960)))
        frame = cast(Any, av.AudioFrame)(format="s16", layout="mono", samples=960)
        frame.planes[0].update(samples.tobytes())
        frame.sample_rate, frame.pts = 48000, at * 960
        packets += [bytes(packet) for packet in codec.encode(frame)]
    return [packet for packet in packets if packet[0] & 3 == 0]


def _wave(time: float) -> int:
    loudness = 6000 * (0.6 + 0.4 * math.sin(8 * math.pi * time))
    return int(loudness * (math.sin(360 * math.pi * time) + 0.5 * math.sin(1440 * math.pi * time)))
