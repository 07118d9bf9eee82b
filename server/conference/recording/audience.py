"""Who may watch the recording of an event: whoever takes or took part in the event, inside or not (R-074)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, exists, or_
from sqlalchemy.orm import InstrumentedAttribute

from server.core.models import Event, EventCohost, EventRegistration, RegistrationState

SEATED = (RegistrationState.JOINED, RegistrationState.ATTENDED, RegistrationState.NO_SHOW)


def joined_event(
    event: ScalarSelect[UUID | None] | UUID, user: UUID | InstrumentedAttribute[UUID]
) -> ColumnElement[bool]:
    """Whether somebody joined an event, or leads it."""
    registered = EventRegistration.event_id == event, EventRegistration.user_id == user
    leads = exists().where(EventCohost.event_id == event, EventCohost.user_id == user)
    hosts = exists().where(Event.id == event, Event.host_id == user)
    return or_(exists().where(*registered, EventRegistration.state.in_(SEATED)), leads, hosts)
