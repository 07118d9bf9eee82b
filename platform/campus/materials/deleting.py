"""Taking a material away: one's own, or any by those who administer."""

from __future__ import annotations

from uuid import UUID

from server.chat.chat import Chat
from server.chat.rules import Author
from server.core import blobs
from server.core.errors import not_found
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
        used = [blob for blob in (found.file_id, found.thumbnail_id) if blob]
        db.add(
            AuditLine(
                actor_id=standing.user,
                action="material.delete",
                target_type="material",
                target_id=found.id,
                space_id=space,
                data={"owner": str(found.owner_id), "kind": found.kind.value},
            )
        )
        await db.delete(found)
    await caller.site.part(Chat).material_gone(Author(standing, caller.identity.time_zone), material)
    if used:
        await blobs.drop_unused(caller.site, used)
