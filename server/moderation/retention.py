"""What is not kept of cases: six months after the decision evidence, reports' texts and notes go (domain 10.1)."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.core import clock
from server.core.database import Database
from server.moderation.evidence import past_their_time
from server.moderation.models import Capsule, CapsuleOpening, Case, CaseState, CaseStep, Report

APPEAL_WITHIN = timedelta(days=14)


async def purge(database: Database) -> int:
    """Delete what people wrote, said and saw; that there was a case, why, and what came of it, stays for counting.

    The links of the chain stay too, without content: who takes one away, or puts another in its place, is found out.
    """
    total = 0
    async with database.write() as db:
        sealed = await db.scalars(update(Capsule).where(past_their_time()).values(content=None).returning(Capsule.id))
        total += len(sealed.all())
        for kind, which in _told():
            if kind is CaseStep:
                cleared = update(CaseStep).where(which).values(text="").returning(CaseStep.id)
                total += len((await db.scalars(cleared)).all())
            elif kind is Report:
                total += len((await db.scalars(update(Report).where(which).values(text="").returning(Report.id))).all())
        gone = delete(CapsuleOpening).where(CapsuleOpening.case_id.in_(_over())).returning(CapsuleOpening.id)
        total += len((await db.scalars(gone)).all())
        await _close(db)
    return total


async def prove(database: Database) -> int:
    """How many rows are past their time: must be 0 after a purge."""
    rows = [(Capsule, past_their_time()), *_told(), (CapsuleOpening, CapsuleOpening.case_id.in_(_over()))]
    async with database.read() as db:
        return sum([await db.scalar(select(func.count()).select_from(kind).where(which)) or 0 for kind, which in rows])


def _over():
    return select(Case.id).where(Case.expires_at <= clock.now())


def _told() -> list[tuple[type[CaseStep] | type[Report], ColumnElement[bool]]]:
    """Texts of cases that are over."""
    return [
        (CaseStep, and_(CaseStep.case_id.in_(_over()), CaseStep.text != "")),
        (Report, and_(Report.case_id.in_(_over()), Report.text != "")),
    ]


async def _close(db: AsyncSession) -> None:
    """Nobody appealed within two weeks."""
    late = (Case.state == CaseState.RESOLVED, Case.resolved_at <= clock.now() - APPEAL_WITHIN)
    for case in await db.scalars(select(Case).where(*late, or_(Case.closed_at.is_(None)))):
        case.move_to(CaseState.CLOSED)
        case.closed_at = clock.now()
