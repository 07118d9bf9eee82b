"""Where packets leave the way of forwarding to be written down: one more that is fed from a layer.

Hot path (`forward`): no logging, no queue, no decisions, nothing that waits. The packets lie in a list until the
archive's timer fetches them.
"""

from server.media.publication import LayerStream, Publication
from server.media.recording.archive import Archive, Segment
from server.media.recording.files import RECORD, Head
from server.media.rtp import Packet


class Tap:
    """One publication into files: a new file for each stream that feeds it."""

    def __init__(self, archive: Archive, recording: str, publication: Publication) -> None:
        self.publication = publication
        self.segment: Segment | None = None
        """None before the first packet: a picture begins with a key frame."""
        self.stream: LayerStream | None = None
        self._archive, self._recording = archive, recording
        self._since = 0.0

    def aim(self, stream: LayerStream) -> None:
        """Begin with the next packet of sound, or with the next key frame."""
        self.stream = stream
        stream.starting.append(self)
        if stream.clock == 90000:
            self.publication.ask_keyframe(stream)

    def begin(self, stream: LayerStream, packet: Packet) -> None:
        """This packet is the first; it comes by `forward` as well."""
        self.stop()
        self.stream, self._since = stream, packet.arrival
        publication = self.publication
        head = Head(
            publication.user,
            publication.source,
            stream.codec.name,
            stream.clock,
            self._archive.time_of(packet.arrival),
        )
        self.segment = self._archive.begin(self._recording, head)
        stream.feeding.append(self)

    def forward(self, packet: Packet) -> None:
        """Note one packet."""
        segment = self.segment
        assert segment is not None
        payload = packet.payload
        at = int((packet.arrival - self._since) * 1000) & 0xFFFFFFFF
        segment.pending.append(RECORD.pack(len(payload), packet.marker, packet.sequence, packet.timestamp, at))
        segment.pending.append(payload)

    def skip(self, packet: Packet) -> None:
        """Note a packet that was only padding: without it a loss would be seen there."""
        self.forward(packet)

    def stop(self) -> None:
        """Not one packet more."""
        if self.stream is not None:
            for place in (self.stream.feeding, self.stream.starting):
                if self in place:
                    place.remove(self)
        if self.segment is not None:
            self.segment.ended = True
        self.segment = self.stream = None
