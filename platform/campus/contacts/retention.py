"""Requests are kept while they wait, 90 days at most, and for 30 days after an answer (domain 8)."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, delete, func, or_, select

from campus.contacts.models import ContactRequest, RequestState
from server.core import clock
from server.core.retention import Store
from server.core.site import Site

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


async def _overdue(site: Site) -> int:
    async with site.database.read() as db:
        return await db.scalar(select(func.count()).select_from(ContactRequest).where(old())) or 0


async def _purge(site: Site) -> int:
    gone = delete(ContactRequest).where(old()).returning(ContactRequest.id)
    async with site.database.write() as db:
        return len((await db.scalars(gone.execution_options(synchronize_session=False))).all())


STORES = [Store("contact_requests", _overdue, _purge)]
