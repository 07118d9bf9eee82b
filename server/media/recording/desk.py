"""What a room has to do with recordings: begins, follows and ends the one that its peers are written into."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

from server.media.peer import Peer
from server.media.publication import Publication
from server.media.recording.archive import Archive
from server.media.recording.recorder import Recorder
from server.media.wire import ControlUpdate, Layer, RecordingBroken, RecordingWritten


class Desk:
    """At most one recording at a time; none while nobody of the room is to be written."""

    def __init__(self, room: UUID, archive: Archive | None, tell: Callable[[ControlUpdate], None]) -> None:
        self._room, self._archive, self._tell = room, archive, tell
        self._recorder: Recorder | None = None
        self._told: tuple[UUID, int] | None = None
        """How much was told last to be written, of which recording."""
        self._given_up: UUID | None = None

    @property
    def watched(self) -> Iterable[tuple[Publication, Layer]]:
        """What is looked at for the recording: its sender must send it."""
        return self._recorder.watched if self._recorder is not None else ()

    def follow(self, peers: Mapping[UUID, Peer], speaking: Sequence[UUID], now: float) -> None:
        """Write those peers that are to be written, and nobody else."""
        wanted = next((peer.recording for peer in peers.values() if peer.recording is not None), None)
        if self._recorder is not None and self._recorder.identity != wanted:
            self._end()
        if wanted is None or wanted == self._given_up:
            return
        if self._archive is None:
            self._give_up(wanted, "no_folder")
            return
        self._recorder = self._recorder or Recorder(wanted, self._archive)
        self._recorder.follow(peers, speaking, now)

    def drop(self, publication: Publication) -> None:
        """Not one packet more of this."""
        if self._recorder is not None:
            self._recorder.drop(publication)

    def look_at_the_disk(self) -> None:
        """Several times a second: a disk that takes nothing more ends the recording, and nothing else."""
        if self._recorder is None or self._archive is None:
            return
        recording = self._recorder.identity
        if reason := self._archive.broken.get(recording.hex):
            self._give_up(recording, reason)

    def report(self) -> None:
        """Every second: how much is written."""
        if self._recorder is None or self._archive is None:
            return
        recording = self._recorder.identity
        written = recording, self._archive.written.get(recording.hex, 0)
        if written != self._told:
            self._told = written
            self._tell(RecordingWritten(room=self._room, recording=recording, octets=written[1]))

    def _end(self) -> None:
        if self._recorder is not None:
            self._recorder.close()
            self._recorder = None

    def _give_up(self, recording: UUID, reason: str) -> None:
        self._end()
        self._given_up = recording
        self._tell(RecordingBroken(room=self._room, recording=recording, reason=reason))
