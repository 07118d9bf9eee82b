"""The pure Python backend.

Hot path (`PythonCarrier.receive`, `send`): no logging, no queue, no decisions.
"""

from collections.abc import Callable

from server.media import rtp
from server.media.dtls import SRTP_ERRORS, Srtp, SrtpKeys
from server.media.forward import Carrier, Listener
from server.media.mux import Route
from server.media.publication import LayerStream, Publication
from server.media.rtcp import RtcpError
from server.media.rtp import MalformedError, Packet
from server.media.sdp import Section
from server.media.subscription import Subscription

MOST_UNKNOWN = 64
"""So many SSRCs that belong to no track are looked at; a browser uses nine."""


class PythonCarrier:
    """SRTP of one peer, and which SSRC is which layer."""

    def __init__(self, listener: Listener, route: Callable[[], Route | None]) -> None:
        self.streams: dict[int, LayerStream] = {}
        self.repairs: dict[int, LayerStream] = {}
        self.forwarded = self.dropped = 0
        self._listener, self._route = listener, route
        self._unknown: set[int] = set()
        self._srtp: Srtp | None = None

    def start(self, keys: SrtpKeys) -> None:
        """From now on media passes, under these keys."""
        self._srtp = Srtp(keys)

    def close(self) -> None:
        """Let nothing pass any more."""
        self._srtp = None
        self.streams.clear()
        self.repairs.clear()

    def receive(self, data: bytes, now: float) -> None:
        """Take an SRTP or SRTCP packet (told apart as in RFC 5761, 4)."""
        srtp = self._srtp
        if srtp is None or len(data) < rtp.SMALLEST:
            return
        try:
            if 191 < data[1] < 224:
                self._listener.hear_rtcp(srtp.unprotect_rtcp(data), now)
                return
            ssrc = int.from_bytes(data[8:12], "big")
            stream = self.streams.get(ssrc)
            if stream is not None:
                plain = srtp.unprotect(data)
                if stream.clock == 48000:
                    stream.publication.hear(plain)
                stream.receive(Packet(plain, now))
                return
            stream = self.repairs.get(ssrc)
            if stream is not None:
                stream.publication.restore(Packet(srtp.unprotect(data), now), stream)
            elif len(self._unknown) < MOST_UNKNOWN or ssrc in self._unknown:
                plain = srtp.unprotect(data)
                self._unknown.add(ssrc)
                self._listener.meet(ssrc, plain, now)
        except (*SRTP_ERRORS, MalformedError, RtcpError):
            self.dropped += 1

    def track(self, ssrc: int, stream: LayerStream, repairs: bool) -> None:
        """Packets of `ssrc` belong to that layer, or repair it."""
        (self.repairs if repairs else self.streams)[ssrc] = stream
        self._unknown.discard(ssrc)

    def send(self, data: bytes) -> None:
        """Protect an RTP packet and send it to where the browser is now."""
        srtp, route = self._srtp, self._route()
        if srtp is None or route is None:
            return
        try:
            route[0].send(srtp.protect(data), route[1])
            self.forwarded += 1
        except SRTP_ERRORS:
            self.dropped += 1

    def send_rtcp(self, data: bytes) -> None:
        """Protect an RTCP packet and send it."""
        route = self._route()
        if self._srtp is not None and route is not None:
            route[0].send(self._srtp.protect_rtcp(data), route[1])


class PythonForward:
    """All carriers of this worker."""

    def __init__(self) -> None:
        self._carriers: set[PythonCarrier] = set()
        self._forwarded_before = self._dropped_before = 0

    def add_peer(self, listener: Listener, route: Callable[[], Route | None]) -> PythonCarrier:
        """A path for a new peer."""
        carrier = PythonCarrier(listener, route)
        self._carriers.add(carrier)
        return carrier

    def remove_peer(self, carrier: Carrier) -> None:
        """Close the path and forget its tracks."""
        if isinstance(carrier, PythonCarrier) and carrier in self._carriers:
            self._carriers.remove(carrier)
            self._forwarded_before += carrier.forwarded
            self._dropped_before += carrier.dropped
            carrier.close()

    def add_track(self, carrier: Carrier, ssrc: int, stream: LayerStream, *, repairs: bool = False) -> None:
        """Packets of `ssrc` belong to that layer, or repair it."""
        assert isinstance(carrier, PythonCarrier)
        carrier.track(ssrc, stream, repairs)

    def subscribe(self, carrier: Carrier, section: Section, on_change: Callable[[], None]) -> Subscription:
        """A stream going out to the peer on that section, fed from nothing yet."""
        return Subscription(section, carrier.send, on_change)

    def set_route(
        self, subscription: Subscription, publication: Publication | None, stream: LayerStream | None
    ) -> None:
        """Feed the subscription from that layer."""
        subscription.aim(publication, stream)

    def stats(self) -> dict[str, int]:
        """Packets forwarded, and packets dropped because they were forged, repeated, too long or malformed."""
        return {
            "forwarded": self._forwarded_before + sum(carrier.forwarded for carrier in self._carriers),
            "dropped": self._dropped_before + sum(carrier.dropped for carrier in self._carriers),
        }
