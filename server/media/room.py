"""One room inside the worker: its peers, whose gates are open, who is heard and who is seen where."""

from collections.abc import Callable
from uuid import UUID

from server.media import bandwidth, layers, speakers
from server.media.forward import Forward
from server.media.peer import Peer
from server.media.publication import Publication
from server.media.subscription import Subscription
from server.media.wire import (
    ControlUpdate,
    LossReason,
    PeerConnected,
    PeerLost,
    Slot,
    SlotsChanged,
    Source,
    SpeakersChanged,
    Want,
)

SILENCE = 0.7
"""How much of a microphone's loudness is left after each tick in which it sent nothing (Opus DTX)."""


class Room:
    """Decides, on events and slow timers, what feeds which slot; packets never pass through here."""

    def __init__(
        self,
        identity: UUID,
        forward: Forward,
        tell: Callable[[ControlUpdate], None],
        soon: Callable[[Callable[[], None]], object],
    ):
        self.identity = identity
        self.peers: dict[UUID, Peer] = {}
        """By user: a participant has one peer."""
        self._forward, self._tell, self._soon = forward, tell, soon
        self._selecting = False
        self._told: dict[UUID, list[Slot]] = {}
        self._telling: set[UUID] = set()
        self._order: list[UUID] = []
        self._speaking: list[UUID] = []
        self._heard: dict[UUID, int] = {}

    def enter(self, peer: Peer) -> None:
        """Take a peer in; an earlier one of the same user has left before."""
        assert peer.user not in self.peers
        self.peers[peer.user] = peer
        self._seat()

    def leave(self, peer: Peer, reason: LossReason) -> None:
        """Free everything of a peer: its slots, and all slots that showed it."""
        if self.peers.get(peer.user) is not peer:
            return
        del self.peers[peer.user]
        peer.close()
        for slot in peer.subscriptions.values():
            self._forward.set_route(slot, None, None)
        for publication in peer.publications.values():
            self._close_gate(publication)
        self._told.pop(peer.identity, None)
        self._heard.pop(peer.user, None)
        self._seat()
        self._tell(PeerLost(room=self.identity, peer=peer.identity, user=peer.user, reason=reason))

    def set_gates(self, peer: Peer, gates: dict[Source, bool]) -> None:
        """Open and close what may be forwarded of a peer; it holds from the next packet on."""
        for source, is_open in gates.items():
            publication = peer.publications.get(source)
            if publication is None or publication.open == is_open:
                continue
            if is_open:
                publication.open = True
            else:
                self._close_gate(publication)
        self._seat()
        self._select_soon()

    def watch(self, peer: Peer, wants: list[Want]) -> None:
        """Remember what the video slots should show, and show it."""
        for want in wants:
            peer.subscriptions[want.mid].want = want
        self._select(peer)

    def connected(self, peer: Peer) -> None:
        """ICE and DTLS are through."""
        self._tell(PeerConnected(room=self.identity, peer=peer.identity, user=peer.user))
        self._select(peer)

    def ended(self, peer: Peer, reason: LossReason) -> None:
        """The browser ended the connection, or never made it."""
        self.leave(peer, reason)

    def slots_changed(self, peer: Peer) -> None:
        """Tell what the slots show now, once for all changes of this turn."""
        if peer.identity not in self._telling:
            self._telling.add(peer.identity)
            self._soon(lambda: self._tell_slots(peer))

    def flow_changed(self, publication: Publication) -> None:
        """A layer began or ceased to arrive."""
        self._select_soon()
        if publication.source is Source.MICROPHONE:
            self._seat()

    def rank(self) -> None:
        """Several times a second: who speaks, and with more microphones than slots, who is heard."""
        loudness = self._loudness()
        self._order = speakers.ranked(loudness, self._order)
        speaking = speakers.speaking(loudness, self._speaking)
        if speaking != self._speaking:
            self._speaking = speaking
            self._tell(SpeakersChanged(room=self.identity, speakers=speaking))
        self._seat()

    def adapt(self, peer: Peer) -> None:
        """Every second: fit what a peer gets to what it can take."""
        slots = peer.subscriptions.values()
        sent = sum(slot.bits_per_second for slot in slots)
        loss = bandwidth.weighed((slot.fraction_lost, slot.bits_per_second) for slot in slots)
        peer.downlink.tick(peer.remb, sent, loss)
        for slot in slots:
            slot.fraction_lost = 0
        self._select(peer)

    def _loudness(self) -> dict[UUID, float]:
        loudness: dict[UUID, float] = {}
        for user, peer in self.peers.items():
            microphone = peer.publications.get(Source.MICROPHONE)
            if microphone is None or not microphone.open:
                continue
            packets = sum(stream.packets for stream in microphone.streams.values())
            if self._heard.get(user) == packets:
                microphone.loudness *= SILENCE
            self._heard[user] = packets
            loudness[user] = microphone.loudness
        return loudness

    def _seat(self) -> None:
        """Fill everybody's audio slots: all open microphones while they suffice, else the loudest."""
        opened = {
            user: peer.publications[Source.MICROPHONE]
            for user, peer in self.peers.items()
            if Source.MICROPHONE in peer.publications and peer.publications[Source.MICROPHONE].open
        }
        order = [user for user in self._order if user in opened]
        order += [user for user in opened if user not in order]
        for peer in self.peers.values():
            slots = [slot for slot in peer.subscriptions.values() if slot.kind == "audio"]
            seats = speakers.seat([slot.user for slot in slots], order, peer.user)
            for slot, user in zip(slots, seats, strict=True):
                microphone = opened.get(user) if user is not None else None
                stream = next(iter(microphone.streams.values()), None) if microphone is not None else None
                self._forward.set_route(slot, microphone, stream)

    def _select_soon(self) -> None:
        if not self._selecting:
            self._selecting = True
            self._soon(self._select_all)

    def _select_all(self) -> None:
        self._selecting = False
        for peer in self.peers.values():
            self._select(peer)

    def _select(self, peer: Peer) -> None:
        """Aim each video slot at the layer that its wish and the peer's budget allow."""
        if not peer.is_connected:
            return
        aimed: list[tuple[Subscription, Publication]] = []
        for slot in peer.subscriptions.values():
            if slot.kind != "video":
                continue
            publication = self._wanted(slot.want)
            if publication is None:
                self._forward.set_route(slot, None, None)
            else:
                aimed.append((slot, publication))
        aimed.sort(key=lambda pair: -layers.ORDER.index(pair[0].want.layer))
        chosen = layers.choose(
            [(slot.want.layer, publication.flowing()) for slot, publication in aimed], peer.downlink.budget
        )
        for (slot, publication), layer in zip(aimed, chosen, strict=True):
            self._forward.set_route(slot, publication, publication.streams[layer] if layer is not None else None)

    def _wanted(self, want: Want) -> Publication | None:
        peer = self.peers.get(want.user) if want.user is not None else None
        publication = peer.publications.get(want.source) if peer is not None else None
        return publication if publication is not None and publication.open else None

    def _close_gate(self, publication: Publication) -> None:
        publication.open = False
        publication.loudness = 0.0
        for peer in self.peers.values():
            for slot in peer.subscriptions.values():
                if slot.publication is publication:
                    self._forward.set_route(slot, None, None)

    def _tell_slots(self, peer: Peer) -> None:
        self._telling.discard(peer.identity)
        if self.peers.get(peer.user) is not peer:
            return
        slots = [slot.slot() for slot in peer.subscriptions.values()]
        if self._told.get(peer.identity) != slots:
            self._told[peer.identity] = slots
            self._tell(SlotsChanged(room=self.identity, peer=peer.identity, slots=slots))
