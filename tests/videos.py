"""Videos as telephones and other devices make them, small, with real codecs."""

from __future__ import annotations

import io
from typing import Any

import av
from PIL import Image

ffmpeg: Any = av
SIZE = 64, 48
FRAMES = 30
PLACE = "+44.8300+011.6200/"
"""ISO 6709: where it was taken, as telephones write it."""


def video(container: str = "mp4", codec: str | None = "libx264", sound: str | None = "aac") -> bytes:
    """Two seconds of a growing light and silence, with the place where it was taken."""
    target = io.BytesIO()
    with ffmpeg.open(target, "w", format=container, options={"movflags": "use_metadata_tags"}) as out:
        out.metadata.update({"location": PLACE, "com.apple.quicktime.location.ISO6709": PLACE, "title": "At home"})
        pictures = out.add_stream(codec, rate=15) if codec else None
        tone = out.add_stream(sound, rate=48_000) if sound else None
        if pictures:
            _show(out, pictures)
        if tone:
            _keep_silent(out, tone)
    return target.getvalue()


def _show(out: Any, pictures: Any) -> None:
    pictures.width, pictures.height = SIZE
    pictures.pix_fmt = "yuv420p"
    for number in range(FRAMES):
        light = Image.new("RGB", SIZE, (number * 8 % 256,) * 3)
        out.mux(pictures.encode(ffmpeg.VideoFrame.from_image(light)))
    out.mux(pictures.encode(None))


def _keep_silent(out: Any, tone: Any) -> None:
    resampler = ffmpeg.AudioResampler(tone.format, tone.layout, 48_000, tone.codec_context.frame_size)
    for number in range(100):
        quiet = ffmpeg.AudioFrame("fltp", "mono", 960)
        quiet.planes[0].update(bytes(960 * 4))
        quiet.sample_rate, quiet.pts = 48_000, number * 960
        for part in resampler.resample(quiet):
            out.mux(tone.encode(part))
    out.mux(tone.encode(None))
