"""What is given alongside a film, with exactly its rights: its chapters as players read them, and the pages that were
on stage, as long as their document is kept."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from server.conference import chapters
from server.conference.chapters import Chapter
from server.conference.documents.models import ConferenceDocument, DocumentPage
from server.conference.documents.rights import is_forgotten
from server.conference.models import Conference
from server.conference.recordings import Recording
from server.core.errors import not_found
from server.core.giving import given
from server.core.models import FileBlob
from server.core.site import Site

MOST_MS = 86_400_000
TRACK = {"cache-control": "no-store", "x-content-type-options": "nosniff"}


async def chapters_of(db: AsyncSession, recording: Recording) -> list[Chapter]:
    """Those of the film as it is cut now."""
    return await chapters.of(db, recording.id, recording.begin_ms, recording.length_ms or MOST_MS)


async def pages_of(db: AsyncSession, conference: Conference, places: Sequence[Chapter]) -> dict[Chapter, UUID]:
    """The page of each of these that still has one."""
    documents = {one.document for one in places if one.document is not None}
    if not documents or is_forgotten(conference):
        return {}
    query = select(DocumentPage).where(DocumentPage.document_id.in_(documents))
    known = {(page.document_id, page.number): page.id for page in await db.scalars(query)}
    found = {one: known.get((one.document, one.page)) for one in places if one.document and one.page}
    return {one: page for one, page in found.items() if page is not None}


async def page(site: Site, db: AsyncSession, recording: Recording, which: UUID, request: Request) -> Response:
    """The picture of a page that a chapter of the film leads to, for whoever may watch it."""
    conference = await db.get_one(Conference, recording.conference_id)
    pages = await pages_of(db, conference, await chapters_of(db, recording))
    query = (
        select(FileBlob, DocumentPage.number, ConferenceDocument.title)
        .join(DocumentPage, DocumentPage.image_id == FileBlob.id)
        .join(ConferenceDocument, ConferenceDocument.id == DocumentPage.document_id)
        .where(DocumentPage.id == which)
    )
    row = (await db.execute(query)).first() if which in pages.values() else None
    if row is None:
        raise not_found("page")
    blob, number, title = row
    return given(site, blob, request, f"{title} {number}", "webp", inline=True)


async def track(db: AsyncSession, recording: Recording) -> Response:
    """The chapters as WebVTT."""
    text = webvtt(await chapters_of(db, recording), recording.length_ms)
    return Response(text, media_type="text/vtt; charset=utf-8", headers=TRACK)


def webvtt(places: Sequence[Chapter], length_ms: int) -> str:
    """One cue for each, up to the next; nobody's title begins a cue of its own. Pure."""
    ends = [*(one.at_ms for one in places[1:]), max(length_ms, places[-1].at_ms + 1)] if places else []
    cues = [
        f"{_clock(one.at_ms)} --> {_clock(end)}\n{_cue(one.words)}\n" for one, end in zip(places, ends, strict=True)
    ]
    return "\n".join(["WEBVTT\n", *cues])


def _clock(ms: int) -> str:
    seconds, rest = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"


def _cue(words: str) -> str:
    """Letters only, in one line (WebVTT, 4.2.2)."""
    plain = " ".join(words.split())
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") or "–"
