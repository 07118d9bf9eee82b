"""Finding what was written: by words in any script, by author and date; never what the reader may not read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Text, TextClause, bindparam, cast, literal, select, text, tuple_
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.ext.asyncio import AsyncSession

from server.chat.models import ChatMessage, MessageState
from server.chat.stored import ROW, Stored, readable, shown
from server.chat.wire import FoundMessages
from server.chat.words import room_word, words_of
from server.core.database import UtcDateTime
from server.core.errors import UserError, not_found
from server.core.permissions import Standing
from server.core.ratelimit import Limit
from server.core.site import Site
from server.rooms.people import People

SEARCHES = Limit("chat-search", burst=15, seconds=1.5)
PAGE = 20
MOST_WORDS = 8
FOUND_BY_FTS5 = "chat_messages.search IN (SELECT rowid FROM chat_words WHERE chat_words MATCH :asked)"
MOST_ROOMS = 50
"""Of one space, looked into at once."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody looks for. Of the words each must be there, or begin a word that is."""

    words: str
    author: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: UUID | None = None
    """The last one of the page before."""


async def search(site: Site, standing: Standing, rooms: Collection[UUID], wanted: Wanted) -> FoundMessages:
    """The newest that fit, in rooms of one space that the reader may read."""
    words = words_of(wanted.words)[:MOST_WORDS]
    if not words and wanted.author is None and wanted.since is None and wanted.until is None:
        raise UserError("search_empty", "Write a word to look for.", status=422)
    if not rooms:
        return FoundMessages(messages=[], older=False)
    async with site.database.read() as db:
        where: list[ColumnElement[bool] | TextClause] = [
            ChatMessage.room_id.in_(rooms),
            ChatMessage.state != MessageState.DELETED,
            readable(standing),
            *_narrowed(wanted),
        ]
        if words:
            where.append(_has(words, rooms, db))
        if wanted.before is not None:
            where.append(await _older_than(db, wanted.before))
        newest_first = (ChatMessage.created_at.desc(), ChatMessage.id.desc())
        query = select(*ROW).where(*where).order_by(*newest_first).limit(PAGE + 1)
        rows = [Stored.of(row) for row in (await db.execute(query)).mappings()]
        page = rows[:PAGE]
        messages = await shown(db, site.part(People), dict.fromkeys(rooms, standing.space), page) if page else []
    return FoundMessages(messages=messages, older=len(rows) > PAGE)


def _narrowed(wanted: Wanted) -> Sequence[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if wanted.author is not None:
        where.append(ChatMessage.author_id == wanted.author)
    if wanted.since is not None:
        where.append(ChatMessage.created_at >= wanted.since)
    if wanted.until is not None:
        where.append(ChatMessage.created_at < wanted.until)
    return where


async def _older_than(db: AsyncSession, message: UUID) -> ColumnElement[bool]:
    at = await db.scalar(select(ChatMessage.created_at).where(ChatMessage.id == message))
    if at is None:
        raise not_found("message")
    return tuple_(ChatMessage.created_at, ChatMessage.id) < tuple_(literal(at, UtcDateTime()), literal(message))


def _has(words: Sequence[str], rooms: Collection[UUID], db: AsyncSession) -> ColumnElement[bool] | TextClause:
    """The index knows each message's room as a word, so that it looks into no other room."""
    places = [room_word(room) for room in rooms]
    if db.get_bind().dialect.name == "sqlite":
        asked = " AND ".join([f"({' OR '.join(places)})", *(f'"{word}"{_begins(word, " *")}' for word in words)])
        return text(FOUND_BY_FTS5).bindparams(bindparam("asked", asked, Text()))
    asked = " & ".join([f"({' | '.join(places)})", *(f"'{word}'{_begins(word, ':*')}" for word in words)])
    return ChatMessage.search.bool_op("@@")(cast(literal(asked, Text()), TSQUERY()))


def _begins(word: str, mark: str) -> str:
    """One letter alone begins too much to be looked for as a beginning."""
    return mark if len(word) > 1 else ""
