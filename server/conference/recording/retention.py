"""Recordings go on their date from every place: the row's film, its file, and every packet (domain 10.1)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, func, select

from server.conference.recording import stored
from server.conference.recordings import KEPT, Recording, RecordingState
from server.core import blobs, clock
from server.core.retention import Store
from server.core.site import Site
from server.notifications.actions import withdraw

SETTLED_AFTER = timedelta(seconds=1.5)
"""What the worker had in memory when it was told to stop is on the disk by then."""
STRAY_AFTER = timedelta(hours=1)
"""A folder without a row may be one whose row is about to be committed."""


def _past() -> ColumnElement[bool]:
    return and_(Recording.state.in_(KEPT), Recording.expires_at <= clock.now())


async def purge(site: Site) -> int:
    """Delete what is past its date; how many recordings it were. Idempotent, also side by side."""
    async with site.database.read() as db:
        due = (await db.scalars(select(Recording.id).where(_past()))).all()
    gone = sum([await _expire(site, identity) for identity in due])
    strays = await _strays(site)
    for path in strays:
        await asyncio.to_thread(stored.delete_packets, site, UUID(path.name))
    return gone + len(strays)


async def _expire(site: Site, identity: UUID) -> bool:
    """Whether it was this process that did it."""
    # The packets first: a row that says "expired" promises that nothing is left.
    await asyncio.to_thread(stored.delete_packets, site, identity)
    async with site.database.write() as db:
        recording = await db.scalar(select(Recording).where(Recording.id == identity, _past()).with_for_update())
        if recording is None:
            return False
        files = await stored.take_away(db, recording, RecordingState.EXPIRED)
    await blobs.drop_unused(site, files)
    await withdraw(site, ("recording", identity))
    return True


async def overdue(site: Site) -> int:
    """How many are past their date and still there, or have packets without a row."""
    async with site.database.read() as db:
        rows = await db.scalar(select(func.count()).select_from(Recording).where(_past())) or 0
    return rows + len(await _strays(site))


async def _strays(site: Site) -> Sequence[Path]:
    """Folders of recordings that are gone, such as a crash or a deleted conference leaves behind."""
    folders = await asyncio.to_thread(_folders, site.settings.recordings)
    strays: list[Path] = []
    async with site.database.read() as db:
        for path in folders:
            state = await db.scalar(select(Recording.state).where(Recording.id == UUID(path.name)))
            if state not in KEPT:
                strays.append(path)
    return strays


def _folders(home: Path) -> list[Path]:
    until = (clock.now() - STRAY_AFTER).timestamp()
    found = home.iterdir() if home.is_dir() else ()
    return [path for path in found if len(path.name) == 32 and path.stat().st_mtime <= until]


async def drop_tests(site: Site) -> None:
    """Test recordings of rehearsals that are over: gone within seconds, row and all."""
    over = and_(_past(), Recording.rehearsal, Recording.stopped_at <= clock.now() - SETTLED_AFTER)
    async with site.database.read() as db:
        due = (await db.scalars(select(Recording.id).where(over))).all()
    for identity in due:
        await _expire(site, identity)
    gone = Recording.rehearsal, Recording.state == RecordingState.EXPIRED
    async with site.database.read() as db:
        some = await db.scalar(select(Recording.id).where(*gone).limit(1))
    if some is not None:
        async with site.database.write() as db:
            await db.execute(delete(Recording).where(*gone))


STORES = [Store("recordings", overdue, purge)]
