"""Puts what several processes publish about one room back into the order in which it was committed.

Numbers are given inside the database transaction, so they have no holes; but of two processes the later may be heard
first. A cursor must never jump over something, so what comes too early waits for what is missing, and when that does
not come in time the readers are told to fetch it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

PATIENCE = 0.5
"""Seconds to wait for an earlier number before it is taken for lost."""


class Order:
    """The numbers heard of one topic."""

    def __init__(self, release: Callable[[bytes], None], on_loss: Callable[[], None]) -> None:
        self.reached: int | None = None
        """Everything up to this number has been heard; None until the first is known."""
        self._release = release
        self._on_loss = on_loss
        self._early: dict[int, tuple[int, bytes]] = {}
        self._timer: asyncio.TimerHandle | None = None

    def heard(self, first: int, last: int, payload: bytes) -> None:
        """Release what is due; keep what is early. What is late is released too: its readers drop it by number."""
        if self.reached is not None and first > self.reached + 1:
            self._early[first] = last, payload
            if self._timer is None:
                self._timer = asyncio.get_running_loop().call_later(PATIENCE, self._lose)
            return
        self._release(payload)
        self.reach(last)

    def reach(self, number: int) -> None:
        """Everything up to `number` is known to the readers."""
        self.reached = max(number, self.reached or 0)
        while due := next((first for first in self._early if first <= self.reached + 1), None):
            last, payload = self._early.pop(due)
            self._release(payload)
            self.reached = max(last, self.reached)
        if not self._early:
            self.stop()

    def stop(self) -> None:
        """Wait for nothing any more."""
        self._early.clear()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _lose(self) -> None:
        """The readers fetch everything from their own cursors, so what waited is not released."""
        self.reached = max(last for last, _ in self._early.values())
        self.stop()
        self._on_loss()
