"""What whoever recorded it decides: cut, leave out, publish, take back, delete. All of it stands in the audit log."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.conference import wire
from server.conference.models import Conference
from server.conference.recording import bells, stored, watching
from server.conference.recording.films import begin_again
from server.conference.recordings import CopyState, Recording, RecordingCopy, RecordingState
from server.core import blobs, clock
from server.core.errors import UserError, not_found
from server.core.http import Caller
from server.core.models import AuditLine
from server.core.passwords import hash_password
from server.core.site import Site
from server.notifications.actions import withdraw

LEAST_S = 1.0
SHOWN = (RecordingState.READY, RecordingState.PUBLISHED)


async def owned(caller: Caller, db: AsyncSession, conference: UUID, recording: UUID) -> Recording:
    """The caller's own, held against everybody else until the transaction ends."""
    await watching.found(caller, db, conference, recording)
    which = Recording.id == recording, Recording.started_by == caller.identity.user
    row = await db.scalar(select(Recording).where(*which).with_for_update().execution_options(populate_existing=True))
    if row is None:
        raise UserError("not_host", "Only whoever recorded it decides this.", status=403)
    return row


async def publish(caller: Caller, conference: UUID, recording: UUID, body: wire.PublishRecording) -> wire.Recording:
    """Let everybody who was inside watch it, and tell them (R-074)."""
    pin = await hash_password(body.pin) if body.pin is not None else None
    async with caller.site.database.write() as db:
        row = await owned(caller, db, conference, recording)
        if row.rehearsal:
            raise UserError("test_recording", "A test recording is for those who rehearse only.")
        if row.state not in SHOWN:
            raise UserError("not_ready", "This recording is not ready yet.", status=409)
        if body.until is not None and (body.until.tzinfo is None or body.until <= clock.now()):
            raise UserError("wrong_end", "The link must end in the future.", status=422)
        first = row.state is RecordingState.READY
        row.link_until = body.until
        if not body.keep_pin:
            row.pin_hash, row.pin_set_at = pin, clock.now()
        if first:
            row.published_at = clock.now()
            row.move_to(RecordingState.PUBLISHED)
        await _audit(caller, db, row, "recording_publish", pin=row.pin_hash is not None)
    if first:
        bells.published(caller.site, row)
    return await watching.one(caller, conference, recording)


async def revoke(caller: Caller, conference: UUID, recording: UUID) -> wire.Recording:
    """Nobody else may watch it any more; the notifications go as well."""
    async with caller.site.database.write() as db:
        row = await owned(caller, db, conference, recording)
        if row.published_at is not None:
            row.published_at = row.link_until = row.pin_hash = row.pin_set_at = None
            if row.state is RecordingState.PUBLISHED:
                row.move_to(RecordingState.READY)
            await _audit(caller, db, row, "recording_revoke")
    await withdraw(caller.site, ("recording", recording))
    return await watching.one(caller, conference, recording)


async def trim(caller: Caller, conference: UUID, recording: UUID, body: wire.TrimRecording) -> wire.Recording:
    """Cut it anew from what was recorded: what is cut off is in no film any more."""
    async with caller.site.database.write() as db:
        row = await owned(caller, db, conference, recording)
        if row.state not in SHOWN or row.stopped_at is None:
            raise UserError("not_ready", "This recording is not ready yet.", status=409)
        whole = (row.stopped_at - row.started_at).total_seconds()
        if min(body.end_s, whole) - body.begin_s < LEAST_S:
            raise UserError("too_short", "Leave at least a second of it.", status=422)
        await _audit(caller, db, row, "recording_trim", begin_s=body.begin_s, end_s=body.end_s)
        row.begin_ms, row.end_ms = int(body.begin_s * 1000), int(body.end_s * 1000) if body.end_s < whole else None
        before = await begin_again(db, row)
    await blobs.drop_unused(caller.site, before)
    return await watching.one(caller, conference, recording)


async def leave_out(caller: Caller, conference: UUID, recording: UUID, body: wire.LeaveOut) -> wire.Recording:
    """Make the film without the voice and the picture of some; what they sent stays, so that it can be undone."""
    async with caller.site.database.write() as db:
        row = await owned(caller, db, conference, recording)
        if row.state not in SHOWN:
            raise UserError("not_ready", "This recording is not ready yet.", status=409)
        rows = {one.user_id: one for one in await db.scalars(stored.devices_of(recording))}
        if not rows.keys() >= set(body.people):
            raise not_found("person")
        changed = {user for user, one in rows.items() if one.left_out != (user in body.people)}
        for user in changed:
            rows[user].left_out = user in body.people
        await db.flush()
        if not (await stored.cast_of(db, recording)).people:
            raise UserError("nobody_left", "Leave at least one person in it.", status=422)
        await _audit(caller, db, row, "recording_leave_out", people=[str(user) for user in sorted(body.people)])
        before = await begin_again(db, row) if changed else []
    await blobs.drop_unused(caller.site, before)
    return await watching.one(caller, conference, recording)


async def ask_for_mp4(caller: Caller, conference: UUID, recording: UUID) -> wire.Recording:
    """Make the film once more, for players that do not know WebM; asked twice it is the same wish."""
    if not caller.site.settings.film_copies:
        raise UserError("mp4_off", "This server makes no MP4.", status=403)
    async with caller.site.database.write() as db:
        row = await owned(caller, db, conference, recording)
        if row.state not in SHOWN:
            raise UserError("not_ready", "This recording is not ready yet.", status=409)
        copy = await db.scalar(select(RecordingCopy).where(RecordingCopy.recording_id == recording).with_for_update())
        if copy is None:
            db.add(RecordingCopy(recording_id=recording, state=CopyState.ASKED))
        elif copy.state is CopyState.FAILED:
            copy.state, copy.tries, copy.progress, copy.lease_until = CopyState.ASKED, 0, 0, None
    return await watching.one(caller, conference, recording)


async def delete(caller: Caller, conference: UUID, recording: UUID) -> None:
    """The film and every packet, at once."""
    async with caller.site.database.write() as db:
        row = await owned(caller, db, conference, recording)
        if row.state is RecordingState.RUNNING:
            raise UserError("running", "Stop the recording first.", status=409)
        files = await gone(db, row)
        await _audit(caller, db, row, "recording_delete")
    await clear(caller.site, recording, files)


async def gone(db: AsyncSession, row: Recording) -> list[UUID]:
    """From now on it is deleted; the files that are to be cleared then."""
    return await stored.take_away(db, row, RecordingState.DELETED)


async def clear(site: Site, recording: UUID, files: Sequence[UUID]) -> None:
    """What is left of a recording that is deleted: packets, files, notifications."""
    await asyncio.to_thread(stored.delete_packets, site, recording)
    await blobs.drop_unused(site, files)
    await withdraw(site, ("recording", recording))


async def _audit(caller: Caller, db: AsyncSession, row: Recording, action: str, **data: object) -> None:
    conference = await db.get(Conference, row.conference_id)
    if conference is None:
        raise not_found("conference")
    db.add(
        AuditLine(
            actor_id=caller.identity.user,
            action=f"conference.{action}",
            target_type="conference",
            target_id=conference.id,
            space_id=conference.space_id,
            data={"recording": str(row.id), **data},
        )
    )
