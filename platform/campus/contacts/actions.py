"""The caller's contacts: only those of whom one asked and the other agreed (R-054)."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import and_, case, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from campus.contacts.wire import Colleague, ContactList
from server.core.http import Caller
from server.core.models import MAY_SIGN_IN, Contact, School, SchoolMembership, User


async def list_contacts(caller: Caller) -> ContactList:
    """One's own, by name."""
    async with caller.site.database.read() as db:
        found = await colleagues(db, await contacts_of(db, caller.identity.user))
    return ContactList(contacts=sorted(found.values(), key=lambda one: one.name.casefold()))


async def contacts_of(db: AsyncSession, user: UUID) -> set[UUID]:
    """Whom somebody may choose: contacts whose account is open."""
    other = case((Contact.user_low == user, Contact.user_high), else_=Contact.user_low)
    query = (
        select(User.id)
        .join(Contact, User.id == other)
        .where(or_(Contact.user_low == user, Contact.user_high == user), User.status.in_(MAY_SIGN_IN))
    )
    return set(await db.scalars(query))


async def colleagues(db: AsyncSession, users: Collection[UUID]) -> dict[UUID, Colleague]:
    """Members of staff with their primary schools."""
    primary = and_(
        SchoolMembership.user_id == User.id, SchoolMembership.is_primary, SchoolMembership.ended_on.is_(None)
    )
    query = (
        select(User.id, User.display_name, School.name, School.city, School.country)
        .outerjoin(SchoolMembership, primary)
        .outerjoin(School, School.id == SchoolMembership.school_id)
        .where(User.id.in_(users))
    )
    return {
        row.id: Colleague(id=row.id, name=row.display_name, school=row.name, city=row.city, country=row.country)
        for row in await db.execute(query)
    }
