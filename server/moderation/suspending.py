"""Suspending an account for a while, by the agency of its country or by the centre, and lifting it again: by another
decision, or by the clock when its time is over (domain 11.4)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.core import clock
from server.core.errors import UserError, forbidden
from server.core.going_on import going_on
from server.core.http import Caller
from server.core.models import AccountType, AuditLine, User, UserStatus
from server.core.permissions import Right, require
from server.core.site import Site
from server.moderation import letters
from server.moderation.models import Case, Outcome
from server.moderation.scope import country_of, scope_of
from server.rooms.standing import standing_anywhere

log = structlog.get_logger()


async def check(caller: Caller, case: Case, outcome: Outcome, days: int | None) -> None:
    """Giving and lifting it: an adult's, by the agency of that adult's country or by the centre (domain 5.2)."""
    async with caller.site.database.read() as db:
        require(await standing_anywhere(db, caller.identity), Right.ACCOUNT_SUSPEND)
        subject = await db.get(User, case.subject_id) if case.subject_id else None
        country = await country_of(db, subject.id) if subject else None
    if subject is None or subject.account_type is AccountType.PUPIL:
        raise UserError("nobody_to_suspend", "Only an adult's account is suspended; pupils' teachers lock theirs.")
    scope = await scope_of(caller.site, caller.identity.user)
    if scope is not None and country not in scope:
        raise forbidden("Only the agency of that person's country, or the centre, suspends this account.")
    if outcome is Outcome.SUSPENDED and days is None:
        raise UserError("choose_days", "Choose for how many days, from 1 to 30.", status=422)


async def suspend(db: AsyncSession, caller: Caller, case: Case, days: int) -> None:
    """In the transaction that decides the case. An appeal never makes it longer, and one that is over stays over."""
    until = clock.now() + timedelta(days=days)
    if case.suspended_until is not None:
        until = min(until, case.suspended_until)
    case.suspended_until = until
    subject = await db.get_one(User, case.subject_id, with_for_update=True)
    if subject.status is UserStatus.SUSPENDED or until <= clock.now():
        return
    said = {"before": subject.status.value, "until": until.isoformat()}
    db.add(_line(caller.identity.user, case, "account.suspend", **said))
    subject.move_to(UserStatus.SUSPENDED)


async def lift(db: AsyncSession, by: UUID | None, case: Case) -> bool:
    """Back to what the account was before, unless another case still keeps it suspended; whether it is open again now.
    Asked under the lock of the account: of several who lift it one does."""
    subject = await db.get_one(User, case.subject_id, with_for_update=True)
    others = select(Case.id).where(
        Case.subject_id == subject.id,
        Case.id != case.id,
        Case.outcome == Outcome.SUSPENDED,
        or_(Case.suspended_until.is_(None), Case.suspended_until > clock.now()),
    )
    if subject.status is not UserStatus.SUSPENDED or await db.scalar(others.limit(1)) is not None:
        return False
    suspended = (
        select(AuditLine.data)
        .where(
            AuditLine.action == "account.suspend", AuditLine.target_type == "user", AuditLine.target_id == subject.id
        )
        .order_by(AuditLine.at.desc())
    )
    data = await db.scalar(suspended.limit(1))
    if data is None:
        return False
    subject.move_to(UserStatus(data["before"]))
    db.add(_line(by, case, "account.restore", now=subject.status.value))
    return True


async def end_suspensions(site: Site) -> None:
    """Open the accounts whose time is over, each once, whichever process comes first; and write so."""
    query = (
        select(Case)
        .join(User, User.id == Case.subject_id)
        .where(
            User.status == UserStatus.SUSPENDED,
            Case.outcome == Outcome.SUSPENDED,
            Case.suspended_until <= clock.now(),
        )
    )
    async with site.database.read() as db:
        cases = (await db.scalars(query)).all()
    for case in cases:
        with going_on(log, "moderation.suspension"):
            async with site.database.write() as db:
                if await lift(db, None, case):
                    await letters.lifted(site, db, case)


def _line(by: UUID | None, case: Case, action: str, **data: str) -> AuditLine:
    return AuditLine(
        actor_id=by,
        action=action,
        target_type="user",
        target_id=case.subject_id,
        space_id=case.space_id,
        safeguarding=case.urgent,
        data={"case": str(case.id)} | data,
    )
