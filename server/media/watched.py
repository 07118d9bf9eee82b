"""Which layers of a publication its sender should send: those that somebody watches. Pure.

More is asked for at once, because somebody waits for it; less only after some seconds, so that a tile that is shown
small for a moment costs no new key frame. The poorest layer stays warm while anybody could look at any time.
"""

from collections.abc import Collection, Mapping, Sequence

from server.media import layers
from server.media.wire import Layer

LINGER = 4.0
"""Seconds for which a layer goes on that nobody watches any more."""
TYPICAL = {Layer.LOW: 120_000, Layer.MEDIUM: 400_000, Layer.HIGH: 1_200_000}
"""Bits per second of a layer that was never seen to flow."""


class WatchedLayers:
    """The layers of one publication: what they cost, and which of them its sender was told to send.

    The sender begins with all that it offered.
    """

    __slots__ = ("_idle_since", "_rates", "offered", "told")

    def __init__(self, rids: Sequence[str]) -> None:
        named = set(layers.named(rids).values()) or {Layer.HIGH}
        self.offered = [layer for layer in layers.ORDER if layer in named]
        self.told = list(self.offered)
        self._idle_since: dict[Layer, float] = {}
        self._rates = {layer: TYPICAL[layer] for layer in self.offered}

    def measure(self, flowing: Mapping[Layer, int]) -> None:
        """Remember what the layers cost. A second in which one began or ended says little, so it falls slowly."""
        for layer, rate in flowing.items():
            known = self._rates.get(layer, 0)
            self._rates[layer] = rate if rate > known else (7 * known + rate) // 8

    def possible(self, flowing: Mapping[Layer, int]) -> dict[Layer, int]:
        """All layers that could flow, with what they cost or did when they last flowed."""
        return {layer: flowing.get(layer) or self._rates[layer] for layer in self.offered}

    def tick(self, watched: Collection[Layer], now: float, *, seen: bool) -> bool:
        """Take what is watched now, and whether anybody is there who could look; whether the sender must be told."""
        kept: list[Layer] = []
        for layer in self.offered:
            if layer in watched or (seen and layer is self.offered[0]):
                self._idle_since.pop(layer, None)
                kept.append(layer)
            elif layer in self.told and now - self._idle_since.setdefault(layer, now) < LINGER:
                kept.append(layer)
        if kept == self.told:
            return False
        self.told = kept
        return True
