"""The slow decisions: which layer, which voice, how much, when a key frame. Pure and clockless."""

from uuid import UUID

import pytest

from server.media import bandwidth, layers, speakers
from server.media.bandwidth import Downlink, Uplink
from server.media.keyframes import KeyframeRequests
from server.media.watched import WatchedLayers
from server.media.wire import Layer


def test_key_frames_are_asked_for_twice_a_second_at_most_and_none_is_forgotten() -> None:
    requests = KeyframeRequests()
    assert [requests.request(at) for at in (10.0, 10.1, 10.49)] == [True, False, False]
    assert requests.wanted
    assert requests.request(10.5)
    assert not requests.wanted
    requests.request(10.6)
    requests.arrived()
    assert not requests.wanted


def test_whoever_has_just_come_waits_less_for_a_key_frame() -> None:
    requests = KeyframeRequests()
    assert requests.request(10.0, waiting=1)
    assert not requests.request(10.35, waiting=1), "it is on its way"
    assert not requests.request(10.3, waiting=2), "a browser would not heed it yet"
    assert requests.request(10.35, waiting=2)
    requests.arrived()
    assert not requests.request(10.6)
    assert requests.request(10.68, waiting=1)


def test_a_sender_sends_what_is_watched_at_once_and_ceases_after_some_seconds() -> None:
    known = WatchedLayers(["low", "medium", "high"])
    assert not known.tick([Layer.MEDIUM], 0.0, seen=True), "it begins by sending everything"
    assert not known.tick([Layer.MEDIUM], 3.9, seen=True)
    assert known.tick([Layer.MEDIUM], 4.0, seen=True)
    assert known.told == [Layer.LOW, Layer.MEDIUM], "the poorest stays warm while anybody could look"
    assert known.tick([Layer.HIGH], 5.0, seen=True)
    assert known.told == [Layer.LOW, Layer.MEDIUM, Layer.HIGH]
    assert known.tick([Layer.LOW], 9.5, seen=True)
    assert known.told == [Layer.LOW, Layer.HIGH]
    assert not known.tick([Layer.LOW], 13.4, seen=True)
    assert known.tick([], 13.5, seen=False)
    assert known.told == [Layer.LOW]
    assert known.tick([], 17.5, seen=False)
    assert known.told == []
    assert known.tick([], 18.0, seen=True)
    assert known.told == [Layer.LOW]


def test_a_tile_that_is_large_and_small_by_turns_flaps_nothing() -> None:
    known = WatchedLayers(["low", "medium", "high"])
    known.tick([Layer.LOW, Layer.HIGH], 0.0, seen=True)
    known.tick([Layer.LOW, Layer.HIGH], 4.0, seen=True)
    for at in range(5, 60):
        assert not known.tick([Layer.LOW, Layer.HIGH][at % 2 :], float(at), seen=True)


def test_what_a_paused_layer_costs_is_what_it_did() -> None:
    known = WatchedLayers(["low", "medium", "high"])
    assert known.possible({})[Layer.HIGH] == 1_200_000
    known.measure({Layer.HIGH: 1_700_000, Layer.LOW: 90_000})
    known.measure({Layer.HIGH: 100_000})
    assert known.possible({})[Layer.HIGH] == 1_500_000
    assert known.possible({Layer.HIGH: 900_000})[Layer.HIGH] == 900_000
    assert list(WatchedLayers([]).possible({})) == [Layer.HIGH]


@pytest.mark.parametrize(
    ("rids", "expected"),
    [
        (["q", "h", "f"], [Layer.LOW, Layer.MEDIUM, Layer.HIGH]),
        (["high", "medium", "low"], [Layer.HIGH, Layer.MEDIUM, Layer.LOW]),
        (["1", "2"], [Layer.LOW, Layer.HIGH]),
        (["x"], [Layer.HIGH]),
        ([], []),
    ],
)
def test_layers_are_named_by_rid_or_by_order(rids: list[str], expected: list[Layer]) -> None:
    assert list(layers.named(rids).values()) == expected


def test_the_best_layer_is_the_wished_a_poorer_or_else_a_better_one() -> None:
    assert layers.best(Layer.HIGH, [Layer.LOW, Layer.MEDIUM]) is Layer.MEDIUM
    assert layers.best(Layer.LOW, [Layer.MEDIUM, Layer.HIGH]) is Layer.MEDIUM
    assert layers.best(Layer.LOW, []) is None


RATES = {Layer.LOW: 150_000, Layer.MEDIUM: 500_000, Layer.HIGH: 1_700_000}


@pytest.mark.parametrize(
    ("budget", "expected"),
    [
        (None, [Layer.HIGH, Layer.MEDIUM, None]),
        (5_000_000, [Layer.HIGH, Layer.MEDIUM, None]),
        (1_000_000, [Layer.MEDIUM, Layer.MEDIUM, None]),
        (700_000, [Layer.MEDIUM, Layer.LOW, None]),
        (200_000, [Layer.LOW, None, None]),
        (1_000, [None, None, None]),
    ],
)
def test_everybody_is_seen_before_anybody_is_seen_sharply(budget: int | None, expected: list[Layer | None]) -> None:
    assert layers.choose([(Layer.HIGH, RATES), (Layer.MEDIUM, RATES), (Layer.HIGH, {})], budget) == expected


