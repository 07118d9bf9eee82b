"""The events of today that a user may know of."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, Select, Subquery, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from campus.events.wire import EventCard
from server.core import clock
from server.core.models import (
    Event,
    EventAudience,
    EventAudienceCountry,
    EventAudienceUser,
    EventRegistration,
    EventState,
    RegistrationState,
    School,
    SchoolMembership,
    User,
)
from server.core.permissions import Facts, Right, Standing, may

HIDDEN = (EventState.DRAFT, EventState.ARCHIVED)


async def events_today(db: AsyncSession, standing: Standing, zone: ZoneInfo) -> list[EventCard]:
    """Events that run at some time of the present day in `zone`, by start. Pupils have no events (domain 5.2)."""
    in_full = may(standing, Right.EVENTS_SEE)
    if not in_full and not may(standing, Right.EVENTS_SEE, Facts(within_rule=True)):
        return []
    rows = (await db.execute(_query(standing.user, *clock.day(zone)))).all()
    may_join = may(standing, Right.EVENT_JOIN)
    return [_card(row, standing.user, may_join) if in_full else _outline(row) for row in rows]


def _query(user: UUID, begin: datetime, end: datetime) -> Select[*tuple[Any, ...]]:
    registration = and_(EventRegistration.event_id == Event.id, EventRegistration.user_id == user)
    joined = (
        select(func.count())
        .where(EventRegistration.event_id == Event.id, EventRegistration.state == RegistrationState.JOINED)
        .correlate(Event)
        .scalar_subquery()
    )
    country = _country_of_user()
    return (
        select(
            Event,
            User.display_name.label("host"),
            country.c.country.label("host_country"),
            EventRegistration.state.label("registration"),
            joined.label("joined"),
            _in_audience(user).label("in_audience"),
        )
        .join(User, User.id == Event.host_id)
        .outerjoin(country, country.c.user_id == Event.host_id)
        .outerjoin(EventRegistration, registration)
        .where(Event.starts_at < end, Event.ends_at > begin, Event.state.not_in(HIDDEN))
        .order_by(Event.starts_at, Event.title)
    )


def _country_of_user() -> Subquery:
    primary = and_(SchoolMembership.is_primary, SchoolMembership.ended_on.is_(None))
    query = select(SchoolMembership.user_id, School.country).join(School, School.id == SchoolMembership.school_id)
    return query.where(primary).subquery("country_of_user")


def _in_audience(user: UUID) -> ColumnElement[bool]:
    """R-071: everybody, the host's chosen contacts, or eTwinners of chosen countries."""
    country = _country_of_user()
    chosen = select(EventAudienceUser.user_id).where(
        EventAudienceUser.event_id == Event.id, EventAudienceUser.user_id == user
    )
    compatriot = (
        select(country.c.user_id)
        .join(EventAudienceCountry, EventAudienceCountry.country == country.c.country)
        .where(EventAudienceCountry.event_id == Event.id, country.c.user_id == user)
    )
    return or_(
        Event.audience == EventAudience.ALL,
        Event.host_id == user,
        and_(Event.audience == EventAudience.CONTACTS, chosen.exists()),
        and_(Event.audience == EventAudience.COUNTRIES, compatriot.exists()),
    )


def _card(row: Row[Any], user: UUID, may_join: bool) -> EventCard:
    event: Event = row.Event
    return EventCard(
        **_public(event),
        form=event.form.value,
        mode=event.mode.value,
        summary=event.summary,
        host=row.host,
        host_country=row.host_country,
        capacity=event.capacity,
        joined=row.joined,
        you_are="host" if event.host_id == user else row.registration and row.registration.value,
        in_audience=may_join and bool(row.in_audience),
    )


def _outline(row: Row[Any]) -> EventCard:
    return EventCard(
        **_public(row.Event),
        form=None,
        mode=None,
        summary=None,
        host=None,
        host_country=None,
        capacity=None,
        joined=None,
        you_are=None,
        in_audience=False,
    )


def _public(event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "title": event.title,
        "lang": event.lang,
        "starts_at": event.starts_at,
        "ends_at": event.ends_at,
        "audience": event.audience.value,
        "state": event.state.value,
    }
