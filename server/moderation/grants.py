"""Looking into a private space from outside: for a reason, for a time, seen by its founders (T35, n1 of domain 5.2)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from server.core import clock
from server.core.errors import not_found
from server.core.http import Caller
from server.core.models import AccessGrant, AuditLine, MembershipState, Space, SpaceMembership, SpaceRole, User
from server.core.permissions import Facts, Right, require
from server.core.revocation import StandingChanged, announce
from server.core.site import Site
from server.moderation import wire
from server.moderation.cases import required
from server.moderation.openings import check_reason
from server.moderation.scope import scope_of, space_in_scope
from server.notifications.actions import notify
from server.notifications.bell import Bell
from server.rooms.models import Room

FOUNDERS = (SpaceRole.FOUNDER, SpaceRole.COFOUNDER)


async def open_room(caller: Caller, room_id: UUID, body: wire.OpenRoom) -> wire.Granted:
    """Let oneself in: only within one's own countries, never for longer than three days."""
    site, user = caller.site, caller.identity.user
    check_reason(body.reason)
    async with site.database.read() as db:
        room = await db.get(Room, room_id)
        space = await db.get(Space, room.space_id) if room else None
    if room is None or space is None or not await space_in_scope(site, space.id, await scope_of(site, user)):
        raise not_found("room")
    if body.case is not None:
        case, _ = await required(caller, body.case)
        if case.space_id != space.id:
            raise not_found("case")
    now = clock.now()
    until = now + timedelta(hours=body.hours)
    async with site.database.write() as db:
        grant = AccessGrant(
            actor_id=user,
            space_id=space.id,
            reason=body.reason.strip(),
            report_id=body.case,
            starts_at=now,
            ends_at=until,
        )
        db.add(grant)
        line = AuditLine(
            actor_id=user,
            action="access.grant",
            target_type="space",
            target_id=space.id,
            space_id=space.id,
            safeguarding=True,
            data={"room": str(room_id), "until": until.isoformat()} | ({"case": str(body.case)} if body.case else {}),
        )
        db.add(line)
    await announce(site.bus, StandingChanged(user=user, space=space.id))
    site.part(Bell).ring(_tell_founders(site, space, caller.identity.display_name, until))
    return wire.Granted(room=room_id, space=space.id, slug=space.slug, until=until)


async def _tell_founders(site: Site, space: Space, by: str, until: datetime) -> None:
    founders = select(SpaceMembership.user_id).where(
        SpaceMembership.space_id == space.id,
        SpaceMembership.role.in_(FOUNDERS),
        SpaceMembership.state == MembershipState.ACTIVE,
    )
    async with site.database.read() as db:
        users = list(await db.scalars(founders))
    params: dict[str, str | int] = {
        "name": by,
        "space": space.title,
        "slug": space.slug,
        "until": until.isoformat(),
    }
    await notify(site, users, "access.granted", params, ("space", space.id))


async def end_what_is_over(site: Site, since: datetime) -> datetime:
    """A grant that ran out takes its holder out of the rooms at once (T1); returns up to when it was looked."""
    now = clock.now()
    over = select(AccessGrant.actor_id, AccessGrant.space_id).where(
        AccessGrant.ends_at > since, AccessGrant.ends_at <= now
    )
    async with site.database.read() as db:
        rows = (await db.execute(over)).all()
    for user, space in rows:
        await announce(site.bus, StandingChanged(user=user, space=space))
    return now


async def accesses(caller: Caller, space: UUID) -> wire.AccessList:
    """Founders see every access by outside staff (domain 11.6)."""
    require(caller.here, Right.CHAT_MODERATE, Facts())
    query = (
        select(AccessGrant, User.display_name)
        .join(User, User.id == AccessGrant.actor_id)
        .where(AccessGrant.space_id == space)
        .order_by(AccessGrant.starts_at.desc())
        .limit(200)
    )
    async with caller.site.database.read() as db:
        rows = (await db.execute(query)).all()
    return wire.AccessList(
        accesses=[
            wire.Access(by=name, reason=grant.reason, starts_at=grant.starts_at, ends_at=grant.ends_at)
            for grant, name in rows
        ]
    )
