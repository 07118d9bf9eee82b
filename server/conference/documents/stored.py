"""Documents as they are read: for those who may put them on stage, with the pages, and whom to tell of a change."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.conference import wire
from server.conference.documents.models import ConferenceDocument, DocumentPage, DocumentState
from server.conference.documents.problems import WORDS
from server.conference.gates import presents
from server.conference.storage import seen
from server.core.errors import not_found
from server.core.models import FileBlob
from server.core.site import Site
from server.rooms.hub import Hub
from server.rooms.people import People


async def listed(
    db: AsyncSession, conference: UUID, only: Collection[UUID] | None = None
) -> list[wire.ConferenceDocument]:
    """The documents of a conference (or some of them) in their order."""
    first = and_(DocumentPage.document_id == ConferenceDocument.id, DocumentPage.number == 1)
    query = (
        select(ConferenceDocument, FileBlob.size, DocumentPage.id)
        .outerjoin(FileBlob, FileBlob.id == ConferenceDocument.original_id)
        .outerjoin(DocumentPage, first)
        .where(ConferenceDocument.conference_id == conference)
        .order_by(ConferenceDocument.position, ConferenceDocument.id)
    )
    if only is not None:
        query = query.where(ConferenceDocument.id.in_(only))
    return [_shown(document, size, cover) for document, size, cover in await db.execute(query)]


def _shown(document: ConferenceDocument, size: int | None, cover: UUID | None) -> wire.ConferenceDocument:
    return wire.ConferenceDocument(
        id=document.id,
        title=document.title,
        kind=document.kind.value,
        size=size or 0,
        position=document.position,
        state=document.state.value,
        pages_done=document.pages_done,
        pages_all=document.pages_all,
        problem=document.problem,
        text=WORDS.get(document.problem or "", ""),
        may_retry=document.state is DocumentState.FAILED and document.original_id is not None,
        downloadable=document.downloadable,
        cover=cover,
    )


async def one(db: AsyncSession, conference: UUID, document: UUID, *, lock: bool = False) -> ConferenceDocument:
    """A document of this conference, held until the transaction ends when it is to change."""
    query = select(ConferenceDocument).where(
        ConferenceDocument.id == document, ConferenceDocument.conference_id == conference
    )
    found = await db.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise not_found("document")
    return found


async def pages_of(db: AsyncSession, conference: UUID, document: UUID) -> wire.DocumentPages:
    """A document with its pages."""
    found = await one(db, conference, document)
    pages = await db.scalars(
        select(DocumentPage).where(DocumentPage.document_id == document).order_by(DocumentPage.number)
    )
    return wire.DocumentPages(
        id=found.id,
        title=found.title,
        kind=found.kind.value,
        downloadable=found.downloadable,
        pages=[
            wire.DocumentPage(id=page.id, number=page.number, width=page.width, height=page.height, text=page.text)
            for page in pages
        ],
    )


async def blobs_of(db: AsyncSession, documents: Collection[UUID], *, originals: bool = True) -> list[UUID]:
    """The files of these documents, to be let go after their rows."""
    pages = select(DocumentPage.image_id, DocumentPage.thumbnail_id).where(DocumentPage.document_id.in_(documents))
    found = [blob for row in await db.execute(pages) for blob in row]
    if originals:
        query = select(ConferenceDocument.original_id).where(ConferenceDocument.id.in_(documents))
        found += [blob for blob in await db.scalars(query) if blob is not None]
    return found


async def room_used(db: AsyncSession, conference: UUID) -> tuple[int, int]:
    """How many documents there are, and the bytes of their originals."""
    query = (
        select(func.count(ConferenceDocument.id), func.coalesce(func.sum(FileBlob.size), 0))
        .outerjoin(FileBlob, FileBlob.id == ConferenceDocument.original_id)
        .where(ConferenceDocument.conference_id == conference)
    )
    count, size = (await db.execute(query)).one()
    return count, int(size)


async def tell(site: Site, conference: UUID, documents: Collection[UUID]) -> None:
    """Tell those who may put them on stage how these documents are now, wherever they have a page open."""
    async with site.database.read() as db:
        changed = await listed(db, conference, documents)
        users = await _presenters(site, db, conference)
    for user in users:
        for document in changed:
            await site.part(Hub).tell(user, wire.DocumentChanged(conference=conference, document=document))


async def tell_deleted(site: Site, conference: UUID, document: UUID) -> None:
    """Tell them that it is gone."""
    async with site.database.read() as db:
        users = await _presenters(site, db, conference)
    for user in users:
        await site.part(Hub).tell(user, wire.DocumentDeleted(conference=conference, document=document))


async def _presenters(site: Site, db: AsyncSession, conference: UUID) -> set[UUID]:
    seating = await seen(site.part(People), db, conference)
    uploaders = select(ConferenceDocument.uploaded_by).where(ConferenceDocument.conference_id == conference)
    wanted = {seating.conference.host_id, *await db.scalars(uploaders)} - seating.standings.keys()
    # Without a seat one has no standing here yet: who uploaded was asked then, and is asked anew at the next request.
    return wanted | {user for user, standing in seating.standings.items() if presents(standing, seating)}
