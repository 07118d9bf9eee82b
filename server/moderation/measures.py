"""What a decision does: a message let through or deleted, a warning, an account suspended (domain 11.4)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.chat.chat import Chat
from server.chat.models import ChatMessage, MessageState
from server.chat.rules import Author
from server.chat.stored import alive, fetch
from server.chat.writes import Changing, Deleting, Releasing
from server.core.errors import UserError, forbidden
from server.core.http import Caller
from server.core.models import AccountType, AuditLine, User, UserStatus
from server.core.permissions import Right, require
from server.core.revocation import Revoked, announce
from server.moderation.models import Case, Outcome, Target
from server.moderation.reports import country_of, scope_of
from server.rooms.places import Places
from server.rooms.standing import standing_anywhere


async def check(caller: Caller, case: Case, outcome: Outcome) -> None:
    """Refuse what could not be carried out, before anything is decided."""
    if outcome is Outcome.SUSPENDED or (case.outcome is Outcome.SUSPENDED and case.subject_id):
        await _check_suspension(caller, case)
    if outcome is Outcome.REMOVED and case.target_type is not Target.MESSAGE:
        raise UserError("nothing_to_remove", "Only a message can be removed.")
    if kind := await _wanted(caller, case, outcome):
        await _write_of(caller, case, kind)


async def settle(caller: Caller, case: Case, outcome: Outcome) -> None:
    """What follows once the case is decided: the suspended are signed out (T1), a message is let through or deleted.

    Doing it twice changes nothing.
    """
    if outcome is Outcome.SUSPENDED and case.subject_id:
        await announce(caller.site.bus, Revoked(user=case.subject_id))
    if kind := await _wanted(caller, case, outcome):
        await caller.site.part(Chat).writer.write(await _write_of(caller, case, kind))


async def _wanted(caller: Caller, case: Case, outcome: Outcome) -> Callable[..., Changing] | None:
    if case.target_type is not Target.MESSAGE:
        return None
    async with caller.site.database.read() as db:
        found = await fetch(db, ChatMessage.id == case.target_id, alive())
    if not found or found[0].state is MessageState.DELETED:
        return None
    kinds = {finding["kind"] for finding in (found[0].hold or {}).get("findings", [])}
    hidden = found[0].state is MessageState.HELD and "reports" in kinds
    if outcome is Outcome.REMOVED:
        return Deleting
    if outcome is Outcome.NO_ACTION and hidden:
        return partial(Releasing, change=found[0].change)
    return None


async def _write_of(caller: Caller, case: Case, kind: Callable[..., Changing]) -> Changing:
    """As what the decider is in that space: its teacher, or outside staff whom a grant has let in (n1)."""
    assert case.room_id is not None
    try:
        standing = await caller.site.part(Places).standing(caller.identity, "space", case.space_id)
    except UserError:
        raise UserError("grant_needed", "Open the room first, with a reason that its founders see.") from None
    author = Author(standing, caller.identity.time_zone)
    return kind(room=case.room_id, author=author, message=case.target_id)


async def _check_suspension(caller: Caller, case: Case) -> None:
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


async def suspend(db: AsyncSession, caller: Caller, case: Case) -> None:
    """In the transaction that decides the case; nothing where the account is suspended already."""
    subject = await db.get_one(User, case.subject_id, with_for_update=True)
    if subject.status is UserStatus.SUSPENDED:
        return
    db.add(_line(caller, case, "account.suspend", before=subject.status.value))
    subject.move_to(UserStatus.SUSPENDED)


async def lift(db: AsyncSession, caller: Caller, case: Case) -> None:
    """Back to what the account was before, unless another case still keeps it suspended."""
    subject = await db.get_one(User, case.subject_id, with_for_update=True)
    others = select(Case.id).where(Case.subject_id == subject.id, Case.id != case.id, Case.outcome == Outcome.SUSPENDED)
    if subject.status is not UserStatus.SUSPENDED or await db.scalar(others.limit(1)) is not None:
        return
    suspended = (
        select(AuditLine.data)
        .where(
            AuditLine.action == "account.suspend", AuditLine.target_type == "user", AuditLine.target_id == subject.id
        )
        .order_by(AuditLine.at.desc())
    )
    if data := await db.scalar(suspended.limit(1)):
        subject.move_to(UserStatus(data["before"]))
        db.add(_line(caller, case, "account.restore", now=subject.status.value))


def _line(caller: Caller, case: Case, action: str, **data: str) -> AuditLine:
    return AuditLine(
        actor_id=caller.identity.user,
        action=action,
        target_type="user",
        target_id=case.subject_id,
        space_id=case.space_id,
        safeguarding=case.urgent,
        data={"case": str(case.id)} | data,
    )
