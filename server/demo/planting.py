"""Marks demo rows by their ids, collects them, and puts them into the database parents first."""

import hashlib
import random
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from server.core import clock
from server.core.database import Base
from server.core.models import FileBlob

MARK = 0x7457_1255_DE30
"""First 48 bits of every demo id. With version 8 (RFC 9562: free for own use) no id made by `new_id` can look so."""

FIRST = UUID(int=MARK << 80)
LAST = UUID(int=(MARK + 1 << 80) - 1)


def demo_id(*path: str | int) -> UUID:
    """The id of the demo row of that name: the same at every seeding."""
    digest = int.from_bytes(hashlib.sha256("/".join(map(str, path)).encode()).digest()[:10])
    return UUID(int=MARK << 80 | 0x8 << 76 | (digest >> 66 & 0xFFF) << 64 | 0b10 << 62 | digest & (1 << 62) - 1)


Kept = TypeVar("Kept", bound=Base)


class Garden:
    """All rows of the demo data before they are planted, the moment they are relative to, and the one dice."""

    def __init__(self, password_hash: str, files: Mapping[str, Sequence[FileBlob]]) -> None:
        """`files` are the stored bytes of materials, by name: the file, and of an image the small one."""
        self.files = files
        self.now: datetime = clock.now()
        self.dice = random.Random(2005)
        self.password_hash = password_hash
        self._rows: list[Base] = []

    def add(self, *rows: Base) -> None:
        """Keep rows for planting, in this order within their table."""
        self._rows.extend(rows)

    def rows(self, kind: type[Kept]) -> list[Kept]:
        """The rows of one table so far."""
        return [row for row in self._rows if isinstance(row, kind)]

    async def plant(self, db: AsyncSession) -> None:
        """Insert everything, table by table, so that every foreign key finds its row."""
        by_table: dict[str, list[Base]] = {}
        for row in self._rows:
            by_table.setdefault(row.__tablename__, []).append(row)
        for table in Base.metadata.sorted_tables:
            db.add_all(by_table.get(table.name, []))
            await db.flush()
