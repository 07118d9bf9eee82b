"""What is done with documents before and beside the stage: upload, list, rename, order, try again, delete (R-073)."""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import AsyncIterable
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.chat.chat import Chat
from server.conference import wire
from server.conference.changing import changing
from server.conference.conference import OVER
from server.conference.documents import stored
from server.conference.documents.converting import OFFICE, ConversionError, converts_office, inspect
from server.conference.documents.kinds import MIMES, kind_of
from server.conference.documents.models import ConferenceDocument, DocumentKind, DocumentState
from server.conference.documents.problems import MOST_DOCUMENTS, MOST_IN_CONFERENCE, MOST_MB, MOST_PAGES, refused
from server.conference.documents.rights import is_forgotten, require_presenter
from server.conference.documents.waiting import Conversions
from server.conference.gates import presents
from server.conference.seats import Seating
from server.conference.storage import seen
from server.core import blobs
from server.core.database import new_id
from server.core.errors import UserError, not_found
from server.core.http import Caller
from server.core.models import FileBlob
from server.core.permissions import Right, require
from server.core.ratelimit import Limit, RateLimits
from server.rooms.people import People
from server.rooms.standing import standing_in

UPLOADS = Limit("conference-documents", burst=20, seconds=10)
LONGEST_TITLE = 200
LONGEST_UPLOAD = 600.0
"""Seconds in which the bytes have to arrive."""


async def listing(caller: Caller, conference: UUID) -> wire.DocumentList:
    """All documents, for those who may put them on stage; nobody else sees what is prepared."""
    async with caller.site.database.read() as db:
        seating = await seen(caller.site.part(People), db, conference)
        may_see = presents(caller.here, seating) and not is_forgotten(seating.conference)
        documents = await stored.listed(db, conference) if may_see else []
    office = await converts_office(caller.site.part(Conversions).sandbox)
    return wire.DocumentList(documents=documents, office=office, most_mb=MOST_MB, most_pages=MOST_PAGES)


async def upload(
    caller: Caller, conference: UUID, body: wire.NewDocument, content: AsyncIterable[bytes]
) -> wire.ConferenceDocument:
    """Receive a document, look at its bytes, and let it wait for its pictures; what is refused leaves nothing."""
    site, title = caller.site, _title(caller, body.title)
    async with site.database.read() as db:
        _check(caller, await seen(site.part(People), db, conference))
        await _check_room(db, conference)
    await site.part(RateLimits).take(UPLOADS, str(caller.identity.user))
    source = await _received(caller, content)
    try:
        kind = await _looked_at(caller, source)
        blob = await asyncio.to_thread(blobs.keep, site, source, MIMES[kind])
    finally:
        await asyncio.to_thread(source.unlink, missing_ok=True)
    try:
        document = await _added(caller, conference, blob, kind, title, body)
    except BaseException:
        await asyncio.to_thread(blobs.forget, site, blob)
        raise
    site.part(Conversions).look()
    async with site.database.read() as db:
        (shown,) = await stored.listed(db, conference, [document]) or [None]
    if shown is None:
        raise not_found("document")
    return shown


async def _received(caller: Caller, content: AsyncIterable[bytes]) -> Path:
    try:
        async with asyncio.timeout(LONGEST_UPLOAD):
            return await blobs.receive(caller.site, content, MOST_MB << 20)
    except TimeoutError:
        raise UserError("upload_too_slow", "This upload took too long. Please try again.", status=408) from None


async def _looked_at(caller: Caller, source: Path) -> DocumentKind:
    """What it is by its bytes, when it is something that can be shown here."""
    conversions = caller.site.part(Conversions)
    sandbox = conversions.sandbox
    kind = await asyncio.to_thread(kind_of, source)
    if kind in OFFICE and not await converts_office(sandbox):
        raise refused("office_unavailable")
    try:
        async with conversions.glances:
            await inspect(caller.site, sandbox, kind, source)
    except ConversionError as error:
        raise refused(error.code) from None
    return kind


