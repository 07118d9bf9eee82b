"""One track coming in: its layers, their loss and key frames, and who is fed from them.

Hot path (`LayerStream.receive`): no logging, no database, no queue, no decisions.
"""

from collections.abc import Callable
from typing import Protocol
from uuid import UUID

from server.media import keyframes, layers, speakers
from server.media.keyframes import KeyframeRequests
from server.media.packet_cache import SIZE, PacketCache
from server.media.rtcp import ReportBlock, SenderReport
from server.media.rtp import MalformedError, Packet, audio_level
from server.media.sdp import AUDIO_LEVEL, Codec, Section
from server.media.sequence import Arrivals
from server.media.wire import Layer, Source

IDLE = 3.0
"""A layer that brought nothing for so long does not flow: a still screen share sends at least once a second."""
LATEST = 16
"""Sound is never repaired: only the newest packets are kept, to go on from; a power of two."""


class Fed(Protocol):
    """What a layer needs of a subscription."""

    def forward(self, packet: Packet) -> None: ...
    def skip(self, packet: Packet) -> None: ...
    def begin(self, stream: "LayerStream", packet: Packet) -> None: ...


class LayerStream:
    """One layer of a publication as it arrives on one SSRC."""

    __slots__ = (
        "_starts_keyframe",
        "arrivals",
        "bits_per_second",
        "bytes",
        "clock",
        "codec",
        "feeding",
        "flowing",
        "last_arrival",
        "layer",
        "measured",
        "packets",
        "publication",
        "recent",
        "repair_ssrc",
        "report",
        "requests",
        "ssrc",
        "starting",
    )

    def __init__(self, publication: "Publication", layer: Layer, ssrc: int, codec: Codec) -> None:
        self.publication = publication
        self.layer = layer
        self.ssrc = ssrc
        self.codec = codec
        self.clock = 48000 if codec.name == "opus" else 90000
        self.repair_ssrc = 0
        self.arrivals = Arrivals()
        self.recent: PacketCache[Packet] = PacketCache(LATEST if codec.name == "opus" else SIZE)
        """What was forwarded: nothing that came before a closed gate."""
        self.requests = KeyframeRequests()
        self.feeding: list[Fed] = []
        """Subscriptions that get every packet."""
        self.starting: list[Fed] = []
        """Subscriptions that begin at the next key frame."""
        self.flowing = False
        self.packets = self.bytes = self.measured = self.bits_per_second = 0
        self.last_arrival = 0.0
        self.report: tuple[int, float] | None = None
        """Middle of the NTP time in the last sender report, and when it came."""
        self._starts_keyframe = keyframes.STARTS[codec.name]

    def receive(self, packet: Packet) -> None:
        """Take one packet, decrypted, its header read; forward it to everybody who is fed from here."""
        if packet.payload_type != self.codec.payload_type or not self.arrivals.note(packet.sequence):
            return
        payload = packet.payload
        self.arrivals.measure_jitter(int(packet.arrival * self.clock), packet.timestamp)
        self.packets += 1
        self.bytes += len(payload)
        self.last_arrival = packet.arrival
        if not self.flowing:
            self._flow()
        if not self.publication.open:
            return
        if not payload:
            for fed in self.feeding:
                fed.skip(packet)
            return
        self.recent.store(packet)
        if self.starting and self._starts_keyframe(payload) and self._newest(packet):
            self._begin(packet)
        for fed in self.feeding:
            fed.forward(packet)

    def _flow(self) -> None:
        self.flowing = True
        self.publication.on_flow(self.publication)

    def _newest(self, packet: Packet) -> bool:
        """A key frame repaired late is no beginning: what followed it was not forwarded."""
        return packet.sequence == self.arrivals.highest & 0xFFFF

    def _begin(self, packet: Packet) -> None:
        self.requests.arrived()
        starting, self.starting = self.starting, []
        for fed in starting:
            fed.begin(self, packet)

    def measure(self, now: float, seconds: float) -> None:
        """Note the rate of the last `seconds`, and whether the layer still flows."""
        self.bits_per_second = int((self.bytes - self.measured) * 8 / seconds)
        self.measured = self.bytes
        if self.flowing and now - self.last_arrival > IDLE:
            self.flowing = False
            self.publication.on_flow(self.publication)

    def noted(self, report: SenderReport, now: float) -> None:
        """Remember a sender report: the publisher measures the round trip by our echo of it."""
        self.report = (report.ntp >> 16 & 0xFFFFFFFF, now)

    def report_block(self, now: float) -> ReportBlock:
        """How this layer arrives, for our receiver report."""
        middle, at = self.report or (0, now)
        return ReportBlock(
            self.ssrc,
            self.arrivals.fraction_lost(),
            self.arrivals.lost,
            self.arrivals.highest & 0xFFFFFFFF,
            int(self.arrivals.jitter),
            middle,
            int((now - at) * 65536) & 0xFFFFFFFF if self.report else 0,
        )


class Publication:
    """A microphone, camera or screen of one participant. Closed at first: not a packet leaves before the gate opens."""

    def __init__(
        self,
        user: UUID,
        section: Section,
        on_flow: Callable[["Publication"], None],
        ask_keyframe: Callable[[LayerStream], None],
    ) -> None:
        assert section.source is not None
        self.user = user
        self.source: Source = section.source
        self.section = section
        self.open = False
        self.on_flow = on_flow
        self.ask_keyframe = ask_keyframe
        self.loudness = 0.0
        self.streams: dict[Layer, LayerStream] = {}
        self._level_extension = section.extensions.get(AUDIO_LEVEL, 0)
        self._layers = layers.named(section.rids)

    def learn(self, ssrc: int, rid: str | None, payload_type: int) -> LayerStream | None:
        """The layer that a new SSRC carries; None when it is none of the offered ones."""
        layer = self._layers.get(rid) if rid and self._layers else Layer.HIGH
        codec = next((c for c in self.section.codecs if c.payload_type == payload_type), None)
        if layer is None or codec is None or (self._layers and not rid):
            return None
        before = self.streams.get(layer)
        stream = LayerStream(self, layer, ssrc, codec)
        if before is not None:
            stream.starting = before.starting + before.feeding
            before.starting, before.feeding = [], []
        self.streams[layer] = stream
        return stream

    def layer_of(self, rid: str) -> LayerStream | None:
        """The layer that a repaired-rid names."""
        layer = self._layers.get(rid) if self._layers else Layer.HIGH
        return self.streams.get(layer) if layer is not None else None

    def hear(self, data: bytes) -> None:
        """Take the loudness from a packet's header (still with its extensions)."""
        self.loudness = speakers.smoothed(self.loudness, audio_level(data, self._level_extension))

    def flowing(self) -> dict[Layer, int]:
        """The layers that arrive now, with their rates in bits per second."""
        return {layer: stream.bits_per_second for layer, stream in self.streams.items() if stream.flowing}

    def restore(self, packet: Packet, stream: LayerStream) -> None:
        """Take a repair packet: padding probes on the same stream are not fanned out."""
        try:
            packet.restore(stream.ssrc, stream.codec.payload_type)
        except MalformedError:
            return
        stream.receive(packet)
