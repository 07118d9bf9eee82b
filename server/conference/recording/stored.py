"""The files of a recording, and whose of them may be used."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Select, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.conference import chapters
from server.conference.recordings import CopyState, Recording, RecordingCopy, RecordingPerson, RecordingState
from server.conference.storage import answers_of, consents_of
from server.core.models import AccountType, ConsentKind, User
from server.core.site import Site
from server.media.recording.files import of_user


def folder_of(site: Site, recording: UUID) -> Path:
    """Where its packets lie."""
    return site.settings.recordings / recording.hex


def delete_packets(site: Site, recording: UUID) -> None:
    """Take all of them away. Blocks: it is for a thread."""
    shutil.rmtree(folder_of(site, recording), ignore_errors=True)


def delete_packets_of(site: Site, recording: UUID, users: Collection[UUID]) -> None:
    """Take some people's away. Blocks: it is for a thread."""
    for user in users:
        for path in of_user(folder_of(site, recording), user):
            path.unlink(missing_ok=True)


def octets_of(site: Site, recording: UUID) -> int:
    """How much of it is on the disk. Blocks: it is for a thread."""
    return sum(path.stat().st_size for path in folder_of(site, recording).glob("*.rtp"))


class Cast(NamedTuple):
    """Everybody of whom something was written."""

    people: set[UUID]
    """Whom the film shows."""
    left_out: set[UUID]
    """Whom it could show, and whoever recorded it wants it not to."""
    against: set[UUID]
    """Who may not be in it any more, because a consent or a yes was taken back: their packets go."""


async def cast_of(db: AsyncSession, recording: UUID) -> Cast:
    """Who is in a recording, and who may be. Whoever's device showed a pupil who may not be in it may not be in it
    either."""
    written = {user: one for user, one in (await answers_of(db, recording)).items() if one.written}
    pupils = await _pupils(db, written.keys())
    recordable = (await consents_of(db, pupils))[ConsentKind.RECORDING]
    against: set[UUID] = set()
    left_out = {one.teacher_id or user for user, one in written.items() if one.left_out}
    for user, one in written.items():
        may = user in recordable and one.agreed is not False if user in pupils else bool(one.agreed)
        if not may:
            against |= {user, one.teacher_id or user}
    return Cast(written.keys() - against - left_out, left_out - against, against)


def devices_of(recording: UUID) -> Select[RecordingPerson]:
    """Everybody whose own device was recorded; pupils before a teacher's device are heard by that one."""
    return select(RecordingPerson).where(
        RecordingPerson.recording_id == recording, RecordingPerson.written, RecordingPerson.teacher_id.is_(None)
    )


async def _pupils(db: AsyncSession, people: Collection[UUID]) -> set[UUID]:
    query = select(User.id).where(User.id.in_(people), User.account_type == AccountType.PUPIL)
    return set(await db.scalars(query)) if people else set()


async def take_away(db: AsyncSession, recording: Recording, state: RecordingState) -> list[UUID]:
    """Let go of the film and of its copy, which is made again with it unless both go for good; their files are the
    caller's to drop once that is committed."""
    copy = await db.scalar(select(RecordingCopy).where(RecordingCopy.recording_id == recording.id).with_for_update())
    files = [file for file in (recording.film_id, copy.file_id if copy else None) if file is not None]
    recording.film_id = None
    recording.move_to(state)
    if copy is not None:
        copy.file_id, copy.state, copy.tries, copy.progress, copy.lease_until = None, CopyState.ASKED, 0, 0, None
    if state is not RecordingState.PROCESSING:
        await chapters.forget(db, recording.id)
        await db.execute(delete(RecordingCopy).where(RecordingCopy.recording_id == recording.id))
    return files
