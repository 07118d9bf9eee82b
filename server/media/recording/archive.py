"""The disk side of recordings: a thread that appends what the taps gathered, so that no packet ever waits for a disk.

What was handed to the system survives the end of this process; once a second it is asked to be safe from a power cut as
well. A disk that is full or too slow ends the recording, never the conference.
"""

from __future__ import annotations

import logging
import os
import queue
import threading
import time
from collections.abc import Callable
from pathlib import Path

from server.core import clock
from server.media.recording.files import Head, name_of, opening

logger = logging.getLogger(__name__)

FLUSH_EVERY = 0.25
"""Seconds that packets lie in memory: what a killed worker loses."""
SYNC_EVERY = 1.0
MOST_BEHIND = 32 << 20
"""Octets that may wait for the disk: several seconds of a full room, and no more memory than that."""
SPARE = 64 << 20
"""Octets of the disk that are left to everything else."""


class Segment:
    """One file that is being written."""

    __slots__ = ("ended", "path", "pending", "recording")

    def __init__(self, recording: str, path: Path, first: bytes) -> None:
        self.recording, self.path = recording, path
        self.pending: list[bytes] = [first]
        """What the tap gathered since the last flush."""
        self.ended = False


Batch = list[tuple[Segment, list[bytes]]]


class Archive:
    """All recordings of this worker."""

    def __init__(self, folder: Path, now: Callable[[], float]) -> None:
        self.folder = folder
        self.written: dict[str, int] = {}
        """Octets on the disk, by recording, of those written since this worker began."""
        self.broken: dict[str, str] = {}
        """Recordings that ended here because of the disk: `disk_full`, `disk_slow`, `disk_failed`."""
        self._shift = clock.now().timestamp() - now()
        self._segments: list[Segment] = []
        self._number = 0
        self._waiting: queue.SimpleQueue[Batch | None] = queue.SimpleQueue()
        self._behind = 0
        """Handed over and not yet written."""
        self._lock = threading.Lock()
        self._files: dict[Segment, int] = {}
        self._unsafe: set[int] = set()
        self._thread: threading.Thread | None = None

    def time_of(self, arrival: float) -> float:
        """An instant of the loop's clock as seconds since 1970."""
        return arrival + self._shift

    def begin(self, recording: str, head: Head) -> Segment:
        """A new file; it is made when there is something to write."""
        self._number += 1
        segment = Segment(recording, self.folder / recording / name_of(head, self._number), opening(head))
        self._segments.append(segment)
        return segment

    def flush(self) -> None:
        """Several times a second, on the loop: hand over what has been gathered."""
        if not self._segments:
            return
        batch: Batch = []
        for segment in self._segments:
            if segment.recording in self.broken:
                segment.pending, segment.ended = [], True
            elif segment.pending or segment.ended:
                batch.append((segment, segment.pending))
                segment.pending = []
        self._segments = [segment for segment in self._segments if not segment.ended]
        if batch:
            self._hand_over(batch)

    def close(self) -> None:
        """Write all that has been gathered, and stop."""
        for segment in self._segments:
            segment.ended = True
        self.flush()
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join(10)
            self._thread = None

    def _hand_over(self, batch: Batch) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._write_all, name="recordings", daemon=True)
            self._thread.start()
        size = sum(len(piece) for _, pieces in batch for piece in pieces)
        with self._lock:
            self._behind += size
            behind = self._behind
        if behind > MOST_BEHIND:
            for segment, _ in batch:
                self.broken.setdefault(segment.recording, "disk_slow")
        self._waiting.put(batch)

    # In the thread

    def _write_all(self) -> None:
        synced = time.monotonic()
        while (batch := self._waiting.get()) is not None:
            for segment, pieces in batch:
                self._write(segment, b"".join(pieces))
            if time.monotonic() - synced >= SYNC_EVERY:
                self._sync()
                synced = time.monotonic()
        self._sync()
        for file in self._files.values():
            os.close(file)
        self._files.clear()

    def _write(self, segment: Segment, data: bytes) -> None:
        if segment.recording not in self.broken:
            try:
                self._append(segment, data)
            except OSError as error:
                logger.error("a recording cannot be written: %s", error)
                full = error.errno in (28, 122)  # ENOSPC, EDQUOT
                self.broken.setdefault(segment.recording, "disk_full" if full else "disk_failed")
            else:
                self.written[segment.recording] = self.written.get(segment.recording, 0) + len(data)
        with self._lock:
            self._behind -= len(data)
        if segment.ended and segment in self._files:
            file = self._files.pop(segment)
            self._unsafe.discard(file)
            os.close(file)

    def _append(self, segment: Segment, data: bytes) -> None:
        file = self._files.get(segment)
        if file is None:
            segment.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            file = os.open(segment.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            self._files[segment] = file
        room = os.fstatvfs(file)
        if room.f_bavail * room.f_frsize < len(data) + SPARE:
            raise OSError(28, "less than the spare room is left")
        view = memoryview(data)
        while view:
            view = view[os.write(file, view) :]
        self._unsafe.add(file)

    def _sync(self) -> None:
        for file in self._unsafe:
            try:
                os.fdatasync(file)
            except OSError as error:
                logger.error("a recording is not safe from a power cut: %s", error)
        self._unsafe.clear()
