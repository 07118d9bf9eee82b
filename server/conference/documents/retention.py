"""Documents go three calendar months after their conference, as the chat beside the stage does, files and all (R-202).

What a killed server left of a conversion goes with the same sweep.
"""

from __future__ import annotations

import asyncio
import shutil
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import delete, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.conference.conference import OVER
from server.conference.documents import stored
from server.conference.documents.converting import workplaces
from server.conference.documents.models import ConferenceDocument
from server.conference.models import Conference
from server.conference.terms import PUPILS_MONTHS, forgotten_at
from server.core import blobs, clock
from server.core.retention import Store
from server.core.site import Site

AT_ONCE = 20
"""Documents between two commits."""
LEFT_BEHIND_AFTER = 3600.0
"""Seconds: no conversion takes so long."""


async def _overdue(site: Site) -> int:
    async with site.database.read() as db:
        rows = len(await _past(db))
    return rows + len(await asyncio.to_thread(_left_behind, site))


async def _purge(site: Site) -> int:
    async with site.database.read() as db:
        past = await _past(db)
    for start in range(0, len(past), AT_ONCE):
        some = past[start : start + AT_ONCE]
        async with site.database.write() as db:
            gone = await stored.blobs_of(db, some)
            await db.execute(delete(ConferenceDocument).where(ConferenceDocument.id.in_(some)))
        await blobs.drop_unused(site, gone)
    folders = await asyncio.to_thread(_left_behind, site)
    for folder in folders:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
    return len(past) + len(folders)


async def _past(db: AsyncSession) -> list[UUID]:
    """Documents of conferences that ended long enough ago. The last days are counted here: the databases know no
    calendar months that both agree on."""
    now = clock.now()
    ended = func.coalesce(Conference.ended_at, Conference.ends_at)
    roughly = clock.add_months(now, -PUPILS_MONTHS) + timedelta(days=4)
    query = select(Conference.id, Conference.ended_at, Conference.ends_at).where(
        Conference.state.in_(OVER), ended <= roughly, exists().where(ConferenceDocument.conference_id == Conference.id)
    )
    found = (await db.execute(query)).all()
    over = [one.id for one in found if forgotten_at(one.ended_at or one.ends_at, pupils=True) <= now]
    documents = select(ConferenceDocument.id).where(ConferenceDocument.conference_id.in_(over))
    return list(await db.scalars(documents))


def _left_behind(site: Site) -> list[Path]:
    until = clock.now().timestamp() - LEFT_BEHIND_AFTER
    return [folder for folder in workplaces(site).glob("*") if folder.stat().st_mtime < until]


STORES = [Store("conference_documents", _overdue, _purge)]
