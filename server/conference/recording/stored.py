"""The files of a recording, and whose of them may be used."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

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


async def divided(db: AsyncSession, recording: UUID) -> tuple[set[UUID], set[UUID]]:
    """Who is in a recording and may be; and who is and may not be any more, because a consent or a yes was taken back.

    Whoever's device showed a pupil who may not be in it may not be in it either.
    """
    written = {user: one for user, one in (await answers_of(db, recording)).items() if one.written}
    pupils = await _pupils(db, written.keys())
    recordable = (await consents_of(db, pupils))[ConsentKind.RECORDING]
    against: set[UUID] = set()
    for user, one in written.items():
        may = user in recordable and one.agreed is not False if user in pupils else bool(one.agreed)
        if not may:
            against |= {user, one.teacher_id or user}
    return written.keys() - against, against


async def _pupils(db: AsyncSession, people: Collection[UUID]) -> set[UUID]:
    query = select(User.id).where(User.id.in_(people), User.account_type == AccountType.PUPIL)
    return set(await db.scalars(query)) if people else set()
