"""Makes copies of films as MP4, when their owners ask: one at a time, after the films that wait, at the same priority.

The lease works as that of films does: when a process dies, another one begins anew.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import structlog
from sqlalchemy import or_, select, update

from server.conference import wire
from server.conference.recording import modestly
from server.conference.recordings import CopyState, Recording, RecordingCopy, RecordingState
from server.core import blobs, clock
from server.core.database import new_id
from server.core.models import FileBlob
from server.core.site import Site
from server.rooms.hub import Hub

log = structlog.get_logger()

LEASE = timedelta(seconds=60)
MOST_TRIES = 2
MIME = "video/mp4"


async def make_due(site: Site) -> None:
    """Make all that was asked for."""
    while (copy := await _claim(site)) is not None:
        await _make(site, copy)


async def _claim(site: Site) -> UUID | None:
    """The oldest wish that nobody fulfils, now ours."""
    now = clock.now()
    free = or_(RecordingCopy.lease_until.is_(None), RecordingCopy.lease_until <= now)
    there = select(Recording.id).where(Recording.film_id.is_not(None))
    due = RecordingCopy.state == CopyState.ASKED, free, RecordingCopy.recording_id.in_(there)
    async with site.database.read() as db:
        found = await db.scalar(select(RecordingCopy.id).where(*due).order_by(RecordingCopy.created_at).limit(1))
    if found is None:
        return None
    ours = update(RecordingCopy).where(RecordingCopy.id == found, *due).values(lease_until=now + LEASE, progress=0)
    async with site.database.write() as db:
        return await db.scalar(
            ours.values(tries=RecordingCopy.tries + 1)
            .returning(RecordingCopy.id)
            .execution_options(synchronize_session=False)
        )


async def _make(site: Site, identity: UUID) -> None:
    async with site.database.read() as db:
        copy = await db.get(RecordingCopy, identity)
        recording = await db.get(Recording, copy.recording_id) if copy is not None else None
        film = await db.get(FileBlob, recording.film_id) if recording is not None and recording.film_id else None
    if recording is None or film is None:
        return
    made = blobs.folder_of(site) / "incoming" / f"{new_id().hex}.mp4"
    await asyncio.to_thread(made.parent.mkdir, parents=True, exist_ok=True)

    async def go_on(said: int) -> None:
        # A hundred is said once it is kept.
        done = min(said, 99)
        change = update(RecordingCopy).where(RecordingCopy.id == identity, RecordingCopy.state == CopyState.ASKED)
        async with site.database.write() as db:
            await db.execute(change.values(progress=done, lease_until=clock.now() + LEASE))
        await _tell(site, recording, done)

    try:
        command = ["server.media.composing.mp4", str(blobs.path_of(site, film.storage_key)), str(made)]
        trouble = await modestly.run(site, command, go_on)
        if trouble is not None:
            log.error("recording.mp4", recording=str(recording.id), trouble=trouble)
        await _finish(site, identity, film.id, made if trouble is None else None)
    finally:
        made.unlink(missing_ok=True)
    await _tell(site, recording, 100)


async def _finish(site: Site, identity: UUID, film: UUID, made: Path | None) -> None:
    """Keep it if it is still a copy of the film that is shown."""
    blob = await asyncio.to_thread(blobs.keep, site, made, MIME) if made is not None else None
    used = False
    async with site.database.write() as db:
        copy = await db.scalar(select(RecordingCopy).where(RecordingCopy.id == identity).with_for_update())
        shown = await db.scalar(select(Recording.film_id).where(Recording.id == copy.recording_id)) if copy else None
        if copy is not None and copy.state is CopyState.ASKED:
            copy.lease_until = None
            if shown == film and blob is not None:
                db.add(blob)
                await db.flush()
                copy.file_id, copy.state, copy.progress, used = blob.id, CopyState.READY, 100, True
            elif shown == film and copy.tries >= MOST_TRIES:
                copy.state = CopyState.FAILED
    if blob is not None and not used:
        blobs.forget(site, blob)


async def _tell(site: Site, recording: Recording, done: int) -> None:
    state: wire.RecordingState = "published" if recording.state is RecordingState.PUBLISHED else "ready"
    told = wire.RecordingProgress(
        conference=recording.conference_id, recording=recording.id, state=state, progress=100, mp4_progress=done
    )
    await site.part(Hub).tell(recording.started_by, told)
