"""Our use of libsrtp, against pylibsrtp's own sessions; and how packets to one browser leave together."""

import secrets
import socket

import pylibsrtp
import pytest
from aiortc.rtcdtlstransport import SRTP_PROFILES

from server.media import mux, rtp, srtp
from server.media.dtls import SrtpKeys
from server.media.forward.python import FULL, PythonForward
from server.media.mux import BoundSocket, Mux
from server.media.srtp import Srtp, SrtpError

pytestmark = pytest.mark.anyio

SSRC = 77


def keys(profile: int = 7) -> SrtpKeys:
    return SrtpKeys(profile, secrets.token_bytes(46), secrets.token_bytes(46))


def theirs(profile: int, key: bytes, direction: int) -> pylibsrtp.Session:
    return pylibsrtp.Session(pylibsrtp.Policy(key=key, ssrc_type=direction, srtp_profile=profile))


def packet(sequence: int, payload: bytes) -> bytes:
    return rtp.HEADER.pack(0x80, 96, sequence & 0xFFFF, 0, SSRC) + payload


@pytest.mark.parametrize("profile", [p.libsrtp_profile for p in SRTP_PROFILES], ids=lambda number: f"profile {number}")
@pytest.mark.parametrize("size", [0, 1, 80, 1280])
def test_what_is_protected_in_place_is_what_anybody_expects(profile: int, size: int) -> None:
    ours = keys(profile)
    side, (start, view) = Srtp(ours), srtp.wagon(4000)
    receiver = theirs(profile, ours.send, srtp.ANY_INBOUND)
    at = 0
    for sequence in (65534, 65535, 65536, 65537):
        plain = packet(sequence, secrets.token_bytes(size) if sequence % 2 else bytes(size))
        view[at : at + len(plain)] = plain
        srtp.length[0] = len(plain)
        assert srtp.protect(side.sending, start + at, srtp.length) == 0
        protected = bytes(view[at : at + srtp.length[0]])
        assert len(protected) - len(plain) in (10, 16)
        assert receiver.unprotect(protected) == plain
        at = 0 if at > 2000 else at + len(protected)


@pytest.mark.parametrize("profile", [p.libsrtp_profile for p in SRTP_PROFILES], ids=lambda number: f"profile {number}")
def test_what_others_protect_is_read_and_what_is_forged_repeated_or_too_long_is_not(profile: int) -> None:
    ours = keys(profile)
    side = Srtp(ours)
    sender = theirs(profile, ours.receive, srtp.ANY_OUTBOUND)
    protected = sender.protect(packet(1, b"words"))
    assert side.unprotect(protected) == packet(1, b"words")
    forged = bytearray(sender.protect(packet(2, b"words")))
    forged[-1] ^= 1
    for refused in (protected, bytes(forged), bytes(srtp.LONGEST + 1), b"", b"\x80"):
        with pytest.raises(SrtpError):
            side.unprotect(refused)
    assert side.unprotect_rtcp(sender.protect_rtcp(b"\x80\xc9\x00\x01" + bytes(4))) == b"\x80\xc9\x00\x01" + bytes(4)


class Heard:
    """Stands where the socket of a route stands, and remembers what was given to it."""

    def __init__(self) -> None:
        self.calls: list[list[int]] = []
        self.packets: list[bytes] = []

    def send(self, data: memoryview, address: object) -> None:
        self.send_together(data, len(data), address)

    def send_together(self, data: memoryview, size: int, address: object) -> None:
        parts = [bytes(data[at : at + size]) for at in range(0, len(data), size)]
        self.calls.append([len(part) for part in parts])
        self.packets += parts


TAG, HEAD = 16, 12


