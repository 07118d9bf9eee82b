"""One slot fed from changing streams, without sockets: what goes out, number by number, and what is sent again."""

from dataclasses import dataclass
from uuid import uuid4

import pytest

from server.media import rtp, sdp, vp8
from server.media.publication import LayerStream, Publication
from server.media.rtp import Packet
from server.media.subscription import REPAIR_AGAIN, Subscription
from server.media.wire import Layer, Source

CODEC = sdp.Codec("VP8", 96, 97, ("nack", "nack pli"))
RIDS = {"low": 1, "medium": 2, "high": 3}


@dataclass
class Sent:
    """One packet as the carrier was given it."""

    second: int
    sequence: int
    timestamp: int
    ssrc: int
    payload: bytes


class Scene:
    """Ada's camera, and one slot that shows it."""

    def __init__(self, *, repair_type: int | None = 97) -> None:
        extensions = {sdp.ABS_SEND_TIME: 2}
        codec = sdp.Codec("VP8", 106, repair_type, ())
        section = sdp.Section("video", "0", "recvonly", (codec,), extensions)
        self.sent: list[Sent] = []
        self.now = 100.0
        self.camera = self.publication()
        self.slot = Subscription(section, self._send, lambda: None)

    def publication(self) -> Publication:
        section = sdp.Section("video", "1", "sendonly", (CODEC,), {}, rids=tuple(RIDS), source=Source.CAMERA)
        made = Publication(uuid4(), section, lambda _: None, lambda _: None)
        made.open = True
        for rid, ssrc in RIDS.items():
            made.learn(ssrc, rid, 96)
        return made

    def _send(
        self, second: int, sequence: int, timestamp: int, ssrc: int, extension: int, payload: bytes, opening: bytes
    ) -> None:
        assert extension >> 24 == 0x22
        self.sent.append(Sent(second, sequence, timestamp, ssrc, opening + payload[len(opening) :]))

    def stream(self, layer: Layer = Layer.LOW) -> LayerStream:
        return self.camera.streams[layer]

    def watch(self, layer: Layer = Layer.LOW) -> None:
        self.slot.aim(self.camera, self.stream(layer))

    def film(
        self, sequence: int, *, layer: Layer = Layer.LOW, timestamp: int = 0, payload: bytes | None = None
    ) -> None:
        """One packet, which could begin a picture, comes from Ada."""
        self.now += 0.01
        body = picture(sequence) if payload is None else payload
        header = rtp.HEADER.pack(0x80, 96, sequence & 0xFFFF, timestamp & 0xFFFFFFFF, self.stream(layer).ssrc)
        self.stream(layer).receive(Packet(header + body, self.now))

    def numbers(self) -> list[int]:
        """What went out, counted from the first."""
        return [(one.sequence - self.sent[0].sequence) & 0xFFFF for one in self.sent]

    def ask(self, *sent: Sent) -> list[Sent]:
        """What goes out when the receiver misses these."""
        before = len(self.sent)
        self.now += 2 * REPAIR_AGAIN
        self.slot.repair(tuple(one.sequence for one in sent), self.now)
        return self.sent[before:]


def picture(number: int, base: int = 0) -> bytes:
    """The start of a key frame with a PictureID and a TL0PICIDX."""
    return bytes((0x90, 0xE0, 0x80 | number >> 8 & 0x7F, number & 0xFF, base, 0x20, 0x10)) + b"%d" % number


def repairs(sent: list[Sent]) -> list[tuple[int, bytes]]:
    """Original number and payload of repair packets."""
    assert all(one.second & 0x7F == 97 for one in sent)
    return [(int.from_bytes(one.payload[:2], "big"), one.payload[2:]) for one in sent]


@pytest.mark.parametrize(
    ("arriving", "expected"),
    [
        ([10, 11, 12], [0, 1, 2]),
        ([65534, 65535, 0, 1], [0, 1, 2, 3]),
        ([10, 12, 11, 13], [0, 2, 1, 3]),
        ([65534, 0, 65535, 1], [0, 2, 1, 3]),
        ([10, 11, 11, 10, 12], [0, 1, 2]),
        ([10, 9, 8, 11], [0, 1]),
        ([10, 14, 15], [0, 4, 5]),
    ],
    ids=["in order", "wrap", "reordered", "reordered over the wrap", "doubled", "older than the beginning", "lost"],
)
def test_numbers_keep_the_gaps_and_places_of_what_came(arriving: list[int], expected: list[int]) -> None:
    scene = Scene()
    scene.watch()
    for sequence in arriving:
        scene.film(sequence)
    assert scene.numbers() == expected


def test_timestamps_go_on_over_their_wrap() -> None:
    scene = Scene()
    scene.watch()
    for at in range(4):
        scene.film(at, timestamp=0xFFFFFFFF - 3000 + 3000 * at)
    steps = {(b.timestamp - a.timestamp) & 0xFFFFFFFF for a, b in zip(scene.sent, scene.sent[1:], strict=False)}
    assert steps == {3000}


