"""What is not kept of cases: six months after the decision evidence, reports, notes and names go (domain 10.1); and
warnings, which go with the message that they are about, and mutes that have ended.

That there was a case, why, and what came of it stays for counting, and so do the links of the evidence's chain without
their content: who takes one away, or puts another in its place, is found out.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, delete, func, not_, or_, select, update

from server.chat.models import ChatMute
from server.core import blobs, clock
from server.core.database import Row
from server.core.retention import Store, rows
from server.core.site import Site
from server.moderation.evidence import past_their_time
from server.moderation.models import (
    Capsule,
    CapsuleOpening,
    Case,
    CaseState,
    CaseStep,
    CaseTeacher,
    ChatWarning,
    Outcome,
    Report,
    Target,
)

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
        counts = [select(func.count()).select_from(table).where(*which) for table, which, _ in _told()]
        return sum([await db.scalar(count) or 0 for count in counts])


async def _forget(site: Site) -> int:
    """What was written goes, and who it was; cases that nobody appealed against in two weeks are closed."""
    total = 0
    async with site.database.write() as db:
        for table, which, instead in _told():
            change: Any = delete(table) if instead is None else update(table).values(instead)
            gone = change.where(*which).returning(table.id)
            total += len((await db.scalars(gone, execution_options={"synchronize_session": False})).all())
        late = (Case.state == CaseState.RESOLVED, Case.resolved_at <= clock.now() - APPEAL_WITHIN)
        for case in await db.scalars(select(Case).where(*late)):
            case.move_to(CaseState.CLOSED)
            case.closed_at = clock.now()
    return total


Told = tuple[type[Row], tuple[ColumnElement[bool], ...], dict[str, Any] | None]
"""A table, which of its rows speak of somebody, and what stands there instead; None: nothing does."""


def _told() -> list[Told]:
    """What people wrote about cases that are over, and who they were. Why something was reported, when, and what came
    of it stands in the steps, and stays. Whose account was suspended is needed for as long as it is."""
    lasting = or_(Case.suspended_until.is_(None), Case.suspended_until > clock.now())
    over = (Case.expires_at <= clock.now(), or_(Case.outcome != Outcome.SUSPENDED, not_(lasting)))
    about = or_(Case.subject_id.is_not(None), and_(Case.target_type == Target.PERSON, Case.target_id != Case.id))
    handled = or_(*(column.is_not(None) for column in (Case.assigned_to, Case.resolved_by, Case.appealed_by)))
    return [
        (
            CaseStep,
            (CaseStep.case_id.in_(_over()), or_(CaseStep.text != "", CaseStep.author_id.is_not(None))),
            {"text": "", "author_id": None},
        ),
        (Report, (Report.case_id.in_(_over()),), None),
        (CaseTeacher, (CaseTeacher.case_id.in_(_over()),), None),
        (CapsuleOpening, (CapsuleOpening.case_id.in_(_over()),), None),
        (Case, (*over, Case.target_type == Target.PERSON, about), {"target_id": Case.id, "subject_id": None}),
        (Case, (*over, about), {"subject_id": None}),
        (Case, (*over, handled), {"assigned_to": None, "resolved_by": None, "appealed_by": None}),
    ]


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
    rows("warnings", ChatWarning, lambda _: ChatWarning.expires_at <= clock.now()),
    Store("mutes", _mutes, _forget_mutes),
]
