"""Other places: materials go to another folder of their section, folders before another one (R-181)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from campus.materials import folders, wire
from server.core.errors import UserError, forbidden, not_found
from server.core.http import Caller
from server.core.models import AuditLine, Folder, Material, Space


async def move(caller: Caller, space: UUID, body: wire.MoveMaterials) -> None:
    """All of them or none: who may take each away, and add to the other folder, may carry it there."""
    wanted = set(body.materials)
    async with caller.site.database.write() as db:
        # Locked, as for an upload: nobody deletes the folder meanwhile.
        target = await folders.chosen(db, space, body.folder, lock=True)
        query = (
            select(Material)
            .join(Folder, Folder.id == Material.folder_id)
            .where(Material.id.in_(wanted), Folder.space_id == space)
            .order_by(Material.id)
            .with_for_update(of=Material)
        )
        found = (await db.scalars(query)).all()
        if len(found) < len(wanted):
            raise not_found("material")
        for one in found:
            if not folders.may_move(caller.here, one):
                raise forbidden()
            if one.section is not target.section:
                raise UserError("other_section", "Images go into albums, videos and files into folders of their own.")
            one.folder_id = target.id
        db.add(_line(caller, target, "material.move", materials=str(len(found))))


async def move_folder(caller: Caller, space: UUID, folder: UUID, body: wire.MoveFolder) -> None:
    """Before another one of its section, or behind all."""
    async with caller.site.database.write() as db:
        # One after another, or two who move at once would leave a third order that neither wanted.
        await db.scalar(select(Space.id).where(Space.id == space).with_for_update(key_share=True))
        found = await folders.chosen(db, space, folder)
        if not folders.may_rename(caller.here, found):
            raise forbidden()
        others = select(Folder).where(Folder.space_id == space, Folder.section == found.section, Folder.id != folder)
        order = list(await db.scalars(others.order_by(*folders.IN_ORDER)))
        place = next((place for place, one in enumerate(order) if one.id == body.before), None)
        if body.before is not None and place is None:
            raise not_found("folder")
        order.insert(len(order) if place is None else place, found)
        for position, one in enumerate(order):
            one.position = position
        db.add(_line(caller, found, "folder.move"))


def _line(caller: Caller, folder: Folder, action: str, **data: str) -> AuditLine:
    return AuditLine(
        actor_id=caller.here.user,
        action=action,
        target_type="folder",
        target_id=folder.id,
        space_id=folder.space_id,
        data={"section": folder.section.value} | data,
    )
