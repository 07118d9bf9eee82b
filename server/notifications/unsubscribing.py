"""Switching a kind of letters off from within the letter, without signing in (RFC 8058; domain 9).

The link names the account and the kind, and is signed: whoever holds it can do this one thing. A mail program posts to
it when its reader presses *Unsubscribe*; a browser that follows it shows a page, which asks first, because programs
that look through letters follow links too.
"""

from __future__ import annotations

import hashlib
import hmac
from uuid import UUID

from server.core.addresses import address_of, network_of
from server.core.errors import not_found
from server.core.http import Call
from server.core.models import User
from server.core.ratelimit import Limit, RateLimits
from server.core.settings import Settings
from server.core.site import Site
from server.notifications.models import MailChoice, MailKind

PURPOSE = b"unsubscribing"
SIGNED = 16
"""Bytes of a signature."""
FROM = Limit("unsubscribing", burst=60, seconds=2.0)
"""A mail provider asks for many people from one network."""


def link(settings: Settings, user: UUID, kind: MailKind) -> str:
    """The address that switches this kind off for this user."""
    return f"{settings.address}/unsubscribe/{kind.value}/{user.hex}{_sign(settings, user, kind)}"


async def switch_off(call: Call) -> None:
    """No more letters of this kind to the account that the link names. Doing it twice is doing it once."""
    await call.site.part(RateLimits).take(FROM, network_of(address_of(call.request)))
    user, kind = _read(call.site.settings, call.request.path_params["kind"], call.request.path_params["token"])
    await _switch_off(call.site, user, kind)


async def _switch_off(site: Site, user: UUID, kind: MailKind) -> None:
    async with site.database.write() as db:
        # Two that come at once: the second waits for the account, and finds the row of the first.
        if await db.get(User, user, with_for_update=True) is None:
            raise not_found("unsubscribing")
        choice = await db.get(MailChoice, user) or MailChoice(user_id=user, events=True, people=True)
        setattr(choice, kind.value, False)
        db.add(choice)


def _read(settings: Settings, kind: str, token: str) -> tuple[UUID, MailKind]:
    try:
        user, known = UUID(token[:32]), MailKind(kind)
    except ValueError:
        raise not_found("unsubscribing") from None
    if not hmac.compare_digest(token.encode(), f"{user.hex}{_sign(settings, user, known)}".encode()):
        raise not_found("unsubscribing")
    return user, known


def _sign(settings: Settings, user: UUID, kind: MailKind) -> str:
    key = hmac.digest(settings.secret(), PURPOSE, hashlib.sha256)
    return hmac.digest(key, user.bytes + kind.value.encode(), hashlib.sha256)[:SIGNED].hex()
