"""What a decision does: a message let through or deleted, a warning, an account suspended (domain 11.4)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from server.chat.chat import Chat
from server.chat.models import ChatMessage, MessageState
from server.chat.rules import Author
from server.chat.stored import alive, fetch
from server.chat.writes import Changing, Deleting, Releasing
from server.core.errors import UserError
from server.core.http import Caller
from server.core.models import AccountType, User, UserStatus
from server.core.permissions import Right, require
from server.core.revocation import Revoked, announce
from server.moderation.models import Case, Outcome, Target
from server.rooms.places import Places
from server.rooms.standing import standing_anywhere


async def carry_out(caller: Caller, case: Case, outcome: Outcome) -> None:
    """Do it before the case says that it was done; doing it twice changes nothing."""
    if outcome is Outcome.SUSPENDED:
        await _suspend(caller, case)
    elif outcome is Outcome.REMOVED and case.target_type is not Target.MESSAGE:
        raise UserError("nothing_to_remove", "Only a message can be removed.")
    if case.target_type is Target.MESSAGE:
        await _settle_message(caller, case, outcome)


async def _settle_message(caller: Caller, case: Case, outcome: Outcome) -> None:
    assert case.room_id is not None
    async with caller.site.database.read() as db:
        found = await fetch(db, ChatMessage.id == case.target_id, alive())
    if not found or found[0].state is MessageState.DELETED:
        return
    kinds = {finding["kind"] for finding in (found[0].hold or {}).get("findings", [])}
    hidden = found[0].state is MessageState.HELD and "reports" in kinds
    if outcome is Outcome.REMOVED:
        await _write(caller, case, Deleting)
    elif outcome is Outcome.NO_ACTION and hidden:
        await _write(caller, case, partial(Releasing, change=found[0].change))


async def _write(caller: Caller, case: Case, kind: Callable[..., Changing]) -> None:
    """As what the decider is in that space: its teacher, or outside staff whom a grant has let in (n1)."""
    assert case.room_id is not None
    try:
        standing = await caller.site.part(Places).standing(caller.identity, "space", case.space_id)
    except UserError:
        raise UserError("grant_needed", "Open the room first, with a reason that its founders see.") from None
    author = Author(standing, caller.identity.time_zone)
    await caller.site.part(Chat).writer.write(kind(room=case.room_id, author=author, message=case.target_id))


async def _suspend(caller: Caller, case: Case) -> None:
    async with caller.site.database.read() as db:
        require(await standing_anywhere(db, caller.identity), Right.ACCOUNT_SUSPEND)
        subject = await db.get(User, case.subject_id) if case.subject_id else None
    if subject is None or subject.account_type is AccountType.PUPIL:
        raise UserError("nobody_to_suspend", "Only an adult's account is suspended; pupils' teachers lock theirs.")
    if subject.status is UserStatus.SUSPENDED:
        return
    async with caller.site.database.write() as db:
        (await db.get_one(User, subject.id, with_for_update=True)).move_to(UserStatus.SUSPENDED)
    await announce(caller.site.bus, Revoked(user=subject.id))
