"""Working on a case: who may, its timeline, its decision, and the one appeal that somebody else decides (domain 11)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.core import clock
from server.core.errors import UserError, forbidden, not_found
from server.core.http import Caller
from server.core.models import AuditLine, Material, Space, User
from server.core.permissions import Right, could, may
from server.core.site import Site
from server.moderation import letters, measures, suspending, wire
from server.moderation.case_bells import case_appealed, case_decided
from server.moderation.handling import chosen_for, is_about, whom_it_is_about
from server.moderation.models import (
    AT_WORK,
    Case,
    CaseState,
    CaseStep,
    CaseTeacher,
    Level,
    Outcome,
    Report,
)
from server.moderation.openings import openings_of, parts_of
from server.moderation.reports import OTHERS_WITHIN
from server.moderation.retention import APPEAL_WITHIN
from server.moderation.scope import scope_of, within_scope
from server.moderation.ways import way_to
from server.notifications.bell import Bell
from server.rooms.people import People
from server.rooms.places import Places
from server.rooms.standing import standing_anywhere

KEPT_MONTHS = 6
"""After the decision (domain 10.1)."""
PAGE = 200

By = Literal["teacher", "agency"]


async def access(caller: Caller, case: Case) -> By | None:
    """As what somebody handles this case: never one's own, and only while one is what one was."""
    user = caller.identity.user
    if caller.identity.is_pupil:
        return None
    async with caller.site.database.read() as db:
        if user in await whom_it_is_about(caller.site, db, case):
            return None
        chosen = select(CaseTeacher.id).where(CaseTeacher.case_id == case.id, CaseTeacher.teacher_id == user)
        is_chosen = await db.scalar(chosen) is not None
        everywhere = await standing_anywhere(db, caller.identity)
    if is_chosen:
        try:
            here = await caller.site.part(Places).standing(caller.identity, "space", case.space_id)
        except UserError:
            here = None
        if here is not None and here.is_teacher:
            return "teacher"
    if not could(everywhere, Right.REPORTS_HANDLE):
        return None
    return "agency" if await within_scope(caller.site, user, case) else None


async def required(caller: Caller, case_id: UUID) -> tuple[Case, By]:
    """The case, or `not_found` for whoever may not know of it (T3)."""
    async with caller.site.database.read() as db:
        found = await db.get(Case, case_id)
    by = await access(caller, found) if found else None
    if found is None or by is None:
        raise not_found("case")
    return found, by


async def listed(caller: Caller, *, over: bool = False) -> wire.CaseList:
    """Those that the reader may handle: urgent first, then by when somebody should have looked."""
    which = await _mine(caller)
    state = Case.state.not_in(AT_WORK) if over else Case.state.in_(AT_WORK)
    query = select(Case).where(which, state).order_by(Case.urgent.desc(), Case.due_at).limit(PAGE)
    if over:
        query = select(Case).where(which, state).order_by(Case.updated_at.desc()).limit(PAGE)
    async with caller.site.database.read() as db:
        cases = (await db.scalars(query)).all()
        everywhere = await standing_anywhere(db, caller.identity)
        return wire.CaseList(
            cases=await _summaries(caller, db, cases),
            moderates=could(everywhere, Right.REPORTS_HANDLE),
            keeps_lists=may(everywhere, Right.SETTINGS),
            reads_audit=could(everywhere, Right.SETTINGS),
        )


async def known_to(caller: Caller, db: AsyncSession, cases: Sequence[Case]) -> list[wire.CaseSummary]:
    """Of these cases, those that the reader may handle."""
    mine = set(await db.scalars(select(Case.id).where(await _mine(caller), Case.id.in_([one.id for one in cases]))))
    return await _summaries(caller, db, [one for one in cases if one.id in mine])


async def _mine(caller: Caller) -> ColumnElement[bool]:
    """The same rule as `access`, for a query."""
    user = caller.identity.user
    if caller.identity.is_pupil:
        return false()
    chosen = chosen_for(user)
    async with caller.site.database.read() as db:
        everywhere = await standing_anywhere(db, caller.identity)
    if could(everywhere, Right.REPORTS_HANDLE):
        scope = await scope_of(caller.site, user)
        if scope is None:
            chosen = or_(chosen, Case.id.is_not(None))
        elif scope:
            chosen = or_(chosen, and_(Case.level == Level.AGENCY, Case.country.in_(scope)))
    return and_(chosen, not_(is_about(caller.site, user)))