@pytest.mark.parametrize(
    ("sizes", "calls"),
    [
        ([100], [[100]]),
        ([100, 100, 100], [[100, 100, 100]]),
        ([100, 100, 60], [[100, 100, 60]]),
        ([100, 60, 60], [[100, 60], [60]]),
        ([100, 60, 100, 100], [[100, 60], [100, 100]]),
        ([60, 100, 100, 30], [[60], [100, 100, 30]]),
        ([100, 100, 101, 101], [[100, 100], [101, 101]]),
    ],
)
async def test_packets_of_one_size_leave_together_and_in_order(sizes: list[int], calls: list[list[int]]) -> None:
    forward, heard, ours = PythonForward(), Heard(), keys()
    carrier = forward.add_peer(None, lambda: (heard, ("127.0.0.1", 9)))  # type: ignore[arg-type]
    carrier.start(ours)
    receiver = theirs(7, ours.send, srtp.ANY_INBOUND)
    for turn in range(2):
        payloads = [bytes((at,)) * size for at, size in enumerate(sizes)]
        for at, payload in enumerate(payloads):
            carrier.send(96, 10 * turn + at, 0, SSRC, 0, b"x" + payload[1:], payload[:1])
        expected = [[size + HEAD + TAG for size in call] for call in calls]
        assert heard.calls == expected[:-1], "the last ones wait for the end of the turn"
        forward.leave()
        assert heard.calls == expected
        assert [receiver.unprotect(data)[HEAD:] for data in heard.packets] == payloads
        heard.calls.clear()
        heard.packets.clear()
    forward.leave()
    assert heard.calls == []
    assert forward.stats()["forwarded"] == 2 * len(sizes)


async def test_a_full_wagon_leaves_at_once_and_one_whose_peer_is_gone_never() -> None:
    forward, heard = PythonForward(), Heard()
    carrier = forward.add_peer(None, lambda: (heard, ("127.0.0.1", 9)))  # type: ignore[arg-type]
    carrier.send(96, 1, 0, SSRC, 0, b"before the keys", b"")
    carrier.start(keys())
    count = FULL // 1000 + 2
    for at in range(count):
        carrier.send(96, at, 0, SSRC, 0, bytes(1000), b"")
    assert 0 < len(heard.packets) < count
    forward.leave()
    assert len(heard.packets) == count
    carrier.send(96, count, 0, SSRC, 0, b"too late", b"")
    forward.remove_peer(carrier)
    forward.leave()
    carrier.send(96, count + 1, 0, SSRC, 0, b"too late", b"")
    forward.leave()
    assert len(heard.packets) == count


@pytest.fixture
async def bound() -> BoundSocket:
    """A socket of a worker."""
    opened = Mux()
    opened.open(0, ["127.0.0.1"])
    return opened._sockets[0]


@pytest.fixture
def receiver() -> socket.socket:
    """A browser's socket."""
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind(("127.0.0.1", 0))
    udp.settimeout(5)
    return udp


@pytest.mark.parametrize("failing", [False, True], ids=["in one call", "one by one where that is not possible"])
async def test_what_leaves_together_arrives_packet_by_packet(
    bound: BoundSocket, receiver: socket.socket, failing: bool
) -> None:
    class Incapable:
        """A socket of a kernel or a card without segmentation."""

        def sendmsg(self, *_: object) -> int:
            raise OSError(5, "Input/output error")

        def sendto(self, data: bytes, address: tuple[str, int]) -> int:
            return real.sendto(data, address)

    real = bound.socket
    if failing:
        bound.socket = Incapable()  # type: ignore[assignment]
    packets = [bytes((at,)) * 50 for at in range(mux.MOST_SEGMENTS + 5)] + [b"the last is shorter"]
    bound.send_together(memoryview(b"".join(packets)), 50, receiver.getsockname())
    assert [receiver.recv(2048) for _ in packets] == packets
    assert bound._mux.counters.packets_out == len(packets)
    bound.socket = real
    bound.close()
    receiver.close()


async def test_packets_for_which_there_is_no_room_are_counted(bound: BoundSocket) -> None:
    class Full:
        def sendmsg(self, *_: object) -> int:
            raise BlockingIOError

    bound.close()
    bound.socket = Full()  # type: ignore[assignment]
    bound.send_together(memoryview(bytes(250)), 100, ("127.0.0.1", 9))
    assert bound._mux.counters.unsent == 3
