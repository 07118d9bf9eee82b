"""The materials that messages link: looked up for all messages at once, and never when none links any."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.chat.wire import MaterialPreview
from server.core.errors import not_found
from server.core.http import Caller
from server.core.models import Folder, Material
from server.core.permissions import Right, require


async def previews_of(db: AsyncSession, materials: Collection[UUID]) -> dict[UUID, MaterialPreview]:
    """Those that are still there."""
    if not materials:
        return {}
    query = (
        select(Material, Folder.space_id)
        .join(Folder, Folder.id == Material.folder_id)
        .where(Material.id.in_(materials))
    )
    return {
        material.id: MaterialPreview(
            id=material.id,
            space=space,
            kind=material.kind.value,
            title=material.title,
            alt_text=material.alt_text,
            file_type=material.file_type,
            provider=material.provider.value if material.provider else None,
        )
        for material, space in await db.execute(query)
    }


async def attachable(caller: Caller, material: UUID | None) -> MaterialPreview | None:
    """What somebody attaches to a message: of this space, and theirs to attach (domain 5.2)."""
    if material is None:
        return None
    require(caller.here, Right.CHAT_ATTACH)
    async with caller.site.database.read() as db:
        found = (await previews_of(db, [material])).get(material)
    if found is None or found.space != caller.here.space:
        raise not_found("material")
    return found
