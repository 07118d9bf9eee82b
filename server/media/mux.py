"""The one UDP socket of the worker: every datagram finds its peer, or is counted and dropped.

Hot path: no logging, no queue, no decisions.
"""

import asyncio
import contextlib
import socket
from typing import Protocol

from server.media import ice
from server.media.ice import Address, IceSide, StunError

BUFFER = 8 << 20
BATCH = 128
"""So many datagrams are read before others on the loop get their turn."""
LARGEST = 2048


class Carried(Protocol):
    """What the mux needs of a peer."""

    ice: IceSide

    def receive_media(self, data: bytes, now: float) -> None: ...
    def receive_dtls(self, data: bytes) -> None: ...


class Counters:
    """What came, went and was dropped; each only grows."""

    __slots__ = ("foreign", "packets_in", "packets_out", "stun", "stun_refused", "unreachable", "unsent")

    def __init__(self) -> None:
        self.packets_in = 0
        self.packets_out = 0
        self.stun = 0
        self.stun_refused = 0
        """Malformed STUN, or STUN without the right password (F3)."""
        self.foreign = 0
        """Media and DTLS from addresses that never proved a password (F1)."""
        self.unsent = 0
        """The socket's buffer was full."""
        self.unreachable = 0


class Mux:
    """Demultiplexes by the first byte (RFC 7983) and by source address.

    Nothing but STUN is taken from an address that has not proven a peer's password: a sprayer who knows only the port
    could else disturb every handshake (F1, ASVS 17.2.6).
    """

    def __init__(self) -> None:
        self.counters = Counters()
        self._socket: socket.socket | None = None
        self._by_fragment: dict[str, Carried] = {}
        self._by_address: dict[Address, Carried] = {}

    @property
    def port(self) -> int:
        """The UDP port in use."""
        assert self._socket is not None
        return int(self._socket.getsockname()[1])

    def open(self, port: int) -> None:
        """Bind the port on all addresses of the host, both families where IPv6 exists, and begin to read."""
        self._socket = _bound(port)
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._socket.fileno(), self._readable)

    def close(self) -> None:
        """Stop reading and free the port."""
        if self._socket is not None:
            self._loop.remove_reader(self._socket.fileno())
            self._socket.close()
            self._socket = None

    def now(self) -> float:
        """The loop's monotonic clock: media knows no time of day."""
        return self._loop.time()

    def add(self, peer: Carried) -> None:
        """Let the peer be found by its ICE credentials (again after an ICE restart)."""
        self._by_fragment[peer.ice.local.ufrag] = peer

    def remove(self, peer: Carried) -> None:
        """Forget the peer and all its addresses."""
        for table in (self._by_fragment, self._by_address):
            for key in [key for key, value in table.items() if value is peer]:
                del table[key]  # type: ignore[arg-type]

    def send(self, data: bytes, address: Address) -> None:
        """Send now or never: a queue would only make media late."""
        assert self._socket is not None
        try:
            self._socket.sendto(data, address)
            self.counters.packets_out += 1
        except BlockingIOError:
            self.counters.unsent += 1
        except OSError:
            self.counters.unreachable += 1

    def _readable(self) -> None:
        assert self._socket is not None
        receive, addresses, now = self._socket.recvfrom, self._by_address, self._loop.time()
        for _ in range(BATCH):
            try:
                data, address = receive(LARGEST)
            except BlockingIOError:
                return
            except OSError:  # an ICMP error about an earlier datagram
                self.counters.unreachable += 1
                continue
            if not data:
                continue
            self.counters.packets_in += 1
            first = data[0]
            if first < 4:
                self._check(data, address, now)
                continue
            peer = addresses.get(address)
            if peer is None:
                self.counters.foreign += 1
            elif 127 < first < 192:
                peer.receive_media(data, now)
            elif 19 < first < 64:
                peer.receive_dtls(data)

    def _check(self, data: bytes, address: Address, now: float) -> None:
        """Answer a connectivity check; whoever passes it may send media from that address."""
        self.counters.stun += 1
        try:
            message = ice.read_check(data)
            fragment = ice.our_fragment(message)
            peer = self._by_fragment.get(fragment)
            if peer is None:
                raise StunError
            before = set(peer.ice.addresses)
            response = peer.ice.check(message, address, now)
        except StunError:
            self.counters.stun_refused += 1
            return
        for idle in before - set(peer.ice.addresses):
            self._by_address.pop(idle, None)
        if self._by_address.get(address) is not peer:
            self._by_address[address] = peer
        self.send(response, address)


def _bound(port: int) -> socket.socket:
    """A socket for both families, or for IPv4 alone where the host has no IPv6."""
    try:
        udp = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
        udp.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        udp.bind(("::", port))
    except OSError:
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        udp.bind(("0.0.0.0", port))
    for option in (socket.SO_RCVBUF, socket.SO_SNDBUF):
        with contextlib.suppress(OSError):
            udp.setsockopt(socket.SOL_SOCKET, option, BUFFER)
    udp.setblocking(False)
    return udp
