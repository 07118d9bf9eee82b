"""The bytes of uploads: files in the data folder, each found by its row in `file_blobs` and never by a sender's name.

A file's own name is the hash of its content and the id of its row, so no two rows share a file, and deleting one takes
nobody else's bytes. A row that nothing points at any more goes, and its file after it.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import AsyncIterable, Collection, Iterator
from pathlib import Path
from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, delete, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.core import clock
from server.core.database import Base, new_id
from server.core.errors import UserError
from server.core.models.files import FileBlob, ScanState
from server.core.retention import Store
from server.core.site import Site

log = structlog.get_logger()

AT_ONCE = 512 * 1024
"""Bytes of an upload that are gathered before they are written: few steps into a thread, little memory."""
STRAY_AFTER = 3600.0
"""Seconds for which a file without a row may be an upload that goes on."""
SLICE = 500


def folder_of(site: Site) -> Path:
    """Where the files are."""
    return site.settings.data_dir / "files"


def path_of(site: Site, key: str) -> Path:
    """The file of a row with this storage key."""
    return folder_of(site) / key


async def receive(site: Site, body: AsyncIterable[bytes], most: int) -> Path:
    """Write an upload to a file of its own, at most so many bytes; whoever called takes it away again."""
    folder = folder_of(site) / "incoming"
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    path = folder / new_id().hex
    gathered, size = bytearray(), 0
    try:
        async for chunk in body:
            gathered += chunk
            size += len(chunk)
            if size > most:
                raise UserError("file_too_big", f"A file has at most {most >> 20} MB.", status=413, most=most >> 20)
            if len(gathered) >= AT_ONCE:
                await asyncio.to_thread(_append, path, bytes(gathered))
                gathered.clear()
        await asyncio.to_thread(_append, path, bytes(gathered))
    except BaseException:
        # Also when whoever sends it goes away: half a file is nobody's.
        path.unlink(missing_ok=True)
        raise
    return path


def _append(path: Path, content: bytes) -> None:
    with path.open("ab") as file:
        file.write(content)


def keep(site: Site, content: bytes | Path, mime: str, blob_id: UUID | None = None) -> FileBlob:
    """Put bytes that were looked at, or a received file, where they stay; the row is the caller's to add. Blocks: it is
    for a thread."""
    blob_id = blob_id or new_id()
    digest, size = _measured(content)
    key = f"{digest[:2]}/{digest}.{blob_id.hex}"
    path = path_of(site, key)
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        content.replace(path)
    with path.open("rb") as file:
        # What is acknowledged must outlive a power cut, as rows do.
        os.fsync(file.fileno())
    return FileBlob(id=blob_id, sha256=digest, size=size, mime=mime, storage_key=key, scan_state=ScanState.CLEAN)


def _measured(content: bytes | Path) -> tuple[str, int]:
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest(), len(content)
    with content.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), file.tell()


def forget(site: Site, *blobs: FileBlob) -> None:
    """Take away the files of rows that were never committed."""
    for blob in blobs:
        path_of(site, blob.storage_key).unlink(missing_ok=True)


async def drop_unused(site: Site, ids: Collection[UUID] | None = None) -> int:
    """Delete the rows (of these, or all) that nothing points at, with their files; how many. Idempotent."""
    total = 0
    while True:
        found, keys = await _drop_some(site, [] if ids is None else [FileBlob.id.in_(ids)])
        for key in keys:
            try:
                await asyncio.to_thread(path_of(site, key).unlink, missing_ok=True)
            except OSError:
                # Its row is gone, so that nobody gets it any more; the sweep of files without a row tries again.
                log.exception("blobs.unlink", key=key)
        total += len(keys)
        if found < SLICE:
            return total


async def _drop_some(site: Site, among: list[ColumnElement[bool]]) -> tuple[int, list[str]]:
    async with site.database.write() as db:
        locked = select(FileBlob.id).where(_unused(), *among).order_by(FileBlob.id).limit(SLICE)
        found = list(await db.scalars(locked.with_for_update(of=FileBlob)))
        if not found:
            return 0, []
        # Asked once more under the lock: somebody may have begun to use one before it was ours.
        gone = delete(FileBlob).where(FileBlob.id.in_(found), _unused()).returning(FileBlob.storage_key)
        return len(found), list(await db.scalars(gone.execution_options(synchronize_session=False)))


def _unused() -> ColumnElement[bool]:
    """No column of any table that may point at a blob points at this one."""
    columns = [
        key.parent
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == FileBlob.__tablename__
    ]
    return ~or_(*(exists().where(column == FileBlob.id) for column in columns))


async def _overdue(site: Site) -> int:
    async with site.database.read() as db:
        rows = await db.scalar(select(func.count()).select_from(FileBlob).where(_unused())) or 0
    return rows + len(await _strays(site))


async def _purge(site: Site) -> int:
    strays = await _strays(site)
    for path in strays:
        await asyncio.to_thread(path.unlink, missing_ok=True)
    return await drop_unused(site) + len(strays)


async def _strays(site: Site) -> list[Path]:
    """Files without a row, such as a crash between the two leaves behind."""
    folder = folder_of(site)
    old = await asyncio.to_thread(lambda: list(_older_files(folder)))
    strays: list[Path] = []
    async with site.database.read() as db:
        for start in range(0, len(old), SLICE):
            some = {path.relative_to(folder).as_posix(): path for path in old[start : start + SLICE]}
            known = await _known(db, some.keys())
            strays += [path for key, path in some.items() if key not in known]
    return strays


async def _known(db: AsyncSession, keys: Collection[str]) -> set[str]:
    return set(await db.scalars(select(FileBlob.storage_key).where(FileBlob.storage_key.in_(keys))))


def _older_files(folder: Path) -> Iterator[Path]:
    until = clock.now().timestamp() - STRAY_AFTER
    for path in folder.glob("*/*"):
        if path.stat().st_mtime < until:
            yield path


STORES = [Store("files", _overdue, _purge)]
