"""Which bus this process speaks on."""

from server.core.bus import Bus
from server.core.bus_local import LocalBus
from server.core.bus_redis import RedisBus
from server.core.settings import Settings


def make_bus(settings: Settings) -> Bus:
    """Redis where the operator named one; otherwise this process talks to itself."""
    return RedisBus(settings.redis_url) if settings.redis_url else LocalBus()
