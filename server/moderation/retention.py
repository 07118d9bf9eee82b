"""What is not kept of cases: six months after the decision evidence, reports' texts and notes go (domain 10.1); and
warnings, which go with the message that they are about, and mutes that have ended.

That there was a case, why, and what came of it stays for counting, and so do the links of the evidence's chain without
their content: who takes one away, or puts another in its place, is found out.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, func, select, update

from server.chat.models import ChatMute
from server.core import blobs, clock
from server.core.retention import Store
from server.core.site import Site
from server.moderation.evidence import past_their_time
from server.moderation.models import Capsule, CapsuleOpening, Case, CaseState, CaseStep, ChatWarning, Report

APPEAL_WITHIN = timedelta(days=14)


def _over() -> Select[UUID]:
    return select(Case.id).where(Case.expires_at <= clock.now())


async def _sealed(site: Site) -> int:
    query = select(func.count()).select_from(Capsule).where(past_their_time())
    async with site.database.read() as db:
        return await db.scalar(query) or 0


async def _unseal(site: Site) -> int:
    """With the content of a part goes its file."""
    files = select(Capsule.file_id).where(past_their_time(), Capsule.file_id.is_not(None))
    gone = update(Capsule).where(past_their_time()).values(content=None, file_id=None).returning(Capsule.id)
    async with site.database.write() as db:
        unused = [file for file in await db.scalars(files) if file]
        parts = len((await db.scalars(gone, execution_options={"synchronize_session": False})).all())
    await blobs.drop_unused(site, unused)
    return parts


async def _texts(site: Site) -> int:
    async with site.database.read() as db:
        return sum(
            [await db.scalar(select(func.count()).select_from(kind).where(*which)) or 0 for kind, which in _told()]
        )


async def _forget(site: Site) -> int:
    """Texts are emptied, openings deleted; cases that nobody appealed against in two weeks are closed."""
    total = 0
    async with site.database.write() as db:
        for kind, which in _told():
            change: Any = delete(kind) if kind is CapsuleOpening else update(kind).values(text="")
            gone = change.where(*which).returning(kind.id)
            total += len((await db.scalars(gone, execution_options={"synchronize_session": False})).all())
        late = (Case.state == CaseState.RESOLVED, Case.resolved_at <= clock.now() - APPEAL_WITHIN)
        for case in await db.scalars(select(Case).where(*late)):
            case.move_to(CaseState.CLOSED)
            case.closed_at = clock.now()
    return total


def _told() -> list[tuple[type[CaseStep] | type[Report] | type[CapsuleOpening], tuple[Any, ...]]]:
    """What people wrote about cases that are over."""
    return [
        (CaseStep, (CaseStep.case_id.in_(_over()), CaseStep.text != "")),
        (Report, (Report.case_id.in_(_over()), Report.text != "")),
        (CapsuleOpening, (CapsuleOpening.case_id.in_(_over()),)),
    ]


async def _warnings(site: Site) -> int:
    query = select(func.count()).select_from(ChatWarning).where(ChatWarning.expires_at <= clock.now())
    async with site.database.read() as db:
        return await db.scalar(query) or 0


async def _forget_warnings(site: Site) -> int:
    """They are few, and go with the three months of the message that they are about."""
    gone = delete(ChatWarning).where(ChatWarning.expires_at <= clock.now()).returning(ChatWarning.id)
    async with site.database.write() as db:
        return len((await db.scalars(gone, execution_options={"synchronize_session": False})).all())


def _ended() -> ColumnElement[bool]:
    return ChatMute.until <= clock.now()


async def _mutes(site: Site) -> int:
    async with site.database.read() as db:
        return await db.scalar(select(func.count()).select_from(ChatMute).where(_ended())) or 0


async def _forget_mutes(site: Site) -> int:
    """That a pupil was muted once is remembered by the audit log alone."""
    gone = delete(ChatMute).where(_ended()).returning(ChatMute.user_id)
    async with site.database.write() as db:
        return len((await db.scalars(gone, execution_options={"synchronize_session": False})).all())


STORES = [
    Store("evidence", _sealed, _unseal),
    Store("case_texts", _texts, _forget),
    Store("warnings", _warnings, _forget_warnings),
    Store("mutes", _mutes, _forget_mutes),
]
