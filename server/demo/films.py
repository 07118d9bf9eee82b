"""The film of the one recorded demo event: a few seconds of a sea that moves, without a sound."""

from __future__ import annotations

import io
from fractions import Fraction
from functools import cache
from typing import Any, cast

import av
from PIL import Image

from server.demo.drawings import SEA, waves

SECONDS = 6
RATE = 5
SIZE = (480, 320)
codecs = cast(Any, av)
"""Left half untyped there."""


@cache
def film() -> bytes:
    """As WebM (VP8), drawn by ourselves. Once in a process."""
    out = io.BytesIO()
    sea = waves("", ["#7fb2dc", "#4d86bf", SEA], 3)
    sea.thumbnail(SIZE)
    with codecs.open(out, "w", format="webm") as container:
        stream = container.add_stream("libvpx", rate=RATE)
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        stream.time_base = Fraction(1, RATE)
        stream.options = {"deadline": "realtime", "cpu-used": "8"}
        for number in range(SECONDS * RATE):
            frame = codecs.VideoFrame.from_image(_moved(sea, number * 7))
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return out.getvalue()


def _moved(image: Image.Image, by: int) -> Image.Image:
    """The lower part flows to the left; what leaves comes back."""
    shown = image.copy()
    sea = image.crop((0, SIZE[1] // 2, *SIZE))
    shown.paste(sea, (-by % SIZE[0] - SIZE[0], SIZE[1] // 2))
    shown.paste(sea, (-by % SIZE[0], SIZE[1] // 2))
    return shown
