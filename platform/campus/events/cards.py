"""Events as they stand in a list, for one viewer: what is asked of the database, and how much of it is shown."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, Subquery, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import QueryableAttribute

from campus.events.times import limits, overtime, state_at
from campus.events.wire import EventCard, YouAre
from server.core import clock
from server.core.models import (
    Event,
    EventAudience,
    EventAudienceCountry,
    EventAudienceUser,
    EventCohost,
    EventRegistration,
    EventState,
    LivePolicy,
    RegistrationState,
    School,
    SchoolMembership,
    User,
)
from server.core.permissions import Facts, Right, Standing, may
from server.rooms.models import Room, RoomKind, RoomState

HIDDEN = (EventState.DRAFT, EventState.ARCHIVED)
SEATED = (RegistrationState.JOINED, RegistrationState.ATTENDED, RegistrationState.NO_SHOW)
"""Had a seat, before the end and after it."""


def sees_in_full(standing: Standing) -> bool:
    """Whether the whole of events may be read; all others read title, time, language and audience at most (n13)."""
    return may(standing, Right.EVENTS_SEE)


def sees_outlines(standing: Standing) -> bool:
    """Pupils have no events at all (domain 5.2)."""
    return sees_in_full(standing) or may(standing, Right.EVENTS_SEE, Facts(within_rule=True))


async def cards(db: AsyncSession, standing: Standing, query: Select[*tuple[Any, ...]]) -> list[EventCard]:
    """What a query made of `cards_query` finds, as this viewer may read it."""
    policy, now = await limits(db), clock.now()
    return [card(row, standing, policy, now) for row in (await db.execute(query)).all()]


def cards_query(user: UUID) -> Select[*tuple[Any, ...]]:
    """Events with what this user is in each; order and conditions are the asker's."""
    country = country_of_user()
    return (
        select(
            Event,
            User.display_name.label("host"),
            country.c.country.label("host_country"),
            EventRegistration.state.label("registration"),
            EventRegistration.position.label("position"),
            number(*SEATED).label("joined"),
            number(RegistrationState.WAITING).label("waiting"),
            exists_cohost(user).label("cohost"),
            in_audience(user).label("in_audience"),
            _room_open().label("room_open"),
        )
        .join(User, User.id == Event.host_id)
        .outerjoin(country, country.c.user_id == Event.host_id)
        .outerjoin(
            EventRegistration,
            and_(EventRegistration.event_id == Event.id, EventRegistration.user_id == user),
        )
    )


def number(*states: RegistrationState) -> ScalarSelect[int]:
    """How many are registered in one of these states."""
    query = select(func.count()).where(EventRegistration.event_id == Event.id, EventRegistration.state.in_(states))
    return query.correlate(Event).scalar_subquery()


def exists_cohost(user: UUID) -> ColumnElement[bool]:
    """Whether this user leads the event with its host."""
    return exists().where(EventCohost.event_id == Event.id, EventCohost.user_id == user)


def _room_open() -> ColumnElement[bool]:
    """Whether the room of an online event is there and not closed yet: closed, it can only be read."""
    live = and_(Room.kind == RoomKind.CONFERENCE, Room.state != RoomState.READ_ONLY)
    return exists().where(Room.space_id == Event.space_id, live)


def country_of_user() -> Subquery:
    """The country of each user's primary school."""
    primary = and_(SchoolMembership.is_primary, SchoolMembership.ended_on.is_(None))
    query = select(SchoolMembership.user_id, School.country).join(School, School.id == SchoolMembership.school_id)
    return query.where(primary).subquery("country_of_user")


def works_in(
    user: UUID | QueryableAttribute[UUID], country: str | QueryableAttribute[str] | QueryableAttribute[str | None]
) -> ColumnElement[bool]:
    """Whether a user's primary school is in a country."""
    return exists().where(
        SchoolMembership.user_id == user,
        SchoolMembership.is_primary,
        SchoolMembership.ended_on.is_(None),
        School.id == SchoolMembership.school_id,
        School.country == country,
    )


def in_audience(user: UUID | QueryableAttribute[UUID]) -> ColumnElement[bool]:
    """R-071: everybody, the host's chosen contacts, or eTwinners of chosen countries."""
    chosen = exists().where(EventAudienceUser.event_id == Event.id, EventAudienceUser.user_id == user)
    # Flat, and not with `works_in`: a query correlates with the one around it, not with those further out.
    compatriot = exists().where(
        EventAudienceCountry.event_id == Event.id,
        EventAudienceCountry.country == School.country,
        School.id == SchoolMembership.school_id,
        SchoolMembership.user_id == user,
        SchoolMembership.is_primary,
        SchoolMembership.ended_on.is_(None),
    )
    return or_(
        Event.audience == EventAudience.ALL,
        Event.host_id == user,
        and_(Event.audience == EventAudience.CONTACTS, chosen),
        and_(Event.audience == EventAudience.COUNTRIES, compatriot),
    )


def you_are(row: Row[Any], user: UUID) -> YouAre | None:
    """What the viewer is in this event."""
    if row.Event.host_id == user:
        return "host"
    if row.cohost:
        return "cohost"
    return row.registration and row.registration.value


def card(row: Row[Any], standing: Standing, policy: LivePolicy, now: datetime) -> EventCard:
    """One row of `cards_query`."""
    event: Event = row.Event
    public: dict[str, Any] = {
        "id": event.id,
        "title": event.title,
        "lang": event.lang,
        "starts_at": event.starts_at,
        "ends_at": event.ends_at,
        "audience": event.audience.value,
        "state": state_at(event, policy, now).value,
    }
    if not sees_in_full(standing):
        return EventCard(**public, **_nothing_more())
    return EventCard(
        **public,
        form=event.form.value,
        mode=event.mode.value,
        summary=event.summary,
        host=row.host,
        host_country=row.host_country,
        capacity=event.capacity,
        joined=row.joined,
        waiting=row.waiting,
        you_are=you_are(row, standing.user),
        picture=event.image_id,
        picture_alt=event.image_alt,
        in_audience=may(standing, Right.EVENT_JOIN) and bool(row.in_audience or row.cohost),
        open_until=overtime(event, bool(row.room_open), now),
    )


def _nothing_more() -> dict[str, Any]:
    absent = ("form", "mode", "summary", "host", "host_country", "capacity", "joined", "waiting", "you_are")
    return dict.fromkeys((*absent, "picture")) | {"picture_alt": "", "in_audience": False}