def test_padding_leaves_no_gap_however_much_there_is() -> None:
    scene = Scene()
    scene.watch()
    scene.film(10)
    for at in range(11, 41):
        scene.film(at, payload=b"")
    scene.film(41)
    scene.watch(Layer.HIGH)
    scene.film(7000, layer=Layer.HIGH)
    assert scene.numbers() == [0, 1, 2]


def test_a_change_of_layer_goes_on_in_number_time_and_picture() -> None:
    scene = Scene()
    scene.watch()
    for at in range(100, 103):
        scene.film(at, timestamp=3000 * at)
    scene.watch(Layer.HIGH)
    scene.film(40000, layer=Layer.HIGH, timestamp=5)
    scene.film(103)
    scene.film(40001, layer=Layer.HIGH, timestamp=3005)
    assert scene.numbers() == [0, 1, 2, 3, 4]
    assert 0 < (scene.sent[3].timestamp - scene.sent[2].timestamp) & 0xFFFFFFFF < 90000
    assert (scene.sent[4].timestamp - scene.sent[3].timestamp) & 0xFFFFFFFF == 3000
    pictures = [vp8.numbers(one.payload)[0] for one in scene.sent]
    assert pictures == [100, 101, 102, 102 + vp8.PICTURE_AHEAD, 103 + vp8.PICTURE_AHEAD]


def test_a_late_packet_does_not_turn_the_clock_back() -> None:
    scene = Scene()
    scene.watch()
    for at in (100, 102, 103, 101):
        scene.film(at, timestamp=90000 * at)
    scene.watch(Layer.HIGH)
    scene.film(9, layer=Layer.HIGH)
    newest = scene.sent[2]
    assert 0 < (scene.sent[-1].timestamp - newest.timestamp) & 0xFFFFFFFF < 90000
    assert (scene.sent[-1].sequence - newest.sequence) & 0xFFFF == 1


def test_what_is_lost_is_sent_again_after_the_wrap_too() -> None:
    scene = Scene()
    scene.watch()
    for at in range(65500, 65600):
        scene.film(at)
    lost = [scene.sent[at] for at in (5, 35, 36, 99)]
    assert repairs(scene.ask(*lost)) == [(one.sequence, one.payload) for one in lost]
    again = scene.sent[-1]
    assert (again.timestamp, again.ssrc) == (lost[-1].timestamp, scene.slot.outgoing.repair_ssrc)


def test_what_went_out_before_a_change_of_layer_is_repaired_as_it_was() -> None:
    scene = Scene()
    for turn, layer in enumerate((Layer.LOW, Layer.HIGH, Layer.LOW)):
        scene.watch(layer)
        for at in range(5):
            scene.film(300 * turn + at, layer=layer, timestamp=3000 * at)
    everything = list(scene.sent)
    assert scene.numbers() == list(range(15))
    assert repairs(scene.ask(*everything)) == [(one.sequence, one.payload) for one in everything]


def test_a_receiver_without_a_repair_stream_gets_it_once_more_as_it_was() -> None:
    scene = Scene(repair_type=None)
    scene.watch()
    for at in range(5):
        scene.film(at)
    assert scene.ask(scene.sent[2]) == [scene.sent[2]]


@pytest.mark.parametrize("missed", [-3, 3, 700], ids=["before the beginning", "not yet sent", "far away"])
def test_what_never_went_out_is_never_sent(missed: int) -> None:
    scene = Scene()
    for at in range(90, 100):
        scene.film(at)
    scene.watch()
    for at in range(100, 103):
        scene.film(at)
    number = (scene.sent[0].sequence + missed) & 0xFFFF
    assert scene.ask(Sent(0, number, 0, 0, b"")) == []


def test_what_is_too_old_is_gone() -> None:
    scene = Scene()
    scene.watch()
    for at in range(600):
        scene.film(at)
    assert scene.ask(scene.sent[50]) == []
    assert len(scene.ask(scene.sent[150])) == 1


def test_nothing_of_what_was_shown_is_repaired_once_it_is_shown_no_more() -> None:
    scene = Scene()
    scene.watch()
    for at in range(5):
        scene.film(at)
    seen = list(scene.sent)
    scene.slot.aim(None, None)
    assert scene.ask(*seen) == []
    other = scene.publication()
    scene.camera = other
    scene.watch()
    scene.film(4)
    assert scene.ask(*seen) == [], "another person's numbers are not mistaken for these"
    assert scene.numbers() == [*range(5), 5]


def test_a_number_asked_twice_within_a_breath_is_sent_once() -> None:
    scene = Scene()
    scene.watch()
    scene.film(1)
    assert len(scene.ask(scene.sent[0])) == 1
    before = len(scene.sent)
    scene.slot.repair((scene.sent[0].sequence,), scene.now + REPAIR_AGAIN / 2)
    assert len(scene.sent) == before
