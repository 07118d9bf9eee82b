"""Slides on stage: turning pages, which all follow and late comers find; pointing, which is shown for a moment."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from server.conference import chapters, wire
from server.conference.changing import Change, changing
from server.conference.documents import stored
from server.conference.documents.models import DocumentPage, DocumentState
from server.conference.documents.rights import require_presenter
from server.conference.gates import REFUSALS, stopped
from server.conference.lines import conference_topic
from server.conference.recordings import ChapterKind
from server.conference.seats import Seating
from server.conference.storage import seen
from server.conference.taking_part import own_line, own_seat
from server.core.errors import UserError
from server.core.http import Caller
from server.core.ratelimit import Limit, RateLimits
from server.rooms.hub import Hub
from server.rooms.people import People

TURNS = Limit("conference-slides", burst=20, seconds=0.2)
POINTS = Limit("conference-pointer", burst=15, seconds=1 / 12)


async def show(caller: Caller, request: wire.ShowSlides) -> None:
    """Put a document on stage, turn to a page of it, or take it off."""
    own_line(caller, request.conference)
    await caller.site.part(RateLimits).take(TURNS, f"{request.conference}:{caller.identity.user}")
    async with changing(caller.site, request.conference) as change:
        require_on_stage(caller, change.seating)
        conference = change.seating.conference
        if request.document is None:
            conference.slides_document = None
            return
        document = await stored.one(change.db, conference.id, request.document)
        if document.state is not DocumentState.READY:
            raise UserError("document_not_ready", "The pages of this document are not ready yet.")
        if request.page > document.pages_done:
            raise UserError("no_such_page", f"This document has {document.pages_done} pages.", most=document.pages_done)
        conference.slides_document, conference.slides_page = document.id, request.page
        conference.slides_title, recording = document.title, conference.recording_id
        place = document.title, request.page, document.id
        await chapters.note(change.db, recording, ChapterKind.SLIDE, *place)


async def point(caller: Caller, request: wire.PointAtSlide) -> None:
    """Show everybody where; a pointer that moves too fast loses some of its way, and nobody is told of that."""
    user = caller.identity.user
    own_line(caller, request.conference)
    if request.x is not None:
        await caller.site.part(RateLimits).take(POINTS, f"{request.conference}:{user}")
    async with caller.site.database.read() as db:
        seating = await seen(caller.site.part(People), db, request.conference)
    require_on_stage(caller, seating)
    if seating.conference.slides_document is None:
        raise nothing_on_stage()
    update = wire.SlidePointed(conference=request.conference, user=user, x=request.x, y=request.y)
    await caller.site.part(Hub).publish(conference_topic(request.conference), update)


def require_on_stage(caller: Caller, seating: Seating) -> None:
    """Inside, on this line, with the right to present, and not stopped as everybody is who is led."""
    own_seat(caller, seating)
    require_presenter(caller, seating)
    if code := stopped(seating, caller.identity.user):
        raise UserError(code, REFUSALS[code])


def nothing_on_stage() -> UserError:
    """Said to a pointer or a pen that has lost its page."""
    return UserError("nothing_on_stage", "There are no slides on stage.")


async def page_on_stage(change: Change, page: UUID) -> DocumentPage:
    """The page, when it is the one that everybody sees: nobody draws where nobody looks."""
    conference = change.seating.conference
    query = select(DocumentPage).where(
        DocumentPage.id == page,
        DocumentPage.document_id == conference.slides_document,
        DocumentPage.number == conference.slides_page,
    )
    found = await change.db.scalar(query)
    if found is None:
        raise nothing_on_stage()
    return found
