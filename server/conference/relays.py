"""Ways around networks that let no UDP out: credentials for the TURN relay, as coturn's shared secret makes them."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from uuid import UUID

from server.conference import wire
from server.conference.assembly import is_early
from server.conference.models import Conference, ConferenceState
from server.core import clock
from server.core.errors import not_found
from server.core.http import Caller
from server.core.ratelimit import Limit, RateLimits
from server.core.settings import Settings

AHEAD = timedelta(minutes=15)
"""When people stand before the door with their offer ready; who leads an event is inside long before (R-073)."""
AT_MOST = timedelta(hours=6)
"""The room of an event is open for a day before it begins: who prepares longer than this asks again."""
CHECK_FOR = timedelta(minutes=3)
"""How long a check of a network ahead may use the relay: its call to oneself is closed after 20 s."""
CHECKS = Limit("relays-for-checks", burst=6, seconds=10)


NO_RELAYS = wire.Relays(urls=[], username="", credential="")


async def relays_for(caller: Caller, conference: UUID) -> wire.Relays:
    """For whoever may join, from just before they may come in; the credentials end with the conference (T19).

    The scheme is the one of draft-uberti-behave-turn-rest: the name carries the end, the secret signs the name.
    """
    async with caller.site.database.read() as db:
        found = await db.get(Conference, conference)
    if found is None:
        raise not_found("conference")
    planned = found.state in (ConferenceState.SCHEDULED, ConferenceState.OPEN, ConferenceState.LIVE)
    ahead = found.starts_at - AHEAD
    since = min(ahead, found.host_doors_at) if is_early(found, caller.here) else ahead
    if not planned or not since <= clock.now() < found.ends_at:
        return NO_RELAYS
    until = min(found.ends_at, clock.now() + AT_MOST)
    return credentials(caller.site.settings, caller.identity.user, until)


async def relays_for_check(caller: Caller) -> wire.Relays:
    """For a check of the network days ahead, when no conference is near: whoever sees the space may make one."""
    await caller.site.part(RateLimits).take(CHECKS, str(caller.identity.user))
    return credentials(caller.site.settings, caller.identity.user, clock.now() + CHECK_FOR)


def credentials(settings: Settings, user: UUID, until: datetime) -> wire.Relays:
    """The operator's relays with a name and a signature that coturn takes until then; none where none is run."""
    if not (settings.turn_url and settings.turn_secret):
        return NO_RELAYS
    username = f"{int(until.timestamp())}:{user}"
    signature = hmac.new(settings.turn_secret.encode(), username.encode(), hashlib.sha1).digest()
    urls = [url.strip() for url in settings.turn_url.split(",") if url.strip()]
    return wire.Relays(urls=urls, username=username, credential=base64.b64encode(signature).decode())
