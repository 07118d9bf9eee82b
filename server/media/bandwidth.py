"""How much to send to a receiver, and how much to take from a sender: once a second, from its reports. Pure."""

from collections.abc import Iterable

CONGESTED_LOSS = 26
"""Ten per cent, in 1/256."""
LIGHT_LOSS = 6

UPLINK_FIRST = 2_500_000
UPLINK_LEAST, UPLINK_MOST = 80_000, 4_000_000

DOWNLINK_LEAST = 40_000
"""One voice: the last thing to go."""
TWO_VOICES, THREE_VOICES = 90_000, 150_000
PATIENCE_FIRST, PATIENCE_MOST = 3, 48


class Downlink:
    """The budget towards one receiver; None while nothing speaks against sending all that is wished.

    A receiver's estimate (REMB) trails behind what it gets and grows by a twelfth a second: being low proves nothing.
    Only queueing makes it fall, so congestion is an estimate that falls twice in a row below what is sent, or loss.
    (Chromium sends none before its own camera has sent a frame; then loss alone speaks.) Whether more would fit is
    never known: it is tried after some quiet seconds, step by step, and after each failure twice as late.
    """

    __slots__ = ("_before", "_falls", "_patience", "_quiet", "_tried", "budget")

    def __init__(self) -> None:
        self.budget: int | None = None
        self._before = 0
        self._falls = 0
        self._quiet = 0
        self._patience = PATIENCE_FIRST
        self._tried = False
        """Whether more was tried since the last congestion."""

    def tick(self, remb: int | None, sent: int, fraction_lost: int) -> None:
        """Take one second: the last REMB, what was sent in it (bits), the loss reported in it."""
        falling = remb is not None and remb < self._before * 97 // 100 and remb < sent
        self._falls = self._falls + 1 if falling else 0
        self._before = remb or 0
        if fraction_lost > CONGESTED_LOSS:
            # What came through, and a little less: three quarters of a flood would still be one.
            self._cut(sent * (256 - fraction_lost) // 256 * 7 // 8)
        elif remb is not None and self._falls >= 2:
            self._cut(remb)
        else:
            self._wait(sent, fraction_lost)

    def _cut(self, budget: int) -> None:
        if self._tried and self._quiet < self._patience:
            self._patience = min(PATIENCE_MOST, self._patience * 2)
        self._tried = False
        self.budget = max(DOWNLINK_LEAST, budget if self.budget is None else min(budget, self.budget))
        self._quiet = 0

    def _wait(self, sent: int, fraction_lost: int) -> None:
        self._quiet += 1
        patience = PATIENCE_FIRST if self._tried else self._patience
        if self.budget is None or self._quiet < patience or fraction_lost > LIGHT_LOSS:
            return
        # One step, then wait for what becomes of it: a narrow line takes a second or two to fill up.
        self._quiet, self._tried = 0, True
        self.budget = self.budget * 5 // 4
        if self.budget > max(4 * sent, 2 * UPLINK_MOST):
            self.budget = None
            self._patience, self._tried = PATIENCE_FIRST, False


class Uplink:
    """What we let one publisher send, announced to it as REMB.

    It begins high: Chromium believes a REMB before the first report of loss, and its camera is sharp at once.
    """

    __slots__ = ("bitrate",)

    def __init__(self) -> None:
        self.bitrate = UPLINK_FIRST

    def tick(self, received: int, fraction_lost: int) -> None:
        """Take one second: what came in (bits), and the loss."""
        if fraction_lost > CONGESTED_LOSS:
            self.bitrate = max(UPLINK_LEAST, min(self.bitrate, received * 17 // 20))
        elif fraction_lost <= LIGHT_LOSS:
            self.bitrate = min(UPLINK_MOST, self.bitrate * 27 // 25)


def voices(budget: int | None) -> int:
    """How many voices at once a receiver's line carries; the loudest is always one of them."""
    if budget is None or budget >= THREE_VOICES:
        return 3
    return 2 if budget >= TWO_VOICES else 1


def weighed(losses: Iterable[tuple[int, int]]) -> int:
    """The loss of several streams together, from fraction lost and rate of each: one lost sound packet is no storm."""
    pairs = list(losses)
    total = sum(rate for _, rate in pairs)
    return sum(fraction * rate for fraction, rate in pairs) // total if total else 0
