"""The data plane behind one small interface: decisions are made above it, packets never leave it.

A backend takes keys and routes and moves packets: decrypt, renumber, protect, send. `python.py` is the pure Python one,
always there and always tested; a native one may come to stand beside it, behind the same interface.
"""

from collections.abc import Callable
from typing import Protocol

from server.media.dtls import SrtpKeys
from server.media.mux import Route
from server.media.publication import LayerStream, Publication
from server.media.sdp import Section
from server.media.subscription import Subscription


class Listener(Protocol):
    """Whom a carrier calls for what is no known track: its peer."""

    def hear_rtcp(self, plain: bytes, now: float) -> None: ...
    def meet(self, ssrc: int, plain: bytes, now: float) -> None: ...


class Carrier(Protocol):
    """The protected path to and from one peer."""

    def start(self, keys: SrtpKeys) -> None:
        """From now on media passes, under these keys."""
        ...

    def receive(self, data: bytes, now: float) -> None:
        """Take an SRTP or SRTCP packet."""
        ...

    def send(
        self, second: int, sequence: int, timestamp: int, ssrc: int, extension: int, payload: bytes, opening: bytes
    ) -> None:
        """Compose, protect and send an RTP packet; it leaves with others at the end of this turn of the loop.

        `second` is marker and payload type; `extension` is abs-send-time with its id and length in the top byte, 0
        when it is not negotiated; `opening` stands in the place of the payload's first octets.
        """
        ...

    def send_rtcp(self, data: bytes) -> None:
        """Protect and send an RTCP packet."""
        ...


class Forward(Protocol):
    """What every backend can do."""

    def add_peer(self, listener: Listener, route: Callable[[], Route | None]) -> Carrier:
        """A path for a new peer; `route` tells where its browser is now."""
        ...

    def remove_peer(self, carrier: Carrier) -> None:
        """Close the path and forget its tracks."""
        ...

    def add_track(self, carrier: Carrier, ssrc: int, stream: LayerStream, *, repairs: bool = False) -> None:
        """Packets of `ssrc` belong to that layer, or repair it."""
        ...

    def subscribe(self, carrier: Carrier, section: Section, on_change: Callable[[], None]) -> Subscription:
        """A stream going out to the peer on that section, fed from nothing yet."""
        ...

    def set_route(
        self, subscription: Subscription, publication: Publication | None, stream: LayerStream | None
    ) -> None:
        """Feed the subscription from that layer: sound at once, a picture at its next key frame; None stops it."""
        ...

    def leave(self) -> None:
        """Send what a turn of the loop has brought; the mux calls it at the end of each."""
        ...

    def stats(self) -> dict[str, int]:
        """Counters; each only grows."""
        ...