async def _summaries(caller: Caller, db: AsyncSession, cases: Sequence[Case]) -> list[wire.CaseSummary]:
    if not cases:
        return []
    ids = [one.id for one in cases]
    reasons: dict[UUID, list[str]] = {}
    # From the steps, which stay when the reports themselves are forgotten.
    reported = select(CaseStep.case_id, CaseStep.data).where(CaseStep.case_id.in_(ids), CaseStep.kind == "reported")
    for case_id, data in await db.execute(reported.order_by(CaseStep.created_at, CaseStep.id)):
        reasons.setdefault(case_id, []).append(data.get("reason", "other"))
    spaces = {
        space.id: space for space in await db.scalars(select(Space).where(Space.id.in_({c.space_id for c in cases})))
    }
    assigned = [one.assigned_to for one in cases if one.assigned_to]
    names = dict((await db.execute(select(User.id, User.display_name).where(User.id.in_(assigned)))).all())
    of = caller.site.part(Places).rooms("conference")
    inside = select(of.c.room, of.c.thing).where(of.c.room.in_({one.room_id for one in cases if one.room_id}))
    conferences: dict[UUID, UUID] = dict((await db.execute(inside)).all())
    people = caller.site.part(People)
    summaries: list[wire.CaseSummary] = []
    for one in cases:
        subject = (await people.many(one.space_id, [one.subject_id], db))[one.subject_id] if one.subject_id else None
        summaries.append(
            wire.CaseSummary(
                id=one.id,
                target=one.target_type.value,
                target_id=one.target_id,
                space=one.space_id,
                space_title=spaces[one.space_id].title,
                slug=spaces[one.space_id].slug,
                room=one.room_id,
                conference=conferences.get(one.room_id) if one.room_id else None,
                subject=subject,
                country=one.country,
                urgent=one.urgent,
                state=one.state.value,
                outcome=one.outcome.value if one.outcome else None,
                reasons=list(dict.fromkeys(reasons.get(one.id, []))),  # pyright: ignore[reportArgumentType]
                reports=len(reasons.get(one.id, [])),
                created_at=one.created_at,
                due_at=one.due_at,
                assigned_to=names.get(one.assigned_to) if one.assigned_to else None,
                expires_at=one.expires_at,
            )
        )
    return summaries


async def shown(caller: Caller, case_id: UUID) -> wire.Case:
    """All of it; that somebody looked is a line of the audit log."""
    found, _ = await required(caller, case_id)
    async with caller.site.database.write() as db:
        db.add(line(caller, "case.read", found))
    async with caller.site.database.read() as db:
        (summary,) = await _summaries(caller, db, [found])
        reports = (await db.scalars(select(Report).where(Report.case_id == case_id).order_by(Report.created_at))).all()
        steps = (
            await db.execute(
                select(CaseStep, User.display_name)
                .outerjoin(User, User.id == CaseStep.author_id)
                .where(CaseStep.case_id == case_id)
                .order_by(CaseStep.created_at, CaseStep.id)
            )
        ).all()
        people = await caller.site.part(People).many(found.space_id, [one.reporter_id for one in reports], db)
        openings = await openings_of(db, caller, found)
        sealed = await parts_of(db, case_id)
        way = await way_to(caller, db, found)
    return wire.Case(
        summary=summary,
        reports=[
            wire.CaseReport(
                reporter=people[one.reporter_id], reason=one.reason.value, text=one.text, created_at=one.created_at
            )
            for one in reports
        ],
        steps=[
            wire.CaseStep(
                at=step.created_at,
                kind=step.kind,
                by=name if step.kind != "reported" else None,
                text=step.text,
                data={key: str(value) for key, value in step.data.items()},
            )
            for step, name in steps
        ],
        sealed=sealed,
        openings=openings,
        may_decide_appeal=_may_decide(caller, found),
        way=way,
    )


def _may_decide(caller: Caller, found: Case) -> bool:
    return found.state is CaseState.APPEALED and caller.identity.user != found.resolved_by


async def note(caller: Caller, case_id: UUID, body: wire.AddNote) -> wire.Case:
    """Write into the timeline."""
    found, _ = await required(caller, case_id)
    async with caller.site.database.write() as db:
        _step(db, found, caller.identity.user, "note", body.text.strip())
        db.add(line(caller, "case.note", found))
    return await shown(caller, case_id)


async def move(caller: Caller, case_id: UUID, body: wire.MoveCase) -> wire.Case:
    """Put it in its place, or take it into work: then it is the mover's."""
    await required(caller, case_id)
    async with caller.site.database.write() as db:
        found = await db.get_one(Case, case_id, with_for_update=True)
        found.move_to(CaseState(body.state))
        if found.state is CaseState.IN_WORK:
            found.assigned_to = caller.identity.user
        _step(db, found, caller.identity.user, body.state)
        db.add(line(caller, f"case.{body.state}", found))
    return await shown(caller, case_id)


