"""The space in which an online event is held, and who is what in it: in step with the event, under the event's lock.

The live server makes the room in it by itself, when its time comes; here is said who may come in (R-064, R-073).
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from campus.events.cards import SEATED
from server.core.database import new_id
from server.core.models import (
    Event,
    EventCohost,
    EventMode,
    EventRegistration,
    EventState,
    Space,
    SpaceKind,
    SpaceRole,
)
from server.core.site import Site
from server.rooms.memberships import set_members, tell_members


async def keep_in_step(db: AsyncSession, event: Event) -> Collection[UUID]:
    """Whoever leads and whoever joined is in the space of an online event, nobody else; whose right that changed is
    for `tell`, after the commit. Not for drafts: nobody sees them."""
    wanted = await _members(db, event) if event.mode is EventMode.ONLINE else {}
    if event.state is EventState.DRAFT or (event.space_id is None and not wanted):
        return ()
    if event.space_id is None:
        await _open_space(db, event)
    assert event.space_id is not None
    space = await db.get_one(Space, event.space_id)
    space.title, space.owner_id = event.title, event.host_id
    return await set_members(db, space.id, wanted, by=event.host_id)


async def tell(site: Site, event: Event, users: Collection[UUID]) -> None:
    """Open sockets hear at once what their owners may do now: whoever left is out of the room."""
    if event.space_id is not None:
        await tell_members(site, event.space_id, users)


async def _members(db: AsyncSession, event: Event) -> dict[UUID, SpaceRole]:
    joined = select(EventRegistration.user_id).where(
        EventRegistration.event_id == event.id, EventRegistration.state.in_(SEATED)
    )
    cohosts = select(EventCohost.user_id).where(EventCohost.event_id == event.id)
    return {
        **dict.fromkeys(await db.scalars(joined), SpaceRole.MEMBER),
        **dict.fromkeys(await db.scalars(cohosts), SpaceRole.COFOUNDER),
        event.host_id: SpaceRole.FOUNDER,
    }


async def _open_space(db: AsyncSession, event: Event) -> None:
    space = Space(
        id=new_id(),
        kind=SpaceKind.EVENT,
        title=event.title,
        slug=f"event-{event.id}",
        # Who joins may enter and write, and leads nothing.
        flags={"teachers_create_conference": False},
        owner_id=event.host_id,
    )
    db.add(space)
    await db.flush()
    event.space_id = space.id
