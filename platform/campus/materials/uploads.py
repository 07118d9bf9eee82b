"""From the bytes that somebody sends to a material that others see (R-180, R-183)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from campus.materials import folders, pictures, wire
from campus.materials.listing import one
from campus.materials.videos import video_of
from server.chat.chat import Chat
from server.core import blobs, sniffing
from server.core.database import new_id
from server.core.errors import UserError
from server.core.http import Caller
from server.core.models import FileBlob, Folder, Licence, Material, MaterialKind, Section, Space
from server.core.permissions import Right, require
from server.core.ratelimit import Limit, RateLimits
from server.core.site import Site
from server.rooms.standing import standing_in

UPLOADS = Limit("materials", burst=40, seconds=5)
MOST_BYTES = {Section.IMAGES: 20 << 20, Section.FILES: 30 << 20}
MOST_IN_SPACE = 2 << 30
"""Bytes of one space, so that none fills the disk of all."""
LONGEST_TITLE = 200
LONGEST_ALT_TEXT = 300
LONGEST_UPLOAD = 600.0
"""Seconds in which the bytes have to arrive."""
AT_ONCE = 2
"""Pictures and videos that are written anew at the same time in this process; each may need some hundred megabytes."""


@dataclass(frozen=True)
class Kept:
    """What an upload has become: its bytes, and for an image the small one."""

    kind: MaterialKind
    file_type: str
    file: FileBlob
    thumbnail: FileBlob | None

    @property
    def blobs(self) -> list[FileBlob]:
        return [blob for blob in (self.file, self.thumbnail) if blob]


class Uploads:
    """A Site part: `site.add(Uploads(site))`. What is written anew waits for its turn."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.turn = asyncio.Semaphore(AT_ONCE)

    async def keep(self, source: Path, section: Section) -> Kept:
        """Look at the bytes and put them where they stay."""
        async with self.turn:
            return await asyncio.to_thread(self._image if section is Section.IMAGES else self._file, source)

    def _image(self, source: Path) -> Kept:
        picture = pictures.redraw(source)
        file = blobs.keep(self._site, picture.content, sniffing.MIMES[picture.kind])
        thumbnail = blobs.keep(self._site, picture.thumbnail, "image/webp")
        return Kept(MaterialKind.IMAGE, picture.kind, file, thumbnail)

    def _file(self, source: Path) -> Kept:
        kind = sniffing.file_type(source)
        return Kept(MaterialKind.FILE, kind, blobs.keep(self._site, source, sniffing.MIMES[kind]), None)


async def upload(caller: Caller, space: UUID, body: wire.NewUpload, content: AsyncIterable[bytes]) -> wire.Material:
    """Receive an image or a file into a folder of its kind."""
    require(caller.here, Right.MATERIAL_ADD)
    site = caller.site
    title, alt_text = folders.one_line(body.title, LONGEST_TITLE), _alt_text(body.alt_text)
    site.part(Chat).check_name(caller.here, title, alt_text)
    async with site.database.read() as db:
        section = (await folders.chosen(db, space, body.folder)).section
        if section is Section.VIDEOS:
            raise UserError(
                "only_links", "This folder holds links to videos. Files and images have their own.", status=422
            )
        await _check_room(db, space, 1)
    await site.part(RateLimits).take(UPLOADS, str(caller.identity.user))
    kept = await kept_from(site, content, section)
    try:
        async with site.database.write() as db:
            # Some minutes may have passed: who was removed meanwhile adds nothing.
            caller.standing = await standing_in(db, caller.identity, space)
            require(caller.here, Right.MATERIAL_ADD)
            folder = await folders.chosen(db, space, body.folder, lock=True)
            await _wait_for_others(db, space)
            same = await _same(db, space, kept)
            if same is None:
                await _check_room(db, space, sum(blob.size for blob in kept.blobs))
            material = _material(caller, folder, kept.kind, title, body)
            material.alt_text, material.file_type = alt_text, kept.file_type
            material.file_id, material.thumbnail_id = same or await _added(db, kept)
            db.add(material)
            await db.flush()
            shown = await one(caller, db, space, material.id)
    except UserError:
        await asyncio.to_thread(blobs.forget, site, *kept.blobs)
        raise
    if same:
        await asyncio.to_thread(blobs.forget, site, *kept.blobs)
    return shown


