"""One slot of one participant: the stream that goes out on it, whatever publication and layer feed it.

Hot path (`forward`): no logging, no database, no queue, no decisions.
"""

import random
from collections.abc import Callable
from uuid import UUID

from server.media import rtp, vp8
from server.media.packet_cache import PacketCache
from server.media.publication import LayerStream, Publication
from server.media.rtcp import SenderReport
from server.media.rtp import Packet
from server.media.sdp import ABS_SEND_TIME, Section
from server.media.sdp_answer import Outgoing
from server.media.sequence import DISCARD, Sequence
from server.media.wire import Layer, Slot, Source, Want

NTP_EPOCH = 1 << 31
"""Sender reports count from an arbitrary second: receivers compare them among themselves only."""
LEAST_REPAIRS = 15_000
"""Octets of repairs in a second that are always sent; above that, a quarter of what the stream itself sends."""
REPAIR_AGAIN = 0.1
"""Browsers ask again before the first answer can have come."""


class Subscription:
    """Keeps one SSRC, one unbroken sequence and one running timestamp through all changes of source and layer."""

    def __init__(self, section: Section, send: Callable[[bytes], None], on_change: Callable[[], None]) -> None:
        self.mid = section.mid
        self.kind = section.kind
        self.want = Want(section.mid)
        self.outgoing = Outgoing(random.getrandbits(31) | 1, random.getrandbits(31) | 1 << 31)
        self.packets = self.octets = self.repaired = self.bits_per_second = self.fraction_lost = 0
        self._repair_allowance = LEAST_REPAIRS
        self._repaired_octets = self._measured = 0
        self._repaired_at: dict[int, float] = {}
        self._send, self._on_change = send, on_change
        self._payload_types = {codec.name: codec.payload_type for codec in section.codecs}
        self._repair_types = {codec.name: codec.repair_type for codec in section.codecs}
        self._extension = rtp.shifted(section.extensions.get(ABS_SEND_TIME, 0))
        self._cache = PacketCache() if section.kind == "video" else None
        self._ssrc = self.outgoing.ssrc
        self._sequence = Sequence(random.getrandbits(15))
        self._repair_sequence = random.getrandbits(15)
        self._payload_type = 0
        self._offset = 0
        self._moved = False
        self._picture_offset = self._base_offset = 0
        self._last_payload = b""
        self._timestamp = random.getrandbits(32)
        self._arrival = 0.0
        self.publication: Publication | None = None
        """What this slot is meant to show."""
        self.stream: LayerStream | None = None
        """What it is fed from; none before the first key frame of a picture."""
        self._next: LayerStream | None = None

    def forward(self, packet: Packet) -> None:
        """Send one packet under our own number and time."""
        sequence = self._sequence.map(packet.sequence)
        if sequence == DISCARD:
            return
        timestamp = (packet.timestamp + self._offset) & 0xFFFFFFFF
        payload = packet.payload
        if self._cache is not None:
            if self._moved:
                payload = vp8.renumbered(payload, self._picture_offset, self._base_offset)
            self._cache.store(sequence, timestamp, packet.marker, payload)
            self._last_payload = payload
        self._timestamp = timestamp
        self._arrival = packet.arrival
        self.packets += 1
        self.octets += len(payload)
        self._send(
            rtp.compose(
                packet.marker | self._payload_type,
                sequence,
                timestamp,
                self._ssrc,
                self._extension,
                packet.stamp,
                payload,
            )
        )

    def skip(self, packet: Packet) -> None:
        """Leave out a packet that is only padding."""
        self._sequence.drop(packet.sequence)

    def begin(self, stream: LayerStream, packet: Packet) -> None:
        """Be fed from `stream`, beginning with `packet`; the clock goes on by the time that has passed."""
        if self.stream is not None and self.stream is not stream:
            _forget(self, self.stream)
        passed = int((packet.arrival - self._arrival) * stream.clock) if self._arrival else 0
        # A whole tick at least: two frames with one timestamp would be taken for one.
        self._offset = (self._timestamp + max(1, min(passed, 1 << 30)) - packet.timestamp) & 0xFFFFFFFF
        self._payload_type = self._payload_types[stream.codec.name]
        self._sequence.switch(packet.sequence)
        self._moved = stream.codec.name == "VP8" and bool(self._last_payload)
        if self._moved:
            self._picture_offset, self._base_offset = vp8.offsets(self._last_payload, packet.payload)
        shown = self.stream
        self.stream, self._next = stream, None
        if self not in stream.feeding:
            stream.feeding.append(self)
        if shown is None:
            self._on_change()

    def aim(self, publication: Publication | None, stream: LayerStream | None) -> None:
        """Feed the slot from `stream` of `publication`: sound at once, a picture at its next key frame.

        Another layer of the same publication replaces the present one when its key frame comes; what belongs to
        another publication stops at once.
        """
        if stream is not None and stream.codec.name not in self._payload_types:
            stream = None
        if publication is not self.publication:
            self.stop()
            self.publication = publication
            if self.kind == "audio":
                self._on_change()
        if stream is None or stream is self._next:
            return
        if self._next is not None:
            _forget(self, self._next)
            self._next = None
        if stream is not self.stream:
            self._next = stream
            stream.starting.append(self)
            if self.kind == "video":
                stream.publication.ask_keyframe(stream)

    def stop(self) -> None:
        """Show nothing: not one packet more of what was shown, nor a repair of it."""
        for stream in (self.stream, self._next):
            if stream is not None:
                _forget(self, stream)
        shown = self.publication is not None
        self.publication = self.stream = self._next = None
        if self._cache is not None:
            self._cache.clear()
        if shown:
            self._on_change()

    def repair(self, lost: tuple[int, ...], now: float) -> None:
        """Send lost packets again, within the allowance: a flood of repairs is what a narrow line needs least."""
        if self._cache is None or self.stream is None:
            return
        repair_type = self._repair_types[self.stream.codec.name]
        for sequence in lost:
            found = self._cache.find(sequence)
            if found is None or now - self._repaired_at.get(sequence, 0.0) < REPAIR_AGAIN:
                continue
            timestamp, marker, payload = found
            self._repair_allowance -= len(payload)
            if self._repair_allowance < 0:
                return
            self._repaired_at[sequence] = now
            self.repaired += 1
            self._repaired_octets += len(payload)
            stamp = rtp.send_time(now)
            if repair_type is None:  # a browser without a repair stream gets it once more as it was
                second = marker | self._payload_type
                self._send(rtp.compose(second, sequence, timestamp, self._ssrc, self._extension, stamp, payload))
                continue
            self._repair_sequence = (self._repair_sequence + 1) & 0xFFFF
            self._send(
                rtp.compose_repair(
                    marker | repair_type,
                    self._repair_sequence,
                    sequence,
                    timestamp,
                    self.outgoing.repair_ssrc,
                    self._extension,
                    stamp,
                    payload,
                )
            )

    def measure(self, seconds: float) -> None:
        """Note the rate of the last `seconds`, repairs included."""
        octets = self.octets + self._repaired_octets
        self.bits_per_second = int((octets - self._measured) * 8 / seconds)
        self._measured = octets
        self._repair_allowance = max(LEAST_REPAIRS, self.bits_per_second // 32)
        self._repaired_at.clear()

    def sender_report(self, now: float) -> SenderReport | None:
        """Which instant our timestamps mean, once something is flowing."""
        if self.stream is None or not self.packets:
            return None
        timestamp = (self._timestamp + int((now - self._arrival) * self.stream.clock)) & 0xFFFFFFFF
        ntp = int((now + NTP_EPOCH) * (1 << 32)) & 0xFFFFFFFFFFFFFFFF
        return SenderReport(self._ssrc, ntp, timestamp, self.packets, self.octets)

    def slot(self) -> Slot:
        """What is shown, as told to the server: a picture counts from its first key frame on."""
        live = self.publication is not None and (self.kind == "audio" or self.stream is not None)
        return Slot(self.mid, self.user, self.source) if live else Slot(self.mid)

    @property
    def user(self) -> UUID | None:
        """Whose publication this is aimed at."""
        return self.publication.user if self.publication is not None else None

    @property
    def source(self) -> Source | None:
        """Which source this is aimed at."""
        return self.publication.source if self.publication is not None else None

    @property
    def layer(self) -> Layer | None:
        """The layer that is flowing."""
        return self.stream.layer if self.stream is not None else None


def _forget(subscription: Subscription, stream: LayerStream) -> None:
    for place in (stream.feeding, stream.starting):
        if subscription in place:
            place.remove(subscription)
