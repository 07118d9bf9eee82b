"""What is not kept of conferences: who was when inside, and what schools' networks carried (domain 10.1).

Pupils' rows go three calendar months after the end, all others twelve; counts stay with the conference.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from server.conference.conference import OVER
from server.conference.models import ClassPupil, Conference, ConferenceSeat, NetworkCheck
from server.core import clock
from server.core.database import Database, Row
from server.core.models import AccountType, User
from server.core.retention import Store
from server.core.site import Site

PUPILS_MONTHS = 3
ADULTS_MONTHS = 12
CHECKS_MONTHS = 3
Rows = tuple[type[Row], ColumnElement[bool]]
AT_ONCE = 50
"""Conferences between two commits, so that writers do not wait long."""


def forgotten_at(ended: datetime, *, pupils: bool) -> datetime:
    """When the rows of a conference that ended then are past their time."""
    return clock.add_months(ended, PUPILS_MONTHS if pupils else ADULTS_MONTHS)


async def purge(database: Database) -> int:
    """Delete what is past its time; returns how many rows. Idempotent, also side by side."""
    total = await _delete(database, [(NetworkCheck, _old_check())])
    for pupils in (True, False):
        async with database.read() as db:
            overdue = await _overdue(db, pupils=pupils)
        for start in range(0, len(overdue), AT_ONCE):
            total += await _delete(database, _rows(overdue[start : start + AT_ONCE], pupils=pupils))
    return total


async def prove(database: Database) -> int:
    """How many rows are past their time: must be 0 after a purge."""
    async with database.read() as db:
        rows = [(NetworkCheck, _old_check())]
        for pupils in (True, False):
            rows += _rows(await _overdue(db, pupils=pupils), pupils=pupils)
        return sum([await db.scalar(select(func.count()).select_from(kind).where(which)) or 0 for kind, which in rows])


async def _delete(database: Database, rows: Sequence[Rows]) -> int:
    total = 0
    async with database.write() as db:
        for kind, which in rows:
            total += len((await db.scalars(delete(kind).where(which).returning(kind.id))).all())
    return total


def _old_check() -> ColumnElement[bool]:
    return NetworkCheck.at <= clock.add_months(clock.now(), -CHECKS_MONTHS)


async def _overdue(db: AsyncSession, *, pupils: bool) -> list[UUID]:
    """Conferences that ended long enough ago and still have such rows. The database knows no calendar months that both
    kinds agree on, so the last days are counted here."""
    now = clock.now()
    ended = func.coalesce(Conference.ended_at, Conference.ends_at)
    roughly = clock.add_months(now, -(PUPILS_MONTHS if pupils else ADULTS_MONTHS)) + timedelta(days=4)
    some = [exists().where(_of(kind) == Conference.id, which) for kind, which in _kinds(pupils=pupils)]
    query = select(Conference.id, Conference.ended_at, Conference.ends_at).where(
        Conference.state.in_(OVER), ended <= roughly, or_(*some)
    )
    found = (await db.execute(query)).all()
    return [one.id for one in found if forgotten_at(one.ended_at or one.ends_at, pupils=pupils) <= now]


def _rows(conferences: Sequence[UUID], *, pupils: bool) -> list[Rows]:
    return [(kind, and_(_of(kind).in_(conferences), which)) for kind, which in _kinds(pupils=pupils)]


def _kinds(*, pupils: bool) -> list[Rows]:
    """Which rows speak of pupils, or of all others."""
    accounts = select(User.id).where(User.account_type == AccountType.PUPIL)
    if pupils:
        return [(ConferenceSeat, ConferenceSeat.user_id.in_(accounts)), (ClassPupil, true())]
    return [(ConferenceSeat, ConferenceSeat.user_id.not_in(accounts))]


def _of(kind: type[Row]) -> InstrumentedAttribute[UUID]:
    return ClassPupil.conference_id if kind is ClassPupil else ConferenceSeat.conference_id


async def _past(site: Site) -> int:
    return await prove(site.database)


async def _purge(site: Site) -> int:
    return await purge(site.database)


STORES = [Store("attendances_and_network_checks", _past, _purge)]