async def kept_from(site: Site, content: AsyncIterable[bytes], section: Section) -> Kept:
    """Receive an upload, look at it and put it where it stays; rows are the caller's to add, or files to forget."""
    source = await received(site, content, MOST_BYTES[section])
    try:
        return await site.part(Uploads).keep(source, section)
    finally:
        await asyncio.to_thread(source.unlink, missing_ok=True)


async def received(site: Site, content: AsyncIterable[bytes], most: int) -> Path:
    """The bytes in a file of their own; nobody holds a place open for ever."""
    try:
        async with asyncio.timeout(LONGEST_UPLOAD):
            return await blobs.receive(site, content, most)
    except TimeoutError:
        raise UserError("upload_too_slow", "This upload took too long. Please try again.", status=408) from None


async def add_video(caller: Caller, space: UUID, body: wire.NewVideo) -> wire.Material:
    """Link a video at its host (R-184)."""
    require(caller.here, Right.MATERIAL_ADD)
    video, title = video_of(body.url), folders.one_line(body.title, LONGEST_TITLE)
    caller.site.part(Chat).check_name(caller.here, title)
    await caller.site.part(RateLimits).take(UPLOADS, str(caller.identity.user))
    async with caller.site.database.write() as db:
        folder = await folders.chosen(db, space, body.folder, lock=True)
        if folder.section is not Section.VIDEOS:
            raise UserError("no_links", "Links to videos go into a folder of Videos.", status=422)
        material = _material(caller, folder, MaterialKind.VIDEO_LINK, title, body)
        material.provider, material.provider_id, material.url = video.provider, video.id, video.url
        db.add(material)
        await db.flush()
        return await one(caller, db, space, material.id)


def _material(
    caller: Caller, folder: Folder, kind: MaterialKind, title: str, body: wire.NewUpload | wire.NewVideo
) -> Material:
    return Material(
        id=new_id(),
        folder_id=folder.id,
        section=folder.section,
        kind=kind,
        title=title,
        licence=Licence(body.licence),
        shows_pupils=body.shows_pupils,
        owner_id=caller.here.user,
    )


def _alt_text(written: str) -> str:
    text = folders.readable(written)
    if len(text) > LONGEST_ALT_TEXT:
        raise UserError(
            "alt_text_too_long",
            f"Describe it in at most {LONGEST_ALT_TEXT} characters.",
            status=422,
            max=LONGEST_ALT_TEXT,
        )
    return text


async def _added(db: AsyncSession, kept: Kept) -> tuple[UUID, UUID | None]:
    db.add_all(kept.blobs)
    await db.flush()
    return kept.file.id, kept.thumbnail.id if kept.thumbnail else None


async def _same(db: AsyncSession, space: UUID, kept: Kept) -> tuple[UUID, UUID | None] | None:
    """The bytes of a material of this space that has the same content, held so that nobody deletes them meanwhile."""
    query = (
        select(Material.file_id, Material.thumbnail_id)
        .join(Folder, Folder.id == Material.folder_id)
        .join(FileBlob, FileBlob.id == Material.file_id)
        .where(Folder.space_id == space, FileBlob.sha256 == kept.file.sha256, Material.kind == kept.kind)
        .limit(1)
    )
    found = (await db.execute(query)).first()
    if found is None:
        return None
    file, thumbnail = found
    if file is None:
        return None
    wanted = [file, thumbnail] if thumbnail else [file]
    locked = select(FileBlob.id).where(FileBlob.id.in_(wanted)).order_by(FileBlob.id)
    there = list(await db.scalars(locked.with_for_update(read=True, key_share=True)))
    return (file, thumbnail) if len(there) == len(wanted) else None


async def _wait_for_others(db: AsyncSession, space: UUID) -> None:
    """Uploads into one space are counted one after another: each sees what the one before has added."""
    # Not the lock that members or rooms of the space, which only refer to it, would have to wait for.
    await db.scalar(select(Space.id).where(Space.id == space).with_for_update(key_share=True))


async def _check_room(db: AsyncSession, space: UUID, more: int) -> None:
    used = (
        select(FileBlob.id, FileBlob.size)
        .join(Material, or_(Material.file_id == FileBlob.id, Material.thumbnail_id == FileBlob.id))
        .join(Folder, Folder.id == Material.folder_id)
        .where(Folder.space_id == space)
        .distinct()
        .subquery()
    )
    if (await db.scalar(select(func.sum(used.c.size))) or 0) + more > MOST_IN_SPACE:
        raise UserError("space_full", "This project has no room left for files. Delete some first.", status=507)
