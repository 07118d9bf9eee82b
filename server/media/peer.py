"""One participant's transport and tracks: learns which SSRC is which layer, and heeds what receivers report."""

from typing import Protocol
from uuid import UUID

from aiortc.rtcdtlstransport import RTCCertificate

from server.media import rtcp, rtp, sdp_answer
from server.media.bandwidth import Downlink, Uplink
from server.media.dtls import Dtls, SrtpKeys, fingerprint
from server.media.forward import Forward
from server.media.ice import IceSide
from server.media.mux import BoundSocket, Mux
from server.media.publication import LayerStream, Publication
from server.media.rtp import Packet
from server.media.sdp import MID, REPAIRED_RID, RID, Offer, SdpError
from server.media.subscription import Subscription
from server.media.wire import LossReason, Source

OUR_SSRC = 1
"""In whose name we send feedback; media goes out under each slot's own."""

CONNECT_WITHIN = 30.0


class PeerEvents(Protocol):
    """Whom a peer tells what happens to it: its room."""

    def connected(self, peer: "Peer") -> None: ...
    def ended(self, peer: "Peer", reason: LossReason) -> None: ...
    def slots_changed(self, peer: "Peer") -> None: ...
    def flow_changed(self, publication: Publication) -> None: ...


class Peer:
    """A participant's one connection, from offer to end."""

    def __init__(
        self,
        identity: UUID,
        user: UUID,
        offer: Offer,
        certificate: RTCCertificate,
        mux: Mux,
        forward: Forward,
        events: PeerEvents,
        now: float,
    ) -> None:
        self.identity, self.user, self.offer = identity, user, offer
        self.ice: IceSide[BoundSocket] = IceSide(offer.ufrag, now)
        self.is_connected = False
        self._opened = now
        self.downlink, self.uplink = Downlink(), Uplink()
        self.remb: int | None = None
        self.hears = True
        """Whether sound is sent to it at all."""
        self.recording: UUID | None = None
        """Into which recording it is written."""
        self.sound_lost = 0
        """The worst loss (in 1/256) with which its voice reached somebody in the last second."""
        self.publications: dict[Source, Publication] = {}
        self.subscriptions: dict[str, Subscription] = {}
        self._certificate, self._mux, self._events = certificate, mux, events
        self._forward = forward
        self._carrier = forward.add_peer(self, lambda: self.ice.route)
        self.receive_media = self._carrier.receive
        """Where the mux puts SRTP: not a stop more than needed."""
        self._streams: dict[int, LayerStream] = {}
        self._by_ssrc: dict[int, Subscription] = {}
        self._by_mid: dict[str, Publication] = {}
        self._version = self._demands = 0
        self._dtls = Dtls(certificate, offer.fingerprints, self._send_plain, self._ready, self._end)
        self._add_sections()

    def _add_sections(self) -> None:
        for section in self.offer.sections:
            if section.source is not None:
                publication = Publication(self.user, section, self._events.flow_changed, self.ask_keyframe)
                self.publications[section.source] = self._by_mid[section.mid] = publication
        for section in self.offer.slots:
            slot = self._forward.subscribe(self._carrier, section, lambda: self._events.slots_changed(self))
            self.subscriptions[section.mid] = self._by_ssrc[slot.outgoing.ssrc] = slot
        self._extension_ids = {
            uri: next((s.extensions[uri] for s in self.offer.sections if uri in s.extensions), 0)
            for uri in (MID, RID, REPAIRED_RID)
        }

    def answer(self, addresses: list[str]) -> str:
        """Our answer to the present offer."""
        self._version += 1
        local = sdp_answer.Local(
            self.ice.local.ufrag,
            self.ice.local.password,
            fingerprint(self._certificate),
            addresses,
            self._mux.port,
            self.identity.hex,
            self._version,
        )
        return sdp_answer.write(self.offer, local, {mid: slot.outgoing for mid, slot in self.subscriptions.items()})

    def restart_ice(self, offer: Offer) -> None:
        """Take an offer with new ICE credentials; all else must be as it was."""
        if offer.shape() != self.offer.shape() or offer.fingerprints != self.offer.fingerprints:
            raise SdpError("an ICE restart may change neither sections nor certificate")
        if offer.ufrag == self.offer.ufrag:
            raise SdpError("an ICE restart needs new credentials")
        self.offer = offer
        self.ice.restart(offer.ufrag)
        self._mux.add(self)

    def overdue(self, now: float) -> LossReason | None:
        """Why this peer must go now, if it must: silent for too long, or checking and checking without a handshake."""
        if self.is_connected:
            return LossReason.TIMEOUT if self.ice.expired(now) else None
        return LossReason.FAILED if now - self._opened >= CONNECT_WITHIN else None

    def close(self) -> None:
        """Free everything; nobody hears of it from here."""
        self._dtls.close()
        self._mux.remove(self)
        self._forward.remove_peer(self._carrier)
        self.is_connected = False
        self._streams.clear()

    def receive_dtls(self, data: bytes) -> None:
        """Take a datagram of the handshake."""
        self._dtls.receive(data)

    def send_rtcp(self, data: bytes) -> None:
        """Send our browser an RTCP packet."""
        self._carrier.send_rtcp(data)

    def ask_keyframe(self, stream: LayerStream) -> None:
        """Ask our browser for a key frame of one of its layers: rarely, but sooner when somebody new waits for it."""
        if not stream.requests.request(self._mux.now(), len(stream.starting)):
            return
        if "nack pli" in stream.codec.feedback:
            self.send_rtcp(rtcp.build_picture_loss(OUR_SSRC, stream.ssrc))
        else:
            self._demands += 1
            self.send_rtcp(rtcp.build_full_intra(OUR_SSRC, stream.ssrc, self._demands))

    def budget_for_pictures(self) -> int | None:
        """What the line carries beside sound, which goes first; None while nothing is known against it."""
        if self.downlink.budget is None:
            return None
        sound = sum(slot.bits_per_second for slot in self.subscriptions.values() if slot.kind == "audio")
        return max(0, self.downlink.budget - sound)

    @property
    def streams(self) -> list[LayerStream]:
        """All layers that have brought anything."""
        return [stream for publication in self.publications.values() for stream in publication.streams.values()]

    def _send_plain(self, data: bytes) -> None:
        if self.ice.route is not None:
            self.ice.route[0].send(data, self.ice.route[1])

    def _ready(self, keys: SrtpKeys) -> None:
        self._carrier.start(keys)
        self.is_connected = True
        self._events.connected(self)

    def _end(self) -> None:
        self._events.ended(self, LossReason.LEFT if self.is_connected else LossReason.FAILED)

    def meet(self, ssrc: int, plain: bytes, now: float) -> None:
        """Find what a new SSRC is, by MID and RID header extensions or the offer's own lines (RFC 8852, RFC 9143)."""
        names = rtp.extensions(plain)
        packet = Packet(plain, now)
        publication = self._by_mid.get(_text(names.get(self._extension_ids[MID])) or "")
        if publication is None:
            publication = next(
                (
                    p
                    for p in self.publications.values()
                    if ssrc in p.section.ssrcs or ssrc in p.section.repairs.values()
                ),
                None,
            )
        if publication is None:
            return
        repaired = _text(names.get(self._extension_ids[REPAIRED_RID]))
        repairing = publication.layer_of(repaired or "") if repaired else self._repaired(publication, ssrc, packet)
        if repairing is not None:
            self._forward.add_track(self._carrier, ssrc, repairing, repairs=True)
            publication.restore(packet, repairing)
            return
        stream = publication.learn(ssrc, _text(names.get(self._extension_ids[RID])), packet.payload_type)
        if stream is not None:
            self._streams[ssrc] = stream
            self._forward.add_track(self._carrier, ssrc, stream)
            stream.receive(packet)

    def _repaired(self, publication: Publication, ssrc: int, packet: Packet) -> LayerStream | None:
        """The single layer that an RTX stream without rid repairs."""
        if all(packet.payload_type != codec.repair_type for codec in publication.section.codecs):
            return None
        primary = next((p for p, repair in publication.section.repairs.items() if repair == ssrc), None)
        if primary is not None:
            return self._streams.get(primary)
        return next(iter(publication.streams.values()), None) if not publication.section.rids else None

    def hear_rtcp(self, plain: bytes, now: float) -> None:
        """Heed what our browser reports: how streams arrive, what is lost, which key frames it needs."""
        for message in rtcp.parse(plain):
            if isinstance(message, rtcp.SenderReport):
                stream = self._streams.get(message.ssrc)
                if stream is not None:
                    stream.noted(message, now)
            if isinstance(message, rtcp.SenderReport | rtcp.ReceiverReport):
                for block in message.blocks:
                    slot = self._by_ssrc.get(block.ssrc)
                    if slot is not None:
                        slot.fraction_lost = block.fraction_lost
            elif isinstance(message, rtcp.Nack):
                slot = self._by_ssrc.get(message.media)
                if slot is not None:
                    slot.repair(message.lost, now)
            elif isinstance(message, rtcp.PictureLoss):
                slot = self._by_ssrc.get(message.media)
                if slot is not None and slot.stream is not None:
                    slot.stream.publication.ask_keyframe(slot.stream)
            elif isinstance(message, rtcp.Remb):
                self.remb = message.bitrate


def _text(value: bytes | None) -> str | None:
    return value.decode("ascii", "replace") if value else None
