"""Who came to which event is kept for 24 months; then only how many came (domain 10.1)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from campus.events.models import EventInvitation
from server.core import clock
from server.core.clock import add_months
from server.core.database import Database
from server.core.models import Event, EventRegistration, RegistrationState, SpaceMembership, SpaceRole
from server.core.retention import Store
from server.core.site import Site

MONTHS = 24
AT_ONCE = 5
"""Events between two commits: at most some hundred rows each."""
CAME = (RegistrationState.JOINED, RegistrationState.ATTENDED)
"""Of an event on site it is known only who joined it."""


async def purge(database: Database) -> int:
    """Delete who was registered, invited and in the room past its time; how many. Idempotent, also side by side."""
    total = 0
    while True:
        async with database.write() as db:
            overdue = select(Event.id, Event.space_id).where(_overdue()).limit(AT_ONCE).with_for_update()
            found = (await db.execute(overdue)).all()
            for event, space in found:
                came = select(func.count()).where(
                    EventRegistration.event_id == event, EventRegistration.state.in_(CAME)
                )
                # As it stands: a second purge must not count those whom the first has deleted.
                kept = update(Event).where(Event.id == event, Event.came.is_(None))
                await db.execute(kept.values(came=came.scalar_subquery()))
                for table in (EventRegistration, EventInvitation):
                    gone = delete(table).where(table.event_id == event).returning(table.user_id)
                    total += len((await db.scalars(gone.execution_options(synchronize_session=False))).all())
                if space is not None:
                    left = delete(SpaceMembership).where(_came_to(space)).returning(SpaceMembership.id)
                    total += len((await db.scalars(left.execution_options(synchronize_session=False))).all())
        if len(found) < AT_ONCE:
            return total


async def prove(database: Database) -> int:
    """How many are past their time: must be 0 after a purge."""
    async with database.read() as db:
        counts = [
            await db.scalar(
                select(func.count()).select_from(table).join(Event, Event.id == table.event_id).where(_old())
            )
            for table in (EventRegistration, EventInvitation)
        ]
        members = select(func.count()).select_from(SpaceMembership).join(Event, _came_to(Event.space_id))
        counts.append(await db.scalar(members.where(_old())))
    return sum(count or 0 for count in counts)


def _before() -> datetime:
    return add_months(clock.now(), -MONTHS)


def _old() -> ColumnElement[bool]:
    return Event.ends_at <= _before()


def _overdue() -> ColumnElement[bool]:
    def has(table: type[EventRegistration] | type[EventInvitation]) -> ColumnElement[bool]:
        return exists().where(table.event_id == Event.id)

    return _old() & or_(has(EventRegistration), has(EventInvitation), exists().where(_came_to(Event.space_id)))


def _came_to(space: UUID | InstrumentedAttribute[UUID | None]) -> ColumnElement[bool]:
    """Who was in the room of an event for having joined it; the event itself names those who led it."""
    return and_(SpaceMembership.space_id == space, SpaceMembership.role == SpaceRole.MEMBER)


async def _overdue_here(site: Site) -> int:
    return await prove(site.database)


async def _purge(site: Site) -> int:
    return await purge(site.database)


STORES = [Store("event_registrations", _overdue_here, _purge)]
