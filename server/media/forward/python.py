"""The pure Python backend.

Hot path (`PythonCarrier.receive`, `send`, `leave`): no logging, no queue, no decisions. What goes to one browser in one
turn of the loop leaves in one call: two thirds of what a packet costs the kernel are the way down the stack.
"""

from collections.abc import Callable
from typing import Any

from server.media import rtp
from server.media.dtls import SrtpKeys
from server.media.forward import Carrier, Listener
from server.media.mux import Route
from server.media.publication import LayerStream, Publication
from server.media.rtcp import RtcpError
from server.media.rtp import EXTENDED, HEADER, MalformedError, Packet
from server.media.sdp import Section
from server.media.srtp import SRTP_ERRORS, TRAILER, Srtp, length, protect, wagon
from server.media.subscription import Subscription

MOST_UNKNOWN = 64
"""So many SSRCs that belong to no track are looked at; a browser uses nine."""
FULL = 24_000
"""Octets after which a wagon leaves at once."""


class PythonCarrier:
    """SRTP of one peer, which SSRC is which layer, and the packets of this turn."""

    def __init__(self, listener: Listener, route: Callable[[], Route | None], loaded: list["PythonCarrier"]) -> None:
        self.streams: dict[int, LayerStream] = {}
        self.repairs: dict[int, LayerStream] = {}
        self.forwarded = self.dropped = 0
        self._listener, self._route = listener, route
        self._unknown: set[int] = set()
        self._srtp: Srtp | None = None
        self._loaded = loaded
        """The carriers that leave at the end of this turn."""
        self._sending: Any = None
        self._start, self._view = wagon(0)
        """The memory of this turn's packets, for libsrtp and for us."""
        self._begin = self._end = 0
        """Where the packets lie that have not left."""
        self._size = self._fits = 0
        """The size of those packets, and of the next one if it is to travel with them."""

    def start(self, keys: SrtpKeys) -> None:
        """From now on media passes, under these keys."""
        self._srtp = Srtp(keys)
        self._sending = self._srtp.sending
        self._start, self._view = wagon(FULL + rtp.LONGEST + TRAILER)

    def close(self) -> None:
        """Let nothing pass any more."""
        self._srtp = self._sending = None
        self._begin = self._end = self._fits = 0
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

    def send(
        self, second: int, sequence: int, timestamp: int, ssrc: int, extension: int, payload: bytes, opening: bytes
    ) -> None:
        """Compose and protect an RTP packet behind the others of this turn."""
        sending, view, at = self._sending, self._view, self._end
        if sending is None:
            return
        if extension:
            EXTENDED.pack_into(view, at, 0x90, second, sequence, timestamp, ssrc, 0xBEDE, 1, extension)
            start = at + 20
        else:
            HEADER.pack_into(view, at, 0x80, second, sequence, timestamp, ssrc)
            start = at + 12
        end = start + len(payload)
        view[start:end] = payload
        if opening:
            view[start : start + len(opening)] = opening
        length[0] = end - at
        if protect(sending, self._start + at, length):
            self.dropped += 1
            return
        self.forwarded += 1
        size = length[0]
        if size != self._fits:
            self._couple(at, size)
        self._end = at = at + size
        if at > FULL:
            self.leave()

    def _couple(self, at: int, size: int) -> None:
        """Packets travel together when they are of one size; only the last one may be shorter."""
        if at == self._begin:
            if at == 0:
                self._loaded.append(self)
        elif size < self._fits:
            self._fits = 0
            return
        else:
            self._depart(at)
            self._begin = at
        self._size = self._fits = size

    def leave(self) -> None:
        """Send what is in the wagon."""
        if self._end > self._begin:
            self._depart(self._end)
        self._begin = self._end = self._fits = 0

    def _depart(self, end: int) -> None:
        """Send it to where the browser is now."""
        route, data = self._route(), self._view[self._begin : end]
        if route is None:
            return
        if len(data) > self._size:
            route[0].send_together(data, self._size, route[1])
        else:
            route[0].send(data, route[1])

    def send_rtcp(self, data: bytes) -> None:
        """Protect an RTCP packet and send it."""
        route = self._route()
        if self._srtp is not None and route is not None:
            route[0].send(self._srtp.protect_rtcp(data), route[1])


class PythonForward:
    """All carriers of this worker."""

    def __init__(self) -> None:
        self._carriers: set[PythonCarrier] = set()
        self._loaded: list[PythonCarrier] = []
        self._forwarded_before = self._dropped_before = 0

    def add_peer(self, listener: Listener, route: Callable[[], Route | None]) -> PythonCarrier:
        """A path for a new peer."""
        carrier = PythonCarrier(listener, route, self._loaded)
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

    def leave(self) -> None:
        """Send what this turn of the loop has brought."""
        loaded = self._loaded[:]
        self._loaded.clear()
        for carrier in loaded:
            carrier.leave()
