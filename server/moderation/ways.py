"""The way from a case to where it happened: members go there, whoever handles it from outside through a grant (n1)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.chat.models import ChatMessage
from server.chat.stored import alive
from server.core import clock
from server.core.http import Caller
from server.core.models import AccessGrant, MembershipState, SpaceMembership
from server.core.permissions import Right, could
from server.moderation import wire
from server.moderation.models import Case, Target
from server.moderation.scope import scope_of, space_in_scope
from server.rooms.models import Room, RoomKind
from server.rooms.standing import standing_anywhere


async def way_to(caller: Caller, db: AsyncSession, case: Case) -> wire.WayToPlace:
    """As the reader may go it now."""
    user, now = caller.identity.user, clock.now()
    member = select(SpaceMembership.id).where(
        SpaceMembership.space_id == case.space_id,
        SpaceMembership.user_id == user,
        SpaceMembership.state == MembershipState.ACTIVE,
    )
    seq = None
    if case.target_type is Target.MESSAGE:
        seq = await db.scalar(select(ChatMessage.seq).where(ChatMessage.id == case.target_id, alive()))
    if await db.scalar(member) is not None:
        return wire.WayToPlace(is_member=True, opens=None, open_until=None, seq=seq)
    running = select(func.max(AccessGrant.ends_at)).where(
        AccessGrant.actor_id == user,
        AccessGrant.space_id == case.space_id,
        AccessGrant.starts_at <= now,
        AccessGrant.ends_at > now,
    )
    until = await db.scalar(running)
    opens = await _chatroom(db, case) if await _may_open(caller, db, case) else None
    return wire.WayToPlace(is_member=False, opens=opens, open_until=until, seq=seq)


async def _may_open(caller: Caller, db: AsyncSession, case: Case) -> bool:
    """As `grants.open_room` decides."""
    if not could(await standing_anywhere(db, caller.identity), Right.REPORTS_HANDLE):
        return False
    scope = await scope_of(caller.site, caller.identity.user)
    return await space_in_scope(caller.site, case.space_id, scope)


async def _chatroom(db: AsyncSession, case: Case) -> UUID | None:
    """That of the report; for what happened in no chatroom, the one that the space began with. The grant is for all."""
    rooms = select(Room.id).where(Room.space_id == case.space_id, Room.kind == RoomKind.CHATROOM)
    first = (Room.id == case.room_id).desc() if case.room_id else Room.is_default.desc()
    return await db.scalar(rooms.order_by(first, Room.is_default.desc()).limit(1))