async def resolve(caller: Caller, case_id: UUID, body: wire.ResolveCase) -> wire.Case:
    """Decide, carry it out, tell the reporters; an appeal is decided by somebody else, and that is the end.

    Only who moves the case acts; the same decision once more finishes what an error interrupted.
    """
    found, by = await required(caller, case_id)
    outcome = Outcome(body.outcome)
    if found.state not in AT_WORK and (found.resolved_by, found.outcome) == (caller.identity.user, outcome):
        await measures.settle(caller, found, outcome, await measures.wanted(caller, found, outcome))
        return await shown(caller, case_id)
    _check_decider(caller, found, by, outcome)
    measure = await measures.check(caller, found, outcome, body.days)
    async with caller.site.database.write() as db:
        decided = await db.get_one(Case, case_id, with_for_update=True)
        _check_decider(caller, decided, by, outcome)
        await measures.require_same(db, decided, outcome, measure)
        gone = await _decide(db, caller, decided, outcome, body)
    await measures.settle(caller, decided, outcome, measure, gone)
    caller.site.part(Bell).ring(case_decided(caller.site, decided))
    return await shown(caller, case_id)


def _check_decider(caller: Caller, found: Case, by: By, outcome: Outcome) -> None:
    """Whether this person may decide this case now: asked again when it is locked."""
    if found.state is CaseState.APPEALED and caller.identity.user == found.resolved_by:
        raise UserError("decided_by_you", "An appeal is decided by somebody else.", status=403)
    if found.state not in AT_WORK:
        raise UserError("case_over", "This case is decided.")
    if by == "teacher" and Outcome.SUSPENDED in (outcome, found.outcome):
        raise forbidden("Only the agency suspends an account, and decides an appeal against that.")


async def _decide(
    db: AsyncSession, caller: Caller, decided: Case, outcome: Outcome, body: wire.ResolveCase
) -> Material | None:
    """What one transaction changes: the account or the material, the case, its timeline, the letter to whoever cannot
    sign in to read of it; the material that is gone."""
    was_suspended = decided.outcome is Outcome.SUSPENDED
    if outcome is Outcome.SUSPENDED:
        assert body.days is not None
        await suspending.suspend(db, caller, decided, body.days)
    elif was_suspended and decided.subject_id and await suspending.lift(db, caller.identity.user, decided):
        await letters.lifted(caller.site, db, decided)
    was_appealed = decided.state is CaseState.APPEALED
    decided.move_to(CaseState.CLOSED if was_appealed else CaseState.RESOLVED)
    now = clock.now()
    decided.outcome, decided.resolved_at, decided.resolved_by = outcome, now, caller.identity.user
    decided.closed_at = now if was_appealed else None
    decided.expires_at = clock.add_months(now, KEPT_MONTHS)
    _step(db, decided, caller.identity.user, decided.state.value, body.text.strip(), outcome=outcome.value)
    if decided.suspended_until is not None and outcome is Outcome.SUSPENDED and decided.suspended_until > now:
        await letters.suspended(caller.site, db, decided, final=was_appealed)
    db.add(line(caller, f"case.{decided.state.value}", decided, outcome=outcome.value))
    return await measures.take_away(db, caller, decided) if outcome is Outcome.REMOVED else None


async def appeal(caller: Caller, case_id: UUID, body: wire.AppealCase) -> None:
    """By whoever is signed in."""
    await appeal_of(caller.site, caller.identity.user, case_id, body.text)


async def appeal_of(site: Site, user: UUID, case_id: UUID, said: str) -> None:
    """Once for each case, by whoever reported or whom it is about, within two weeks."""
    async with site.database.write() as db:
        found = await db.get(Case, case_id, with_for_update=True)
        reported = select(Report.id).where(Report.case_id == case_id, Report.reporter_id == user)
        concerned = found is not None and (found.subject_id == user or await db.scalar(reported) is not None)
        if found is None or not concerned or found.resolved_at is None:
            raise not_found("case")
        if found.appealed_by is not None or found.state is not CaseState.RESOLVED:
            raise UserError("appealed_once", "There is one appeal, and it was made.")
        if found.resolved_at + APPEAL_WITHIN < clock.now():
            raise UserError("appeal_too_late", "An appeal is possible for 14 days.", days=14)
        found.move_to(CaseState.APPEALED)
        found.appealed_by, found.expires_at = user, None
        found.due_at = clock.now() + OTHERS_WITHIN
        _step(db, found, user, "appealed", said.strip())
        db.add(_line(user, "case.appealed", found))
    site.part(Bell).ring(case_appealed(site, found))


def _step(db: AsyncSession, found: Case, by: UUID, kind: str, said: str = "", **data: str) -> None:
    db.add(CaseStep(case_id=found.id, author_id=by, kind=kind, text=said, data=data))


def line(caller: Caller, action: str, found: Case, **data: str) -> AuditLine:
    """An audit line about a case: never what was said in it."""
    return _line(caller.identity.user, action, found, **data)


def _line(by: UUID, action: str, found: Case, **data: str) -> AuditLine:
    return AuditLine(
        actor_id=by,
        action=action,
        target_type="case",
        target_id=found.id,
        space_id=found.space_id,
        safeguarding=found.urgent,
        data={"target": found.target_type.value} | data,
    )
