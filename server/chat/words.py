"""The words of messages, as they are found: on SQLite in an FTS5 table of their own, on PostgreSQL as tsvector.

Words are made here and not by the databases, so that both find the same in every script. They are written in the
writer's transaction; a trigger takes them along with their message, whoever deletes it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.chat.models import ChatMessage, MessageState
from server.chat.stored import TABLE, Stored, insert_in_pieces
from server.core.database import Database

LONGEST_WORD = 40
"""Characters of a word that are looked at."""

ALIKE = str.maketrans(
    {
        "ı": "i", "ə": "e", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h",
        "ŧ": "t", "ŋ": "n", "ґ": "г", "ى": "ي", "ی": "ي", "ة": "ه", "ہ": "ه", "ک": "ك", "ٱ": "ا", "ـ": None,
        "՛": None, "՜": None, "՞": None,
    }
)  # fmt: skip
"""Letters that Unicode does not take apart, and that people without the right keyboard write in a simpler way."""


class _Bare(dict[int, str | None]):
    """What is left of a character, found out once for each that is met."""

    def __missing__(self, code: int) -> str | None:
        if len(self) > MOST_CHARACTERS:
            self.clear()
        is_mark = unicodedata.category(chr(code))[0] == "M" or unicodedata.category(chr(code)) == "Cf"
        bare = self[code] = None if is_mark else chr(code).translate(ALIKE)
        return bare


MOST_CHARACTERS = 10_000
_BARE = _Bare()

UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
"""Thai, Lao, Burmese, Khmer, Japanese and Chinese have no spaces: there every character is a word."""
WORD = re.compile(rf"(?=[^\W_])[{UNSPACED}]|[^\W_{UNSPACED}]+")
PLAIN_WORD = re.compile("[A-Za-z0-9]+")
"""The same of what is ASCII, several times as quick."""


def folded(written: str) -> str:
    """Without accents, vowel signs and case: what somebody means who types on another keyboard."""
    if written.isascii():
        return written.lower()
    apart = unicodedata.normalize("NFKD", written.casefold()).replace("եւ", "եվ")
    return apart.translate(_BARE)


def words_of(written: str) -> list[str]:
    """Each word once, in the order of the text."""
    plain = folded(written)
    found: list[str] = (PLAIN_WORD if plain.isascii() else WORD).findall(plain)
    if max(map(len, found), default=0) > LONGEST_WORD:
        found = [word[:LONGEST_WORD] for word in found]
    return list(dict.fromkeys(found))


def room_word(room: UUID) -> str:
    """Stands among the words of every message of the room, so that a search looks into no other."""
    return f"room{room.hex}"


def searchable(room: UUID, body: str) -> str:
    """What the database keeps of a message."""
    return " ".join([room_word(room), *words_of(body)])


async def keep_words(db: AsyncSession, new: Sequence[str]) -> Sequence[Any]:
    """For each new message what its column `search` holds: its words as given, or on SQLite where they are now kept."""
    if not _is_sqlite(db):
        return new
    last = await db.scalar(text("SELECT rowid FROM chat_words ORDER BY rowid DESC LIMIT 1")) or 0
    places = range(last + 1, last + 1 + len(new))
    await _keep(db, list(zip(places, new, strict=True)))
    return places


async def follow(db: AsyncSession, changed: Iterable[Stored]) -> None:
    """Other words for messages whose text is another, none for those whose text is gone."""
    kept = {stored.id: stored for stored in changed}
    if not _is_sqlite(db):
        rows = [
            {"of": stored.id, "to": searchable(stored.room_id, stored.body) if _has_words(stored) else None}
            for stored in kept.values()
        ]
        await db.execute(update(TABLE).where(TABLE.c.id == bindparam("of")).values(search=bindparam("to")), rows)
        return
    found = select(TABLE.c.id, TABLE.c.search).where(TABLE.c.id.in_(kept), TABLE.c.search.is_not(None))
    for message, place in (await db.execute(found)).all():
        stored = kept[message]
        await db.execute(text("DELETE FROM chat_words WHERE rowid = :place"), {"place": place})
        if _has_words(stored):
            await _keep(db, [(place, searchable(stored.room_id, stored.body))])
        else:
            await db.execute(update(TABLE).where(TABLE.c.id == message).values(search=None))


async def index_all(database: Database) -> None:
    """Find the words of messages that came another way than by the writer: demo data, an import."""
    async with database.write() as db:
        bare = (ChatMessage.search.is_(None), ChatMessage.state != MessageState.DELETED)
        rows = (await db.execute(select(TABLE.c.id, TABLE.c.room_id, TABLE.c.body).where(*bare))).all()
        values = {message: searchable(room, body) for message, room, body in rows}
        if _is_sqlite(db):
            last = await db.scalar(text("SELECT rowid FROM chat_words ORDER BY rowid DESC LIMIT 1")) or 0
            places = range(last + 1, last + 1 + len(rows))
            await _keep(db, list(zip(places, values.values(), strict=True)))
            values = dict(zip(values, places, strict=True))
        change = update(TABLE).where(TABLE.c.id == bindparam("of")).values(search=bindparam("to"))
        if values:
            await db.execute(change, [{"of": message, "to": to} for message, to in values.items()])


MERGED_PAGES = 32
"""In one step; others write between two."""


async def forget_deleted(database: Database) -> None:
    """FTS5 keeps a deleted row's words until it merges its parts: merge them all, a few pages at a time.

    The first step marks every part (FTS5, "The merge command"); it is done when a step changes nothing.
    """
    merge = text("INSERT INTO chat_words(chat_words, rank) VALUES ('merge', :pages)")
    pages, changed = -MERGED_PAGES, 2
    while changed >= 2:
        async with database.write() as db:
            before = await db.scalar(text("SELECT total_changes()")) or 0
            await db.execute(merge, {"pages": pages})
            changed = (await db.scalar(text("SELECT total_changes()")) or 0) - before
        pages = MERGED_PAGES


async def stray_words(database: Database) -> int:
    """How many messages have words in the index though their text is gone: must be 0."""
    emptied = select(func.count()).where(ChatMessage.state == MessageState.DELETED, ChatMessage.search.is_not(None))
    async with database.read() as db:
        found = await db.scalar(emptied) or 0
        if database.is_sqlite:
            kept = "SELECT search FROM chat_messages WHERE search IS NOT NULL"
            found += await db.scalar(text(f"SELECT count(*) FROM chat_words WHERE rowid NOT IN ({kept})")) or 0
    return found


async def _keep(db: AsyncSession, rows: Sequence[tuple[int, str]]) -> None:
    await insert_in_pieces(db, "INSERT INTO chat_words(rowid, words) VALUES (?, ?)", rows)


def _has_words(stored: Stored) -> bool:
    return stored.state is not MessageState.DELETED


def _is_sqlite(db: AsyncSession) -> bool:
    return db.get_bind().dialect.name == "sqlite"
