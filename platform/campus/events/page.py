"""One event, for one viewer: what its page shows and offers (domain 6.3)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from campus.contacts.actions import colleagues
from campus.contacts.wire import Colleague
from campus.events import times
from campus.events.cards import card, cards_query, sees_in_full, sees_outlines, works_in
from campus.events.models import EventInvitation
from campus.events.showing import materials_of, sees_materials
from campus.events.wire import EventCard, EventPage, Offer
from server.core import clock
from server.core.errors import forbidden, not_found
from server.core.http import Caller
from server.core.models import (
    Event,
    EventAudienceCountry,
    EventAudienceUser,
    EventCohost,
    EventRegistration,
    EventState,
    LivePolicy,
    PlatformRole,
    PlatformRoleKind,
    RegistrationState,
    User,
)
from server.core.permissions import Facts, Right, Standing, may
from server.rooms.standing import still_holds

LEADS = ("host", "cohost")


async def show(caller: Caller, event: UUID) -> EventPage:
    """The page of one event."""
    async with caller.site.database.read() as db:
        return await page(db, caller.here, event)


async def page(db: AsyncSession, standing: Standing, event: UUID) -> EventPage:
    """The same within a transaction that is open already."""
    if not sees_outlines(standing):
        raise forbidden()
    row = (await db.execute(cards_query(standing.user).where(Event.id == event))).one_or_none()
    policy = await times.limits(db)
    if row is None:
        raise not_found("event")
    found = card(row, standing, policy, clock.now())
    leads = found.you_are in LEADS
    if row.Event.state is EventState.ARCHIVED or (row.Event.state is EventState.DRAFT and not leads):
        raise not_found("event")
    if not sees_in_full(standing):
        return _outline(row.Event, found, policy)
    return await _whole(db, standing, row, found, policy)


async def _whole(
    db: AsyncSession, standing: Standing, row: Row[Any], found: EventCard, policy: LivePolicy
) -> EventPage:
    event: Event = row.Event
    leads = found.you_are in LEADS
    cohosts = await _ids(db, select(EventCohost.user_id).where(EventCohost.event_id == event.id))
    chosen = await _ids(db, select(EventAudienceUser.user_id).where(EventAudienceUser.event_id == event.id))
    people = await colleagues(db, [event.host_id, *cohosts, *(chosen if leads else [])])
    full = row.joined >= event.capacity
    state = EventState(found.state)
    facts = Facts(host=leads, own=leads)
    own_country = await speaks_for_host(db, standing, event)
    return EventPage(
        card=found,
        offer=times.offer(state, event.mode, found.you_are, found.in_audience, full, found.open_until is not None),
        place_in_line=await _place_in_line(db, event, row.position),
        body=event.body,
        place=event.place,
        countries=await _countries(db, event),
        contacts=sorted((people[one] for one in chosen if leads), key=_by_name),
        host=people[event.host_id],
        cohosts=sorted((people[one] for one in cohosts), key=_by_name),
        invited_by=await _invited_by(db, event, standing.user),
        invited=await _invited(db, event) if leads else None,
        cancel_reason=event.cancel_reason,
        room_opens_at=times.room_opens_at(event, policy),
        doors_at=times.doors_at(event, policy),
        may_edit=state in times.CHANGEABLE and may(standing, Right.EVENT_EDIT, facts),
        may_cancel=state in times.CANCELLABLE
        and may(standing, Right.EVENT_EDIT, Facts(host=leads, own=leads, own_country=own_country)),
        full=full,
        materials=await materials_of(db, event.id) if sees_materials(standing, row) else [],
        may_show=state is not EventState.CANCELLED and may(standing, Right.EVENT_EDIT, facts),
        revision=event.revision,
        space=event.space_id if leads or found.you_are == "joined" else None,
    )


def _outline(event: Event, found: EventCard, policy: LivePolicy) -> EventPage:
    """Title, time, language and audience only (n13)."""
    ended: dict[str, Offer] = {"cancelled": "cancelled", "ended": "over"}
    return EventPage(
        card=found,
        offer=ended.get(found.state, "locked"),
        place_in_line=None,
        body="",
        place=None,
        countries=[],
        contacts=[],
        host=None,
        cohosts=[],
        invited_by=None,
        invited=None,
        cancel_reason=None,
        room_opens_at=times.room_opens_at(event, policy),
        doors_at=times.doors_at(event, policy),
        may_edit=False,
        may_cancel=False,
        full=False,
        materials=[],
        may_show=False,
    )


async def speaks_for_host(db: AsyncSession, standing: Standing, event: Event) -> bool:
    """n14: staff of the agency of the host's country."""
    query = select(PlatformRole.id).where(
        PlatformRole.user_id == standing.user,
        PlatformRole.role == PlatformRoleKind.AGENCY_STAFF,
        still_holds(),
        works_in(event.host_id, PlatformRole.country),
    )
    return await db.scalar(query) is not None


async def _ids(db: AsyncSession, query: Any) -> list[UUID]:
    return list(await db.scalars(query))


async def _countries(db: AsyncSession, event: Event) -> list[str]:
    query = select(EventAudienceCountry.country).where(EventAudienceCountry.event_id == event.id)
    return sorted(await db.scalars(query))


async def _invited(db: AsyncSession, event: Event) -> int:
    return await db.scalar(select(func.count()).where(EventInvitation.event_id == event.id)) or 0


async def _invited_by(db: AsyncSession, event: Event, user: UUID) -> str | None:
    query = (
        select(User.display_name)
        .join(EventInvitation, EventInvitation.invited_by == User.id)
        .where(EventInvitation.event_id == event.id, EventInvitation.user_id == user)
    )
    return await db.scalar(query)


async def _place_in_line(db: AsyncSession, event: Event, position: int | None) -> int | None:
    if position is None:
        return None
    query = select(func.count()).where(
        EventRegistration.event_id == event.id,
        EventRegistration.state == RegistrationState.WAITING,
        EventRegistration.position <= position,
    )
    return await db.scalar(query)


def _by_name(one: Colleague) -> str:
    return one.name.casefold()
