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


class Orders:
    """The orders of all topics that are heard in this process."""

    def __init__(self, is_heard: Callable[[str], bool], release: Callable[[str, bytes], None]) -> None:
        self._is_heard = is_heard
        self._release = release
        self._orders: dict[str, Order] = {}
        self._on_hole: list[Callable[[str], None]] = []

    def on_hole(self, listener: Callable[[str], None]) -> None:
        """Ask to be told when numbered changes of one topic were missed. Must not wait."""
        self._on_hole.append(listener)

    def heard(self, topic: str, first: int, last: int, payload: bytes) -> None:
        """What tells of these changes has come; it is released in its turn."""
        self._of(topic).heard(first, last, payload)

    def reached(self, topic: str) -> int | None:
        """Up to which change everything has been heard here; None when nothing is known yet."""
        return order.reached if (order := self._orders.get(topic)) else None

    def begin(self, topic: str, change: int) -> None:
        """Somebody who listens has read everything up to this change: the first known number, unless there is one.

        Never moves a known number: others here may still have to be told what lies between.
        """
        if self._is_heard(topic) and (order := self._of(topic)).reached is None:
            order.reach(change)

    def give_up(self, topic: str, change: int) -> None:
        """What is missing up to this change will be fetched by those who listen."""
        if self._is_heard(topic):
            self._of(topic).reach(change)

    def forget(self, topic: str) -> None:
        """Nobody here hears it any more."""
        if order := self._orders.pop(topic, None):
            order.stop()

    def close(self) -> None:
        """Wait for nothing any more, on any topic."""
        for order in self._orders.values():
            order.stop()

    def _of(self, topic: str) -> Order:
        order = self._orders.get(topic)
        if order is None:
            order = self._orders[topic] = Order(
                lambda payload: self._release(topic, payload), lambda: self._tell_hole(topic)
            )
        return order

    def _tell_hole(self, topic: str) -> None:
        for listener in self._on_hole:
            listener(topic)
