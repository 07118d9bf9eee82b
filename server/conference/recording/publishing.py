"""What whoever recorded it decides: cut, publish, take back, delete. All of it stands in the audit log."""

from __future__ import annotations

import asyncio
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.conference import wire
from server.conference.models import Conference
from server.conference.recording import bells, stored, watching
from server.conference.recording.films import make_again
from server.conference.recordings import Recording, RecordingState
from server.core import blobs, clock
from server.core.errors import UserError, not_found
from server.core.http import Caller
from server.core.models import AuditLine
from server.core.passwords import hash_password
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
    end_ms = int(body.end_s * 1000) if body.end_s < whole else None
    await make_again(caller.site, recording, int(body.begin_s * 1000), end_ms)
    return await watching.one(caller, conference, recording)


async def delete(caller: Caller, conference: UUID, recording: UUID) -> None:
    """The film and every packet, at once."""
    async with caller.site.database.write() as db:
        row = await owned(caller, db, conference, recording)
        if row.state is RecordingState.RUNNING:
            raise UserError("running", "Stop the recording first.", status=409)
        film, row.film_id = row.film_id, None
        row.move_to(RecordingState.DELETED)
        await _audit(caller, db, row, "recording_delete")
    await asyncio.to_thread(stored.delete_packets, caller.site, recording)
    await blobs.drop_unused(caller.site, [film] if film is not None else [])
    await withdraw(caller.site, ("recording", recording))


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
