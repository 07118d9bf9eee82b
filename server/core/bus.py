"""Carries payloads between server processes, and back to the one that sent them, the same way for all.

A bus is a hint, the database is the truth: after a `gap` whoever listens fetches what it may have missed.
Leases are how processes tell each other of fleeting things (who is here): a value that its holder must renew.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol

Listener = Callable[[str, bytes], None]
"""Called with (topic, payload), in the order of publishing per topic. It must not wait."""

GapListener = Callable[[], Awaitable[None]]
"""Called when payloads may have been lost, because a link was away; again and again as long as it raises."""


class Bus(Protocol):
    """LocalBus within one process, RedisBus between several: same behaviour, same tests."""

    def listen(self, listener: Listener, on_gap: GapListener) -> None:
        """Name the one listener of this process. Called once, before `start`."""
        ...

    async def start(self) -> None: ...

    async def close(self) -> None: ...

    async def publish(self, topic: str, payload: bytes) -> None:
        """Deliver to every process that subscribed to `topic`, this one included. Never raises for a lost link."""
        ...

    async def subscribe(self, topic: str) -> None:
        """Returns when everything published after this is heard. Idempotent."""
        ...

    async def unsubscribe(self, topic: str) -> None: ...

    async def hold(self, lease: str, key: str, value: bytes, seconds: float) -> None:
        """Say that `key` has `value` under `lease`, for `seconds` unless renewed by another hold."""
        ...

    async def release(self, lease: str, key: str) -> None: ...

    async def held(self, lease: str) -> dict[str, bytes]:
        """What is held under `lease` now, by all processes."""
        ...

    async def ping(self) -> bool:
        """Whether the link stands."""
        ...
