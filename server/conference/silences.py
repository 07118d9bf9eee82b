"""Who may not write beside the stage now: kept where the chat looks, which knows nothing of conferences (T10)."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.conference.gates import is_locked, stopped
from server.conference.models import Lock
from server.conference.seats import Seating
from server.rooms.models import Silence


def chat_closed(seating: Seating, user: UUID) -> str | None:
    """Why this person may not write: a code, or None. Whoever leads always may."""
    seat = seating.seats[user]
    if seating.moderates(user):
        return None
    if code := stopped(seating, user):
        return code
    if seat.chat_held:
        return "held"
    return "locked" if is_locked(seating, seat, Lock.CHAT.value) else None


def silences(seating: Seating) -> dict[UUID, str]:
    """All of those inside who may not write, and why."""
    found = {seat.user_id: chat_closed(seating, seat.user_id) for seat in seating.inside if not seat.simulated}
    return {user: code for user, code in found.items() if code is not None}


async def keep_silences(db: AsyncSession, room: UUID, wanted: Mapping[UUID, str]) -> None:
    """Store exactly these, in the transaction that caused them."""
    query = select(Silence.user_id, Silence.reason).where(Silence.room_id == room)
    stored = dict((await db.execute(query)).all())
    gone = [user for user, reason in stored.items() if wanted.get(user) != reason]
    if gone:
        await db.execute(delete(Silence).where(Silence.room_id == room, Silence.user_id.in_(gone)))
    db.add_all(
        Silence(room_id=room, user_id=user, reason=code) for user, code in wanted.items() if stored.get(user) != code
    )
