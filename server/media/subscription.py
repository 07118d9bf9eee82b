"""One slot of one participant: the stream that goes out on it, whatever publication and layer feed it.

Hot path (`forward`): no logging, no database, no queue, no decisions.
"""

import random
from collections.abc import Callable
from typing import NamedTuple, Protocol
from uuid import UUID

from server.media import rtp, vp8
from server.media.publication import LayerStream, Publication
from server.media.rtcp import SenderReport
from server.media.rtp import Packet
from server.media.sdp import ABS_SEND_TIME, Codec, Section
from server.media.sdp_answer import Outgoing
from server.media.sequence import DISCARD, Sequence
from server.media.wire import Layer, Slot, Source, Want

NTP_EPOCH = 1 << 31
"""Sender reports count from an arbitrary second: receivers compare them among themselves only."""
LEAST_REPAIRS = 15_000
"""Octets of repairs in a second that are always sent; above that, a quarter of what the stream itself sends."""
LEGS_KEPT = 4
"""What went out before a change of layer can be repaired for a while."""
REPAIR_AGAIN = 0.1
"""Browsers ask again before the first answer can have come."""


class Send(Protocol):
    """Protects a packet and sends it: `Carrier.send`."""

    def __call__(
        self, second: int, sequence: int, timestamp: int, ssrc: int, extension: int, payload: bytes, opening: bytes
    ) -> None: ...


class Ended(NamedTuple):
    """The last that went out: another source goes on from there."""

    sequence: int
    timestamp: int
    arrival: float
    numbers: tuple[int, int] | None
    """VP8's PictureID and TL0PICIDX, if any picture ever went out."""


class Leg:
    """How the packets of one stream are rewritten, from one change of source to the next."""

    __slots__ = ("base", "codec", "map", "moved", "offset", "payload_type", "picture", "sequence", "stream")

    def __init__(self, stream: LayerStream, codec: Codec, sequence: Sequence, offset: int) -> None:
        self.stream, self.codec, self.payload_type = stream, codec, codec.payload_type
        self.sequence, self.map = sequence, sequence.map
        self.offset = offset
        """From the stream's timestamps to ours."""
        self.moved = False
        """Whether VP8's numbers are moved too, by `picture` and `base`."""
        self.picture = self.base = 0

    def timestamp(self, packet: Packet) -> int:
        """Which of our timestamps the packet has."""
        return (packet.timestamp + self.offset) & 0xFFFFFFFF

    def opening(self, packet: Packet) -> bytes:
        """The first octets of the packet's payload, where they change."""
        return vp8.renumbered(packet.payload, self.picture, self.base) if self.moved else b""

    def numbers(self, packet: Packet) -> tuple[int, int] | None:
        """VP8's PictureID and TL0PICIDX as they went out."""
        if self.codec.name != "VP8":
            return None
        picture, base = vp8.numbers(packet.payload)
        return (picture + self.picture) % vp8.PICTURES, (base + self.base) % vp8.BASES

    def find(self, sequence: int) -> Packet | None:
        """What went out under that number, if it was in this leg and is still known."""
        origin = self.sequence.origin(sequence)
        return self.stream.recent.find(origin) if origin != DISCARD else None


