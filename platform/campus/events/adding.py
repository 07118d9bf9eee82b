"""Giving an event its picture (R-069), and putting pictures, files and videos on its page (R-070).

The bytes go the way of all uploads: asked what they are, images drawn anew from their pixels, videos written anew
without what stands beside picture and sound, the rest only ever saved.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from campus.events import wire
from campus.events.checking import check_text, one_line
from campus.events.making import led, refuse_stale, written
from campus.events.models import EventMaterial
from campus.events.page import page
from campus.events.videos import Videos
from campus.materials.uploads import UPLOADS, Kept, kept_from
from campus.materials.videos import video_of
from server.core import blobs
from server.core.database import new_id
from server.core.errors import UserError, not_found
from server.core.http import Caller
from server.core.models import AuditLine, Event, EventState, FileBlob, MaterialKind, Section
from server.core.permissions import Standing
from server.core.ratelimit import RateLimits

MOST_MATERIALS = 30
MOST_OF_HOST = 1 << 30
"""Bytes on the pages of one host's events."""


async def give_picture(
    caller: Caller, event: UUID, body: wire.NewEventPicture, content: AsyncIterable[bytes]
) -> wire.EventPage:
    """Another picture in the place of the one before, whose bytes go; not in the place of one that somebody else has
    just chosen."""
    kept = await _kept(caller, event, content, "image")
    try:
        async with caller.site.database.write() as db:
            found = await _shown(db, caller.here, event)
            await refuse_stale(db, found, body.revision)
            await _check_room(db, found, kept)
            before = [one for one in (found.image_id, found.thumbnail_id) if one]
            db.add_all(kept.blobs)
            await db.flush()
            found.image_id, found.image_type = kept.file.id, kept.file_type
            found.thumbnail_id = kept.thumbnail.id if kept.thumbnail else None
            written(found, caller.here.user)
            await db.flush()
            shown = await page(db, caller.here, event)
    except UserError:
        await asyncio.to_thread(blobs.forget, caller.site, *kept.blobs)
        raise
    await blobs.drop_unused(caller.site, before)
    return shown


async def take_picture(caller: Caller, event: UUID, read: int | None) -> wire.EventPage:
    """No picture any more: the event has the pattern of its own again."""
    async with caller.site.database.write() as db:
        found = await _shown(db, caller.here, event)
        await refuse_stale(db, found, read)
        before = [one for one in (found.image_id, found.thumbnail_id) if one]
        found.image_id = found.thumbnail_id = found.image_type = None
        found.image_alt = ""
        written(found, caller.here.user)
        await db.flush()
        shown = await page(db, caller.here, event)
    await blobs.drop_unused(caller.site, before)
    return shown


async def add(
    caller: Caller, event: UUID, body: wire.NewEventMaterial, content: AsyncIterable[bytes]
) -> wire.EventPage:
    """A picture, a file or a video, at the end of what is there."""
    title, alt_text = _line(body.title), _line(body.alt_text)
    kept = await _kept(caller, event, content, body.kind)
    try:
        async with caller.site.database.write() as db:
            found = await _shown(db, caller.here, event)
            await _check_room(db, found, kept)
            material = await _new(db, caller.here, found, kept.kind, title or body.kind)
            material.alt_text, material.file_type = alt_text, kept.file_type
            db.add_all(kept.blobs)
            await db.flush()
            material.file_id = kept.file.id
            material.thumbnail_id = kept.thumbnail.id if kept.thumbnail else None
            db.add(material)
            await db.flush()
            return await page(db, caller.here, event)
    except UserError:
        await asyncio.to_thread(blobs.forget, caller.site, *kept.blobs)
        raise


async def add_video(caller: Caller, event: UUID, body: wire.NewEventVideo) -> wire.EventPage:
    """A link to a video at one of the three hosts (R-184)."""
    video, title = video_of(body.url), _line(body.title)
    await caller.site.part(RateLimits).take(UPLOADS, str(caller.identity.user))
    async with caller.site.database.write() as db:
        found = await _shown(db, caller.here, event)
        material = await _new(db, caller.here, found, MaterialKind.VIDEO_LINK, title or video.url)
        material.provider, material.provider_id, material.url = video.provider, video.id, video.url
        db.add(material)
        await db.flush()
        return await page(db, caller.here, event)


