"""What people wrote a moment ago: no more of each author in each room than the limits on pace look at. And what they
wrote whenever, by the ids that their own pages gave it."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import chain
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Column, ColumnElement, String, and_, bindparam, func, or_, select, tuple_, type_coerce
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import NullType

from server.chat.rules import FAST_MESSAGES, FAST_WITHIN, LOOK_BACK, SAME_TEXTS, Recent
from server.chat.stored import ROW, TABLE, Stored

Key = tuple[UUID, UUID, UUID]
"""Room, author and client id: what makes a retry the same message."""

_NEWEST = (
    select(
        *(TABLE.c[name] for name in ("author_id", "room_id", "client_id", "body", "created_at", "seq")),
        func.row_number()
        .over(partition_by=(TABLE.c.author_id, TABLE.c.room_id), order_by=TABLE.c.seq.desc())
        .label("newest"),
    )
    .where(
        TABLE.c.author_id.in_(bindparam("authors", expanding=True)),
        TABLE.c.created_at > bindparam("since"),
    )
    .subquery()
)
_RAW = NullType()
"""As the driver gives it: made into objects by SQLAlchemy, these rows take longer than their search."""
_RECENT = (
    select(*(type_coerce(_NEWEST.c[n], _RAW) for n in ("author_id", "room_id", "client_id", "body", "created_at")))
    .where(
        _NEWEST.c.newest <= FAST_MESSAGES,
        or_(_NEWEST.c.newest < SAME_TEXTS, _NEWEST.c.created_at > bindparam("lately")),
    )
    .order_by(_NEWEST.c.created_at, _NEWEST.c.seq)
)
"""Oldest first: the last two of each room, and what is seconds old."""


async def written_lately(
    db: AsyncSession, keys: Sequence[Key], now: datetime
) -> tuple[dict[UUID, list[Recent]], set[Key]]:
    """What the authors of these wrote a moment ago, oldest first, and which of these are retries of that."""
    is_sqlite = db.get_bind().dialect.name == "sqlite"
    ids: dict[Any, UUID] = {part.hex if is_sqlite else part: part for part in chain.from_iterable(keys)}
    wanted = {"authors": list({author for _, author, _ in keys}), "since": now - LOOK_BACK, "lately": now - FAST_WITHIN}
    recent: dict[UUID, list[Recent]] = {}
    used: set[UUID | None] = set()
    for author, room, client_id, body, at in cast(Iterable[Any], await db.execute(_RECENT, wanted)):
        moment = datetime.fromisoformat(at).replace(tzinfo=UTC) if is_sqlite else at
        recent.setdefault(ids[author], []).append(Recent(ids.get(room), body, moment))
        used.add(ids.get(client_id))
    return recent, {key for key in keys if key[2] in used}


def _equal(number: int, part: Column[UUID]) -> ColumnElement[bool]:
    return type_coerce(part, String) == func.json_extract(_KEYS.c.value, f"$[{number}]")


_PARTS = TABLE.c.room_id, TABLE.c.author_id, TABLE.c.client_id
_KEYS = func.json_each(bindparam("keys")).table_valued("value")
_KNOWN = {
    # As a table of its own: SQLite would look through all messages there are for a list of triples.
    "sqlite": select(*ROW).select_from(_KEYS).join(TABLE, and_(*(_equal(n, part) for n, part in enumerate(_PARTS)))),
    "postgresql": select(*ROW).where(tuple_(*_PARTS).in_(bindparam("keys", expanding=True))),
}
"""Made once: as SQLAlchemy's own table of values it would be made anew each time, longer than the search takes."""


async def stored_by_key(db: AsyncSession, keys: Sequence[Key]) -> dict[Key, Stored]:
    """Those of them that are stored, however long ago."""
    dialect = db.get_bind().dialect.name
    wanted = json.dumps([[part.hex for part in key] for key in keys]) if dialect == "sqlite" else keys
    found = [Stored.of(row) for row in (await db.execute(_KNOWN[dialect], {"keys": wanted})).mappings()]
    return {(stored.room_id, stored.author_id, stored.client_id): stored for stored in found}
