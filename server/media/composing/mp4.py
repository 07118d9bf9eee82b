"""A film once more as MP4: `python -m server.media.composing.mp4 FILM COPY`.

VP8 has no place in the MP4 that players know, so pictures and sound are made anew: H.264 and AAC. All pictures get one
size, for those players know no change of it.
"""

import argparse
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from server.media.composing.ffmpeg import ffmpeg
from server.media.composing.film import MILLISECONDS
from server.media.composing.frames import is_key, size_of
from server.media.composing.modest import LOWEST, be_modest, telling

MOST_WIDE, MOST_HIGH = 1280, 720
PICTURES = {"preset": "veryfast", "crf": "25", "profile": "high", "tune": "zerolatency"}
SOUND_BITS = 96_000


def copy(film: Path, made: Path, tell: Any) -> None:
    """Write it, chapters included."""
    width, height = _size(film)
    with (
        ffmpeg.open(str(film)) as source,
        ffmpeg.open(str(made), "w", format="mp4", options={"movflags": "+faststart"}) as container,
    ):
        container.set_chapters(source.chapters())
        length = (source.duration or 1) / 1_000_000
        video = container.add_stream("libx264", rate=30, width=width, height=height, pix_fmt="yuv420p")
        video.options = PICTURES
        video.codec_context.time_base = video.time_base = MILLISECONDS
        sound = source.streams.audio[:1]
        audio = container.add_stream("aac", rate=48_000, layout="mono", bit_rate=SOUND_BITS) if sound else None
        fit, last = Fit(width, height), -1
        for packet in source.demux(source.streams.video[0], *sound):
            for frame in packet.decode():
                if audio is not None and isinstance(frame, ffmpeg.AudioFrame):
                    container.mux(audio.encode(frame))
                    continue
                at = max(last + 1, int(frame.time * 1000))
                for shown in fit.fitted(frame):
                    shown.pts, shown.time_base, last = at, MILLISECONDS, at
                    shown.pict_type = 0
                    container.mux(video.encode(shown))
                tell(min(0.99, at / 1000 / length))
        container.mux(video.encode(None))
        if audio is not None:
            container.mux(audio.encode(None))
    tell(1.0)


def _size(film: Path) -> tuple[int, int]:
    """The largest picture of it, made smaller where it is too large; even numbers."""
    width, height = max(_sizes(film), key=lambda size: size[0] * size[1], default=(640, 360))
    by = min(Fraction(1), Fraction(MOST_WIDE, width), Fraction(MOST_HIGH, height))
    return int(width * by) // 2 * 2, int(height * by) // 2 * 2


def _sizes(film: Path) -> Iterator[tuple[int, int]]:
    with ffmpeg.open(str(film)) as source:
        for packet in source.demux(source.streams.video[0]):
            data = bytes(packet)
            if is_key(data):
                yield size_of(data)


class Fit:
    """Puts pictures of any size into the middle of one size."""

    def __init__(self, width: int, height: int) -> None:
        self._width, self._height = width, height
        self._graphs: dict[tuple[int, int, str], Any] = {}

    def fitted(self, frame: Any) -> list[Any]:
        """The picture, with dark bars where it is too narrow or too low."""
        if (frame.width, frame.height, frame.format.name) == (self._width, self._height, "yuv420p"):
            return [frame]
        key = frame.width, frame.height, frame.format.name
        graph = self._graphs.get(key)
        if graph is None:
            graph = self._graphs[key] = self._graph(frame)
        graph.push(frame)
        return [graph.pull()]

    def _graph(self, frame: Any) -> Any:
        graph = ffmpeg.filter.Graph()
        size = f"{self._width}:{self._height}"
        nodes = [
            graph.add_buffer(width=frame.width, height=frame.height, format=frame.format.name, time_base=MILLISECONDS),
            graph.add("scale", f"{size}:force_original_aspect_ratio=decrease:force_divisible_by=2"),
            graph.add("pad", f"{size}:(ow-iw)/2:(oh-ih)/2:color=0x18181b"),
            graph.add("format", "yuv420p"),
            graph.add("buffersink"),
        ]
        graph.link_nodes(*nodes).configure()
        return graph


def main() -> None:
    """Read the command line and copy."""
    parser = argparse.ArgumentParser(description="Makes an MP4 of a film.")
    parser.add_argument("film", type=Path)
    parser.add_argument("copy", type=Path)
    parser.add_argument("--nice", type=int, default=LOWEST, help="19: only when nobody else wants the processor")
    chosen = parser.parse_args()
    be_modest(chosen.nice)
    copy(chosen.film, chosen.copy, telling())


if __name__ == "__main__":
    main()
