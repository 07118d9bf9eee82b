"""Looks up what a user is in a space, in one query; server.rooms.places keeps the answer for a moment."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.core import clock
from server.core.errors import UserError, not_found
from server.core.identity import Identity
from server.core.models import AccessGrant, MembershipState, PlatformRole, Space, SpaceMembership, SpaceRole
from server.core.permissions import Right, Role, Standing, could, roles_of
from server.core.standing import DEFAULT_FLAGS, NOWHERE


async def standing_in(db: AsyncSession, identity: Identity, space: UUID) -> Standing:
    """What this user is in this space now. A stranger's space and an absent one are both `not_found` (T3); only
    administrators, who know of all spaces, are told that a reason is missing (T35)."""
    now = clock.now()
    asked = {"user": identity.user, "space": space, "now": now, "today": now.date()}
    rows = (await db.execute(_query(), asked)).all()
    if not rows:
        raise not_found("space")
    standing = _standing(identity, space, rows)
    if standing.membership_role is None and not could(standing, Right.SEE_SPACE):
        raise grant_needed() if Role.ADMIN in standing.roles else not_found("space")
    return standing


def grant_needed() -> UserError:
    """Nobody of outside staff has a standing access to private content (n1 of domain 5.2)."""
    return UserError("grant_needed", "Open the room first, with a reason that its founders see.", status=403)


async def standing_anywhere(db: AsyncSession, identity: Identity) -> Standing:
    """What this user is on the platform as a whole, for rights that lie in no space."""
    found = await db.scalars(select(PlatformRole.role).where(PlatformRole.user_id == identity.user, still_holds()))
    inside, everywhere = roles_of(identity.account_type, None, found.all())
    return Standing(
        user=identity.user,
        account_type=identity.account_type,
        display_name=identity.display_name,
        space=NOWHERE,
        space_state="open",
        membership_role=None,
        roles=inside,
        everywhere=everywhere,
    )


def standing_of_member(space: Space, role: SpaceRole, user: UUID, account_type: str, display_name: str) -> Standing:
    """What a member is in a space that was read anyway, by the membership alone: no roles and grants from outside."""
    return Standing(
        user=user,
        account_type=account_type,
        display_name=display_name,
        space=space.id,
        space_state=space.state,
        space_kind=space.kind,
        membership_role=role,
        roles=roles_of(account_type, role, ())[0],
        flags=space.switches,
    )


@cache
def _query() -> Select[*tuple[Any, ...]]:
    """One row for each combination of the user's platform roles and running grants: mostly exactly one. Made once:
    it is asked with nearly every frame."""
    asked: list[Any] = [bindparam(name) for name in ("user", "space", "now", "today")]
    user, space, now, today = asked
    member = and_(
        SpaceMembership.space_id == Space.id,
        SpaceMembership.user_id == user,
        SpaceMembership.state == MembershipState.ACTIVE,
    )
    grant = and_(
        AccessGrant.space_id == Space.id,
        AccessGrant.actor_id == user,
        AccessGrant.starts_at <= now,
        AccessGrant.ends_at > now,
    )
    return (
        select(
            Space.state,
            Space.kind,
            Space.flags,
            SpaceMembership.role.label("membership_role"),
            PlatformRole.role.label("platform_role"),
            AccessGrant.id.label("grant"),
            AccessGrant.report_id.label("report"),
        )
        .outerjoin(SpaceMembership, member)
        .outerjoin(PlatformRole, and_(PlatformRole.user_id == user, _holds_on(today)))
        .outerjoin(AccessGrant, grant)
        .where(Space.id == space)
    )


def still_holds() -> ColumnElement[bool]:
    """Whether a role on the platform is one today."""
    return _holds_on(clock.now().date())


def _holds_on(today: Any) -> ColumnElement[bool]:
    return and_(PlatformRole.since <= today, or_(PlatformRole.ended_on.is_(None), PlatformRole.ended_on > today))


def _standing(identity: Identity, space: UUID, rows: Sequence[Row[Any]]) -> Standing:
    first = rows[0]
    platform_roles = {row.platform_role for row in rows if row.platform_role}
    inside, everywhere = roles_of(identity.account_type, first.membership_role, platform_roles)
    return Standing(
        user=identity.user,
        account_type=identity.account_type,
        display_name=identity.display_name,
        space=space,
        space_state=first.state,
        space_kind=first.kind,
        membership_role=first.membership_role,
        roles=inside,
        flags=DEFAULT_FLAGS | first.flags,
        everywhere=everywhere,
        grants=frozenset("report" if row.report else "safeguarding" for row in rows if row.grant),
    )
