"""Events for calendar programs: one as a file, and one's own calendar by a secret address that can be taken back."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from campus.events.calendar import NAME, Entry, calendar, entry_of, file_of
from campus.events.cards import HIDDEN, exists_cohost, sees_in_full, sees_outlines
from campus.events.models import CalendarFeed
from campus.events.wire import FeedAddress, FeedState
from server.core import clock
from server.core.addresses import address_of, network_of
from server.core.errors import forbidden, not_found
from server.core.http import Call, Caller
from server.core.identity import Identity
from server.core.models import MAY_SIGN_IN, Event, EventRegistration, RegistrationState, User
from server.core.permissions import Right, Standing, may
from server.core.ratelimit import Limit, RateLimits
from server.rooms.standing import standing_anywhere

KEPT = timedelta(days=90)
"""How long what is over stays in a feed."""
COMING = (RegistrationState.JOINED, RegistrationState.WAITING, RegistrationState.ATTENDED)
READS_FROM = Limit("calendar-feed-address", burst=120, seconds=2.0)
"""A calendar service asks for many people from one network."""
READS = Limit("calendar-feed", burst=30, seconds=10.0)
"""Of one person's calendar, from wherever. Kept by user: a stranger's guesses open no buckets."""
TYPE = "text/calendar; charset=utf-8"


async def one_event(call: Call, event: UUID) -> Response:
    """One event as a file, as much of it as the caller may read."""
    standing = call.by.here
    if not sees_outlines(standing):
        raise forbidden()
    async with call.site.database.read() as db:
        query = _query(standing).where(Event.id == event, Event.state.not_in(HIDDEN))
        row = (await db.execute(query)).one_or_none()
    if row is None:
        raise not_found("event")
    entry = _entry(_base(call), row, sees_in_full(standing))
    return _file(file_of(entry, call.site.settings.sender), f"event-{event}.ics")


async def feed(call: Call, token: str) -> Response:
    """The calendar of whoever has this address: what they joined, wait for or lead. Nothing tells a wrong address from
    one that was taken back, and a role or account that ended ends it too."""
    limits = call.site.part(RateLimits)
    await limits.take(READS_FROM, network_of(address_of(call.request)))
    async with call.site.database.read() as db:
        query = select(User).join(CalendarFeed, CalendarFeed.user_id == User.id)
        user = await db.scalar(query.where(CalendarFeed.token_hash == _hash(token), User.status.in_(MAY_SIGN_IN)))
        if user is None:
            raise not_found("calendar")
        await limits.take(READS, str(user.id))
        standing = await _standing(db, user)
        if not may(standing, Right.EVENT_JOIN):
            raise not_found("calendar")
        rows = (await db.execute(_own(standing))).all()
    entries = [_entry(_base(call), row, True) for row in rows]
    return _file(calendar(NAME, entries, call.site.settings.sender), "events.ics")


async def feed_state(caller: Caller) -> FeedState:
    """Whether the caller's calendar has an address now."""
    async with caller.site.database.read() as db:
        found = await db.get(CalendarFeed, caller.identity.user)
    return FeedState(since=found and found.at)


async def new_address(caller: Caller) -> FeedAddress:
    """Make one; the one before is dead from now on."""
    token = secrets.token_urlsafe(24)
    async with caller.site.database.write() as db:
        await db.execute(delete(CalendarFeed).where(CalendarFeed.user_id == caller.identity.user))
        db.add(CalendarFeed(user_id=caller.identity.user, token_hash=_hash(token)))
    return FeedAddress(path=f"/api/calendar/{token}")


async def take_back(caller: Caller) -> None:
    """No address reads the caller's calendar any more."""
    async with caller.site.database.write() as db:
        await db.execute(delete(CalendarFeed).where(CalendarFeed.user_id == caller.identity.user))


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


async def _standing(db: AsyncSession, user: User) -> Standing:
    # No login session: the address itself is what opens this one calendar, and nothing else.
    identity = Identity(user.id, UUID(int=0), user.account_type, user.display_name, user.locale, user.time_zone)
    return await standing_anywhere(db, identity)


def _query(standing: Standing) -> Select[*tuple[Any, ...]]:
    mine = and_(EventRegistration.event_id == Event.id, EventRegistration.user_id == standing.user)
    columns = (Event, EventRegistration.state.label("registration"), User.display_name.label("host"))
    return select(*columns).join(User, User.id == Event.host_id).outerjoin(EventRegistration, mine)


def _own(standing: Standing) -> Select[*tuple[Any, ...]]:
    coming = EventRegistration.state.in_(COMING)
    leads = or_(Event.host_id == standing.user, exists_cohost(standing.user))
    query = _query(standing).where(Event.state.not_in(HIDDEN), or_(coming, leads))
    return query.where(Event.ends_at > clock.now() - KEPT).order_by(Event.starts_at)


def _entry(base: str, row: Any, in_full: bool) -> Entry:
    return entry_of(base, row.Event, row.host, in_full, row.registration is RegistrationState.WAITING)


def _base(call: Call) -> str:
    return call.site.settings.public_url.rstrip("/") or str(call.request.base_url).rstrip("/")


def _file(text: str, name: str) -> Response:
    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
    }
    return Response(text, media_type=TYPE, headers=headers)
