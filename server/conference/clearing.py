"""Deletes what was only for those who prepare an event: what was made in a rehearsal when it ends, and what they wrote
when the doors open. Both in the very transaction, so that nobody who comes in finds any of it (R-073)."""

from __future__ import annotations

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.chat.clearing import Cleared, clear
from server.conference.beside import Beside
from server.conference.models import ConferenceBan
from server.conference.recordings import KEPT, Recording
from server.conference.seats import Seating
from server.core.site import Site


async def clear_up(site: Site, db: AsyncSession, seating: Seating) -> Cleared | None:
    """Do it, when there is a reason; what those must be told who read the chat."""
    conference, since = seating.conference, seating.rehearsed_since
    if since is not None:
        await _send_ghosts_home(db, seating)
        await site.part(Beside).rehearsed(db, conference, since)
        tests = update(Recording).where(
            Recording.conference_id == conference.id, Recording.rehearsal, Recording.state.in_(KEPT)
        )
        await db.execute(tests.values(expires_at=seating.now).execution_options(synchronize_session=False))
    if seating.emptied:
        return await clear(db, conference.room_id)
    return await clear(db, conference.room_id, since) if since is not None else None


async def _send_ghosts_home(db: AsyncSession, seating: Seating) -> None:
    ghosts = [seat.user_id for seat in seating.ghosts_gone]
    for seat in seating.ghosts_gone:
        await db.delete(seat)
    banned = ConferenceBan.space_id == seating.space.id, ConferenceBan.user_id.in_(ghosts)
    await db.execute(delete(ConferenceBan).where(*banned))
    for user in ghosts:
        seating.bans.pop(user, None)
