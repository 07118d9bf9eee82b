"""What reporters, and those whom reports were about, read of it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from server.core import clock
from server.core.errors import not_found
from server.core.http import Caller
from server.moderation import wire
from server.moderation.models import Case, CaseState, Outcome, Report
from server.moderation.retention import APPEAL_WITHIN


async def mine(caller: Caller) -> wire.OwnReports:
    """The reader's own reports with what came of them, and what was decided about the reader."""
    user = caller.identity.user
    query = (
        select(Report, Case)
        .join(Case, Case.id == Report.case_id)
        .where(Report.reporter_id == user)
        .order_by(Report.created_at.desc())
        .limit(100)
    )
    decided = Case.subject_id == user, Case.outcome.is_not(None), Case.outcome != Outcome.NO_ACTION
    measures = select(Case).where(*decided).order_by(Case.resolved_at.desc()).limit(100)
    async with caller.site.database.read() as db:
        rows = (await db.execute(query)).all()
        about = (await db.scalars(measures)).all()
    return wire.OwnReports(
        reports=[own(report, case, user) for report, case in rows], about=[_measure(case, user) for case in about]
    )


def _measure(case: Case, reader: UUID) -> wire.OwnMeasure:
    assert case.outcome is not None
    assert case.resolved_at is not None
    return wire.OwnMeasure(
        case=case.id,
        target=case.target_type.value,
        outcome=case.outcome.value,
        decided_at=case.resolved_at,
        state=case.state.value,
        may_appeal=may_appeal(case, reader),
    )


def own(report: Report, case: Case, reader: UUID) -> wire.OwnReport:
    """As its reporter reads it."""
    return wire.OwnReport(
        id=report.id,
        target=case.target_type.value,
        reason=report.reason.value,
        urgent=case.urgent,
        state=case.state.value,
        outcome=case.outcome.value if case.outcome else None,
        created_at=report.created_at,
        may_appeal=may_appeal(case, reader),
    )


def may_appeal(case: Case, reader: UUID) -> bool:
    """As `cases.appeal` decides; the purge that closes cases may be late."""
    return (
        case.state is CaseState.RESOLVED
        and case.resolved_at is not None
        and clock.now() <= case.resolved_at + APPEAL_WITHIN
        and case.appealed_by is None
        and reader != case.resolved_by
    )


async def case_of(caller: Caller, report_id: UUID) -> UUID:
    """The case behind an own report."""
    query = select(Report.case_id).where(Report.id == report_id, Report.reporter_id == caller.identity.user)
    async with caller.site.database.read() as db:
        case = await db.scalar(query)
    if case is None:
        raise not_found("report")
    return case
