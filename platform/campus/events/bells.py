"""Whose bells an event rings, after the commit, and who gets a letter (domain 9)."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from campus.events import letters
from server.core.models import Event, EventCohost, EventRegistration, RegistrationState
from server.core.site import Site
from server.notifications.actions import notify
from server.notifications.bell import Bell

COMING = (RegistrationState.JOINED, RegistrationState.WAITING)


def joined(site: Site, event: Event, user: UUID) -> None:
    """A seat is this user's."""
    _ring(site, event, "event.joined", [user])


def seat_free(site: Site, event: Event, users: Collection[UUID]) -> None:
    """Those who moved up from the waiting list."""
    _ring(site, event, "event.seat_free", users)


def invited(site: Site, event: Event, users: Collection[UUID], name: str) -> None:
    """Those whom the host asks to come."""
    _ring(site, event, "event.invited", users, name=name)


def changed(site: Site, event: Event, by: UUID) -> None:
    """Everybody who joined, waits or leads, except who changed it."""
    site.part(Bell).ring(_tell_coming(site, event, "event.changed", by))


def cancelled(site: Site, event: Event, by: UUID) -> None:
    """Everybody who joined, waits or leads, except who called it off, and why."""
    site.part(Bell).ring(_tell_coming(site, event, "event.cancelled", by, reason=event.cancel_reason or ""))


def remind(site: Site, event: Event, code: str, users: Collection[UUID], by_mail: bool) -> None:
    """It begins soon, or has begun. A letter is worth it a day ahead, not ten minutes."""
    if users:
        site.part(Bell).ring(_tell(site, event, code, users, by_mail=by_mail))


def room_open(site: Site, event: Event, users: Collection[UUID]) -> None:
    """Those who lead: the room is open for them from now on (R-073)."""
    _ring(site, event, "event.room_open_host", users)


def _ring(site: Site, event: Event, code: str, users: Collection[UUID], name: str = "") -> None:
    if users:
        site.part(Bell).ring(_tell(site, event, code, users, name=name))


async def _tell_coming(site: Site, event: Event, code: str, by: UUID, reason: str = "") -> None:
    coming = select(EventRegistration.user_id).where(
        EventRegistration.event_id == event.id, EventRegistration.state.in_(COMING)
    )
    cohosts = select(EventCohost.user_id).where(EventCohost.event_id == event.id)
    async with site.database.read() as db:
        users = {event.host_id, *await db.scalars(coming), *await db.scalars(cohosts)} - {by}
    await _tell(site, event, code, sorted(users), reason=reason)


async def _tell(
    site: Site,
    event: Event,
    code: str,
    users: Collection[UUID],
    name: str = "",
    reason: str = "",
    by_mail: bool = True,
) -> None:
    """Ring, and write to those who have an address."""
    params: dict[str, str | int] = {"title": event.title, "starts_at": event.starts_at.isoformat()}
    more = {"name": name, "reason": reason}
    await notify(site, users, code, params | {key: text for key, text in more.items() if text}, ("event", event.id))
    if by_mail:
        await letters.send(site, event, code, users, name, reason)
