"""Ways around networks that let no UDP out: credentials for the TURN relay, as coturn's shared secret makes them."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import timedelta
from uuid import UUID

from server.conference import wire
from server.conference.models import Conference, ConferenceState
from server.core import clock
from server.core.errors import not_found
from server.core.http import Caller

AHEAD = timedelta(minutes=15)
"""When the host may come in, and others stand before the door with their offer ready."""


async def relays_for(caller: Caller, conference: UUID) -> wire.Relays:
    """For whoever may join, from just before the doors open; the credentials end with the conference (T19).

    The scheme is the one of draft-uberti-behave-turn-rest: the name carries the end, the secret signs the name.
    """
    settings = caller.site.settings
    async with caller.site.database.read() as db:
        found = await db.get(Conference, conference)
    if found is None:
        raise not_found("conference")
    planned = found.state in (ConferenceState.SCHEDULED, ConferenceState.OPEN, ConferenceState.LIVE)
    near = planned and found.starts_at - AHEAD <= clock.now() < found.ends_at
    if not (near and settings.turn_url and settings.turn_secret):
        return wire.Relays(urls=[], username="", credential="")
    username = f"{int(found.ends_at.timestamp())}:{caller.identity.user}"
    signature = hmac.new(settings.turn_secret.encode(), username.encode(), hashlib.sha1).digest()
    urls = [url.strip() for url in settings.turn_url.split(",") if url.strip()]
    return wire.Relays(urls=urls, username=username, credential=base64.b64encode(signature).decode())
