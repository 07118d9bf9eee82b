"""Recordings without a media worker: its files are written by hand, and the films are made by the real process."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update

from server.conference.recording import stored
from server.conference.recordings import Recording, RecordingState
from server.core import blobs, clock
from server.core.models import Consent, ConsentKind, ConsentState
from server.media.wire import Source
from tests.campus.events import START
from tests.conference.conftest import House
from tests.live import Client
from tests.media.filming import filmed, spoken, write

END = START + timedelta(hours=1)
"""Of an event."""


async def consent(house: House, pupil: UUID, state: ConsentState = ConsentState.GIVEN) -> None:
    """What a pupil's school keeps on being recorded."""
    async with house.database.write() as db:
        teacher = house.people.ada
        db.add(Consent(pupil_id=pupil, kind=ConsentKind.RECORDING, state=state, recorded_by=teacher, at=clock.now()))


async def row(house: House, conference: str) -> Recording:
    async with house.database.read() as db:
        return (await db.scalars(select(Recording).where(Recording.conference_id == UUID(conference)))).one()


async def recorded(house: House, conference: str, ada: Client) -> Recording:
    """Record while Ada says something; the worker's files are there."""
    await ada.result("recording.start", conference=conference)
    running = await row(house, conference)
    began = running.started_at.timestamp()
    folder = stored.folder_of(house.sites[0], running.id)
    write(folder, UUID(ada.user), Source.MICROPHONE, began, spoken(440, 1))
    write(folder, UUID(ada.user), Source.CAMERA, began, filmed(80, 1), 2)
    async with house.database.write() as db:
        earlier = running.started_at - timedelta(seconds=2)
        await db.execute(update(Recording).where(Recording.id == running.id).values(started_at=earlier))
    return running


async def film_made(house: House, conference: str, ada: Client) -> Recording:
    """A recording with its film."""
    running = await recorded(house, conference, ada)
    await ada.result("recording.stop", conference=conference)
    await ada.heard("recording.progress", recording=str(running.id), state="ready")
    return await row(house, conference)


def path_of(conference: str, recording: Recording) -> str:
    return f"/api/conferences/{conference}/recordings/{recording.id}"


async def film_of(house: House, conference: str, by: UUID) -> str:
    """A recording whose film is there, as its host finds it after the event."""
    film = await asyncio.to_thread(blobs.keep, house.sites[0], b"a film", "video/webm")
    recording = Recording(
        conference_id=UUID(conference),
        started_by=by,
        started_at=START,
        stopped_at=END,
        length_ms=3_600_000,
        state=RecordingState.READY,
        film_id=film.id,
        expires_at=END + timedelta(days=365),
    )
    async with house.database.write() as db:
        db.add(film)
        await db.flush()
        db.add(recording)
    return str(recording.id)
