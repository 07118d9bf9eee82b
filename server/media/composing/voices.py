"""All voices in one track: each decoded by itself, laid at its time, and mixed a second at a time."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from server.media.composing.ffmpeg import ffmpeg
from server.media.composing.stretches import placed
from server.media.recording import files
from server.media.wire import Source

RATE = 48_000
OCTETS = 2
SECOND = RATE * OCTETS
DRIFT = 0.06
"""Seconds by which a voice may be beside its time before a pause brings it back: less cannot be heard."""
PAUSE = 0.1


class Voice:
    """One person's microphone through all the files of it."""

    def __init__(self, paths: Sequence[Path], began: float) -> None:
        self._pieces = self._decoded(paths, began)
        self._ahead: tuple[int, bytes] | None = None

    def second(self, number: int) -> bytes:
        """The voice in that second, silence where there was none."""
        sound = bytearray(SECOND)
        start = number * RATE
        while (piece := self._ahead or next(self._pieces, None)) is not None:
            self._ahead = None
            at, samples = piece
            if at >= start + RATE:
                self._ahead = piece
                break
            if at < start:
                samples, at = samples[(start - at) * OCTETS :], start
            fits = samples[: (start + RATE - at) * OCTETS]
            place = (at - start) * OCTETS
            sound[place : place + len(fits)] = fits
            if len(fits) < len(samples):
                self._ahead = start + RATE, samples[len(fits) :]
                break
        return bytes(sound)

    @staticmethod
    def _decoded(paths: Sequence[Path], began: float) -> Iterator[tuple[int, bytes]]:
        """Where each piece of sound begins, in samples, and the piece."""
        for path in paths:
            head = files.read_head(path)
            if head is None or head.codec != "opus":
                continue
            decoder = _decoder()
            due: float | None = None
            for _, seconds, record in placed(head, files.read(path)):
                if not record.payload:
                    continue
                samples = _decode(decoder, record.payload)
                at = seconds - began
                if due is None or at - due > PAUSE or abs(at - due) > 2 * PAUSE:
                    due = at
                elif abs(at - due) > DRIFT:
                    due += (at - due) / 8
                if due >= 0:
                    yield int(due * RATE), samples
                due += len(samples) / OCTETS / RATE


def _decoder() -> Any:
    decoder = ffmpeg.CodecContext.create("libopus", "r")
    decoder.sample_rate = RATE
    decoder.layout = "mono"
    return decoder


def _decode(decoder: Any, payload: bytes) -> bytes:
    try:
        decoded = decoder.decode(ffmpeg.Packet(payload))
    except ffmpeg.FFmpegError:
        # One packet that is none: a fiftieth of a second of silence.
        return b""
    return b"".join(bytes(frame.planes[0])[: frame.samples * OCTETS] for frame in decoded)


class Mix:
    """All voices together."""

    def __init__(self, voices: Sequence[Voice]) -> None:
        self._voices = voices
        self._graph, self._inputs, self._sink = _mixer(len(voices)) if len(voices) > 1 else (None, [], None)

    def second(self, number: int) -> list[Any]:
        """What was heard in that second."""
        sounds = [_frame(voice.second(number), number) for voice in self._voices]
        if self._sink is None:
            return sounds or [_frame(bytes(SECOND), number)]
        for entry, sound in zip(self._inputs, sounds, strict=True):
            entry.push(sound)
        mixed: list[Any] = []
        while True:
            try:
                mixed.append(self._sink.pull())
            except (ffmpeg.BlockingIOError, ffmpeg.EOFError):
                return mixed


def _mixer(voices: int) -> tuple[Any, list[Any], Any]:
    graph = ffmpeg.filter.Graph()
    inputs = [graph.add_abuffer(sample_rate=RATE, format="s16", layout="mono") for _ in range(voices)]
    # Nobody gets quieter because others are in the room; a limiter catches those who speak at once.
    mix = graph.add("amix", f"inputs={voices}:normalize=0")
    limiter = graph.add("alimiter", "level=disabled")
    form = graph.add("aformat", f"sample_fmts=s16:sample_rates={RATE}:channel_layouts=mono")
    sink = graph.add("abuffersink")
    for number, entry in enumerate(inputs):
        entry.link_to(mix, 0, number)
    mix.link_to(limiter)
    limiter.link_to(form)
    form.link_to(sink)
    graph.configure()
    return graph, inputs, sink


def _frame(sound: bytes, number: int) -> Any:
    frame = ffmpeg.AudioFrame(format="s16", layout="mono", samples=RATE)
    frame.sample_rate = RATE
    frame.planes[0].update(sound)
    frame.pts = number * RATE
    return frame


def voices_of(folder: Path, people: Sequence[UUID], began: float) -> list[Voice]:
    """One voice for each of these people who has said anything."""
    found: list[Voice] = []
    for user in people:
        paths = [path for path in files.of_user(folder, user) if f".{Source.MICROPHONE.value}." in path.name]
        if paths:
            found.append(Voice(paths, began))
    return found
