"""Notifications past their time: 90 days after they were read, 180 days unread (domain 10.1); letters; pushes that are
no news any more."""

from __future__ import annotations

from sqlalchemy import delete, func, select

from server.core import clock
from server.core.database import Database
from server.core.models import Notification
from server.core.retention import Store
from server.core.site import Site
from server.notifications.models import Mail, Push

ROWS = 500
"""Between two commits, so that writers do not wait long."""


async def purge(database: Database) -> int:
    """Delete what has expired; returns how many. Idempotent, also side by side."""
    total = 0
    while True:
        expired = select(Notification.id).where(Notification.expires_at <= clock.now()).limit(ROWS)
        async with database.write() as db:
            gone = await db.scalars(
                delete(Notification)
                .where(Notification.id.in_(expired))
                .returning(Notification.id)
                .execution_options(synchronize_session=False)
            )
            deleted = len(gone.all())
        total += deleted
        if deleted < ROWS:
            return total


async def prove(database: Database) -> int:
    """How many are past their time: must be 0 after a purge."""
    query = select(func.count()).select_from(Notification).where(Notification.expires_at <= clock.now())
    async with database.read() as db:
        return await db.scalar(query) or 0


async def _overdue(site: Site) -> int:
    return await prove(site.database)


async def _purge(site: Site) -> int:
    return await purge(site.database)


async def _mails_overdue(site: Site) -> int:
    query = select(func.count()).select_from(Mail).where(Mail.expires_at <= clock.now())
    async with site.database.read() as db:
        return await db.scalar(query) or 0


async def _purge_mails(site: Site) -> int:
    """Letters go 30 days after they were written, sent or not."""
    total = 0
    while True:
        expired = select(Mail.id).where(Mail.expires_at <= clock.now()).limit(ROWS)
        gone = delete(Mail).where(Mail.id.in_(expired)).returning(Mail.id)
        async with site.database.write() as db:
            found = (await db.scalars(gone.execution_options(synchronize_session=False))).all()
        total += len(found)
        if len(found) < ROWS:
            return total


async def _pushes_overdue(site: Site) -> int:
    query = select(func.count()).select_from(Push).where(Push.expires_at <= clock.now())
    async with site.database.read() as db:
        return await db.scalar(query) or 0


async def _purge_pushes(site: Site) -> int:
    """What could not be handed over while it was news."""
    gone = delete(Push).where(Push.expires_at <= clock.now()).returning(Push.id)
    async with site.database.write() as db:
        return len((await db.scalars(gone.execution_options(synchronize_session=False))).all())


STORES = [
    Store("notifications", _overdue, _purge),
    Store("mails", _mails_overdue, _purge_mails),
    Store("pushes", _pushes_overdue, _purge_pushes),
]
