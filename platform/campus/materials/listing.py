"""Materials as members of the space see them, and their bytes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Row, Select, literal, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from campus.materials import wire
from campus.materials.folders import may_move
from server.core.database import UtcDateTime
from server.core.errors import UserError, not_found
from server.core.giving import given
from server.core.http import Caller
from server.core.models import FileBlob, Folder, Material, MaterialKind, ScanState
from server.core.permissions import Facts, Right, may
from server.rooms.people import People

PAGE = 48


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """The query of a list."""

    section: wire.Section | None = None
    folder: UUID | None = None
    before: UUID | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=100)] = PAGE


async def some(caller: Caller, space: UUID, query: dict[str, str]) -> wire.MaterialPage:
    """The newest of a space, of one section or of one folder."""
    try:
        wanted = msgspec.convert(query, Wanted, strict=False)
    except msgspec.ValidationError as error:
        raise UserError("bad_query", f"We do not understand this question: {error}"[:300], status=422) from None
    where: list[ColumnElement[bool]] = []
    if wanted.section is not None:
        where.append(Material.section == wanted.section)
    if wanted.folder is not None:
        where.append(Material.folder_id == wanted.folder)
    async with caller.site.database.read() as db:
        if wanted.before is not None:
            where.append(await _older_than(db, wanted.before))
        rows = (await db.execute(_rows(space, *where).limit(wanted.limit + 1))).all()
        materials = await _shown(caller, db, rows[: wanted.limit])
    return wire.MaterialPage(materials=materials, older=len(rows) > wanted.limit)


async def one(caller: Caller, db: AsyncSession, space: UUID, material: UUID) -> wire.Material:
    """One of this space."""
    rows = (await db.execute(_rows(space, Material.id == material))).all()
    if not rows:
        raise not_found("material")
    return (await _shown(caller, db, rows))[0]


async def bytes_of(caller: Caller, space: UUID, material: UUID, request: Request, *, small: bool) -> Response:
    """The file itself, or an image's small one; images are shown in the page, everything else is saved."""
    column = Material.thumbnail_id if small else Material.file_id
    query = (
        select(FileBlob, Material.kind, Material.title, Material.file_type)
        .join(Material, column == FileBlob.id)
        .join(Folder, Folder.id == Material.folder_id)
        .where(Material.id == material, Folder.space_id == space, FileBlob.scan_state == ScanState.CLEAN)
    )
    async with caller.site.database.read() as db:
        found = (await db.execute(query)).first()
    if found is None:
        raise not_found("file")
    blob, kind, title, file_type = found
    ending = "webp" if small else file_type or "bin"
    return given(caller.site, blob, request, title, ending, inline=kind is MaterialKind.IMAGE)


def _rows(space: UUID, *where: ColumnElement[bool]) -> Select[Material, str, int]:
    return (
        select(Material, Folder.name, FileBlob.size)
        .join(Folder, Folder.id == Material.folder_id)
        .outerjoin(FileBlob, FileBlob.id == Material.file_id)
        .where(Folder.space_id == space, *where)
        .order_by(Material.created_at.desc(), Material.id.desc())
    )


async def _older_than(db: AsyncSession, material: UUID) -> ColumnElement[bool]:
    at = await db.scalar(select(Material.created_at).where(Material.id == material))
    if at is None:
        raise not_found("material")
    return tuple_(Material.created_at, Material.id) < tuple_(literal(at, UtcDateTime()), literal(material))


async def _shown(caller: Caller, db: AsyncSession, rows: Sequence[Row[Material, str, int]]) -> list[wire.Material]:
    standing = caller.here
    owners = {material.owner_id for material, _, _ in rows}
    persons = await caller.site.part(People).many(standing.space, owners, db) if owners else {}
    return [
        wire.Material(
            id=material.id,
            folder=material.folder_id,
            folder_name=name,
            section=material.section.value,
            kind=material.kind.value,
            title=material.title,
            alt_text=material.alt_text,
            file_type=material.file_type,
            size=size,
            url=material.url,
            provider=material.provider.value if material.provider else None,
            licence=material.licence.value,
            shows_pupils=material.shows_pupils,
            owner=persons[material.owner_id],
            created_at=material.created_at,
            may_move=may_move(standing, material),
            may_delete=may(standing, Right.MATERIAL_DELETE, Facts(own=material.owner_id == standing.user)),
        )
        for material, name, size in rows
    ]
