"""Taking a material or a whole folder away: one's own, or any by those who administer."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from campus.materials import folders, wire
from server.chat.rules import Author
from server.chat.unlinking import materials_gone
from server.core.errors import UserError, forbidden, not_found
from server.core.http import Caller
from server.core.models import AuditLine, Folder, Material
from server.core.permissions import Facts, Right, require


async def delete(caller: Caller, space: UUID, material: UUID) -> None:
    """Delete it, and its bytes if nothing else uses them; whoever reads a message that links it is told."""
    standing = caller.here
    async with caller.site.database.write() as db:
        found = await db.get(Material, material)
        folder = await db.get(Folder, found.folder_id) if found else None
        if found is None or folder is None or folder.space_id != space:
            raise not_found("material")
        require(standing, Right.MATERIAL_DELETE, Facts(own=found.owner_id == standing.user))
        db.add(_line(caller, space, found))
        await db.delete(found)
    await _follow_up(caller, [found])


async def delete_folder(caller: Caller, space: UUID, folder: UUID, body: wire.DeleteFolder) -> None:
    """Delete it with what is in it, if the caller was told of all that and may delete each."""
    standing = caller.here
    async with caller.site.database.write() as db:
        # Locked: who adds something meanwhile comes before, and is counted, or finds no folder.
        query = select(Folder).where(Folder.id == folder, Folder.space_id == space).with_for_update()
        found = await db.scalar(query)
        if found is None:
            raise not_found("folder")
        inside = (await db.scalars(select(Material).where(Material.folder_id == folder))).all()
        if not folders.may_delete(standing, found, of_others=False):
            raise forbidden()
        if not folders.may_delete(standing, found, of_others=any(one.owner_id != standing.user for one in inside)):
            raise UserError("folder_of_others", "Somebody else has put something into it.", status=403)
        if len(inside) > body.materials:
            raise UserError("folder_not_empty", "There is more in it than you were told.", materials=len(inside))
        db.add_all(_line(caller, space, one) for one in inside)
        db.add(_folder_line(caller, space, found, len(inside)))
        await db.delete(found)
    await _follow_up(caller, inside)


def _line(caller: Caller, space: UUID, material: Material) -> AuditLine:
    return AuditLine(
        actor_id=caller.here.user,
        action="material.delete",
        target_type="material",
        target_id=material.id,
        space_id=space,
        data={"owner": str(material.owner_id), "kind": material.kind.value},
    )


def _folder_line(caller: Caller, space: UUID, folder: Folder, materials: int) -> AuditLine:
    return AuditLine(
        actor_id=caller.here.user,
        action="folder.delete",
        target_type="folder",
        target_id=folder.id,
        space_id=space,
        data={"owner": str(folder.created_by), "section": folder.section.value, "materials": str(materials)},
    )


async def _follow_up(caller: Caller, gone: Sequence[Material]) -> None:
    await materials_gone(caller.site, Author(caller.here, caller.identity.time_zone), gone)