async def order(caller: Caller, event: UUID, body: wire.OrderMaterials) -> wire.EventPage:
    """All of them, in another order."""
    async with caller.site.database.write() as db:
        await _shown(db, caller.here, event)
        there = {one.id: one for one in await db.scalars(_on_page(event))}
        if set(body.materials) != there.keys() or len(body.materials) != len(there):
            raise UserError("materials_changed", "Somebody has changed this list meanwhile. Look again.")
        for position, material in enumerate(body.materials):
            there[material].position = position
        await db.flush()
        return await page(db, caller.here, event)


async def take_away(caller: Caller, event: UUID, material: UUID) -> wire.EventPage:
    """Off the page, with its bytes."""
    async with caller.site.database.write() as db:
        await _shown(db, caller.here, event)
        found = await db.get(EventMaterial, material)
        if found is None or found.event_id != event:
            raise not_found("material")
        before = [one for one in (found.file_id, found.thumbnail_id) if one]
        db.add(
            AuditLine(
                actor_id=caller.here.user,
                action="event.material_delete",
                target_type="event",
                target_id=event,
                data={"owner": str(found.owner_id), "kind": found.kind.value},
            )
        )
        await db.delete(found)
        await db.flush()
        shown = await page(db, caller.here, event)
    await blobs.drop_unused(caller.site, before)
    return shown


async def _kept(caller: Caller, event: UUID, content: AsyncIterable[bytes], kind: wire.UploadKind) -> Kept:
    """The bytes of an upload of somebody who may, asked before and (by whoever stores it) after they have arrived."""
    async with caller.site.database.read() as db:
        await _shown(db, caller.here, event)
    await caller.site.part(RateLimits).take(UPLOADS, str(caller.identity.user))
    if kind == "video":
        return await caller.site.part(Videos).keep(content)
    return await kept_from(caller.site, content, Section.IMAGES if kind == "image" else Section.FILES)


async def _shown(db: AsyncSession, standing: Standing, event: UUID) -> Event:
    """An event whose page the caller may change, also when it is over: what was shown there is put on its page then."""
    found = await led(db, standing, event)
    if found.state is EventState.CANCELLED:
        raise UserError("event_cancelled", "This event was called off.")
    return found


async def _new(db: AsyncSession, standing: Standing, event: Event, kind: MaterialKind, title: str) -> EventMaterial:
    there = (await db.scalars(_on_page(event.id))).all()
    if len(there) >= MOST_MATERIALS:
        raise UserError(
            "event_materials_full",
            f"An event shows at most {MOST_MATERIALS} things. Delete some first.",
            status=422,
            most=MOST_MATERIALS,
        )
    position = there[-1].position + 1 if there else 0
    return EventMaterial(
        id=new_id(), event_id=event.id, owner_id=standing.user, position=position, kind=kind, title=title, alt_text=""
    )


def _on_page(event: UUID) -> Select[EventMaterial]:
    where = EventMaterial.event_id == event
    return select(EventMaterial).where(where).order_by(EventMaterial.position, EventMaterial.id)


async def _check_room(db: AsyncSession, event: Event, kept: Kept) -> None:
    """A host fills no more of the disk than that, in whichever events."""
    on_pages = select(EventMaterial.id).join(Event, Event.id == EventMaterial.event_id)
    on_pages = on_pages.where(
        Event.host_id == event.host_id,
        or_(EventMaterial.file_id == FileBlob.id, EventMaterial.thumbnail_id == FileBlob.id),
    )
    pictures = select(Event.id).where(
        Event.host_id == event.host_id, or_(Event.image_id == FileBlob.id, Event.thumbnail_id == FileBlob.id)
    )
    used = await db.scalar(select(func.sum(FileBlob.size)).where(or_(on_pages.exists(), pictures.exists())))
    if (used or 0) + sum(blob.size for blob in kept.blobs) > MOST_OF_HOST:
        raise UserError("events_full", "Your events have no room left for files. Delete some first.", status=507)


def _line(written: str) -> str:
    check_text(written)
    return one_line(written)
