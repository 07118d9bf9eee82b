"""Makes films of what was recorded: one at a time for each server process, in a process of low priority.

A film that is `processing` and leased by nobody is taken by whichever process looks first; if that one dies, its lease
runs out and another begins anew. The packets stay as long as the recording, so that a film can be made again: cut
otherwise, or without somebody whose consent was taken back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import msgspec
import structlog
from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.conference import chapters, wire
from server.conference.recording import bells, copies, modestly, stored
from server.conference.recording.retention import SETTLED_AFTER, drop_tests
from server.conference.recordings import KEPT, Recording, RecordingPerson, RecordingState
from server.core import blobs, clock
from server.core.database import new_id
from server.core.ending import end
from server.core.going_on import again_and_again
from server.core.site import Site
from server.rooms.hub import Hub

log = structlog.get_logger()

LOOK_EVERY = 2.0
CONSENTS_EVERY = 15.0
LEASE = timedelta(seconds=60)
MOST_TRIES = 3
WARNED_BEFORE = timedelta(days=14)
MIME = "video/webm"
SHORTEST = 0.1


class Films:
    """A Site part: `site.add(Films(site))`."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Look for something to do, again and again."""
        for every, work, name in (
            (LOOK_EVERY, self._make_due, "recording.films"),
            (LOOK_EVERY, self._drop_tests, "recording.tests"),
            (CONSENTS_EVERY, self._heed_consents, "recording.consents"),
            (CONSENTS_EVERY, self._warn_owners, "recording.ending"),
        ):
            self._tasks.append(asyncio.create_task(again_and_again(every, work, log, name)))

    async def close(self) -> None:
        """Stop; what is being made is begun anew by another process."""
        await end(*self._tasks)

    async def _make_due(self) -> None:
        while (recording := await self._claim()) is not None:
            await self._make(recording)
        await copies.make_due(self._site)

    async def _drop_tests(self) -> None:
        await drop_tests(self._site)

    async def _claim(self) -> UUID | None:
        """The oldest film that nobody makes, now ours."""
        now = clock.now()
        free = or_(Recording.lease_until.is_(None), Recording.lease_until <= now)
        waiting = Recording.state == RecordingState.PROCESSING, Recording.stopped_at <= now - SETTLED_AFTER, free
        async with self._site.database.read() as db:
            found = await db.scalar(select(Recording.id).where(*waiting).order_by(Recording.stopped_at).limit(1))
        if found is None:
            return None
        ours = update(Recording).where(Recording.id == found, *waiting).values(lease_until=now + LEASE, progress=0)
        async with self._site.database.write() as db:
            return await db.scalar(
                ours.values(tries=Recording.tries + 1)
                .returning(Recording.id)
                .execution_options(synchronize_session=False)
            )

    async def _make(self, identity: UUID) -> None:
        async with self._site.database.read() as db:
            recording = await db.get_one(Recording, identity)
            people, _, against = await stored.cast_of(db, identity)
            places = await chapters.of(db, identity, recording.begin_ms, int(bounds(recording)[1] * 1000))
        await self._leave_out(identity, against)
        octets = await asyncio.to_thread(stored.octets_of, self._site, identity)
        # On the disk of the files, where it stays: packets may lie on another one.
        film = blobs.folder_of(self._site) / "incoming" / f"{new_id().hex}.webm"
        await asyncio.to_thread(film.parent.mkdir, parents=True, exist_ok=True)
        failure = None
        try:
            if not people or not octets:
                failure = "empty"
            elif not await self._compose(recording, film, people, places):
                failure = "broken"
            await self._finish(recording, film, people, failure, octets)
        finally:
            film.unlink(missing_ok=True)

    async def _leave_out(self, identity: UUID, against: set[UUID]) -> None:
        """Who may not be in it any more: what they sent goes, then the note that it was there."""
        if not against:
            return
        await asyncio.to_thread(stored.delete_packets_of, self._site, identity, against)
        concerned = RecordingPerson.recording_id == identity, RecordingPerson.user_id.in_(against)
        async with self._site.database.write() as db:
            await db.execute(update(RecordingPerson).where(*concerned).values(written=False))

    async def _compose(
        self, recording: Recording, film: Path, people: set[UUID], places: Sequence[chapters.Chapter]
    ) -> bool:
        began, length = bounds(recording)
        packets = stored.folder_of(self._site, recording.id)
        command = ["server.media.composing", str(packets), str(film)]
        command += ["--chapters", "--began", f"{began:.3f}", "--length", f"{length:.3f}"]
        command += ["--people", *(str(user) for user in sorted(people))]
        said = msgspec.json.encode([(place.at_ms / 1000, place.words) for place in places])
        trouble = await modestly.run(self._site, command, lambda done: self._go_on(recording, done), said)
        if trouble is not None:
            log.error("recording.compose", recording=str(recording.id), trouble=trouble)
        return trouble is None

    async def _go_on(self, recording: Recording, progress: int) -> None:
        """Keep the lease, and tell how far it is."""
        change = update(Recording).where(Recording.id == recording.id, Recording.state == RecordingState.PROCESSING)
        async with self._site.database.write() as db:
            await db.execute(change.values(progress=progress, lease_until=clock.now() + LEASE))
        await self._tell(recording, "processing", progress)

    async def _finish(self, made: Recording, film: Path, people: set[UUID], failure: str | None, octets: int) -> None:
        blob = await asyncio.to_thread(blobs.keep, self._site, film, MIME) if failure is None else None
        told: Recording | None = None
        async with self._site.database.write() as db:
            recording = await db.scalar(select(Recording).where(Recording.id == made.id).with_for_update())
            if recording is not None and await self._is_still_wanted(db, recording, made, people):
                told = recording
                recording.octets, recording.lease_until = octets, None
                if blob is not None:
                    db.add(blob)
                    await db.flush()
                    show(recording, blob.id)
                elif failure == "empty" or recording.tries >= MOST_TRIES:
                    recording.failure = recording.failure or failure
                    recording.move_to(RecordingState.FAILED)
        if told is None:
            if blob is not None:
                blobs.forget(self._site, blob)
            return
        await self._tell(told, told.state.value, told.progress)
        if told.published_at is None and told.state is not RecordingState.PROCESSING:
            bells.made(self._site, told)

    async def _is_still_wanted(
        self, db: AsyncSession, recording: Recording, made: Recording, people: set[UUID]
    ) -> bool:
        """Whether what was made is what is wanted by now; if not, it is made again."""
        if recording.state is not RecordingState.PROCESSING:
            return False
        cast = await stored.cast_of(db, recording.id)
        same = (recording.begin_ms, recording.end_ms) == (made.begin_ms, made.end_ms)
        if same and not cast.against and cast.people == people:
            return True
        recording.lease_until = None
        return False

    async def _heed_consents(self) -> None:
        """A consent, or a yes, was taken back: nobody sees the film from now on, and it is made without that person."""
        shown = Recording.state.in_((RecordingState.READY, RecordingState.PUBLISHED))
        async with self._site.database.read() as db:
            recordings = (await db.scalars(select(Recording.id).where(shown))).all()
            concerned = [one for one in recordings if (await stored.cast_of(db, one)).against]
        for recording in concerned:
            await make_again(self._site, recording)

    async def _warn_owners(self) -> None:
        """Two weeks before it is deleted (domain 10.1)."""
        soon = (
            Recording.state.in_(KEPT),
            Recording.warned_at.is_(None),
            Recording.expires_at <= clock.now() + WARNED_BEFORE,
        )
        async with self._site.database.read() as db:
            recordings = (await db.scalars(select(Recording).where(*soon))).all()
        for recording in recordings:
            claim = update(Recording).where(Recording.id == recording.id, *soon).values(warned_at=clock.now())
            await bells.ending(self._site, recording, claim.returning(Recording.id))

    async def _tell(self, recording: Recording, state: wire.RecordingState, progress: int) -> None:
        told = wire.RecordingProgress(
            conference=recording.conference_id, recording=recording.id, state=state, progress=progress
        )
        await self._site.part(Hub).tell(recording.started_by, told)


