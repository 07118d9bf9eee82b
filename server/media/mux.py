"""The one UDP port of the worker: every datagram finds its peer, or is counted and dropped.

Hot path: no logging, no queue, no decisions.
"""

import asyncio
import contextlib
import errno
import socket
import sys
from collections.abc import Callable, Sequence
from typing import Protocol

from server.media import ice
from server.media.ice import Address, IceSide, StunError

BUFFER = 8 << 20
BATCH = 16
"""So many datagrams are read before what they bring leaves, and others on the loop get their turn."""
LARGEST = 2048
TRIES = 20
SOL_UDP, UDP_SEGMENT = 17, 103
MOST_SEGMENTS = 64
"""Linux takes no more in one call."""
SEGMENTS = [[(SOL_UDP, UDP_SEGMENT, size.to_bytes(2, sys.byteorder))] for size in range(LARGEST)]
"""Tells the kernel that these octets are packets of that size."""


class Carried(Protocol):
    """What the mux needs of a peer."""

    ice: "IceSide[BoundSocket]"

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


class BoundSocket:
    """One bound socket, and the peers behind the addresses that it hears.

    A browser takes an answer only from the address it asked, so each announced address has its own socket: from a
    socket on all addresses the system would answer with whichever it likes.
    """

    def __init__(self, udp: socket.socket, mux: "Mux") -> None:
        self.socket = udp
        self.peers: dict[Address, Carried] = {}
        self._mux = mux
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(udp.fileno(), self._readable)

    def close(self) -> None:
        """Stop reading and free the port."""
        self._loop.remove_reader(self.socket.fileno())
        self.socket.close()

    def send(self, data: bytes | memoryview, address: Address) -> None:
        """Send now or never: a queue would only make media late."""
        counters = self._mux.counters
        try:
            self.socket.sendto(data, address)
            counters.packets_out += 1
        except BlockingIOError:
            counters.unsent += 1
        except OSError:
            counters.unreachable += 1

    def send_together(self, data: memoryview, size: int, address: Address) -> None:
        """Send packets that lie one behind the other, all of `size`, the last one perhaps shorter (UDP GSO)."""
        counters = self._mux.counters
        for begin in range(0, len(data), size * MOST_SEGMENTS):
            part = data[begin : begin + size * MOST_SEGMENTS]
            packets = -(-len(part) // size)
            try:
                self.socket.sendmsg((part,), SEGMENTS[size], 0, address)
                counters.packets_out += packets
            except BlockingIOError:
                counters.unsent += packets
            except OSError:  # a path too narrow, or a network card or a kernel that cannot
                for at in range(0, len(part), size):
                    self.send(part[at : at + size], address)

    def _readable(self) -> None:
        try:
            self._read()
        finally:
            self._mux.turn_over()

    def _read(self) -> None:
        receive, peers, now, counters = self.socket.recvfrom, self.peers, self._loop.time(), self._mux.counters
        for _ in range(BATCH):
            try:
                data, address = receive(LARGEST)
            except BlockingIOError:
                return
            except OSError:  # an ICMP error about an earlier datagram
                counters.unreachable += 1
                continue
            if not data:
                continue
            counters.packets_in += 1
            first = data[0]
            if first < 4:
                self._mux.check(data, (self, address), now)
                continue
            peer = peers.get(address)
            if peer is None:
                counters.foreign += 1
            elif 127 < first < 192:
                peer.receive_media(data, now)
            elif 19 < first < 64:
                peer.receive_dtls(data)


Route = tuple[BoundSocket, Address]
"""Where a browser is: our socket and its address."""


class Mux:
    """Demultiplexes by the first byte (RFC 7983) and by source address.

    Nothing but STUN is taken from an address that has not proven a peer's password: a sprayer who knows only the port
    could else disturb every handshake (F1, ASVS 17.2.6).
    """

    def __init__(self) -> None:
        self.counters = Counters()
        self.turn_over: Callable[[], None] = lambda: None
        """Called when the packets of one turn have been read: what they brought can leave."""
        self.port = 0
        self._sockets: list[BoundSocket] = []
        self._by_fragment: dict[str, Carried] = {}

    def open(self, port: int, addresses: Sequence[str]) -> None:
        """Bind one port (0: any) on the announced addresses and begin to read."""
        self._loop = asyncio.get_running_loop()
        sockets = _bound(port, addresses)
        self.port = int(sockets[0].getsockname()[1])
        self._sockets = [BoundSocket(udp, self) for udp in sockets]

    def close(self) -> None:
        """Stop reading and free the port."""
        for bound in self._sockets:
            bound.close()
        self._sockets.clear()

    def now(self) -> float:
        """The loop's monotonic clock: media knows no time of day."""
        return self._loop.time()

    def add(self, peer: Carried) -> None:
        """Let the peer be found by its ICE credentials (again after an ICE restart)."""
        self._by_fragment[peer.ice.local.ufrag] = peer

    def remove(self, peer: Carried) -> None:
        """Forget the peer and all its addresses."""
        for fragment in [fragment for fragment, value in self._by_fragment.items() if value is peer]:
            del self._by_fragment[fragment]
        for bound in self._sockets:
            for address in [address for address, value in bound.peers.items() if value is peer]:
                del bound.peers[address]

    @property
    def known(self) -> int:
        """How many credentials and addresses are remembered; nothing remains of peers that left."""
        return len(self._by_fragment) + sum(len(bound.peers) for bound in self._sockets)

    def check(self, data: bytes, route: Route, now: float) -> None:
        """Answer a connectivity check; whoever passes it may send media from that address."""
        self.counters.stun += 1
        bound, address = route
        try:
            message = ice.read_check(data)
            peer = self._by_fragment.get(ice.our_fragment(message))
            if peer is None:
                raise StunError
            response, given_up = peer.ice.check(message, route, now)
        except StunError:
            self.counters.stun_refused += 1
            return
        for other, idle in given_up:
            other.peers.pop(idle, None)
        bound.peers[address] = peer
        bound.send(response, address)


def _bound(port: int, addresses: Sequence[str]) -> list[socket.socket]:
    """A socket for each address; for those that are not our own (address translation), one on all addresses."""
    own, foreign = list(dict.fromkeys(addresses)), list[str]()
    for attempt in range(TRIES):
        sockets: list[socket.socket] = []
        address = ""
        try:
            for address in (*own, *foreign):
                chosen = port or (sockets[0].getsockname()[1] if sockets else 0)
                sockets.append(_bind(address, chosen, shared=bool(foreign)))
            return sockets
        except OSError as error:
            for udp in sockets:
                udp.close()
            if address in own and error.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
                own.remove(address)
                foreign = list(dict.fromkeys((*foreign, "::" if ":" in address else "0.0.0.0")))
            elif error.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT) and own:
                foreign.remove(address)  # a host without that family
            elif error.errno != errno.EADDRINUSE or port or attempt == TRIES - 1:
                raise
    raise OSError(errno.EADDRINUSE, "no UDP port is free on all addresses")


def _bind(address: str, port: int, *, shared: bool) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    udp = socket.socket(family, socket.SOCK_DGRAM)
    try:
        if family == socket.AF_INET6:
            udp.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        if shared:  # the socket of one address beside that of all: the system gives a datagram to the nearer
            udp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        udp.bind((address, port))
    except OSError:
        udp.close()
        raise
    for option in (socket.SO_RCVBUF, socket.SO_SNDBUF):
        with contextlib.suppress(OSError):
            udp.setsockopt(socket.SOL_SOCKET, option, BUFFER)
    udp.setblocking(False)
    return udp
