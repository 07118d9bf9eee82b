"""Lines drawn over a page on stage: few and short, stored with the page, so that they are there when it comes back."""

from __future__ import annotations

from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.conference import wire
from server.conference.changing import Change, changing
from server.conference.documents.models import ConferenceDocument, DocumentPage, DocumentStroke
from server.conference.documents.rights import require_sight
from server.conference.documents.slides import page_on_stage, require_on_stage
from server.conference.models import Conference
from server.conference.storage import seen
from server.conference.taking_part import own_line
from server.core.database import new_id
from server.core.errors import UserError, not_found
from server.core.http import Caller
from server.core.ratelimit import Limit, RateLimits
from server.rooms.people import People

STROKES = Limit("conference-strokes", burst=20, seconds=0.25)
MOST_STROKES = 200
"""On one page; a stroke has at most 200 points (`wire.DrawOnSlide`)."""
MOST_NUMBERS = 8_000
"""Of all strokes of one page together: what a narrow line still brings within seconds."""


async def draw(caller: Caller, request: wire.DrawOnSlide) -> None:
    """Add one line to the page that everybody sees."""
    user = caller.identity.user
    own_line(caller, request.conference)
    await caller.site.part(RateLimits).take(STROKES, f"{request.conference}:{user}")
    if len(request.points) % 2:
        raise UserError("bad_line_drawn", "A line is made of points with two numbers each.", status=422)
    async with changing(caller.site, request.conference) as change:
        require_on_stage(caller, change.seating)
        page = await page_on_stage(change, request.page)
        known = (await change.db.scalars(select(DocumentStroke.points).where(DocumentStroke.page_id == page.id))).all()
        if len(known) >= MOST_STROKES or sum(map(len, known)) + len(request.points) > MOST_NUMBERS:
            raise UserError("page_full_of_lines", "There is no room for more lines on this page. Clear some first.")
        stroke = DocumentStroke(
            id=new_id(), page_id=page.id, user_id=user, colour=request.colour, points=list(request.points)
        )
        change.db.add(stroke)
        number = _next(change)
        drawn = wire.SlideDrawn(conference=request.conference, page=page.id, stroke=_shown(stroke), drawings=number)
        change.notes.append((drawn, "all"))


async def erase(caller: Caller, request: wire.EraseDrawing) -> None:
    """Take one's own newest line away, never somebody else's; or clear the page."""
    user = caller.identity.user
    own_line(caller, request.conference)
    await caller.site.part(RateLimits).take(STROKES, f"{request.conference}:{user}")
    async with changing(caller.site, request.conference) as change:
        require_on_stage(caller, change.seating)
        page = await page_on_stage(change, request.page)
        gone: UUID | None = None
        if request.all:
            await change.db.execute(delete(DocumentStroke).where(DocumentStroke.page_id == page.id))
        else:
            own = select(DocumentStroke).where(DocumentStroke.page_id == page.id, DocumentStroke.user_id == user)
            newest = await change.db.scalar(own.order_by(DocumentStroke.id.desc()).limit(1))
            if newest is None:
                return
            gone = newest.id
            await change.db.delete(newest)
        erased = wire.SlideErased(conference=request.conference, page=page.id, stroke=gone, drawings=_next(change))
        change.notes.append((erased, "all"))


def _next(change: Change) -> int:
    change.seating.conference.slides_drawings += 1
    return change.seating.conference.slides_drawings


async def strokes_of(caller: Caller, conference: UUID, document: UUID, page: UUID) -> wire.Strokes:
    """All lines over a page, for whoever comes late, looks back, or has missed one."""
    query = (
        select(DocumentPage.id)
        .join(ConferenceDocument, ConferenceDocument.id == DocumentPage.document_id)
        .where(
            DocumentPage.id == page,
            ConferenceDocument.id == document,
            ConferenceDocument.conference_id == conference,
        )
    )
    async with caller.site.database.read() as db:
        seating = await seen(caller.site.part(People), db, conference)
        require_sight(caller, seating, document)
        if await db.scalar(query) is None:
            raise not_found("page")
        strokes = await db.scalars(
            select(DocumentStroke).where(DocumentStroke.page_id == page).order_by(DocumentStroke.id)
        )
        return wire.Strokes(
            page=page, strokes=[_shown(one) for one in strokes], drawings=seating.conference.slides_drawings
        )


async def undo(db: AsyncSession, conference: Conference, since: datetime) -> None:
    """A rehearsal is over: what was drawn in it goes. Documents that were added meanwhile stay, they are prepared."""
    pages = (
        select(DocumentPage.id)
        .join(ConferenceDocument, ConferenceDocument.id == DocumentPage.document_id)
        .where(ConferenceDocument.conference_id == conference.id)
    )
    drawn = DocumentStroke.page_id.in_(pages), DocumentStroke.created_at >= since
    await db.execute(delete(DocumentStroke).where(*drawn).execution_options(synchronize_session=False))


def _shown(stroke: DocumentStroke) -> wire.Stroke:
    return wire.Stroke(
        id=stroke.id, user=stroke.user_id, colour=cast("wire.Colour", stroke.colour), points=stroke.points
    )
