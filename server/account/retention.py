"""What is not kept about accounts: ended login sessions, old addresses, first passwords past their time."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update

from server.core import clock
from server.core.database import Database
from server.core.models import InitialCredential, LoginSession
from server.core.retention import Store
from server.core.site import Site

KEPT = timedelta(days=30)
"""Ended login sessions, and the addresses of all (domain 10.1)."""


async def purge(database: Database) -> int:
    """Delete and forget what is past its time; returns how many rows. Idempotent."""
    async with database.write() as db:
        sessions = await db.scalars(delete(LoginSession).where(_ended_long_ago()).returning(LoginSession.id))
        passwords = await db.scalars(
            delete(InitialCredential).where(_expired_password()).returning(InitialCredential.id)
        )
        gone = len(sessions.all()) + len(passwords.all())
        addresses = await db.scalars(
            update(LoginSession).where(_old_address()).values(address="").returning(LoginSession.id)
        )
        return gone + len(addresses.all())


async def prove(database: Database) -> int:
    """How many rows are past their time: must be 0 after a purge."""
    async with database.read() as db:
        total = 0
        for kind, overdue in (
            (LoginSession, or_(_ended_long_ago(), _old_address())),
            (InitialCredential, _expired_password()),
        ):
            total += await db.scalar(select(func.count()).select_from(kind).where(overdue)) or 0
    return total


def _ended_long_ago() -> ColumnElement[bool]:
    before = clock.now() - KEPT
    return or_(LoginSession.expires_at <= before, LoginSession.revoked_at <= before)


def _old_address() -> ColumnElement[bool]:
    return and_(LoginSession.created_at <= clock.now() - KEPT, LoginSession.address != "")


def _expired_password() -> ColumnElement[bool]:
    return InitialCredential.expires_at <= clock.now()


async def _overdue(site: Site) -> int:
    return await prove(site.database)


async def _purge(site: Site) -> int:
    return await purge(site.database)


STORES = [Store("sign_ins_addresses_and_first_passwords", _overdue, _purge)]
