"""Hiding what several people have reported, until somebody has looked (domain 6.4.5).

It is hidden and noted in its case in one transaction, once, and only while nobody has decided. Whoever reports for the
third time does it; where that broke, the same report once more, or the clock.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from uuid import UUID

import structlog
from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.chat.chat import Chat
from server.chat.rules import Author
from server.chat.writes import Holding
from server.core import clock
from server.core.errors import UserError
from server.core.going_on import going_on
from server.core.http import Caller
from server.core.identity import Identity
from server.core.models import User
from server.core.site import Site
from server.moderation.models import AT_WORK, Case, CaseState, CaseStep, Report, Target
from server.rooms.reportables import Reportables
from server.rooms.standing import standing_anywhere

log = structlog.get_logger()

HIDE_AT = 3
"""Different reporters who hide a message, a recording or a question until it was looked at."""
UNDECIDED = AT_WORK - {CaseState.APPEALED}
DUE_WITHIN = timedelta(days=1)
"""After a report: what could not be hidden for so long is gone, or was looked at."""


async def hide_reported(site: Site, case: Case) -> None:
    """Show what enough people have reported to nobody but its author and those who decide."""
    caller, still = await _last_reporter(site, case), partial(_noted, case.id)
    if caller is None:
        return
    if reportable := site.part(Reportables).of(case.target_type):
        await reportable.hide(caller, case.target_id, still)
    elif case.target_type is Target.MESSAGE and case.room_id is not None:
        author = Author(caller.here, caller.identity.time_zone)
        holding = Holding(room=case.room_id, author=author, message=case.target_id, why="reports", still=still)
        await site.part(Chat).writer.write(holding)


async def hide_due(site: Site) -> None:
    """What enough people have reported, and nobody has hidden: a process ended, or the database was away."""
    recent = select(Report.case_id).where(Report.created_at > clock.now() - DUE_WITHIN)
    enough = select(Report.case_id).group_by(Report.case_id).having(func.count() >= HIDE_AT)
    query = select(Case).where(
        Case.state.in_(UNDECIDED), Case.id.in_(recent), Case.id.in_(enough), Case.id.not_in(_hidden())
    )
    async with site.database.read() as db:
        due = (await db.scalars(query)).all()
    for case in due:
        with going_on(log, "moderation.hide"):
            try:
                await hide_reported(site, case)
            except UserError as refusal:
                # It is gone, or the chat cannot write just now: the next look tries again.
                log.info("moderation.not_hidden", case=str(case.id), code=refusal.code)


async def _last_reporter(site: Site, case: Case) -> Caller | None:
    """Whose report makes it enough, for the parts that ask who does it; None when they are not enough."""
    query = select(User).join(Report, Report.reporter_id == User.id).where(Report.case_id == case.id)
    async with site.database.read() as db:
        reporters = (await db.scalars(query.order_by(Report.created_at.desc()))).all()
        if len(reporters) < HIDE_AT:
            return None
        last = reporters[0]
        nowhere = UUID(int=0)
        identity = Identity(last.id, nowhere, last.account_type, last.display_name, last.locale, last.time_zone)
        standing = await standing_anywhere(db, identity)
    return Caller(site, identity, replace(standing, space=case.space_id))


async def _noted(case_id: UUID, db: AsyncSession) -> bool:
    """In the transaction that hides it: note it in the case, unless somebody has decided, or it was hidden before."""
    state = await db.scalar(select(Case.state).where(Case.id == case_id).with_for_update())
    if state not in UNDECIDED or await db.scalar(_hidden().where(CaseStep.case_id == case_id)) is not None:
        return False
    db.add(CaseStep(case_id=case_id, author_id=None, kind="hidden"))
    return True


def _hidden() -> Select[UUID]:
    return select(CaseStep.case_id).where(CaseStep.kind == "hidden")
