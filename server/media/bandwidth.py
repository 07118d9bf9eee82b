"""How much to send to a receiver, and how much to take from a sender: once a second, from its reports. Pure."""

CONGESTED_LOSS = 26
"""Ten per cent, in 1/256."""
LIGHT_LOSS = 6

UPLINK_FIRST = 2_500_000
UPLINK_LEAST, UPLINK_MOST = 150_000, 4_000_000

DOWNLINK_LEAST = 100_000
PATIENCE_FIRST, PATIENCE_MOST = 3, 48


class Downlink:
    """The budget towards one receiver; None while nothing speaks against sending all that is wished.

    A receiver's estimate (REMB) follows what it gets, so it proves congestion when it falls below what is sent, but
    never that more would fit. More is therefore tried after some quiet seconds, and after each failure twice as long.
    """

    __slots__ = ("_patience", "_quiet", "budget")

    def __init__(self) -> None:
        self.budget: int | None = None
        self._quiet = 0
        self._patience = PATIENCE_FIRST

    def tick(self, remb: int | None, sent: int, fraction_lost: int) -> None:
        """Take one second: the last REMB, what was sent in it (bits), the worst loss reported in it."""
        strangled = remb is not None and remb < sent * 85 // 100
        if strangled or fraction_lost > CONGESTED_LOSS:
            cut = remb if strangled and remb is not None else sent * 3 // 4
            if self.budget is not None and self._quiet < self._patience:
                self._patience = min(PATIENCE_MOST, self._patience * 2)
            self.budget = max(DOWNLINK_LEAST, cut if self.budget is None else min(cut, self.budget))
            self._quiet = 0
            return
        self._quiet += 1
        if self.budget is None or self._quiet < self._patience or fraction_lost > LIGHT_LOSS:
            return
        self.budget = self.budget * 5 // 4
        if self.budget > max(4 * sent, 2 * UPLINK_MOST):
            self.budget = None
            self._patience = PATIENCE_FIRST


class Uplink:
    """What we let one publisher send, announced to it as REMB.

    It begins high: Chromium believes a REMB before the first report of loss, and its camera is sharp at once.
    """

    __slots__ = ("bitrate",)

    def __init__(self) -> None:
        self.bitrate = UPLINK_FIRST

    def tick(self, received: int, fraction_lost: int) -> None:
        """Take one second: what came in (bits), the worst loss among the streams."""
        if fraction_lost > CONGESTED_LOSS:
            self.bitrate = max(UPLINK_LEAST, min(self.bitrate, received * 17 // 20))
        elif fraction_lost <= LIGHT_LOSS:
            self.bitrate = min(UPLINK_MOST, self.bitrate * 27 // 25)