def test_a_strangled_receiver_gets_less_at_once_and_more_only_after_quiet_seconds() -> None:
    link = Downlink()
    for remb in (None, 1_900_000, 1_200_000):
        link.tick(remb, 2_000_000, 0)
        assert link.budget is None, "one fall is a breath"
    link.tick(600_000, 2_000_000, 0)
    assert link.budget == 600_000
    for _ in range(2):
        link.tick(700_000, 500_000, 0)
    assert link.budget == 600_000
    link.tick(700_000, 500_000, 0)
    assert link.budget is not None
    assert link.budget > 600_000
    for _ in range(40):
        link.tick(10_000_000, 500_000, 0)
    assert link.budget is None, "a good line is trusted again"


def test_an_estimate_that_is_low_but_grows_proves_nothing() -> None:
    link = Downlink()
    for at in range(20):
        link.tick(300_000 + 20_000 * at, 1_500_000, 0)
    assert link.budget is None


def test_one_lost_packet_of_sound_is_no_storm() -> None:
    assert bandwidth.weighed([(0, 800_000), (128, 30_000)]) == 4
    assert bandwidth.weighed([(50, 800_000), (0, 30_000)]) > 40
    assert bandwidth.weighed([(128, 0)]) == 0


def test_a_lossy_receiver_gets_less_and_is_tried_less_often_after_each_failure() -> None:
    link = Downlink()
    link.tick(None, 1_000_000, 64)
    assert link.budget == 656_250, "seven eighths of what came through"

    def quiet_seconds_until_more() -> int:
        before, seconds = link.budget, 0
        while link.budget == before:
            link.tick(None, 700_000, 0)
            seconds += 1
        return seconds

    first = quiet_seconds_until_more()
    link.tick(None, 900_000, 80)
    link.tick(None, 900_000, 80)
    assert quiet_seconds_until_more() > first


def test_more_is_tried_step_by_step_so_that_a_narrow_line_is_not_flooded_at_once() -> None:
    link, budgets = Downlink(), list[int | None]()
    link.tick(None, 1_000_000, 128)
    for _ in range(9):
        link.tick(None, 300_000, 0)
        budgets.append(link.budget)
    assert [budgets.count(budget) for budget in sorted({budget or 0 for budget in budgets})] == [2, 3, 3, 1]
    link.tick(None, 800_000, 128)
    assert link.budget == 350_000


def test_a_publisher_begins_high_and_yields_to_loss() -> None:
    link = Uplink()
    assert link.bitrate == 2_500_000
    link.tick(1_000_000, 100)
    assert link.bitrate == 850_000
    link.tick(800_000, 0)
    assert link.bitrate == 918_000
    for _ in range(60):
        link.tick(100, 255)
    assert link.bitrate == 80_000


def test_on_a_narrow_line_fewer_voices_are_heard_but_always_one() -> None:
    assert [bandwidth.voices(budget) for budget in (None, 1_000_000, 100_000, 64_000, 0)] == [3, 3, 2, 1, 1]


ADA, GRACE, LIN, EVE = (UUID(int=at) for at in range(1, 5))


def test_the_louder_leads_but_not_by_a_breath() -> None:
    assert speakers.ranked({ADA: 70.0, GRACE: 72.0}, [ADA, GRACE]) == [ADA, GRACE]
    assert speakers.ranked({ADA: 70.0, GRACE: 79.0}, [ADA, GRACE]) == [GRACE, ADA]
    assert speakers.speaking({ADA: speakers.SPEAKING - 1, GRACE: speakers.SPEAKING - 1, LIN: 90.0}, [GRACE]) == [
        LIN,
        GRACE,
    ]
    assert speakers.speaking({ADA: 10.0}, [ADA]) == []


def test_loudness_rises_quickly_and_falls_slowly() -> None:
    loud = speakers.smoothed(0.0, 100)
    assert loud == 30
    assert 28 < speakers.smoothed(loud, 0) < loud


def test_voices_keep_their_slots_and_nobody_hears_themselves() -> None:
    seats = speakers.seat([None, None, None], [ADA, GRACE], EVE)
    assert seats == [ADA, GRACE, None]
    assert speakers.seat(seats, [LIN, GRACE, ADA], EVE) == [ADA, GRACE, LIN]
    assert speakers.seat([ADA, GRACE, LIN], [EVE, LIN, GRACE, ADA], ADA) == [EVE, GRACE, LIN]
    assert speakers.seat([ADA, GRACE], [LIN, GRACE], EVE) == [LIN, GRACE]
    assert speakers.seat([], [LIN], EVE) == []
