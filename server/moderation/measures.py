"""What a decision does: a text let through or deleted, a material or recording deleted, a warning, an account suspended
(domain 11.4)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.chat.chat import Chat
from server.chat.models import ChatMessage, MessageState
from server.chat.rules import Author
from server.chat.stored import alive, fetch
from server.chat.unlinking import materials_gone
from server.chat.writes import Changing, Deleting, Releasing
from server.core.errors import UserError
from server.core.http import Caller
from server.core.models import AuditLine, Material
from server.core.permissions import Facts, Right, may
from server.core.revocation import Revoked, announce
from server.moderation import suspending
from server.moderation.bells import let_through
from server.moderation.models import Case, CaseStep, Outcome, Target
from server.moderation.scope import within_scope
from server.rooms.places import Places
from server.rooms.reportables import Reportable, Reportables
from server.rooms.standing import grant_needed, standing_anywhere


@dataclass(frozen=True)
class Measure:
    """What a decision does to the message of a case, as it was when it was looked at."""

    kind: type[Deleting] | type[Releasing]
    change: int

    def write(self, case: Case, author: Author) -> Changing:
        """For the chat's writer, which lets through no text that is newer than this look."""
        assert case.room_id is not None
        if self.kind is Deleting:
            return Deleting(room=case.room_id, author=author, message=case.target_id)
        return Releasing(room=case.room_id, author=author, message=case.target_id, change=self.change)


async def check(caller: Caller, case: Case, outcome: Outcome, days: int | None) -> Measure | None:
    """Refuse what could not be carried out, before anything is decided; what is to be done to the message."""
    if outcome is Outcome.SUSPENDED or (case.outcome is Outcome.SUSPENDED and case.subject_id):
        await suspending.check(caller, case, outcome, days)
    if outcome is Outcome.REMOVED:
        await _check_removal(caller, case)
    if outcome in (Outcome.REMOVED, Outcome.NO_ACTION) and case.target_type is Target.QUESTION:
        await _author(caller, case)
    if measure := await wanted(caller, case, outcome):
        await _author(caller, case)
        return measure
    return None


async def require_same(db: AsyncSession, case: Case, outcome: Outcome, measure: Measure | None) -> None:
    """Asked in the transaction that decides: nobody lets through a text that came after the look, and what was hidden
    after it does not stay so."""
    if measure is not None and measure.kind is Deleting:
        return
    if measure is None:
        if await _wanted(db, case, outcome) is None:
            return
        raise UserError("changed_meanwhile", "This message has another text now. Read it again.", status=409)
    if await db.scalar(select(ChatMessage.change).where(ChatMessage.id == case.target_id)) != measure.change:
        raise UserError("changed_meanwhile", "This message has another text now. Read it again.", status=409)


async def settle(
    caller: Caller, case: Case, outcome: Outcome, measure: Measure | None, gone: Material | None = None
) -> None:
    """What follows once the case is decided: the suspended are signed out (T1), a message is let through or deleted,
    the bytes of a material go.

    Doing it twice changes nothing.
    """
    if outcome is Outcome.SUSPENDED and case.subject_id:
        await announce(caller.site.bus, Revoked(user=case.subject_id))
    if measure:
        write = measure.write(case, await _author(caller, case))
        if message := await caller.site.part(Chat).writer.write(write):
            let_through(caller.site, write, message)
    if gone is not None:
        async with caller.site.database.read() as db:
            everywhere = await standing_anywhere(db, caller.identity)
        await materials_gone(caller.site, Author(everywhere, caller.identity.time_zone), [gone])
    if reportable := caller.site.part(Reportables).of(case.target_type):
        await _settle(caller, case, outcome, reportable)


async def _settle(caller: Caller, case: Case, outcome: Outcome, reportable: Reportable) -> None:
    """What another feature keeps is deleted, or shown again where it was because of this case that it was hidden."""
    if outcome is Outcome.REMOVED:
        await reportable.remove(caller, case.target_id)
    elif outcome is Outcome.NO_ACTION and (reportable.hidden_by_reports_only or await _has_hidden(caller, case)):
        await reportable.show(caller, case.target_id)


async def _has_hidden(caller: Caller, case: Case) -> bool:
    hidden = select(CaseStep.id).where(CaseStep.case_id == case.id, CaseStep.kind == "hidden")
    async with caller.site.database.read() as db:
        return await db.scalar(hidden.limit(1)) is not None


async def wanted(caller: Caller, case: Case, outcome: Outcome) -> Measure | None:
    """What this outcome asks to be done to the message now; nothing where it is gone or was done."""
    async with caller.site.database.read() as db:
        return await _wanted(db, case, outcome)


async def _wanted(db: AsyncSession, case: Case, outcome: Outcome) -> Measure | None:
    if case.target_type is not Target.MESSAGE:
        return None
    found = await fetch(db, ChatMessage.id == case.target_id, alive())
    if not found or found[0].state is MessageState.DELETED:
        return None
    kinds = {finding["kind"] for finding in (found[0].hold or {}).get("findings", [])}
    hidden = found[0].state is MessageState.HELD and "reports" in kinds
    if outcome is Outcome.REMOVED:
        return Measure(Deleting, found[0].change)
    if outcome is Outcome.NO_ACTION and hidden:
        return Measure(Releasing, found[0].change)
    return None


async def _author(caller: Caller, case: Case) -> Author:
    """As what the decider is in that space: its teacher, or outside staff whom a grant has let in (n1)."""
    try:
        standing = await caller.site.part(Places).standing(caller.identity, "space", case.space_id)
    except UserError:
        raise grant_needed() from None
    return Author(standing, caller.identity.time_zone)


async def _check_removal(caller: Caller, case: Case) -> None:
    """A text as its place allows it. A material by those who administer the space, or by whoever handles the case for
    an agency or the centre: founders are told, and no look into the space is needed."""
    if case.target_type in (Target.PERSON, Target.CONFERENCE):
        raise UserError("nothing_to_remove", "Only a message, a material, a question or a recording can be removed.")
    if case.target_type is not Target.MATERIAL or await within_scope(caller.site, caller.identity.user, case):
        return
    standing = await caller.site.part(Places).standing(caller.identity, "space", case.space_id)
    if not may(standing, Right.MATERIAL_DELETE, Facts()):
        raise UserError(
            "founders_remove", "Those who administer the project remove it, or the agency does.", status=403
        )


async def take_away(db: AsyncSession, caller: Caller, case: Case) -> Material | None:
    """In the transaction that decides the case: the reported material; None where somebody has deleted it already."""
    if case.target_type is not Target.MATERIAL:
        return None
    found = await db.scalar(select(Material).where(Material.id == case.target_id).with_for_update())
    if found is not None:
        line = _line(caller, case, "material.delete", owner=str(found.owner_id), kind=found.kind.value)
        line.target_type, line.target_id = "material", found.id
        db.add(line)
        await db.delete(found)
    return found


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
