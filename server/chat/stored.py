"""Messages as rows, and as people read them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache, partial
from itertools import chain
from operator import attrgetter
from typing import Any, cast
from uuid import UUID

import msgspec
from sqlalchemy import JSON, ColumnElement, Dialect, RowMapping, Table, Uuid, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import TypeEngine

from server.chat.models import ChatMessage, ChatReaction, MessageState
from server.chat.previews import previews_of
from server.chat.wire import Hold, MaterialPreview, Message, Quote, Reaction
from server.core import clock
from server.core.database import Base
from server.core.permissions import Standing
from server.rooms.people import People
from server.rooms.wire import Person

QUOTE_LENGTH = 140


def table_of(model: type[Base]) -> Table:
    """The table itself, for statements that make no objects."""
    return cast(Table, model.__table__)


TABLE = table_of(ChatMessage)


@dataclass
class Stored:
    """One row of chat_messages."""

    id: UUID
    room_id: UUID
    seq: int
    change: int
    client_id: UUID
    author_id: UUID
    body: str
    state: MessageState
    reply_to: UUID | None
    mentions: list[str]
    created_at: datetime
    edited_at: datetime | None
    expires_at: datetime
    hold: dict[str, Any] | None = None
    earlier: list[str] | None = None
    material_id: UUID | None = None

    @classmethod
    def of(cls, row: RowMapping) -> Stored:
        return cls(**{name: row[name] for name in COLUMNS})

    def readable_by(self, standing: Standing) -> bool:
        """A held message is its author's and the teachers' business."""
        return self.state is not MessageState.HELD or standing.oversees or self.author_id == standing.user


COLUMNS = [field.name for field in fields(Stored)]
ROW = [TABLE.c[name] for name in COLUMNS]
"""The columns of a message that are read; its words are only ever looked up."""


class Inserting:
    """The one statement that is worth its own care: as SQLAlchemy compiles it, with the values as its types turn them
    into the driver's, but without a dictionary for each row, and what is the same in most rows turned once."""

    def __init__(self, dialect: Dialect) -> None:
        compiled = insert(TABLE).compile(dialect=dialect, column_keys=[*COLUMNS, "search"])
        names = list(compiled.positiontup or [])
        assert sorted(names) == sorted([*COLUMNS, "search"])
        self._sql = str(compiled)
        self._in_pieces = dialect.name == "sqlite"
        self._search = names.index("search")
        names.remove("search")
        self._values = attrgetter(*names)
        self._turned = [_turning(TABLE.c[name].type.dialect_impl(dialect), dialect) for name in names]

    async def __call__(self, db: AsyncSession, messages: Sequence[Stored], words: Sequence[Any]) -> None:
        """`words` is what the column `search` gets: its driver takes it as it is."""
        rows: list[tuple[Any, ...]] = []
        for message, place in zip(messages, words, strict=True):
            given = zip(self._turned, self._values(message), strict=True)
            row = [turn(value) if turn else value for turn, value in given]
            row.insert(self._search, place)
            rows.append(tuple(row))
        if self._in_pieces:
            await insert_in_pieces(db, self._sql, rows)
        else:
            await (await db.connection()).exec_driver_sql(self._sql, rows)


PIECES = 256, 64, 16, 4, 1
"""Rows in one statement: few sizes, so that SQLite need not read the statement anew each time."""


