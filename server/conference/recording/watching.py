"""Who may see a recording, and its bytes: asked anew for each of them."""

from __future__ import annotations

from datetime import timedelta
from typing import cast
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from server.conference import wire
from server.conference.models import Conference, ConferenceSeat
from server.conference.recording import alongside, stored
from server.conference.recording.audience import joined_event
from server.conference.recordings import (
    KEPT,
    Recording,
    RecordingCopy,
    RecordingPerson,
    RecordingState,
    RecordingViewing,
)
from server.core import blobs, clock
from server.core.errors import UserError, not_found
from server.core.http import Caller
from server.core.models import FileBlob
from server.core.passwords import verify_password
from server.core.ratelimit import Limit, RateLimits
from server.rooms.people import People

PINS = Limit("recording-pin", burst=5, seconds=60)
"""A four-digit PIN holds for days against whoever guesses."""
OPEN_FOR = timedelta(hours=12)
"""After which the PIN is asked again."""
BYTES = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
    "cross-origin-resource-policy": "same-origin",
}


def visible_to(user: UUID) -> ColumnElement[bool]:
    """Recordings that this user recorded, or may watch: those inside, and of an event everybody who joined it or leads
    it (R-074)."""
    now = clock.now()
    was_inside = exists().where(
        ConferenceSeat.conference_id == Recording.conference_id,
        ConferenceSeat.user_id == user,
        ConferenceSeat.joined_at.is_not(None),
    )
    event = select(Conference.event_id).where(Conference.id == Recording.conference_id).scalar_subquery()
    has_joined = joined_event(event, user)
    open_now = and_(
        # Also while it is made again: then there is no film, and it is said why.
        Recording.state.in_((RecordingState.PUBLISHED, RecordingState.PROCESSING)),
        Recording.published_at.is_not(None),
        Recording.hidden_at.is_(None),
        or_(Recording.link_until.is_(None), Recording.link_until > now),
        or_(was_inside, has_joined),
    )
    return and_(_kept(), or_(Recording.started_by == user, open_now))


def _kept() -> ColumnElement[bool]:
    not_over = or_(Recording.expires_at.is_(None), Recording.expires_at > clock.now())
    return and_(Recording.state.in_(KEPT), not_over)


def shows(user: UUID) -> ColumnElement[bool]:
    """Recordings in which this user is seen or heard, or would be: one knows of it, and may take that back."""
    people = RecordingPerson.recording_id == Recording.id, RecordingPerson.user_id == user
    in_it = exists().where(*people, RecordingPerson.written, RecordingPerson.agreed.is_not(False))
    return and_(_kept(), Recording.state != RecordingState.RUNNING, in_it)


async def listed(caller: Caller, conference: UUID) -> wire.RecordingList:
    """Those of a conference that the caller may watch, or is in."""
    user = caller.identity.user
    query = _known(user).where(Recording.conference_id == conference).order_by(Recording.started_at)
    async with caller.site.database.read() as db:
        rows = (await db.execute(query)).all()
        return wire.RecordingList(recordings=[await shown(caller, db, *row) for row in rows])


async def of_event(caller: Caller, event: UUID) -> wire.RecordingList:
    """Those of an event that the caller may watch now: none for who did not join, before it is published and after it
    was taken back."""
    user = caller.identity.user
    query = _known(user).join(Conference, Conference.id == Recording.conference_id)
    there = or_(Recording.started_by == user, Recording.state == RecordingState.PUBLISHED)
    query = query.where(Conference.event_id == event, visible_to(user), there)
    async with caller.site.database.read() as db:
        rows = (await db.execute(query.order_by(Recording.started_at))).all()
        return wire.RecordingList(recordings=[await shown(caller, db, *row) for row in rows])


async def one(caller: Caller, conference: UUID, recording: UUID) -> wire.Recording:
    """One that the caller may watch, or is in."""
    query = _known(caller.identity.user).where(Recording.id == recording, Recording.conference_id == conference)
    async with caller.site.database.read() as db:
        row = (await db.execute(query)).first()
        if row is None:
            raise not_found("recording")
        return await shown(caller, db, *row)


def _known(user: UUID) -> Select[Recording, bool, bool]:
    """With whether this user may watch it, and is in it."""
    watchable, in_it = visible_to(user), shows(user)
    return select(Recording, watchable, in_it).where(or_(watchable, in_it))


async def found(caller: Caller, db: AsyncSession, conference: UUID, recording: UUID) -> Recording:
    """The row, for whoever may see it; for others it is not there (T3)."""
    which = Recording.id == recording, Recording.conference_id == conference, visible_to(caller.identity.user)
    row = await db.scalar(select(Recording).where(*which))
    if row is None:
        raise not_found("recording")
    return row


