"""The bytes of documents: pictures of pages to be shown, an original to be saved; each asks for the right anew."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response

from server.conference import wire
from server.conference.documents import stored
from server.conference.documents.models import ConferenceDocument, DocumentPage
from server.conference.documents.rights import require_sight
from server.conference.gates import presents
from server.conference.storage import seen
from server.core.errors import not_found
from server.core.giving import given
from server.core.http import Caller
from server.core.models import FileBlob
from server.rooms.people import People


async def pages(caller: Caller, conference: UUID, document: UUID) -> wire.DocumentPages:
    """A document with its pages, for those who may see them now."""
    async with caller.site.database.read() as db:
        require_sight(caller, await seen(caller.site.part(People), db, conference), document)
        return await stored.pages_of(db, conference, document)


async def picture(
    caller: Caller, conference: UUID, document: UUID, page: UUID, request: Request, *, small: bool
) -> Response:
    """A page."""
    column = DocumentPage.thumbnail_id if small else DocumentPage.image_id
    query = (
        select(FileBlob, DocumentPage.number, ConferenceDocument.title)
        .join(DocumentPage, column == FileBlob.id)
        .join(ConferenceDocument, ConferenceDocument.id == DocumentPage.document_id)
        .where(
            DocumentPage.id == page,
            ConferenceDocument.id == document,
            ConferenceDocument.conference_id == conference,
        )
    )
    async with caller.site.database.read() as db:
        require_sight(caller, await seen(caller.site.part(People), db, conference), document)
        found = (await db.execute(query)).first()
    if found is None:
        raise not_found("page")
    blob, number, title = found
    return given(caller.site, blob, request, f"{title} {number}", "webp", inline=True)


async def original(caller: Caller, conference: UUID, document: UUID, request: Request) -> Response:
    """The file as it was uploaded, only ever to be saved: for those who present, and where it is offered to all."""
    query = (
        select(FileBlob, ConferenceDocument)
        .join(ConferenceDocument, ConferenceDocument.original_id == FileBlob.id)
        .where(ConferenceDocument.id == document, ConferenceDocument.conference_id == conference)
    )
    async with caller.site.database.read() as db:
        seating = await seen(caller.site.part(People), db, conference)
        require_sight(caller, seating, document)
        found = (await db.execute(query)).first()
    if found is None or not (found[1].downloadable or presents(caller.here, seating)):
        raise not_found("file")
    blob, row = found
    return given(caller.site, blob, request, row.title, row.kind.value, inline=False)
