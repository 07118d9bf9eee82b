"""The bus within one process: what is published is delivered before `publish` returns."""

from __future__ import annotations

import time

import structlog

from server.core.bus import GapListener, Listener

log = structlog.get_logger()


class LocalBus:
    """One listener, a set of topics, leases in a dictionary. It has no link that could be lost."""

    def __init__(self) -> None:
        self._listener: Listener | None = None
        self._topics: set[str] = set()
        self._leases: dict[str, dict[str, tuple[float, bytes]]] = {}

    def listen(self, listener: Listener, on_gap: GapListener) -> None:
        """Name the one listener. There are no gaps here, so `on_gap` is never called."""
        self._listener = listener

    async def start(self) -> None:
        """Nothing to connect."""

    async def close(self) -> None:
        """Deliver nothing more."""
        self._topics.clear()

    async def publish(self, topic: str, payload: bytes) -> None:
        """Hand over at once; an error of the listener is its own and is logged, not the publisher's."""
        if topic not in self._topics or self._listener is None:
            return
        try:
            self._listener(topic, payload)
        except Exception:
            log.exception("bus.listener", topic=topic)

    async def subscribe(self, topic: str) -> None:
        """Hear the topic from now on."""
        self._topics.add(topic)

    async def unsubscribe(self, topic: str) -> None:
        """Hear it no more."""
        self._topics.discard(topic)

    async def hold(self, lease: str, key: str, value: bytes, seconds: float) -> None:
        """Keep the value until then, or until released."""
        self._leases.setdefault(lease, {})[key] = (time.monotonic() + seconds, value)

    async def release(self, lease: str, key: str) -> None:
        """Forget the value now."""
        held = self._leases.get(lease, {})
        held.pop(key, None)
        if not held:
            self._leases.pop(lease, None)

    async def held(self, lease: str) -> dict[str, bytes]:
        """What has not run out."""
        now = time.monotonic()
        held = {key: kept for key, kept in self._leases.get(lease, {}).items() if kept[0] > now}
        if held:
            self._leases[lease] = held
        else:
            self._leases.pop(lease, None)
        return {key: value for key, (_, value) in held.items()}

    async def ping(self) -> bool:
        """Always."""
        return True
