"""Which streams of a room are written down: all voices of those who agreed, and one picture at a time.

Decides on events and slow timers; packets go by the taps alone. The picture is the shared screen, else the camera of
whoever speaks, so what is stored is what will be seen, and nothing has to be chosen or decoded afterwards.
"""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from server.media import layers
from server.media.peer import Peer
from server.media.publication import LayerStream, Publication
from server.media.recording.archive import Archive
from server.media.recording.taps import Tap
from server.media.wire import Layer, Source

WISHED = {Source.CAMERA: Layer.MEDIUM, Source.SCREEN: Layer.HIGH}
"""A talking head needs a third of the octets of a page of text."""
STEADY = 1.5
"""Seconds that somebody must speak to be shown: a cough is no turn."""
KEYFRAME_EVERY = 5.0
"""One can jump to each of them, and a picture that broke is whole again."""
CODEC = "VP8"


class Recorder:
    """One recording of one room."""

    def __init__(self, identity: UUID, archive: Archive) -> None:
        self.identity = identity
        self._archive = archive
        self._voices: dict[UUID, Tap] = {}
        self._shown: Tap | None = None
        self._coming: Tap | None = None
        """Waits for its key frame, to be shown then."""
        self._speaker: tuple[UUID, float] | None = None
        """Who speaks first, and since when."""
        self._asked = 0.0

    @property
    def watched(self) -> list[tuple[Publication, Layer]]:
        """What is looked at here: its sender must send it."""
        taps = [tap for tap in (self._shown, self._coming) if tap is not None]
        return [(tap.publication, WISHED[tap.publication.source]) for tap in taps]

    def follow(self, peers: Mapping[UUID, Peer], speaking: Sequence[UUID], now: float) -> None:
        """Write those who agreed, as they are now."""
        agreed = {user: peer for user, peer in peers.items() if peer.recording == self.identity}
        self._hear(agreed)
        self._look(agreed, [user for user in speaking if user in agreed], now)

    def drop(self, publication: Publication) -> None:
        """Not one packet more of this."""
        for user, tap in list(self._voices.items()):
            if tap.publication is publication:
                tap.stop()
                del self._voices[user]
        if self._shown is not None and self._shown.publication is publication:
            self._shown.stop()
            self._shown = None
        if self._coming is not None and self._coming.publication is publication:
            self._coming.stop()
            self._coming = None

    def close(self) -> None:
        """The recording is over."""
        for tap in (*self._voices.values(), self._shown, self._coming):
            if tap is not None:
                tap.stop()
        self._voices.clear()
        self._shown = self._coming = None

    def _hear(self, agreed: Mapping[UUID, Peer]) -> None:
        for user, tap in list(self._voices.items()):
            peer = agreed.get(user)
            if peer is None or peer.publications.get(Source.MICROPHONE) is not tap.publication:
                tap.stop()
                del self._voices[user]
        for user, peer in agreed.items():
            microphone = peer.publications.get(Source.MICROPHONE)
            if microphone is None or not microphone.open or user in self._voices:
                continue
            for stream in microphone.streams.values():
                tap = self._voices[user] = Tap(self._archive, self.identity.hex, microphone)
                tap.aim(stream)

    def _look(self, agreed: Mapping[UUID, Peer], speaking: Sequence[UUID], now: float) -> None:
        if self._coming is not None and self._coming.segment is not None:
            if self._shown is not None:
                self._shown.stop()
            self._shown, self._coming = self._coming, None
        for tap in (self._shown, self._coming):
            if tap is not None and agreed.get(tap.publication.user) is None:
                self.drop(tap.publication)
        publication = self._choose(list(_open(agreed.values())), speaking, now)
        stream = _flowing(publication) if publication is not None else None
        if publication is not None and stream is not None:
            self._aim(publication, stream)
        shown = self._shown.stream if self._shown is not None else None
        if shown is not None and now - self._asked >= KEYFRAME_EVERY:
            self._asked = now
            shown.publication.ask_keyframe(shown)

    def _choose(self, pictures: Sequence[Publication], speaking: Sequence[UUID], now: float) -> Publication | None:
        screens = [one for one in pictures if one.source is Source.SCREEN]
        present = self._shown.publication if self._shown is not None else None
        if screens:
            return present if present in screens else screens[0]
        cameras = {one.user: one for one in pictures}
        first = next((user for user in speaking if user in cameras), None)
        if first is None:
            self._speaker = None
        elif self._speaker is None or self._speaker[0] != first:
            self._speaker = first, now
        if present is not None and present.user in cameras and present.source is Source.CAMERA:
            steady = self._speaker is not None and now - self._speaker[1] >= STEADY
            return cameras[self._speaker[0]] if self._speaker is not None and steady else present
        return cameras[first] if first is not None else next(iter(cameras.values()), None)

    def _aim(self, publication: Publication, stream: LayerStream) -> None:
        if self._shown is not None and self._shown.stream is stream:
            if self._coming is not None:
                self._coming.stop()
                self._coming = None
        elif self._coming is None or self._coming.stream is not stream:
            if self._coming is not None:
                self._coming.stop()
            self._coming = Tap(self._archive, self.identity.hex, publication)
            self._coming.aim(stream)


def _open(peers: Iterable[Peer]) -> Iterable[Publication]:
    """The cameras and screens that are on."""
    for peer in peers:
        for source in (Source.SCREEN, Source.CAMERA):
            publication = peer.publications.get(source)
            if publication is not None and publication.open and _flowing(publication) is not None:
                yield publication


def _flowing(publication: Publication) -> LayerStream | None:
    """The layer to write, of those that arrive."""
    flowing = [layer for layer, one in publication.streams.items() if one.flowing and one.codec.name == CODEC]
    layer = layers.best(WISHED[publication.source], flowing)
    return publication.streams[layer] if layer is not None else None
