"""Who comes to an event, by name: those who lead it know whom they prepare for (S6)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from campus.contacts.actions import colleagues
from campus.events.cards import SEATED
from campus.events.making import is_led_by
from campus.events.wire import JoinedPeople, JoinedPerson
from server.core.errors import forbidden, not_found
from server.core.http import Caller
from server.core.models import Event, EventRegistration, RegistrationState

COMING = (*SEATED, RegistrationState.WAITING)


async def who_comes(caller: Caller, event: UUID) -> JoinedPeople:
    """All of them; to whoever does not lead it, nobody."""
    query = select(EventRegistration).where(EventRegistration.event_id == event, EventRegistration.state.in_(COMING))
    async with caller.site.database.read() as db:
        found = await db.get(Event, event)
        if found is None:
            raise not_found("event")
        if not await is_led_by(db, found, caller.identity.user):
            raise forbidden("Only those who lead the event see who comes.")
        places = {one.user_id: one for one in await db.scalars(query)}
        people = await colleagues(db, places.keys())
    known = [(people[user], one) for user, one in places.items() if user in people]
    known.sort(key=lambda pair: (pair[1].position or 0, pair[0].name.casefold(), pair[0].id))
    return JoinedPeople(
        people=[
            JoinedPerson(person=person, waiting=one.state is RegistrationState.WAITING, joined_at=one.created_at)
            for person, one in known
        ]
    )
