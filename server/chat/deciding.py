"""Deciding about somebody's message, inside the writer's transaction: deleting, holding, letting through, returning."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.chat.models import ChatReaction
from server.chat.stored import Stored
from server.chat.wire import MessageDeleted
from server.chat.writes import Deleting, Holding, MessageUpdate, Releasing, Returning, Write
from server.core.errors import UserError
from server.core.models import AuditLine, SpaceMembership
from server.core.permissions import Facts, Right, may


async def remove(db: AsyncSession, write: Deleting, stored: Stored) -> type[MessageUpdate] | None:
    """One's own; any by a founder; a pupil's by the teacher who answers for the pupil; by whom a grant has let in."""
    standing = write.author.standing
    own = stored.author_id == standing.user
    responsible = not own and await _answers_for(db, standing.user, standing.space, stored.author_id)
    if not may(standing, Right.CHAT_DELETE, Facts(own=own, responsible=responsible)):
        raise UserError("not_yours", "You cannot delete this message.", status=403)
    if not write.apply(stored):
        return None
    await db.execute(delete(ChatReaction).where(ChatReaction.message_id == stored.id))
    if not own:
        db.add(_line("delete", standing.user, write, stored))
    return MessageDeleted


async def decide(
    db: AsyncSession, write: Holding | Releasing | Returning, stored: Stored, now: datetime
) -> type[MessageUpdate] | None:
    """Who may delete another's message may also hold it, and decide about a held one: never about one's own."""
    standing = write.author.standing
    by_reports = isinstance(write, Holding) and write.why == "reports"
    if isinstance(write, Holding) and write.still is not None and not await write.still(db):
        return None
    if not by_reports:
        responsible = await _answers_for(db, standing.user, standing.space, stored.author_id)
        if stored.author_id == standing.user:
            raise UserError("own_message", "Somebody else decides about your own message.", status=403)
        if not may(standing, Right.CHAT_DELETE, Facts(responsible=responsible)):
            raise UserError("not_yours", "You cannot decide about this message.", status=403)
    changed = write.apply(stored) if isinstance(write, Releasing) else write.apply(stored, now)
    if changed is not None:
        verb = {Holding: "hold", Releasing: "approve", Returning: "return"}[type(write)]
        db.add(_line(verb, None if by_reports else standing.user, write, stored))
    return changed


async def _answers_for(db: AsyncSession, teacher: UUID, space: UUID, pupil: UUID) -> bool:
    mine = select(SpaceMembership.id).where(
        SpaceMembership.space_id == space,
        SpaceMembership.user_id == pupil,
        SpaceMembership.responsible_teacher_id == teacher,
    )
    return await db.scalar(mine) is not None


def _line(verb: str, by: UUID | None, write: Write, stored: Stored) -> AuditLine:
    return AuditLine(
        actor_id=by,
        action=f"chat.{verb}",
        target_type="message",
        target_id=stored.id,
        space_id=write.author.standing.space,
        data={"author": str(stored.author_id)},
    )
