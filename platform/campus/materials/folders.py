"""Albums and folders: a material is always in one, and they are chosen before an upload (R-181, R-182)."""

from __future__ import annotations

import unicodedata
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from campus.materials import wire
from server.chat.chat import Chat
from server.core.database import new_id
from server.core.errors import UserError, not_found
from server.core.http import Caller
from server.core.models import Folder, Material, Section
from server.core.permissions import Right, require

LONGEST_NAME = 80
MOST_FOLDERS = 200
"""In one section of a space."""


async def all_folders(caller: Caller, space: UUID) -> wire.FolderList:
    """Every folder with how much is in it, and the cover of each album."""
    ranked = (
        select(
            Material.folder_id,
            Material.id,
            func.count().over(partition_by=Material.folder_id).label("number"),
            func.row_number()
            .over(partition_by=Material.folder_id, order_by=(Material.created_at.desc(), Material.id.desc()))
            .label("place"),
        )
        .join(Folder, Folder.id == Material.folder_id)
        .where(Folder.space_id == space)
        .subquery()
    )
    query = (
        select(Folder, ranked.c.number, ranked.c.id)
        .outerjoin(ranked, (ranked.c.folder_id == Folder.id) & (ranked.c.place == 1))
        .where(Folder.space_id == space)
        .order_by(Folder.section, Folder.position, Folder.created_at, Folder.id)
    )
    async with caller.site.database.read() as db:
        rows = (await db.execute(query)).all()
    return wire.FolderList(folders=[_shown(folder, number or 0, newest) for folder, number, newest in rows])


async def create(caller: Caller, space: UUID, body: wire.NewFolder) -> wire.Folder:
    """Make one; its name is given once in its section."""
    require(caller.here, Right.FOLDER_CREATE)
    name, section = one_line(body.name, LONGEST_NAME), Section(body.section)
    caller.site.part(Chat).check_name(caller.here, name)
    try:
        async with caller.site.database.write() as db:
            names = select(Folder.name).where(Folder.space_id == space, Folder.section == section)
            taken = list(await db.scalars(names))
            if len(taken) >= MOST_FOLDERS:
                raise UserError("too_many_folders", f"There are at most {MOST_FOLDERS} folders.", most=MOST_FOLDERS)
            if name.casefold() in (other.casefold() for other in taken):
                raise _taken()
            folder = Folder(
                id=new_id(),
                space_id=space,
                section=section,
                name=name,
                position=len(taken),
                created_by=caller.here.user,
            )
            db.add(folder)
    except IntegrityError:
        # Somebody else made it at the same moment.
        raise _taken() from None
    return _shown(folder, 0, None)


async def chosen(db: AsyncSession, space: UUID, folder: UUID | None) -> Folder:
    """The folder that an upload goes to."""
    if folder is None:
        raise UserError("folder_needed", "Choose an album or a folder first.", status=422)
    found = await db.get(Folder, folder)
    if found is None or found.space_id != space:
        raise not_found("folder")
    return found


def one_line(written: str, longest: int) -> str:
    """A name or a title: one line that can be read."""
    line = readable(written)
    # Format characters alone (zero-width space and the like) would be no name.
    if not any(unicodedata.category(c)[0] in "LMNPS" for c in line):
        raise UserError("title_missing", "Give it a title.", status=422)
    if len(line) > longest:
        raise UserError("title_too_long", f"A title has at most {longest} characters.", status=422)
    return line


def readable(written: str) -> str:
    """Text without line breaks; refuses what cannot be shown."""
    line = " ".join(written.split())
    if any(unicodedata.category(c) in ("Cc", "Cs") for c in line):
        raise UserError("bad_text", "This text has characters that cannot be shown.", status=422)
    return line


def _taken() -> UserError:
    return UserError("folder_taken", "There is a folder of this name already.")


def _shown(folder: Folder, number: int, newest: UUID | None) -> wire.Folder:
    return wire.Folder(
        id=folder.id,
        section=folder.section.value,
        name=folder.name,
        materials=number,
        cover=newest if folder.section is Section.IMAGES else None,
    )
