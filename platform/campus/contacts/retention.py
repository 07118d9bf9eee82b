"""Requests are kept while they wait, 90 days at most, and for 30 days after an answer (domain 8)."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, or_

from campus.contacts.models import ContactRequest, RequestState
from server.core import clock
from server.core.retention import rows

WAITS = timedelta(days=90)
NOT_AGAIN = timedelta(days=30)
"""After a no the same person may ask again."""


def still_open() -> ColumnElement[bool]:
    """Waits for an answer, and has not waited too long."""
    return and_(ContactRequest.state == RequestState.PENDING, ContactRequest.created_at > clock.now() - WAITS)


def old() -> ColumnElement[bool]:
    """Past its time."""
    now = clock.now()
    waited = and_(ContactRequest.state == RequestState.PENDING, ContactRequest.created_at <= now - WAITS)
    return or_(waited, ContactRequest.decided_at <= now - NOT_AGAIN)


STORES = [rows("contact_requests", ContactRequest, lambda _: old())]
