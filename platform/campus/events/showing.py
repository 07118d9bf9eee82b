"""What an event shows beside its words: its picture (R-069), and what those who lead it put on its page (R-070)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute
from starlette.requests import Request
from starlette.responses import Response

from campus.events import wire
from campus.events.cards import SEATED, cards_query, exists_cohost, sees_in_full
from campus.events.models import VIDEO_TYPES, EventMaterial
from server.core.database import new_id
from server.core.errors import not_found
from server.core.giving import given
from server.core.http import Caller
from server.core.models import Event, EventState, FileBlob, MaterialKind, ScanState
from server.core.permissions import Facts, Right, Standing, may


async def materials_of(db: AsyncSession, event: UUID) -> list[wire.EventMaterial]:
    """In the order that those who lead gave them."""
    query = (
        select(EventMaterial, FileBlob.size)
        .outerjoin(FileBlob, FileBlob.id == EventMaterial.file_id)
        .where(EventMaterial.event_id == event)
        .order_by(EventMaterial.position, EventMaterial.id)
    )
    return [
        wire.EventMaterial(
            id=one.id,
            kind=one.kind.value,
            title=one.title,
            alt_text=one.alt_text,
            file_type=one.file_type,
            size=size,
            url=one.url,
            provider=one.provider.value if one.provider else None,
        )
        for one, size in (await db.execute(query)).all()
    ]


def sees_materials(standing: Standing, row: Row[tuple[object, ...]]) -> bool:
    """Whether the page of a row of `cards_query` shows its materials: to its audience, whoever had a seat or leads, and
    who may take them away."""
    leads = row.Event.host_id == standing.user or bool(row.cohost)
    if not sees_in_full(standing):
        return False
    if leads or may(standing, Right.EVENT_EDIT, Facts(host=leads, own=leads)):
        return True
    return row.Event.state is not EventState.DRAFT and bool(row.in_audience or row.registration in SEATED)


async def picture_bytes(caller: Caller, event: UUID, request: Request, *, small: bool) -> Response:
    """The picture of an event, for everybody who reads all of it."""
    column = Event.thumbnail_id if small else Event.image_id
    query = _stored(column).add_columns(Event.title, Event.image_type)
    query = query.where(Event.id == event, _published_or_led_by(caller.here.user))
    async with caller.site.database.read() as db:
        found = (await db.execute(query)).first() if sees_in_full(caller.here) else None
    if found is None:
        raise not_found("file")
    blob, title, kind = found
    return given(caller.site, blob, request, title or "event", "webp" if small else kind, inline=True)


async def material_bytes(caller: Caller, event: UUID, material: UUID, request: Request, *, small: bool) -> Response:
    """A material's own bytes, or an image's small one: images and videos are shown in the page,
    everything else is saved."""
    column = EventMaterial.thumbnail_id if small else EventMaterial.file_id
    query = _stored(column).add_columns(EventMaterial.title, EventMaterial.kind, EventMaterial.file_type)
    query = query.where(EventMaterial.id == material, EventMaterial.event_id == event)
    async with caller.site.database.read() as db:
        row = (await db.execute(cards_query(caller.here.user).where(Event.id == event))).one_or_none()
        found = (await db.execute(query)).first()
    is_there = row is not None and row.Event.state is not EventState.ARCHIVED
    if found is None or row is None or not is_there or not sees_materials(caller.here, row):
        raise not_found("file")
    blob, title, kind, file_type = found
    ending = "webp" if small else file_type
    in_page = kind is MaterialKind.IMAGE or file_type in VIDEO_TYPES
    return given(caller.site, blob, request, title, ending, inline=in_page)


async def carry_over(db: AsyncSession, event: Event, new: Event, by: UUID) -> None:
    """A copy shows what the earlier event shows: the same bytes, which go with their last use. Both are locked."""
    new.image_id, new.thumbnail_id, new.image_type = event.image_id, event.thumbnail_id, event.image_type
    same = ("position", "kind", "title", "alt_text", "file_id", "thumbnail_id", "file_type")
    same += ("url", "provider", "provider_id")
    for one in await db.scalars(select(EventMaterial).where(EventMaterial.event_id == event.id)):
        values = {name: getattr(one, name) for name in same}
        db.add(EventMaterial(id=new_id(), event_id=new.id, owner_id=by, **values))


async def blobs_shown(db: AsyncSession, event: Event) -> list[UUID]:
    """All bytes that an event uses."""
    query = select(EventMaterial.file_id, EventMaterial.thumbnail_id).where(EventMaterial.event_id == event.id)
    of_materials = [one for pair in (await db.execute(query)).all() for one in pair]
    return [one for one in (event.image_id, event.thumbnail_id, *of_materials) if one is not None]


def _stored(column: InstrumentedAttribute[UUID | None]) -> Select[FileBlob]:
    clean = FileBlob.scan_state == ScanState.CLEAN
    return select(FileBlob).join(column.class_, column == FileBlob.id).where(clean)


def _published_or_led_by(user: UUID) -> ColumnElement[bool]:
    shown = Event.state.not_in((EventState.DRAFT, EventState.ARCHIVED))
    drafts = Event.state == EventState.DRAFT
    return or_(shown, drafts & or_(Event.host_id == user, exists_cohost(user)))
