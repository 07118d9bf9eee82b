"""The caller's contacts: only those of whom one asked and the other agreed (R-054)."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import and_, case, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from campus.contacts import wire
from campus.contacts.models import ContactRequest
from campus.contacts.retention import still_open
from server.core.http import Caller
from server.core.models import MAY_SIGN_IN, Contact, School, SchoolMembership, User


async def list_contacts(caller: Caller) -> wire.ContactList:
    """One's own, by name, and the requests that wait for an answer."""
    user = caller.identity.user
    mine = or_(ContactRequest.user_low == user, ContactRequest.user_high == user)
    async with caller.site.database.read() as db:
        contacts = await colleagues(db, await contacts_of(db, user))
        waiting = (await db.scalars(select(ContactRequest).where(mine, still_open()))).all()
        people = await colleagues(db, {one.other(user) for one in waiting})
    requests = [
        wire.ContactRequest(
            id=one.id, who=people[one.other(user)], message=one.message, by_you=one.asked_by == user, at=one.created_at
        )
        for one in sorted(waiting, key=lambda one: one.created_at, reverse=True)
    ]
    return wire.ContactList(
        contacts=sorted(contacts.values(), key=lambda one: one.name.casefold()),
        asking_you=[one for one in requests if not one.by_you],
        asked_by_you=[one for one in requests if one.by_you],
    )


async def remove(caller: Caller, user: UUID) -> wire.ContactList:
    """They are contacts no longer; the other one is not told, and who was chosen for an event stays chosen."""
    low, high = sorted((caller.identity.user, user))
    async with caller.site.database.write() as db:
        await db.execute(delete(Contact).where(Contact.user_low == low, Contact.user_high == high))
    return await list_contacts(caller)


async def contacts_of(db: AsyncSession, user: UUID) -> set[UUID]:
    """Whom somebody may choose: contacts whose account is open."""
    other = case((Contact.user_low == user, Contact.user_high), else_=Contact.user_low)
    query = (
        select(User.id)
        .join(Contact, User.id == other)
        .where(or_(Contact.user_low == user, Contact.user_high == user), User.status.in_(MAY_SIGN_IN))
    )
    return set(await db.scalars(query))


async def colleagues(db: AsyncSession, users: Collection[UUID]) -> dict[UUID, wire.Colleague]:
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
        row.id: wire.Colleague(id=row.id, name=row.display_name, school=row.name, city=row.city, country=row.country)
        for row in await db.execute(query)
    }
