"""What operators read of the worker."""

import pytest
from prometheus_client.parser import text_string_to_metric_families

from server.media import metrics, rtcp, wire
from tests.media.caller import KEYFRAME, VP8
from tests.media.conftest import Floor

pytestmark = pytest.mark.anyio


def read(floor: Floor) -> dict[str, list[tuple[dict[str, str], float]]]:
    """Every sample, by its name."""
    taken = floor.ask(wire.TakeStatistics(ref=1))
    assert isinstance(taken, wire.Statistics)
    found: dict[str, list[tuple[dict[str, str], float]]] = {}
    for family in text_string_to_metric_families(metrics.written(taken).decode()):
        for sample in family.samples:
            found.setdefault(sample.name, []).append((dict(sample.labels), sample.value))
    return found


async def test_every_publication_and_subscription_is_counted_until_it_is_gone_and_no_user_is_named(
    floor: Floor,
) -> None:
    ada, grace = await floor.enter(), await floor.enter()
    floor.watch(grace, wire.Want("6", floor.user(ada)))
    floor.gate(ada, camera=True)
    ada.film(0, KEYFRAME)
    await ada.told(rtcp.PictureLoss)
    for at in (1, 2):
        ada.film(at, KEYFRAME)
    await grace.gets(1, kind=VP8)
    found = read(floor)
    assert found["twinspace_media_peers"] == [({}, 2)]
    layer = {"room": str(floor.room), "peer": str(floor.peer(ada)), "source": "camera", "layer": "low"}
    assert (layer, 3) in found["twinspace_media_publication_packets_total"]
    slot = {"room": str(floor.room), "peer": str(floor.peer(grace)), "slot": "6"}
    assert [labels for labels, _ in found["twinspace_media_subscription_packets_total"]] == [slot]
    assert found["twinspace_media_forwarded_total"][0][1] >= 1
    users = {str(floor.user(ada)), str(floor.user(grace))}
    labels = [value for samples in found.values() for one, _ in samples for value in one.values()]
    assert not users & set(labels)
    ada.leave()
    await floor.hears(wire.PeerLost)
    assert "twinspace_media_publication_packets_total" not in read(floor)
