"""What can be reported, and whom it is about: nothing is found by those who may not know of it (T3)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from server.chat.models import ChatMessage
from server.chat.stored import fetch
from server.core import clock
from server.core.errors import not_found
from server.core.http import Caller
from server.core.models import Folder, Material, MembershipState, SpaceMembership
from server.moderation import wire
from server.rooms.models import Room
from server.rooms.places import Places
from server.rooms.reportables import Reportables, Shown, Written


@dataclass(frozen=True)
class Reported:
    """Where the reported thing is and whom it is about."""

    space: UUID
    room: UUID | None
    subject: UUID | None
    material: UUID | None = None
    """What it shows: the reported material, or the one that a reported message links."""
    found: Written | Shown | None = None
    """Of what another feature keeps: what it says or shows now."""


async def find(caller: Caller, space: UUID, body: wire.SendReport) -> Reported:
    """The thing, if it is in this space and the reporter may know of it; else it is not there (T3)."""
    async with caller.site.database.read() as db:
        if body.target == "message":
            found = await fetch(db, ChatMessage.id == body.id, ChatMessage.expires_at > clock.now())
            room = await db.get(Room, found[0].room_id) if found else None
            if room is None or room.space_id != space or not found[0].readable_by(caller.here):
                raise not_found("message")
            return Reported(space, room.id, found[0].author_id, material=found[0].material_id)
        if body.target == "person":
            member = select(SpaceMembership.id).where(
                SpaceMembership.space_id == space,
                SpaceMembership.user_id == body.id,
                SpaceMembership.state != MembershipState.INVITED,
            )
            if await db.scalar(member) is None:
                raise not_found("person")
            return Reported(space, None, body.id)
        if body.target == "material":
            shared = select(Material.owner_id).join(Folder, Folder.id == Material.folder_id)
            owner = await db.scalar(shared.where(Material.id == body.id, Folder.space_id == space))
            if owner is None:
                raise not_found("material")
            return Reported(space, None, owner, material=body.id)
    if reportable := caller.site.part(Reportables).of(body.target):
        found = await reportable.find(caller, body.id)
        if found.space == space:
            return Reported(space, None, found.subject, found=found)
    if body.target == "conference":
        standing = await caller.site.part(Places).standing(caller.identity, "conference", body.id)
        if standing.space == space:
            return Reported(space, None, await _host(caller, body.id))
    raise not_found(body.target)


async def _host(caller: Caller, conference: UUID) -> UUID | None:
    """It is about whoever hosts it, unless that is who reports it: something happened to them there."""
    led = caller.site.part(Places).leaders("conference")
    host = select(led.c.leader).where(led.c.thing == conference, led.c.host, led.c.leader != caller.identity.user)
    async with caller.site.database.read() as db:
        return await db.scalar(host)
