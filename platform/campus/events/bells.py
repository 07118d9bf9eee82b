"""Whose bells an event rings, and who gets a letter (domain 9).

Both are stored with the work that gives the reason, and `ring` tells of them after its commit: whatever breaks between,
nobody travels to an event that was called off because their letter was never written.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from campus.events import letters
from server.core.models import Event, EventCohost, EventRegistration, RegistrationState
from server.core.site import Site
from server.notifications.actions import Rung, store, tell
from server.notifications.bell import Bell

COMING = (RegistrationState.JOINED, RegistrationState.WAITING)


async def joined(site: Site, db: AsyncSession, event: Event, user: UUID) -> Rung:
    """A seat is this user's."""
    return await _store(site, db, event, "event.joined", [user])


async def seat_free(site: Site, db: AsyncSession, event: Event, users: Collection[UUID]) -> Rung:
    """Those who moved up from the waiting list."""
    return await _store(site, db, event, "event.seat_free", users)


async def invited(site: Site, db: AsyncSession, event: Event, users: Collection[UUID], name: str) -> Rung:
    """Those whom the host asks to come."""
    return await _store(site, db, event, "event.invited", users, name=name)


async def changed(site: Site, db: AsyncSession, event: Event, by: UUID) -> Rung:
    """Everybody who joined, waits or leads, except who changed it."""
    return await _store(site, db, event, "event.changed", await _coming(db, event, by))


async def cancelled(site: Site, db: AsyncSession, event: Event, by: UUID) -> Rung:
    """Everybody who joined, waits or leads, except who called it off, and why."""
    reason = event.cancel_reason or ""
    return await _store(site, db, event, "event.cancelled", await _coming(db, event, by), reason=reason)


async def remind(site: Site, db: AsyncSession, event: Event, code: str, users: Collection[UUID]) -> Rung:
    """It begins soon, or has begun: that is not worth a letter any more."""
    return await _store(site, db, event, code, users)


async def room_open(site: Site, db: AsyncSession, event: Event, users: Collection[UUID]) -> Rung:
    """Those who lead: the room is open for them from now on (R-073)."""
    return await _store(site, db, event, "event.room_open_host", users)


def ring(site: Site, *rungs: Rung) -> None:
    """Tell of what is stored, beside whatever goes on."""
    for rung in rungs:
        if rung.told:
            site.part(Bell).ring(tell(site, rung))


async def _coming(db: AsyncSession, event: Event, by: UUID) -> list[UUID]:
    coming = select(EventRegistration.user_id).where(
        EventRegistration.event_id == event.id, EventRegistration.state.in_(COMING)
    )
    cohosts = select(EventCohost.user_id).where(EventCohost.event_id == event.id)
    return sorted({event.host_id, *await db.scalars(coming), *await db.scalars(cohosts)} - {by})


async def _store(
    site: Site,
    db: AsyncSession,
    event: Event,
    code: str,
    users: Collection[UUID],
    name: str = "",
    reason: str = "",
) -> Rung:
    """What stands behind their bells, and a letter to those who have an address."""
    params: dict[str, str | int] = {"title": event.title, "starts_at": event.starts_at.isoformat()}
    more = {"name": name, "reason": reason}
    await letters.store(site, db, event, code, users, name, reason)
    about = params | {key: text for key, text in more.items() if text}
    return await store(site, db, users, code, about, ("event", event.id))