async def _added(
    caller: Caller, conference: UUID, blob: FileBlob, kind: DocumentKind, title: str, body: wire.NewDocument
) -> UUID:
    document = ConferenceDocument(
        id=new_id(),
        conference_id=conference,
        title=title,
        kind=kind,
        state=DocumentState.WAITING,
        original_id=blob.id,
        downloadable=body.downloadable,
        uploaded_by=caller.identity.user,
    )
    async with changing(caller.site, conference) as change:
        # Some minutes may have passed: who lost the right meanwhile adds nothing, and no two take the last place.
        caller.standing = await standing_in(change.db, caller.identity, change.seating.space.id)
        require(caller.here, Right.CONFERENCE_SHARE, change.seating.facts(caller.identity.user))
        _check(caller, change.seating)
        await _check_room(change.db, conference)
        last = select(func.max(ConferenceDocument.position)).where(ConferenceDocument.conference_id == conference)
        position = await change.db.scalar(last)
        document.position = 0 if position is None else position + 1
        change.db.add(blob)
        await change.db.flush()
        change.db.add(document)
        change.audit(caller, "document_upload", document=str(document.id))
    await stored.tell(caller.site, conference, [document.id])
    return document.id


def _check(caller: Caller, seating: Seating) -> None:
    require_presenter(caller, seating)
    if seating.conference.state in OVER:
        raise UserError("conference_over", "This is over.")


async def _check_room(db: AsyncSession, conference: UUID) -> None:
    count, size = await stored.room_used(db, conference)
    if count >= MOST_DOCUMENTS:
        raise UserError(
            "too_many_documents", f"A conference has at most {MOST_DOCUMENTS} documents.", most=MOST_DOCUMENTS
        )
    if size >= MOST_IN_CONFERENCE:
        raise UserError(
            "documents_full", "This conference has no room left for documents. Delete some first.", status=507
        )


def _title(caller: Caller, written: str) -> str:
    title = " ".join(written.split())
    if not any(unicodedata.category(c)[0] in "LMNPS" for c in title):
        raise UserError("title_missing", "Give it a title.", status=422)
    if len(title) > LONGEST_TITLE:
        raise UserError("title_too_long", f"A title has at most {LONGEST_TITLE} characters.", status=422)
    if any(unicodedata.category(c) in ("Cc", "Cs") for c in title):
        raise UserError("bad_text", "This text has characters that cannot be shown.", status=422)
    caller.site.part(Chat).check_name(caller.here, title)
    return title


async def change(caller: Caller, conference: UUID, document: UUID, body: wire.ChangeDocument) -> None:
    """Rename it, or say whether everybody who sees it may save the original."""
    async with changing(caller.site, conference) as change:
        require_presenter(caller, change.seating)
        found = await stored.one(change.db, conference, document, lock=True)
        if body.title is not None:
            found.title = _title(caller, body.title)
        if body.downloadable is not None:
            found.downloadable = body.downloadable
    await stored.tell(caller.site, conference, [document])


async def order(caller: Caller, conference: UUID, body: wire.OrderDocuments) -> None:
    """Put all documents into a new order; one that came meanwhile goes to the end."""
    async with changing(caller.site, conference) as change:
        require_presenter(caller, change.seating)
        query = select(ConferenceDocument).where(ConferenceDocument.conference_id == conference).with_for_update()
        documents = {one.id: one for one in await change.db.scalars(query)}
        wanted = [one for one in dict.fromkeys(body.documents) if one in documents]
        rest = sorted(documents.keys() - set(wanted), key=lambda one: (documents[one].position, one))
        for position, one in enumerate([*wanted, *rest]):
            documents[one].position = position
    await stored.tell(caller.site, conference, list(documents))


async def retry(caller: Caller, conference: UUID, document: UUID) -> None:
    """Convert it once more, after it failed."""
    async with changing(caller.site, conference) as change:
        require_presenter(caller, change.seating)
        found = await stored.one(change.db, conference, document, lock=True)
        if found.state is not DocumentState.FAILED or found.original_id is None:
            raise UserError("not_retryable", "This document cannot be converted again. Upload it anew.")
        found.move_to(DocumentState.WAITING)
        found.problem, found.tries = None, 0
    caller.site.part(Conversions).look()
    await stored.tell(caller.site, conference, [document])


async def delete(caller: Caller, conference: UUID, document: UUID) -> None:
    """Delete it with its pages and files; when it is on stage, it is taken off."""
    async with changing(caller.site, conference) as change:
        require_presenter(caller, change.seating)
        found = await stored.one(change.db, conference, document, lock=True)
        gone = await stored.blobs_of(change.db, [document])
        if change.seating.conference.slides_document == document:
            change.seating.conference.slides_document = None
        await change.db.delete(found)
        change.audit(caller, "document_delete", document=str(document))
    await blobs.drop_unused(caller.site, gone)
    await stored.tell_deleted(caller.site, conference, document)