async def make_again(site: Site, identity: UUID) -> None:
    """Take the present film away, and make another of the packets."""
    async with site.database.write() as db:
        recording = await db.scalar(select(Recording).where(Recording.id == identity).with_for_update())
        if recording is None or recording.state not in (RecordingState.READY, RecordingState.PUBLISHED):
            return
        before = await begin_again(db, recording)
    await blobs.drop_unused(site, before)


async def begin_again(db: AsyncSession, recording: Recording) -> list[UUID]:
    """The same within the transaction that gives the reason; the files are the caller's to drop after it."""
    recording.lease_until, recording.tries, recording.progress = None, 0, 0
    return await stored.take_away(db, recording, RecordingState.PROCESSING)


def show(recording: Recording, film: UUID) -> None:
    """The film is there: for whoever recorded it, or for everybody who could watch it before."""
    recording.film_id, recording.progress = film, 100
    recording.length_ms = int(bounds(recording)[1] * 1000)
    published = recording.published_at is not None
    recording.move_to(RecordingState.PUBLISHED if published else RecordingState.READY)


def bounds(recording: Recording) -> tuple[float, float]:
    """When the film begins, in seconds since 1970, and how many it lasts."""
    assert recording.stopped_at is not None
    whole = (recording.stopped_at - recording.started_at).total_seconds()
    begin = recording.begin_ms / 1000
    ends = whole if recording.end_ms is None else min(whole, recording.end_ms / 1000)
    return recording.started_at.timestamp() + begin, max(SHORTEST, ends - begin)
