"""Reporting a message, a person, a conference, a recording, a material or a question: a case begins or grows, and goes
where it belongs (domain 11)."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from server.core import blobs, clock
from server.core.errors import UserError
from server.core.http import Caller
from server.core.models import AuditLine
from server.core.permissions import Facts, Right, require
from server.core.ratelimit import Limit, RateLimits
from server.core.site import Site
from server.moderation import evidence, wire
from server.moderation.case_bells import Opened, case_opened, tell_opened
from server.moderation.copies import Copy, copied, copied_file
from server.moderation.handling import choose_teachers, handled_by
from server.moderation.hiding import UNDECIDED, hide_reported
from server.moderation.models import URGENT, Case, CaseState, CaseStep, Reason, Report, Target
from server.moderation.reported import Reported, find
from server.moderation.reporters import own
from server.notifications.bell import Bell
from server.rooms.reportables import Shown, Written

FEW = Limit("reports", 10, 360)
"""Ten at once, then one every six minutes: enough for a bad afternoon, too few for a flood."""
URGENT_WITHIN = timedelta(hours=2)
OTHERS_WITHIN = timedelta(days=2)


async def send(caller: Caller, space: UUID, body: wire.SendReport) -> wire.OwnReport:
    """Report something. The same person's second report about the same open case is the first one."""
    require(caller.here, Right.CHAT_REPORT, Facts())
    await caller.site.part(RateLimits).take(FEW, str(caller.identity.user))
    place = await find(caller, space, body)
    if place.subject == caller.identity.user:
        raise UserError("own_message", "You cannot report yourself.")
    async with _copy_of(caller.site, place, body) as copy:
        try:
            case, report, opened = await _store(caller, place, body, copy)
        except IntegrityError:
            # Somebody opened the case for the same thing at the same moment: now it is there.
            case, report, opened = await _store(caller, place, body, copy)
    caller.site.part(Bell).ring(tell_opened(caller.site, opened))
    # A report that is not new may be sent again because hiding broke: that is done once more.
    await hide_reported(caller.site, case)
    return own(report, case, caller.identity.user)


@contextlib.asynccontextmanager
async def _copy_of(site: Site, place: Reported, body: wire.SendReport) -> AsyncGenerator[Copy | None]:
    """The material or recording that is reported or linked, unless its case has that already; made before the
    transaction, for it may be large, and forgotten where it was not used."""
    shown = place.found if isinstance(place.found, Shown) else None
    shows = shown.id if shown is not None else place.material
    if shows is None or await evidence.has_copy(site, Target(body.target), body.id, shows):
        yield None
        return
    if shown is not None:
        copy = await copied_file(site, shown)
    else:
        copy = await _copied(site, place.space, shows, linked=body.target == "message")
    try:
        yield copy
    finally:
        if copy and copy.file is not None and not await evidence.uses(site, copy.file.id):
            await asyncio.to_thread(blobs.forget, site, copy.file)


async def _copied(site: Site, space: UUID, material: UUID, *, linked: bool) -> Copy | None:
    try:
        return await copied(site, space, material)
    except UserError:
        if linked:
            # Deleted before: the message is reported without it.
            return None
        raise


async def _store(
    caller: Caller, place: Reported, body: wire.SendReport, copy: Copy | None
) -> tuple[Case, Report, Opened]:
    """The case, the report, and who is told of it."""
    reason, target = Reason(body.reason), Target(body.target)
    now, user = clock.now(), caller.identity.user
    at_work = (Case.target_type == target, Case.target_id == body.id, Case.state.in_(UNDECIDED))
    async with caller.site.database.write() as db:
        case = await db.scalar(select(Case).where(*at_work).with_for_update())
        if case is None:
            case = await _open(db, caller, place, target, body.id, reason, now)
        report = await db.scalar(select(Report).where(Report.case_id == case.id, Report.reporter_id == user))
        if report is not None:
            return case, report, await case_opened(caller.site, db, case, report, new=False)
        report = Report(case_id=case.id, reporter_id=user, reason=reason, text=body.text.strip())
        db.add(report)
        if reason in URGENT and not case.urgent:
            case.urgent, case.due_at = True, min(case.due_at, now + URGENT_WITHIN)
        case.subject_id = case.subject_id or place.subject
        await choose_teachers(caller.site, db, case, user)
        db.add(CaseStep(case_id=case.id, author_id=user, kind="reported", data={"reason": reason.value}))
        await db.flush()
        if target is Target.MESSAGE:
            await evidence.seal(caller.site, db, case)
        if isinstance(place.found, Written):
            await evidence.seal_written(caller.site, db, case, place.found)
        if copy is not None:
            await evidence.seal_material(caller.site, db, case, copy)
        opened = await case_opened(caller.site, db, case, report, new=True)
    return case, report, opened


async def _open(
    db: AsyncSession, caller: Caller, place: Reported, target: Target, target_id: UUID, reason: Reason, now: datetime
) -> Case:
    urgent = reason in URGENT
    country, level = await handled_by(db, place.subject, caller.identity.user)
    case = Case(
        target_type=target,
        target_id=target_id,
        space_id=place.space,
        room_id=place.room,
        subject_id=place.subject,
        country=country,
        level=level,
        urgent=urgent,
        due_at=now + (URGENT_WITHIN if urgent else OTHERS_WITHIN),
        state=CaseState.OPEN,
    )
    db.add(case)
    await db.flush()
    db.add(CaseStep(case_id=case.id, author_id=None, kind="opened"))
    line = AuditLine(
        actor_id=caller.identity.user,
        action="case.open",
        target_type=target.value,
        target_id=target_id,
        space_id=place.space,
        safeguarding=urgent,
        data={"case": str(case.id), "reason": reason.value},
    )
    db.add(line)
    return case
