"""The calendar and its filters (R-061 … R-063)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import get_args
from uuid import UUID

from sqlalchemy import ColumnElement, and_, literal, or_, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from campus.events.cards import HIDDEN, SEATED, cards, cards_query, exists_cohost, sees_in_full, sees_outlines, works_in
from campus.events.times import conceivable
from campus.events.wire import EventForm, EventList
from server.chat.words import words_of
from server.core.database import UtcDateTime
from server.core.errors import UserError, forbidden, not_found
from server.core.http import Caller
from server.core.models import Event, EventRegistration, EventState, RegistrationState

PAGE = 60
MOST_WORDS = 8
IN_FULL_ONLY = ("country", "form", "q", "mine")
"""Filters by what an outline does not show would show it."""


def searchable(*texts: str) -> str:
    """What the column `words` holds: each word after a space, so that a search finds words by how they begin."""
    return "".join(f" {word}" for word in words_of(" ".join(texts)))


async def list_events(caller: Caller, asked: Mapping[str, str]) -> EventList:
    """Events that run between `from` and `to`, by start."""
    standing = caller.here
    if not sees_outlines(standing) or (not sees_in_full(standing) and any(asked.get(name) for name in IN_FULL_ONLY)):
        raise forbidden()
    query = cards_query(standing.user).where(*_conditions(standing.user, asked))
    async with caller.site.database.read() as db:
        if cursor := asked.get("cursor"):
            query = query.where(await _after(db, _uuid(cursor)))
        query = query.order_by(Event.starts_at, Event.id).limit(PAGE + 1)
        found = await cards(db, standing, query)
    more = len(found) > PAGE
    return EventList(events=found[:PAGE], next=found[PAGE - 1].id if more else None)


def _conditions(user: UUID, asked: Mapping[str, str]) -> list[ColumnElement[bool]]:
    where = [_mine(user, asked.get("mine", ""))]
    if since := asked.get("from"):
        where.append(Event.ends_at > _instant(since))
    if until := asked.get("to"):
        where.append(Event.starts_at < _instant(until))
    if lang := asked.get("lang"):
        where.append(Event.lang == _known(r"[a-z]{2,3}(-[A-Za-z]{2,4})?", lang))
    if form := asked.get("form"):
        where.append(Event.form.in_([_known("|".join(get_args(EventForm)), one) for one in form.split(",")]))
    if country := asked.get("country"):
        where.append(works_in(Event.host_id, _known("[A-Z]{2}", country)))
    for word in words_of(asked.get("q", ""))[:MOST_WORDS]:
        where.append(Event.words.contains(f" {word}", autoescape=True))
    return where


def _mine(user: UUID, whose: str) -> ColumnElement[bool]:
    """All that is published; or what the caller joined or leads, where drafts stand too."""
    match whose:
        case "":
            return Event.state.not_in(HIDDEN)
        case "joined":
            taking_part = EventRegistration.state.in_((*SEATED, RegistrationState.WAITING))
            return and_(Event.state.not_in(HIDDEN), taking_part)
        case "hosting":
            return and_(or_(Event.host_id == user, exists_cohost(user)), Event.state != EventState.ARCHIVED)
        case _:
            raise _malformed()


async def _after(db: AsyncSession, cursor: UUID) -> ColumnElement[bool]:
    last = await db.get(Event, cursor)
    if last is None:
        raise not_found("event")
    edge = tuple_(literal(last.starts_at, UtcDateTime()), literal(last.id))
    return tuple_(Event.starts_at, Event.id) > edge


def _instant(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise _malformed() from None
    if not conceivable(at):
        raise _malformed()
    return at


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise _malformed() from None


def _known(pattern: str, text: str) -> str:
    if not re.fullmatch(pattern, text):
        raise _malformed()
    return text


def _malformed() -> UserError:
    return UserError("malformed", "We do not understand this request.", status=400)
