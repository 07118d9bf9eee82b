"""One room inside the worker: its peers, whose gates are open, who is heard and who is seen where."""

from collections.abc import Callable
from uuid import UUID

from server.media import bandwidth, layers, speakers
from server.media.forward import Forward
from server.media.peer import Peer
from server.media.publication import Publication
from server.media.recording.archive import Archive
from server.media.recording.desk import Desk
from server.media.subscription import Subscription
from server.media.watched import WatchedLayers
from server.media.wire import (
    ControlUpdate,
    Layer,
    LayersWatched,
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
        now: Callable[[], float],
        archive: Archive | None = None,
    ):
        self.identity = identity
        self.peers: dict[UUID, Peer] = {}
        """By user: a participant has one peer."""
        self._forward, self._tell, self._soon, self._now = forward, tell, soon, now
        self._selecting = False
        self._told: dict[UUID, list[Slot]] = {}
        self._telling: set[UUID] = set()
        self._order: list[UUID] = []
        self._speaking: list[UUID] = []
        self._heard: dict[UUID, int] = {}
        self._layers: dict[Publication, WatchedLayers] = {}
        self._watching: dict[UUID, list[tuple[Publication, Layer]]] = {}
        """By user: what the slots of a peer would show if all of it flowed."""
        self._weighing = False
        self.desk = Desk(identity, archive, tell)

    def enter(self, peer: Peer) -> None:
        """Take a peer in; an earlier one of the same user has left before."""
        assert peer.user not in self.peers
        self.peers[peer.user] = peer
        for publication in peer.publications.values():
            if publication.source is not Source.MICROPHONE:
                self._layers[publication] = WatchedLayers(publication.section.rids)
        self._seat()
        self._weigh_soon()

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
            self._layers.pop(publication, None)
        self._record()
        self._watching.pop(peer.user, None)
        self._weigh_soon()
        self._told.pop(peer.identity, None)
        self._heard.pop(peer.user, None)
        self._seat()
        self._tell(PeerLost(room=self.identity, peer=peer.identity, user=peer.user, reason=reason))

    def set_gates(self, peer: Peer, gates: dict[Source, bool], recording: UUID | None = None) -> None:
        """Open and close what may be forwarded of a peer, and be written; it holds from the next packet on."""
        peer.recording = recording
        for source, is_open in gates.items():
            publication = peer.publications.get(source)
            if publication is None or publication.open == is_open:
                continue
            if is_open:
                publication.open = True
            else:
                self._close_gate(publication)
        self._record()
        self._seat()
        self._select_soon()

    def watch(self, peer: Peer, wants: list[Want], *, hear: bool = True) -> None:
        """Remember what the video slots should show, and whether sound is wished at all; show it."""
        for want in wants:
            peer.subscriptions[want.mid].want = want
        if peer.hears is not hear:
            peer.hears = hear
            self._seat()
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
        self._record()
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
        self._record()
        self._seat()
        self._weigh()

    def repeat(self) -> None:
        """Tell all that is so again: somebody may not have heard it."""
        for peer in self.peers.values():
            if peer.identity in self._told:
                self._tell(SlotsChanged(room=self.identity, peer=peer.identity, slots=self._told[peer.identity]))
            for publication in peer.publications.values():
                self._tell_layers(peer, publication)
        self._tell(SpeakersChanged(room=self.identity, speakers=self._speaking))

    def adapt(self, peer: Peer) -> None:
        """Every second: fit what a peer gets to what it can take."""
        slots = peer.subscriptions.values()
        sent = sum(slot.bits_per_second for slot in slots)
        loss = bandwidth.weighed((slot.fraction_lost, slot.bits_per_second) for slot in slots)
        peer.downlink.tick(peer.remb, sent, loss)
        for slot in slots:
            speaker = self.peers.get(slot.user) if slot.kind == "audio" and slot.user is not None else None
            if speaker is not None:
                speaker.sound_lost = max(speaker.sound_lost, slot.fraction_lost)
            slot.fraction_lost = 0
        for publication in peer.publications.values():
            if publication in self._layers:
                self._layers[publication].measure(publication.flowing())
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
            heard = min(len(slots), bandwidth.voices(peer.downlink.budget)) if peer.hears else 0
            seats = speakers.seat([slot.user for slot in slots[:heard]], order, peer.user)
            seats += [None] * (len(slots) - heard)
            for slot, user in zip(slots, seats, strict=True):
                microphone = opened.get(user) if user is not None else None
                stream = next(iter(microphone.streams.values()), None) if microphone is not None else None
                self._forward.set_route(slot, microphone, stream)

    def _record(self) -> None:
        self.desk.follow(self.peers, self._speaking, self._now())

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
        budget = peer.budget_for_pictures()
        flowing = [(slot.want.layer, publication.flowing()) for slot, publication in aimed]
        possible = [
            (wish, self._layers[publication].possible(rates))
            for (wish, rates), (_, publication) in zip(flowing, aimed, strict=True)
        ]
        chosen, wished = layers.choose(flowing, budget), layers.choose(possible, budget)
        for (slot, publication), (_, rates), layer, better in zip(aimed, flowing, chosen, wished, strict=True):
            self._aim(slot, publication, layer, better, starved=bool(rates))
        self._watching[peer.user] = [
            (publication, layer) for (_, publication), layer in zip(aimed, wished, strict=True) if layer is not None
        ]
        self._weigh_soon()

    def _aim(
        self, slot: Subscription, publication: Publication, layer: Layer | None, better: Layer | None, *, starved: bool
    ) -> None:
        """Feed a slot from `layer`, or from a better one that is paused as soon as its sender has begun it again."""
        paused = publication.streams.get(better) if better is not None else None
        if paused is not None and not paused.flowing and slot.publication is publication and slot.stream is not None:
            self._forward.set_route(slot, publication, paused)
        elif layer is not None:
            self._forward.set_route(slot, publication, publication.streams[layer])
        else:
            # What flows is too much for this line: nothing of it. Nothing flows yet: wait for it.
            self._forward.set_route(slot, None if starved else publication, None)

    def _weigh_soon(self) -> None:
        if not self._weighing:
            self._weighing = True
            self._soon(self._weigh)

    def _weigh(self) -> None:
        """Tell senders which of their layers anybody watches, where that has changed."""
        self._weighing = False
        watched: dict[Publication, set[Layer]] = {}
        for pairs in self._watching.values():
            for publication, layer in pairs:
                watched.setdefault(publication, set()).add(layer)
        for publication, layer in self.desk.watched:
            watched.setdefault(publication, set()).add(layer)
        now, seen = self._now(), len(self.peers) > 1 or bool(watched)
        for peer in self.peers.values():
            for publication in peer.publications.values():
                known = self._layers.get(publication)
                if known is None or not publication.open:
                    continue
                if known.tick(watched.get(publication, ()), now, seen=seen):
                    self._tell_layers(peer, publication)

    def _tell_layers(self, peer: Peer, publication: Publication) -> None:
        known = self._layers.get(publication)
        if known is not None and peer.is_connected:
            told = LayersWatched(room=self.identity, peer=peer.identity, source=publication.source, layers=known.told)
            self._tell(told)

    def _wanted(self, want: Want) -> Publication | None:
        peer = self.peers.get(want.user) if want.user is not None else None
        publication = peer.publications.get(want.source) if peer is not None else None
        return publication if publication is not None and publication.open else None

    def _close_gate(self, publication: Publication) -> None:
        publication.open = False
        publication.loudness = 0.0
        self.desk.drop(publication)
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