class Subscription:
    """Keeps one SSRC, one unbroken sequence and one running timestamp through all changes of source and layer."""

    def __init__(self, section: Section, send: Send, on_change: Callable[[], None]) -> None:
        self.mid = section.mid
        self.kind = section.kind
        self.want = Want(section.mid)
        self.outgoing = Outgoing(random.getrandbits(31) | 1, random.getrandbits(31) | 1 << 31)
        self.packets = self.octets = self.repaired = self.bits_per_second = self.fraction_lost = 0
        self._repair_allowance = LEAST_REPAIRS
        self._repaired_octets = self._measured = 0
        self._repaired_at: dict[int, float] = {}
        self._send, self._on_change = send, on_change
        self._codecs = {codec.name: codec for codec in section.codecs}
        self._extension = rtp.shifted(section.extensions.get(ABS_SEND_TIME, 0))
        self._ssrc = self.outgoing.ssrc
        self._repair_sequence = random.getrandbits(15)
        self._legs: list[Leg] = []
        """The present one last."""
        self._leg: Leg | None = None
        self._ended = Ended(random.getrandbits(15), random.getrandbits(32), 0.0, None)
        self.publication: Publication | None = None
        """What this slot is meant to show."""
        self.stream: LayerStream | None = None
        """What it is fed from; none before the first key frame of a picture."""
        self._next: LayerStream | None = None

    def forward(self, packet: Packet) -> None:
        """Send one packet under our own number and time."""
        leg = self._leg
        assert leg is not None
        sequence = leg.map(packet.sequence)
        if sequence == DISCARD:
            return
        payload, extension = packet.payload, self._extension
        self.packets += 1
        self.octets += len(payload)
        self._send(
            packet.marker | leg.payload_type,
            sequence,
            (packet.timestamp + leg.offset) & 0xFFFFFFFF,
            self._ssrc,
            extension and extension | packet.stamp,
            payload,
            leg.opening(packet) if leg.moved else b"",
        )

    def skip(self, packet: Packet) -> None:
        """Leave out a packet that is only padding."""
        if self._leg is not None:
            self._leg.sequence.drop(packet.sequence)

    def begin(self, stream: LayerStream, packet: Packet) -> None:
        """Be fed from `stream`, beginning with `packet`; the clock goes on by the time that has passed."""
        if self.stream is not None and self.stream is not stream:
            _forget(self, self.stream)
        ended = self._note_end()
        passed = int((packet.arrival - ended.arrival) * stream.clock) if ended.arrival else 0
        # A whole tick at least: two frames with one timestamp would be taken for one.
        offset = (ended.timestamp + max(1, min(passed, 1 << 30)) - packet.timestamp) & 0xFFFFFFFF
        sequence = Sequence(ended.sequence)
        sequence.switch(packet.sequence)
        self._leg = leg = Leg(stream, self._codecs[stream.codec.name], sequence, offset)
        self._legs = [*self._legs[1 - LEGS_KEPT :], leg]
        if leg.codec.name == "VP8" and ended.numbers is not None:
            leg.moved = True
            leg.picture, leg.base = vp8.offsets(ended.numbers, packet.payload)
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
        if stream is not None and stream.codec.name not in self._codecs:
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
        self._note_end()
        self.publication = self.stream = self._next = self._leg = None
        self._legs.clear()
        if shown:
            self._on_change()

    def repair(self, lost: tuple[int, ...], now: float) -> None:
        """Send lost packets again, within the allowance: a flood of repairs is what a narrow line needs least."""
        if self.kind != "video" or self.stream is None:
            return
        for sequence in lost:
            leg, packet = self._find(sequence)
            if packet is None or now - self._repaired_at.get(sequence, 0.0) < REPAIR_AGAIN:
                continue
            self._repair_allowance -= len(packet.payload)
            if self._repair_allowance < 0:
                return
            self._repaired_at[sequence] = now
            self.repaired += 1
            self._repaired_octets += len(packet.payload)
            self._send_again(leg, packet, sequence, self._extension and self._extension | rtp.send_time(now))

    def _find(self, sequence: int) -> tuple[Leg, Packet | None]:
        for leg in reversed(self._legs):
            packet = leg.find(sequence)
            if packet is not None:
                return leg, packet
        return self._legs[-1], None

    def _send_again(self, leg: Leg, packet: Packet, sequence: int, extension: int) -> None:
        """On the repair stream (RFC 4588): the lost one's number stands before the payload."""
        timestamp, opening = leg.timestamp(packet), leg.opening(packet)
        if leg.codec.repair_type is None:  # a browser without a repair stream gets it once more as it was
            second = packet.marker | leg.payload_type
            self._send(second, sequence, timestamp, self._ssrc, extension, packet.payload, opening)
            return
        self._repair_sequence = (self._repair_sequence + 1) & 0xFFFF
        number = sequence.to_bytes(2, "big")
        self._send(
            packet.marker | leg.codec.repair_type,
            self._repair_sequence,
            timestamp,
            self.outgoing.repair_ssrc,
            extension,
            number + packet.payload,
            number + opening,
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
        self._note_end()
        timestamp = (self._ended.timestamp + int((now - self._ended.arrival) * self.stream.clock)) & 0xFFFFFFFF
        ntp = int((now + NTP_EPOCH) * (1 << 32)) & 0xFFFFFFFFFFFFFFFF
        return SenderReport(self._ssrc, ntp, timestamp, self.packets, self.octets)

    def _note_end(self) -> Ended:
        """How far the present leg has come, by its newest packet."""
        leg = self._leg
        if leg is None:
            return self._ended
        newest, last = leg.find(leg.sequence.last), self._ended
        if newest is None:
            self._ended = last._replace(sequence=leg.sequence.last)
        else:
            self._ended = Ended(
                leg.sequence.last, leg.timestamp(newest), newest.arrival, leg.numbers(newest) or last.numbers
            )
        return self._ended

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
