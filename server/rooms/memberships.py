"""Granting and revoking the stored right to enter a space; every process hears of it at once (T1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from server.core.errors import UserError, not_found
from server.core.models import AuditLine, MembershipState, SpaceMembership, SpaceRole, User
from server.core.revocation import StandingChanged, announce
from server.core.site import Site


async def grant_membership(
    site: Site, space: UUID, user: UUID, role: SpaceRole, by: UUID, responsible_teacher: UUID | None = None
) -> None:
    """Make a user a member with this role, or give a member another role. Who may do so is the caller's question."""
    try:
        async with site.database.write() as db:
            account_type = await db.scalar(select(User.account_type).where(User.id == user))
            if account_type is None:
                raise not_found("user")
            membership = await db.scalar(_membership(space, user))
            if membership is None:
                membership = SpaceMembership(space_id=space, user_id=user, account_type=account_type, added_by=by)
                db.add(membership)
            membership.role = role
            membership.state = MembershipState.ACTIVE
            if responsible_teacher is not None:
                membership.responsible_teacher_id = responsible_teacher
            db.add(_line("membership.grant", space, user, by, role=role.value))
            await db.flush()
    except IntegrityError:
        # The table itself keeps adults out of pupils' roles, and pupils without a responsible teacher out (R-222).
        raise UserError("wrong_role", "This account cannot have this role here.", role=role.value) from None
    await announce(site.bus, StandingChanged(user=user, space=space))


async def revoke_membership(site: Site, space: UUID, user: UUID, by: UUID) -> None:
    """End a membership: `left` when by oneself, `removed` otherwise. Open sockets leave the space's rooms at once."""
    async with site.database.write() as db:
        membership = await db.scalar(_membership(space, user))
        if membership is None:
            raise not_found("member")
        membership.state = MembershipState.LEFT if by == user else MembershipState.REMOVED
        db.add(_line("membership.revoke", space, user, by))
    await announce(site.bus, StandingChanged(user=user, space=space))


async def set_members(db: AsyncSession, space: UUID, wanted: Mapping[UUID, SpaceRole], by: UUID) -> set[UUID]:
    """Make these, and nobody else, the members of a space, within the transaction that decides who they are. Whose
    standing that changed is for `tell_members`, after the commit."""
    stored = {
        one.user_id: one for one in await db.scalars(select(SpaceMembership).where(SpaceMembership.space_id == space))
    }
    new = wanted.keys() - stored.keys()
    for user, account_type in await db.execute(select(User.id, User.account_type).where(User.id.in_(new))):
        stored[user] = SpaceMembership(
            space_id=space, user_id=user, account_type=account_type, added_by=by, state=MembershipState.LEFT
        )
        db.add(stored[user])
    changed: set[UUID] = set()
    for user, membership in stored.items():
        role, active = wanted.get(user), membership.state is MembershipState.ACTIVE
        if role is not None and not (active and membership.role is role):
            membership.role, membership.state = role, MembershipState.ACTIVE
            db.add(_line("membership.grant", space, user, by, role=role.value))
            changed.add(user)
        elif role is None and active:
            membership.state = MembershipState.REMOVED
            db.add(_line("membership.revoke", space, user, by))
            changed.add(user)
    await db.flush()
    return changed


async def tell_members(site: Site, space: UUID, users: Iterable[UUID]) -> None:
    """Every process looks at these users' rights anew; whoever has none left leaves the space's rooms at once."""
    for user in users:
        await announce(site.bus, StandingChanged(user=user, space=space))


def _membership(space: UUID, user: UUID) -> Select[SpaceMembership]:
    return select(SpaceMembership).where(SpaceMembership.space_id == space, SpaceMembership.user_id == user)


def _line(action: str, space: UUID, user: UUID, by: UUID, **data: str) -> AuditLine:
    return AuditLine(actor_id=by, action=action, target_type="user", target_id=user, space_id=space, data=data)
