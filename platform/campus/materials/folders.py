"""Albums and folders: a material is always in one, and they are chosen before an upload (R-181, R-182)."""

from __future__ import annotations

import unicodedata
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from campus.materials import wire
from server.chat.chat import Chat
from server.core.database import new_id
from server.core.errors import UserError, forbidden, not_found
from server.core.http import Caller
from server.core.models import Folder, Material, Section
from server.core.permissions import Facts, Right, Standing, may, require

LONGEST_NAME = 80
MOST_FOLDERS = 200
"""In one section of a space."""
IN_ORDER = (Folder.position, Folder.created_at, Folder.id)
"""As they stand in their section."""


async def all_folders(caller: Caller, space: UUID) -> wire.FolderList:
    """Every folder with how much is in it, and the cover of each album."""
    ranked = (
        select(
            Material.folder_id,
            Material.id,
            func.count().over(partition_by=Material.folder_id).label("number"),
            func.sum(case((Material.owner_id == caller.here.user, 0), else_=1))
            .over(partition_by=Material.folder_id)
            .label("of_others"),
            func.row_number()
            .over(partition_by=Material.folder_id, order_by=(Material.created_at.desc(), Material.id.desc()))
            .label("place"),
        )
        .join(Folder, Folder.id == Material.folder_id)
        .where(Folder.space_id == space)
        .subquery()
    )
    query = (
        select(Folder, ranked.c.number, ranked.c.of_others, ranked.c.id)
        .outerjoin(ranked, (ranked.c.folder_id == Folder.id) & (ranked.c.place == 1))
        .where(Folder.space_id == space)
        .order_by(Folder.section, *IN_ORDER)
    )
    async with caller.site.database.read() as db:
        rows = (await db.execute(query)).all()
    return wire.FolderList(
        folders=[
            _shown(caller.here, folder, number or 0, newest, of_others=bool(of_others))
            for folder, number, of_others, newest in rows
        ]
    )


async def create(caller: Caller, space: UUID, body: wire.NewFolder) -> wire.Folder:
    """Make one; its name is given once in its section."""
    require(caller.here, Right.FOLDER_CREATE)
    name, section = one_line(body.name, LONGEST_NAME), Section(body.section)
    caller.site.part(Chat).check_name(caller.here, name)
    try:
        async with caller.site.database.write() as db:
            taken = await _names(db, space, section)
            if len(taken) >= MOST_FOLDERS:
                raise UserError("too_many_folders", f"There are at most {MOST_FOLDERS} folders.", most=MOST_FOLDERS)
            if name.casefold() in taken.values():
                raise _taken()
            folder = Folder(
                id=new_id(),
                space_id=space,
                section=section,
                name=name,
                position=await _last_place(db, space, section) + 1,
                created_by=caller.here.user,
            )
            db.add(folder)
    except IntegrityError:
        # Somebody else made it at the same moment.
        raise _taken() from None
    return _shown(caller.here, folder, 0, None)


async def rename(caller: Caller, space: UUID, folder: UUID, body: wire.RenameFolder) -> None:
    """Give it another name: whoever made it, and those who administer, as with deleting."""
    name = one_line(body.name, LONGEST_NAME)
    caller.site.part(Chat).check_name(caller.here, name)
    try:
        async with caller.site.database.write() as db:
            found = await chosen(db, space, folder)
            if not may_rename(caller.here, found):
                raise forbidden()
            taken = await _names(db, space, found.section)
            if name.casefold() in (other for one, other in taken.items() if one != folder):
                raise _taken()
            found.name = name
    except IntegrityError:
        raise _taken() from None


async def chosen(db: AsyncSession, space: UUID, folder: UUID | None, *, lock: bool = False) -> Folder:
    """The folder that an upload goes to; locked, so that nobody deletes it meanwhile."""
    if folder is None:
        raise UserError("folder_needed", "Choose an album or a folder first.", status=422)
    query = select(Folder).where(Folder.id == folder, Folder.space_id == space)
    if lock:
        # Several may add at once; only who deletes it waits, or is waited for.
        query = query.with_for_update(read=True, key_share=True)
    found = await db.scalar(query)
    if found is None:
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


async def _names(db: AsyncSession, space: UUID, section: Section) -> dict[UUID, str]:
    """Of the folders of a section, folded: a name is there once, however it is written."""
    names = select(Folder.id, Folder.name).where(Folder.space_id == space, Folder.section == section)
    return {folder: name.casefold() for folder, name in await db.execute(names)}


async def _last_place(db: AsyncSession, space: UUID, section: Section) -> int:
    last = select(func.max(Folder.position)).where(Folder.space_id == space, Folder.section == section)
    found = await db.scalar(last)
    return -1 if found is None else found


def may_rename(standing: Standing, folder: Folder) -> bool:
    """The matrix knows making and deleting: name and place are changed by whoever may do both with this one."""
    own = Facts(own=folder.created_by == standing.user)
    return may(standing, Right.FOLDER_CREATE) and may(standing, Right.MATERIAL_DELETE, own)


def may_move(standing: Standing, material: Material) -> bool:
    """The matrix knows adding and deleting: it goes elsewhere by whoever may do both with this one."""
    own = Facts(own=material.owner_id == standing.user)
    return may(standing, Right.MATERIAL_ADD) and may(standing, Right.MATERIAL_DELETE, own)


def may_delete(standing: Standing, folder: Folder, *, of_others: bool) -> bool:
    """A folder goes with all that is in it, so each of these must be the caller's to delete."""
    return may(standing, Right.MATERIAL_DELETE, Facts(own=folder.created_by == standing.user and not of_others))


def _taken() -> UserError:
    return UserError("folder_taken", "There is a folder of this name already.")


def _shown(
    standing: Standing, folder: Folder, number: int, newest: UUID | None, *, of_others: bool = False
) -> wire.Folder:
    return wire.Folder(
        id=folder.id,
        section=folder.section.value,
        name=folder.name,
        materials=number,
        cover=newest if folder.section is Section.IMAGES else None,
        may_rename=may_rename(standing, folder),
        may_delete=may_delete(standing, folder, of_others=of_others),
    )
