"""The worker's statistics for /metrics (Prometheus): its counters, and every publication and subscription.

Labels name rooms and peers by their random ids, never a user; what is gone is left out with the next answer, so there
are never more series than there are streams.
"""

from __future__ import annotations

from collections.abc import Iterable

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from server.media.wire import PeerFigures, Statistics

PREFIX = "twinspace_media"
LAYER = ("room", "peer", "source", "layer")
SLOT = ("room", "peer", "slot", "source", "layer")


def written(statistics: Statistics) -> bytes:
    """In the form that Prometheus reads."""
    registry = CollectorRegistry()
    registry.register(_Taken(statistics))
    return generate_latest(registry)


class _Taken(Collector):
    def __init__(self, statistics: Statistics) -> None:
        self._statistics = statistics

    def collect(self) -> Iterable[Metric]:
        for name, value in self._statistics.counters.items():
            yield CounterMetricFamily(f"{PREFIX}_{name}", f"Counted by the media worker: {name}", value=value)
        peers = self._statistics.peers
        connected = sum(peer.connected for peer in peers)
        yield GaugeMetricFamily(f"{PREFIX}_peers", "Peers with a media path", value=connected)
        yield from _publications(peers)
        yield from _subscriptions(peers)


def _publications(peers: Iterable[PeerFigures]) -> Iterable[Metric]:
    packets = CounterMetricFamily(f"{PREFIX}_publication_packets", "Packets of a layer that came", labels=LAYER)
    lost = CounterMetricFamily(f"{PREFIX}_publication_lost", "Packets of a layer that never came", labels=LAYER)
    octets = CounterMetricFamily(f"{PREFIX}_publication_bytes", "Payload of a layer that came", labels=LAYER)
    rate = GaugeMetricFamily(f"{PREFIX}_publication_bits_per_second", "Rate of a layer", labels=LAYER)
    for peer in peers:
        for publication in peer.publications:
            for stream in publication.streams:
                labels = (str(peer.room), str(peer.peer), publication.source.value, stream.layer.value)
                packets.add_metric(labels, stream.packets)
                # Duplicates make it negative for a moment (RFC 3550, 6.4.1); a counter never is.
                lost.add_metric(labels, max(0, stream.lost))
                octets.add_metric(labels, stream.bytes)
                rate.add_metric(labels, stream.bits_per_second)
    return packets, lost, octets, rate


def _subscriptions(peers: Iterable[PeerFigures]) -> Iterable[Metric]:
    of_slot = SLOT[:3]
    packets = CounterMetricFamily(f"{PREFIX}_subscription_packets", "Packets sent on a slot", labels=of_slot)
    octets = CounterMetricFamily(f"{PREFIX}_subscription_bytes", "Payload sent on a slot", labels=of_slot)
    repaired = CounterMetricFamily(f"{PREFIX}_subscription_repaired", "Packets sent again on a slot", labels=of_slot)
    rate = GaugeMetricFamily(
        f"{PREFIX}_subscription_bits_per_second", "Rate of a slot, and what it carries", labels=SLOT
    )
    for peer in peers:
        for slot in peer.subscriptions:
            if not slot.packets:
                continue
            labels = (str(peer.room), str(peer.peer), slot.mid)
            packets.add_metric(labels, slot.packets)
            octets.add_metric(labels, slot.bytes)
            repaired.add_metric(labels, slot.repaired)
            carried = (slot.source.value if slot.source else "", slot.layer.value if slot.layer else "")
            rate.add_metric((*labels, *carried), slot.bits_per_second)
    return packets, octets, repaired, rate
