"""What strangers and liars send: other calls are unharmed (F1, F3, T20)."""

import asyncio
import random
import socket

import pytest
from aiortc import RTCCertificate
from hypothesis import given, settings
from hypothesis import strategies as st

from server.media import ice, rtcp, rtp, wire
from server.media.ice import IceSide, StunError
from tests.media.caller import KEYFRAME, Caller
from tests.media.conftest import Floor, until

pytestmark = pytest.mark.anyio

CLIENT_HELLO = bytes.fromhex("16fefd0000000000000000002e0100002200000000000000220000") + bytes(40)
ALERT = bytes.fromhex("15fefd00000000000000010002022800")


async def test_a_sprayer_of_plaintext_dtls_stops_nobody_from_connecting(floor: Floor) -> None:
    """It knows only the port; aioice's own transport would hand each datagram to the handshake (F1)."""
    sprayer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

    async def spray() -> None:
        while True:
            sprayer.sendto(CLIENT_HELLO, ("127.0.0.1", floor.mux.port))
            sprayer.sendto(ALERT, ("127.0.0.1", floor.mux.port))
            await asyncio.sleep(0.002)

    task = asyncio.create_task(spray())
    try:
        for _ in range(3):
            await floor.enter()
    finally:
        task.cancel()
        sprayer.close()
    assert floor.mux.counters.foreign > 0


async def test_malformed_stun_is_counted_and_calls_go_on(floor: Floor) -> None:
    ada, grace = await floor.enter(), await floor.enter()
    floor.gate(ada, microphone=True)
    good = ada.binding()
    stranger = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    chance = random.Random(20)
    sent = 0
    for length in (0, 1, 2, 3, 5, 7):  # PRIORITY of a wrong length: struct.error in aioice (F3)
        attribute = b"\x00\x24" + length.to_bytes(2, "big") + bytes(length + -length % 4)
        head = b"\x00\x01" + len(attribute).to_bytes(2, "big") + b"\x21\x12\xa4\x42" + bytes(12)
        stranger.sendto(head + attribute, ("127.0.0.1", floor.mux.port))
        sent += 1
    for _ in range(500):
        mutated = bytearray(good)
        for place in chance.sample(range(4, len(good) - 8), chance.randint(1, 6)):  # all but the closing fingerprint
            mutated[place] ^= chance.randrange(1, 256)
        stranger.sendto(bytes(mutated), ("127.0.0.1", floor.mux.port))
        sent += 1

    async def all_counted() -> bool:
        return floor.mux.counters.stun_refused == sent

    known = floor.mux.known
    await until(all_counted, "each is counted as refused")
    assert floor.mux.known == known, "no address of the stranger is remembered"
    ada.speak(0)
    assert len(await grace.gets(1)) == 1
    stranger.close()


async def test_a_wrong_certificate_ends_the_liar_alone(floor: Floor) -> None:
    ada, grace = await floor.enter(), await floor.enter()
    floor.gate(ada, microphone=True)
    liar = Caller(announced=RTCCertificate.generateCertificate())
    await liar.connect(floor.open(liar))
    lost = await floor.hears(wire.PeerLost)
    assert (lost.peer, lost.reason) == (floor.peer(liar), wire.LossReason.FAILED)
    ada.speak(0)
    assert len(await grace.gets(1)) == 1


async def test_foreign_media_is_dropped(floor: Floor) -> None:
    ada, grace = await floor.enter(), await floor.enter()
    floor.gate(ada, microphone=True, camera=True)
    chance = random.Random(7)
    for at in range(300):  # from the right address, under no or the wrong key
        head = bytes((0x80, 111)) + at.to_bytes(2, "big") + bytes(4) + (1000).to_bytes(4, "big")
        ada.socket.sendto(head + chance.randbytes(chance.randrange(60)), ada.target)
        ada.socket.sendto(bytes((0x81, 200 + at % 8)) + chance.randbytes(chance.randrange(60)), ada.target)
        ada.socket.sendto(bytes((chance.randrange(64),)) + chance.randbytes(chance.randrange(60)), ada.target)
    stranger = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    foreign = floor.mux.counters.foreign
    stranger.sendto(head + bytes(40), ada.target)

    async def refused() -> bool:
        return floor.mux.counters.foreign == foreign + 1

    await until(refused, "media from an unknown address is counted")
    assert grace.received == []
    ada.speak(0)
    assert len(await grace.gets(1)) == 1
    stranger.close()


async def test_nonsense_under_the_right_key_harms_nobody_else(floor: Floor) -> None:
    ada, grace, eve = await floor.enter(), await floor.enter(), await floor.enter()
    for caller in (ada, eve):
        floor.gate(caller, microphone=True, camera=True, screen=True)
    floor.watch(grace, wire.Want("6", floor.user(eve)), wire.Want("7", floor.user(ada)))
    chance = random.Random(3)
    for at in range(200):
        names = {chance.randrange(1, 15): chance.randbytes(chance.randrange(1, 16)) for _ in range(3)}
        eve.send(
            chance.randrange(1 << 32), at, chance.randbytes(chance.randrange(50)), payload_type=96, extensions=names
        )
        eve.film(at * 3 + chance.randrange(200), chance.randbytes(chance.randrange(40)))
        body = chance.randbytes(4 * chance.randrange(1, 8))
        kind = chance.choice((200, 201, 202, 203, 205, 206, 207))
        eve.send_rtcp(bytes((0x80 | chance.randrange(32), kind)) + (len(body) // 4).to_bytes(2, "big") + body)
    ada.speak(0)
    assert (await grace.gets(1, kind=111))[0].payload == b"sound"
    assert {one.user for one in (floor.figures(ada), floor.figures(eve))} == {floor.user(ada), floor.user(eve)}
    eve.film(1, KEYFRAME)


@given(st.binary(max_size=200))
@settings(max_examples=400, deadline=None)
def test_any_bytes_as_stun_end_in_one_named_error(data: bytes) -> None:
    side: IceSide[int] = IceSide("abcd", 0.0)
    with pytest.raises(StunError):
        side.check(ice.read_check(data), (1, ("127.0.0.1", 9)), 0.0)


@given(st.binary(max_size=200))
@settings(max_examples=400, deadline=None)
def test_any_bytes_as_rtp_are_a_packet_or_one_named_error(data: bytes) -> None:
    try:
        packet = rtp.Packet(data, 1.0)
    except rtp.MalformedError:
        return
    assert len(packet.payload) <= len(data)
    assert 0 <= rtp.audio_level(data, 1) <= 127
    assert all(len(value) <= 16 for value in rtp.extensions(data).values())


@given(st.lists(st.tuples(st.integers(0, 255), st.sampled_from([200, 201, 203, 205, 206]), st.binary(max_size=60))))
@settings(max_examples=400, deadline=None)
def test_any_bytes_as_rtcp_are_messages_or_one_named_error(parts: list[tuple[int, int, bytes]]) -> None:
    data = b"".join(
        bytes((0x80 | first & 0x3F, kind)) + (len(body) // 4).to_bytes(2, "big") + body for first, kind, body in parts
    )
    try:
        rtcp.parse(data)
    except rtcp.RtcpError:
        return
