"""Mutations of what real endpoints send, by the thousand and seeded: the call beside them goes on, each is counted and
none fills the log (F1, F3, T20)."""

import asyncio
import logging
import random
from collections.abc import Callable

import pytest
from aiortc import RTCCertificate
from aiortc.rtcdtlstransport import SRTP_PROFILES
from OpenSSL import SSL

from server.media import rtcp, wire
from server.media.rtcp import ReceiverReport, ReportBlock, SenderReport
from tests.media.caller import DELTA, KEYFRAME, LEVEL, MID, OPUS, RID, VP8, Caller
from tests.media.conftest import Floor

pytestmark = pytest.mark.anyio

MOST_LINES = 8
"""Of log, however much nonsense comes: one per peer that failed, not one per datagram."""


def mutated(chance: random.Random, data: bytes, start: int = 0) -> bytes:
    """Flipped, cut, doubled or stretched from `start` on."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        if len(changed) > start:
            changed[chance.randrange(start, len(changed))] = chance.randrange(256)
    match chance.randrange(5):
        case 0:
            del changed[chance.randrange(start, len(changed) + 1) :]
        case 1:
            changed += changed[start : chance.randrange(start, len(changed) + 1)]
        case 2:
            changed += chance.randbytes(chance.randrange(200))
        case _:
            pass
    return bytes(changed)


class Call:
    """Two who talk while somebody else sends nonsense."""

    def __init__(self, floor: Floor, ada: Caller, grace: Caller) -> None:
        self.floor, self.ada, self.grace, self._spoken = floor, ada, grace, 0

    async def goes_on(self) -> None:
        """The next word arrives, as the next one on its slot."""
        self.ada.speak(self._spoken, payload=b"word %d" % self._spoken)
        self._spoken += 1
        words = [packet.payload for packet in await self.grace.gets(self._spoken, kind=OPUS)]
        assert words == [b"word %d" % at for at in range(self._spoken)]


@pytest.fixture
async def call(floor: Floor) -> Call:
    ada, grace = await floor.enter(), await floor.enter()
    floor.gate(ada, microphone=True)
    return Call(floor, ada, grace)


@pytest.fixture
def quiet(caplog: pytest.LogCaptureFixture) -> Callable[[], None]:
    """Asserts that little was logged, and no traceback."""
    caplog.set_level(logging.INFO)
    logging.getLogger("aiortc").setLevel(logging.ERROR)  # as the worker does

    def check() -> None:
        assert [record.getMessage() for record in caplog.records if record.exc_info] == []
        assert len(caplog.records) <= MOST_LINES, [record.getMessage() for record in caplog.records[:20]]

    return check


async def between(chance: random.Random, call: Call, send: Callable[[], None], times: int) -> None:
    """Nonsense, with words of the call in between."""
    for at in range(times):
        send()
        if at % 100 == 99:
            await call.goes_on()


@pytest.mark.parametrize("seed", range(3))
async def test_mutated_stun_from_a_stranger_and_from_a_participant(
    floor: Floor, call: Call, quiet: Callable[[], None], seed: int
) -> None:
    chance, stranger, eve = random.Random(seed), Caller(), await floor.enter()
    floor.callers.append(stranger)
    good = eve.binding()

    def send() -> None:
        chance.choice((stranger, eve)).socket.sendto(mutated(chance, good, 1), eve.target)

    await between(chance, call, send, 500)
    assert floor.mux.counters.stun_refused > 300
    quiet()


@pytest.mark.parametrize("seed", range(3))
async def test_mutated_handshakes_end_the_liar_alone(
    floor: Floor, call: Call, quiet: Callable[[], None], seed: int
) -> None:
    """From an address that has proven its password, so that every datagram reaches OpenSSL."""
    chance = random.Random(100 + seed)
    liar = Caller()
    liar.take_answer(floor.open(liar))
    await liar.check()
    connection = SSL.Connection(liar.certificate._create_ssl_context(SRTP_PROFILES[:1]))
    connection.set_connect_state()
    with pytest.raises(SSL.WantReadError):
        connection.do_handshake()
    hello = connection.bio_read(4096)
    await between(
        chance, call, lambda: liar.socket.sendto(mutated(chance, hello, chance.choice((1, 13))), liar.target), 300
    )
    other = Caller(certificate=RTCCertificate.generateCertificate())
    await floor.enter(other)
    await call.goes_on()
    quiet()


@pytest.mark.parametrize("seed", range(3))
async def test_mutated_media_under_the_right_key(
    floor: Floor, call: Call, quiet: Callable[[], None], seed: int
) -> None:
    """Header extensions, padding, lengths and payloads of a participant who is let in and lies."""
    chance, eve = random.Random(200 + seed), await floor.enter()
    floor.gate(eve, microphone=True, camera=True, screen=True)
    floor.watch(call.grace, wire.Want("6", floor.user(eve)))
    sequence = 0

    def send() -> None:
        nonlocal sequence
        sequence += chance.choice((1, 1, 1, 2, 30_000))
        assert eve._srtp is not None
        head = bytes((0x90, VP8 | 0x80)) + (sequence & 0xFFFF).to_bytes(2, "big") + bytes(4)
        head += (2001 + chance.randrange(3)).to_bytes(4, "big")
        names = bytes((MID << 4 | 0,)) + b"1" + bytes((RID << 4 | 2,)) + b"low" + bytes((LEVEL << 4,)) + b"\x9e"
        names += bytes(-len(names) % 4)
        plain = head + b"\xbe\xde" + (len(names) // 4).to_bytes(2, "big") + names + chance.choice((KEYFRAME, DELTA))
        lie = mutated(chance, plain, chance.choice((1, 12, 16, 28)))
        if len(lie) >= 12 and lie[0] >> 6 == 2:
            try:
                eve.socket.sendto(eve._srtp.protect(lie[:1200]), eve.target)
            except Exception:
                return  # libsrtp itself refuses to protect it

    await between(chance, call, send, 1000)
    assert {one.user for one in floor.heard if isinstance(one, wire.PeerLost)} == set()
    quiet()


@pytest.mark.parametrize("seed", range(3))
async def test_mutated_reports_under_the_right_key(
    floor: Floor, call: Call, quiet: Callable[[], None], seed: int
) -> None:
    chance, eve = random.Random(300 + seed), await floor.enter()
    ours = [slot.outgoing.ssrc for slot in floor.rooms._peers[floor.peer(eve)][1].subscriptions.values()]
    block = ReportBlock(ours[0], 10, 5, 1000, 3, 0, 0)
    real = [
        rtcp.build_receiver_report(ReceiverReport(7, (block,))),
        rtcp.build_sender_report(SenderReport(1000, 1 << 40, 5, 6, 7)),
        rtcp.build_nack(7, ours[-1], [1, 2, 300]),
        rtcp.build_picture_loss(7, ours[-1]),
        rtcp.build_full_intra(7, ours[-1], 3),
        rtcp.build_remb(7, 500_000, ours[:2]),
        rtcp.build_description(7, "cname"),
    ]

    def send() -> None:
        data = b"".join(chance.sample(real, chance.randint(1, 4)))
        data = mutated(chance, data, chance.choice((1, 4, 8)))
        if len(data) >= 8 and 191 < data[1] < 224:
            eve.send_rtcp(data[:1200])

    await between(chance, call, send, 1000)
    await asyncio.sleep(0)
    await call.goes_on()
    quiet()
