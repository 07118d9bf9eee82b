"""What people wrote a moment ago: no more of each author in each room than the limits on pace look at."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, or_, select

from server.chat.rules import FAST_MESSAGES, FAST_WITHIN, LOOK_BACK, SAME_TEXTS
from server.chat.stored import TABLE

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
RECENT = (
    select(_NEWEST.c.author_id, _NEWEST.c.room_id, _NEWEST.c.client_id, _NEWEST.c.body, _NEWEST.c.created_at)
    .where(
        _NEWEST.c.newest <= FAST_MESSAGES,
        or_(_NEWEST.c.newest < SAME_TEXTS, _NEWEST.c.created_at > bindparam("lately")),
    )
    .order_by(_NEWEST.c.created_at, _NEWEST.c.seq)
)
"""Oldest first: the last two of each room, and what is seconds old. Of the table and not of the class: many rows."""


def asked(authors: set[UUID], now: datetime) -> dict[str, Any]:
    """What `RECENT` is asked with."""
    return {"authors": list(authors), "since": now - LOOK_BACK, "lately": now - FAST_WITHIN}
