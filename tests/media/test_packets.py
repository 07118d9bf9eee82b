"""The pure parts of packets, in tables: numbers, caches, RTCP, key frames."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.media import keyframes, rtcp, rtp, vp8
from server.media.packet_cache import SIZE, PacketCache
from server.media.sequence import DISCARD, Arrivals, Sequence, distance


@pytest.mark.parametrize(
    ("newer", "older", "expected"), [(1, 0, 1), (0, 65535, 1), (65535, 0, -1), (32767, 0, 32767), (5, 5, 0)]
)
def test_distance_wraps(newer: int, older: int, expected: int) -> None:
    assert distance(newer, older) == expected


def test_a_series_goes_on_over_the_wrap_and_over_a_switch() -> None:
    series = Sequence(65533)
    series.switch(40000)
    assert [series.map(40000 + at) for at in range(4)] == [65534, 65535, 0, 1]
    series.switch(7)
    assert [series.map(7), series.map(8)] == [2, 3]


def test_packets_out_of_order_keep_their_places_and_those_before_a_switch_are_discarded() -> None:
    series = Sequence(99)
    series.switch(10)
    assert [series.map(at) for at in (10, 12, 11, 9, 13)] == [100, 102, 101, DISCARD, 103]
    assert series.last == 103


def test_dropped_packets_close_up_and_late_ones_keep_their_offset() -> None:
    series = Sequence(99)
    series.switch(10)
    assert series.map(10) == 100
    series.drop(12)
    assert [series.map(at) for at in (13, 11, 14)] == [102, 101, 103]
    series.drop(13)
    assert series.map(15) == 104, "what already went out cannot be dropped"


def test_one_source_goes_on_for_hours() -> None:
    series = Sequence(7)
    series.switch(60000)
    series.drop(60000)
    numbers = [series.map((60000 + at) & 0xFFFF) for at in range(1, 200_000)]
    assert numbers == [(7 + at) & 0xFFFF for at in range(1, 200_000)]
    assert series.map((60000 + 199_990) & 0xFFFF) == (7 + 199_990) & 0xFFFF, "a late one keeps its place"


@given(st.integers(0, 65535), st.integers(0, 65535), st.lists(st.booleans(), min_size=1, max_size=300))
def test_a_receiver_sees_no_hole_whatever_is_left_out(start: int, last: int, kept: list[bool]) -> None:
    series = Sequence(last)
    series.switch(start)
    seen = [series.map(start)]
    for at, keep in enumerate(kept, 1):
        if keep:
            seen.append(series.map((start + at) & 0xFFFF))
        else:
            series.drop((start + at) & 0xFFFF)
    assert seen == [(last + 1 + at) & 0xFFFF for at in range(len(seen))]


@given(
    st.integers(0, 65535),
    st.integers(0, 65535),
    st.lists(st.sampled_from(["sent", "padding", "late", "lost"]), min_size=1, max_size=200),
)
def test_each_number_that_went_out_leads_back_to_its_origin(start: int, last: int, fates: list[str]) -> None:
    series = Sequence(last)
    series.switch(start)
    gone, late = {series.map(start): start}, list[int]()
    for at, fate in enumerate(fates, 1):
        number = (start + at) & 0xFFFF
        if fate == "sent":
            gone[series.map(number)] = number
        elif fate == "padding":
            series.drop(number)
        elif fate == "late":
            late.append(number)
    for number in late[-3:]:
        outgoing = series.map(number)
        if outgoing != DISCARD:
            gone[outgoing] = number
    recent = [number for number in gone if distance(series.last, number) < 5]
    assert {number: series.origin(number) for number in recent} == {number: gone[number] for number in recent}
    assert series.origin((series.last + 1) & 0xFFFF) == DISCARD, "what never went out has no origin"
    assert series.origin(last) == DISCARD, "what went out before the switch has another"


def test_gaps_are_noted_filled_and_given_up() -> None:
    arrivals = Arrivals()
    assert [arrivals.note(at) for at in (65534, 1, 65535, 1, 65535)] == [True, True, True, False, False]
    assert arrivals.wanted() == [0]
    assert arrivals.lost == 1
    assert arrivals.note(0)
    assert not arrivals.gaps
    assert arrivals.lost == 0
    arrivals.note(5)
    asked = [arrivals.wanted(tries=3) for _ in range(4)]
    assert asked == [[2, 3, 4]] * 3 + [[]]
    assert arrivals.fraction_lost() > 0
    assert arrivals.fraction_lost() == 0, "it is the loss since the last question"


def test_a_jump_is_a_new_beginning_and_no_flood_of_requests() -> None:
    arrivals = Arrivals()
    arrivals.note(1)
    assert arrivals.note(30000)
    assert arrivals.wanted() == []
    assert arrivals.lost == 0


@given(st.lists(st.integers(0, 65535), max_size=300))
def test_whatever_arrives_the_memory_of_gaps_is_bounded(numbers: list[int]) -> None:
    arrivals = Arrivals()
    for number in numbers:
        arrivals.note(number)
    assert len(arrivals.wanted()) <= 200
    assert 0 <= arrivals.fraction_lost() <= 255
    assert arrivals.lost >= 0


def test_jitter_of_a_steady_stream_is_nothing() -> None:
    arrivals = Arrivals()
    for at in range(50):
        arrivals.measure_jitter(at * 960 + 77, at * 960)
    assert arrivals.jitter == 0
    arrivals.measure_jitter(50 * 960 + 77 + 160, 50 * 960)
    assert arrivals.jitter == 10


class Came:
    """As much of a packet as the cache looks at."""

    def __init__(self, sequence: int) -> None:
        self.sequence = sequence


def test_the_cache_finds_what_is_recent_and_never_what_was_overwritten() -> None:
    cache: PacketCache[Came] = PacketCache()
    packets = [Came(at & 0xFFFF) for at in range(65500, 65500 + SIZE + 10)]
    for packet in packets:
        cache.store(packet)
    assert cache.find(65500) is None
    assert cache.find(65530) is packets[30]
    assert cache.find(packets[-1].sequence) is packets[-1]
    assert cache.find(40000) is None


def test_a_header_is_read_over_sources_extension_and_padding() -> None:
    data = bytes((0xB2, 0x80 | 96)) + (7).to_bytes(2, "big") + (9).to_bytes(4, "big") + (11).to_bytes(4, "big")
    data += bytes(8) + b"\xbe\xde\x00\x02" + b"\x10\x85\x42\x01\x02\x03\x00\x00" + b"payload" + b"\x00\x00\x03"
    read = rtp.Packet(data, 1.0)
    assert (read.sequence, read.timestamp, read.ssrc, read.payload_type) == (7, 9, 11, 96)
    assert bool(read.marker)
    assert read.payload == b"payload"
    assert rtp.extensions(data) == {1: b"\x85", 4: b"\x01\x02\x03"}
    assert rtp.audio_level(data, 1) == 127 - 5
    assert rtp.audio_level(data, 9) == 0


def test_a_repair_becomes_the_lost_packet_again() -> None:
    data = rtp.HEADER.pack(0x80, 0x80 | 97, 5, 3, 2) + b"\x00\x04payload"
    read = rtp.Packet(data, 1.0)
    read.restore(99, 96)
    assert (read.sequence, read.ssrc, read.payload_type, read.payload) == (4, 99, 96, b"payload")


BLOCK = rtcp.ReportBlock(1, 2, -3, 70000, 5, 6, 7)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            rtcp.build_sender_report(rtcp.SenderReport(1, 1 << 40, 3, 4, 5, (BLOCK,))),
            rtcp.SenderReport(1, 1 << 40, 3, 4, 5, (BLOCK,)),
        ),
        (rtcp.build_receiver_report(rtcp.ReceiverReport(9, (BLOCK, BLOCK))), rtcp.ReceiverReport(9, (BLOCK, BLOCK))),
        (rtcp.build_nack(1, 2, [65534, 65535, 3, 40]), rtcp.Nack(1, 2, (65534, 65535, 3, 40))),
        (rtcp.build_picture_loss(1, 2), rtcp.PictureLoss(1, 2)),
        (rtcp.build_full_intra(1, 2, 300), rtcp.PictureLoss(1, 2)),
        (rtcp.build_remb(1, 2_500_000, [3, 4]), rtcp.Remb(1, 2_500_000, (3, 4))),
        (rtcp.build_remb(1, 1000, []), rtcp.Remb(1, 1000, ())),
    ],
)
def test_rtcp_is_read_as_it_was_written(data: bytes, message: rtcp.Message) -> None:
    described = rtcp.build_description(1, "cname")
    assert len(described) % 4 == 0
    assert rtcp.parse(described + data) == [message]


def test_other_transport_feedback_is_no_nack() -> None:
    transport_cc = bytearray(rtcp.build_nack(1, 2, [3]))
    transport_cc[0] = 0x80 | 15
    assert rtcp.parse(bytes(transport_cc)) == []


@pytest.mark.parametrize("data", [b"\x80", b"\x00\xc8\x00\x00", rtcp.build_picture_loss(1, 2)[:-1]])
def test_broken_rtcp_is_named(data: bytes) -> None:
    with pytest.raises(rtcp.RtcpError):
        rtcp.parse(data)


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ("10 30 01 00", True),
        ("10 31 01 00", False),
        ("00 30 01 00", False),
        ("11 30 01 00", False),
        ("90 80 12 30 01 00", True),
        ("90 80 92 34 30 01", True),
        ("90 f0 92 34 07 20 30", True),
        ("90 f0 92 34 07 20 31", False),
        ("90 f0 92 34", False),
        ("10", False),
    ],
)
def test_vp8_key_frames_are_recognised(payload: str, expected: bool) -> None:
    assert keyframes.starts_vp8_keyframe(bytes.fromhex(payload)) is expected


@pytest.mark.parametrize(
    ("payload", "expected"),
    [("67 42", True), ("65 00", True), ("41 00", False), ("7c 85", True), ("7c 45", False), ("7c 81", False),
     ("78 00 02 67 42 00 02 68 00", True), ("78 00 02 41 00 00 02 65 00", True), ("78 00 02 41 00", False),
     ("78", False)],
)  # fmt: skip
def test_h264_key_frames_are_recognised(payload: str, expected: bool) -> None:
    assert keyframes.starts_h264_keyframe(bytes.fromhex(payload)) is expected


@pytest.mark.parametrize(
    ("last", "first", "expected"),
    [
        ("90 e0 80 05 07 20 31", "90 e0 81 00 06 20 30", "90 e0 80 0d 09 20 30"),
        ("90 e0 ff fe ff 20 31", "90 e0 80 00 30 20 30", "90 e0 80 06 01 20 30"),
        ("90 80 7e 31", "90 80 05 30", "90 80 06 30"),
        ("10 31 00 00", "10 30 00 00", "10 30 00 00"),
        ("90 e0", "90", "90"),
    ],
)
def test_picture_numbers_go_on_where_the_last_source_ended(last: str, first: str, expected: str) -> None:
    ended, begins = bytes.fromhex(last), bytes.fromhex(first)
    opening = vp8.renumbered(begins, *vp8.offsets(vp8.numbers(ended), begins))
    assert opening + begins[len(opening) :] == bytes.fromhex(expected)
