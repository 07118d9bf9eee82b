"""Asking contacts to come, and the link for everybody else (R-070)."""

from __future__ import annotations

from uuid import UUID

import segno
from sqlalchemy import select

from campus.contacts.actions import contacts_of
from campus.events import bells, times
from campus.events.cards import in_audience
from campus.events.joining import not_joinable
from campus.events.making import is_led_by, led
from campus.events.models import EventInvitation
from campus.events.wire import EventLink, Invited, InvitePeople
from server.core import clock
from server.core.errors import UserError, forbidden, not_found
from server.core.http import Caller
from server.core.models import Event, EventCohost, EventRegistration, RegistrationState, User


async def invite(caller: Caller, event: UUID, body: InvitePeople) -> Invited:
    """Ring the bells of contacts whom the event is for. Nobody is asked twice, nor who takes part already."""
    standing = caller.here
    async with caller.site.database.write() as db:
        found = await led(db, standing, event)
        if times.state_at(found, await times.limits(db), clock.now()) not in times.JOINABLE:
            raise not_joinable(found.state)
        wanted = set(body.users)
        if wanted - await contacts_of(db, standing.user):
            raise UserError("event_not_contact", "You can choose people from your contacts only.", status=422)
        audience = select(User.id).join(Event, Event.id == found.id).where(User.id.in_(wanted), in_audience(User.id))
        if wanted - set(await db.scalars(audience)):
            raise UserError("event_not_for_them", "This event is not for everybody you chose.", status=422)
        known = {
            found.host_id,
            *await db.scalars(select(EventInvitation.user_id).where(EventInvitation.event_id == event)),
            *await db.scalars(select(EventCohost.user_id).where(EventCohost.event_id == event)),
            *await db.scalars(
                select(EventRegistration.user_id).where(
                    EventRegistration.event_id == event, EventRegistration.state != RegistrationState.LEFT
                )
            ),
        }
        new = sorted(wanted - known)
        db.add_all(EventInvitation(event_id=event, user_id=user, invited_by=standing.user) for user in new)
        rung = await bells.invited(caller.site, db, found, new, standing.display_name)
    bells.ring(caller.site, rung)
    return Invited(number=len(new))


async def link(caller: Caller, event: UUID) -> EventLink:
    """The address of its page, for those who lead it to send on and to show."""
    async with caller.site.database.read() as db:
        found = await db.get(Event, event)
        if found is None:
            raise not_found("event")
        if not await is_led_by(db, found, caller.identity.user):
            raise forbidden("Only those who lead the event invite to it.")
    # Never the Host header: a picture with a stranger's address would send everybody there.
    address = f"{caller.site.settings.address}/events/{event}"
    code = segno.make(address, error="m", micro=False)
    return EventLink(address=address, picture=code.svg_data_uri(light="#fff", omitsize=True))