async def insert_in_pieces(db: AsyncSession, insertion: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Many rows with each statement. Python's driver gives its lock away for each step of SQLite's, and has to wait
    for its turn afterwards: one step for many rows waits once."""
    link = await db.connection()
    at = 0
    for piece in PIECES:
        statement = _of_rows(insertion, piece)
        while at + piece <= len(rows):
            await link.exec_driver_sql(statement, tuple(chain.from_iterable(rows[at : at + piece])))
            at += piece


@cache
def _of_rows(insertion: str, number: int) -> str:
    head, values, row = insertion.rpartition("VALUES")
    return head + values + ",".join([row] * number)


def _turning(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    turn = kind.bind_processor(dialect)
    if turn is None or isinstance(kind, Uuid):
        return turn
    if isinstance(kind, JSON):
        return partial(_json, turn, turn([]))
    return _remembering(turn)


def _json(turn: Callable[[Any], Any], empty: Any, value: Any) -> Any:
    return empty if value == [] else turn(value)


def _remembering(turn: Callable[[Any], Any]) -> Callable[[Any], Any]:
    last: tuple[Any, Any] = (None, turn(None))

    def remembered(value: Any) -> Any:
        nonlocal last
        if value != last[0]:
            last = value, turn(value)
        return last[1]

    return remembered


@cache
def inserting(dialect: Dialect) -> Inserting:
    """One for each database of this process."""
    return Inserting(dialect)


def alive() -> ColumnElement[bool]:
    """Expired messages are invisible at once, however late the purge is (D-05)."""
    return ChatMessage.expires_at > clock.now()


def readable(standing: Standing) -> ColumnElement[bool]:
    """The same as `readable_by`, for a query."""
    if standing.oversees:
        return alive()
    return alive() & or_(ChatMessage.state != MessageState.HELD, ChatMessage.author_id == standing.user)


async def fetch(db: AsyncSession, *where: ColumnElement[bool]) -> list[Stored]:
    """Rows by any condition, in order of `seq`."""
    found = await db.execute(select(*ROW).where(*where).order_by(ChatMessage.seq))
    return [Stored.of(row) for row in found.mappings()]


@dataclass(frozen=True)
class Beside:
    """What people read beside the text of messages."""

    spaces: Mapping[UUID, UUID]
    persons: Mapping[UUID, Mapping[UUID, Person]]
    quoted: Mapping[UUID, Stored]
    reactions: Mapping[UUID, list[Reaction]]
    previews: Mapping[UUID, MaterialPreview]

    def message(self, stored: Stored) -> Message:
        """The message as it is sent to clients."""
        return _message(
            stored,
            self.persons[self.spaces[stored.room_id]],
            self.quoted.get(stored.reply_to) if stored.reply_to else None,
            self.reactions.get(stored.id, []),
            self.previews.get(stored.material_id) if stored.material_id else None,
        )


async def beside(
    db: AsyncSession,
    people: People,
    spaces: Mapping[UUID, UUID],
    messages: Collection[Stored],
    new: Collection[UUID] = frozenset(),
) -> Beside:
    """A fixed number of queries, however many messages there are. `spaces` is by room; nobody can have reacted to those
    that are `new`."""
    quoted = await _quoted(db, {m.reply_to for m in messages if m.reply_to})
    reactions = await _reactions(db, [m.id for m in messages if m.id not in new])
    previews = await previews_of(db, {m.material_id for m in messages if m.material_id})
    authors: dict[UUID, set[UUID]] = {}
    for message in (*messages, *quoted.values()):
        authors.setdefault(spaces[message.room_id], set()).add(message.author_id)
    return Beside(spaces, await people.in_spaces(authors, db), quoted, reactions, previews)


async def shown(
    db: AsyncSession, people: People, spaces: Mapping[UUID, UUID], messages: Sequence[Stored]
) -> list[Message]:
    """The messages as sent to clients."""
    around = await beside(db, people, spaces, messages)
    return [around.message(stored) for stored in messages]


def _message(
    stored: Stored,
    persons: Mapping[UUID, Person],
    quoted: Stored | None,
    given: list[Reaction],
    preview: MaterialPreview | None,
) -> Message:
    quote = None
    if quoted is not None:
        quote = Quote(id=quoted.id, seq=quoted.seq, author=persons[quoted.author_id], text=_excerpt(quoted))
    return Message(
        id=stored.id,
        room=stored.room_id,
        seq=stored.seq,
        change=stored.change,
        client_id=stored.client_id,
        author=persons[stored.author_id],
        state=stored.state.value,
        text=stored.body,
        reply_to=quote,
        mentions=[UUID(user) for user in stored.mentions],
        reactions=given,
        created_at=stored.created_at,
        edited_at=stored.edited_at,
        expires_at=stored.expires_at,
        hold=_hold(stored),
        material=stored.material_id,
        preview=preview,
    )


def _hold(stored: Stored) -> Hold | None:
    if stored.state is not MessageState.HELD:
        return None
    # Messages held before there were reasons have none.
    return msgspec.convert(stored.hold or {"findings": [], "since": stored.created_at.isoformat()}, Hold)


def _excerpt(quoted: Stored) -> str:
    """One frame goes to readers of all kinds, so a quote shows only what all of them may read."""
    return quoted.body[:QUOTE_LENGTH] if quoted.state is MessageState.VISIBLE else ""


async def _quoted(db: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Stored]:
    if not ids:
        return {}
    return {message.id: message for message in await fetch(db, ChatMessage.id.in_(ids), alive())}


async def _reactions(db: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, list[Reaction]]:
    if not ids:
        return {}
    query = (
        select(ChatReaction.message_id, ChatReaction.emoji, ChatReaction.user_id)
        .where(ChatReaction.message_id.in_(ids))
        .order_by(ChatReaction.created_at, ChatReaction.user_id)
    )
    given: dict[UUID, dict[str, list[UUID]]] = {}
    for message, emoji, user in await db.execute(query):
        given.setdefault(message, {}).setdefault(emoji, []).append(user)
    return {
        message: [Reaction(emoji=emoji, users=users) for emoji, users in by_emoji.items()]
        for message, by_emoji in given.items()
    }
