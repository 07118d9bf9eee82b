"""The worker's counters, and a picture of every peer, for the server's metrics."""

from collections.abc import Iterable
from uuid import UUID

from server.media import wire
from server.media.forward import Forward
from server.media.mux import Counters
from server.media.peer import Peer
from server.media.room import Room


class WorkerCounters:
    """What happened to peers since the start."""

    __slots__ = ("peers_connected", "peers_lost", "peers_opened")

    def __init__(self) -> None:
        self.peers_opened = self.peers_connected = self.peers_lost = 0


def take(
    ref: int,
    worker: UUID,
    counters: Iterable[WorkerCounters | Counters],
    forward: Forward,
    peers: Iterable[tuple[Room, Peer]],
) -> wire.Statistics:
    """Everything that is counted, now."""
    counted = {name: int(getattr(source, name)) for source in counters for name in source.__slots__}
    return wire.Statistics(
        ref=ref,
        worker=worker,
        counters=counted | forward.stats(),
        peers=[_peer(room.identity, peer) for room, peer in peers],
    )


def _peer(room: UUID, peer: Peer) -> wire.PeerFigures:
    return wire.PeerFigures(
        room=room,
        peer=peer.identity,
        user=peer.user,
        connected=peer.is_connected,
        publications=[
            wire.PublicationFigures(
                source=source,
                open=publication.open,
                streams=[
                    wire.StreamFigures(
                        layer=layer,
                        packets=stream.packets,
                        bytes=stream.bytes,
                        lost=stream.arrivals.lost,
                        bits_per_second=stream.bits_per_second,
                    )
                    for layer, stream in publication.streams.items()
                ],
            )
            for source, publication in peer.publications.items()
        ],
        subscriptions=[
            wire.SubscriptionFigures(
                mid=mid,
                user=slot.user,
                source=slot.source,
                layer=slot.layer,
                packets=slot.packets,
                bytes=slot.octets,
                repaired=slot.repaired,
                bits_per_second=slot.bits_per_second,
            )
            for mid, slot in peer.subscriptions.items()
        ],
    )