async def shown(caller: Caller, db: AsyncSession, recording: Recording, watchable: bool, in_it: bool) -> wire.Recording:
    """As the caller sees it."""
    user = caller.identity.user
    conference = await db.get_one(Conference, recording.conference_id)
    yours = recording.started_by == user
    devices = (await db.scalars(stored.devices_of(recording.id))).all() if yours else ()
    named = {recording.started_by, *(one.user_id for one in devices)}
    persons = await caller.site.part(People).many(conference.space_id, named, db)
    whole = ((recording.stopped_at or clock.now()) - recording.started_at).total_seconds()
    ends = recording.end_ms / 1000 if recording.end_ms is not None else whole
    closed = not yours and recording.pin_hash is not None and not await _is_open(db, recording, user)
    copy = await db.scalar(select(RecordingCopy).where(RecordingCopy.recording_id == recording.id))
    return wire.Recording(
        id=recording.id,
        conference=conference.id,
        space=conference.space_id,
        title=conference.title,
        by=persons[recording.started_by],
        started_at=recording.started_at,
        seconds=recording.length_ms / 1000 or whole,
        state=recording.state.value,
        failure=cast("wire.Failure | None", recording.failure),
        progress=recording.progress,
        expires_at=recording.expires_at,
        link_until=recording.link_until,
        needs_pin=closed,
        yours=yours,
        views=await _views(db, recording.id) if yours else 0,
        people=len((await stored.cast_of(db, recording.id)).people) if yours else 0,
        has_pin=recording.pin_hash is not None,
        begin_s=recording.begin_ms / 1000 if yours else 0,
        end_s=ends if yours else 0,
        whole_s=whole if yours else 0,
        size=await _size(db, recording) if yours else 0,
        test=recording.rehearsal,
        watchable=watchable,
        in_it=in_it,
        hidden=recording.hidden_at is not None,
        chapters=await _chapters(db, conference, recording) if watchable and not closed else [],
        everybody=[wire.RecordedPerson(person=persons[one.user_id], left_out=one.left_out) for one in devices],
        mp4=copy.state.value if copy is not None else "none",
        mp4_progress=copy.progress if copy is not None else 0,
        film=recording.film_id,
        event=conference.event_id,
    )


async def _chapters(db: AsyncSession, conference: Conference, recording: Recording) -> list[wire.RecordingChapter]:
    places = await alongside.chapters_of(db, recording)
    pages = await alongside.pages_of(db, conference, places)
    return [
        wire.RecordingChapter(
            at_s=one.at_ms / 1000, kind=one.kind.value, title=one.title, page=one.page, picture=pages.get(one)
        )
        for one in places
    ]


async def _views(db: AsyncSession, recording: UUID) -> int:
    query = select(func.coalesce(func.sum(RecordingViewing.views), 0))
    return int(await db.scalar(query.where(RecordingViewing.recording_id == recording)) or 0)


async def _size(db: AsyncSession, recording: Recording) -> int:
    return await db.scalar(select(FileBlob.size).where(FileBlob.id == recording.film_id)) or 0


async def _is_open(db: AsyncSession, recording: Recording, user: UUID) -> bool:
    """Whether this user gave the present PIN not long ago."""
    since = clock.now() - OPEN_FOR
    since = max(since, recording.pin_set_at) if recording.pin_set_at is not None else since
    which = RecordingViewing.recording_id == recording.id, RecordingViewing.user_id == user
    opened = await db.scalar(select(RecordingViewing.opened_at).where(*which))
    return opened is not None and opened >= since


async def open_it(caller: Caller, conference: UUID, recording: UUID, body: wire.OpenRecording) -> wire.Recording:
    """Let the caller watch, if the PIN is right; counts as a view."""
    user = caller.identity.user
    async with caller.site.database.read() as db:
        row = await found(caller, db, conference, recording)
        asks = row.started_by != user and row.pin_hash is not None and not await _is_open(db, row, user)
    if asks:
        key = f"{recording}:{user}"
        await caller.site.part(RateLimits).take(PINS, key)
        if not await verify_password(row.pin_hash, body.pin or ""):
            raise UserError("wrong_pin", "This PIN is not right.", status=403)
        await caller.site.part(RateLimits).forget(PINS, key)
    if row.started_by != user:
        await _count(caller, recording)
    return await one(caller, conference, recording)


async def _count(caller: Caller, recording: UUID) -> None:
    user = caller.identity.user
    which = RecordingViewing.recording_id == recording, RecordingViewing.user_id == user
    async with caller.site.database.write() as db:
        # One's views stand in one row, so two tabs that open at once must come one after the other.
        await db.scalar(select(Recording.id).where(Recording.id == recording).with_for_update())
        viewing = await db.scalar(select(RecordingViewing).where(*which))
        if viewing is None:
            db.add(RecordingViewing(recording_id=recording, user_id=user, opened_at=clock.now(), views=1))
        else:
            viewing.opened_at, viewing.views = clock.now(), viewing.views + 1


async def film(caller: Caller, conference: UUID, recording: UUID, *, mp4: bool = False) -> Response:
    """The bytes, or the range of them that is asked for. Nothing of it stays in a browser's cache."""
    async with caller.site.database.read() as db:
        row = await _watched(caller, db, conference, recording)
        copied = select(RecordingCopy.file_id).where(RecordingCopy.recording_id == recording)
        file = await db.scalar(copied) if mp4 else row.film_id
        blob = await db.get(FileBlob, file) if file is not None else None
    path = blobs.path_of(caller.site, blob.storage_key) if blob is not None else None
    if blob is None or path is None or not path.is_file():
        raise not_found("film")
    return FileResponse(path, headers=BYTES, media_type=blob.mime)


async def track(caller: Caller, conference: UUID, recording: UUID) -> Response:
    """The chapters, for players."""
    async with caller.site.database.read() as db:
        return await alongside.track(db, await _watched(caller, db, conference, recording))


async def page(caller: Caller, conference: UUID, recording: UUID, which: UUID, request: Request) -> Response:
    """The picture of a page that was on stage."""
    async with caller.site.database.read() as db:
        row = await _watched(caller, db, conference, recording)
        return await alongside.page(caller.site, db, row, which, request)


async def _watched(caller: Caller, db: AsyncSession, conference: UUID, recording: UUID) -> Recording:
    """The row, for whoever may have of the film what there is of it at this moment."""
    user = caller.identity.user
    row = await found(caller, db, conference, recording)
    if row.started_by != user and row.pin_hash is not None and not await _is_open(db, row, user):
        raise UserError("pin_needed", "This recording asks for a PIN.", status=403)
    if (await stored.cast_of(db, recording)).against:
        raise UserError("being_made_again", "This recording is being made again. Please come back.", status=409)
    return row
