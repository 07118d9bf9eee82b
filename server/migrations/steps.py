"""Words that the steps share. Only ever added to: a step taken yesterday must read the same tomorrow."""

from typing import Any

import sqlalchemy as sa
from alembic import op

INSTANT = sa.DateTime(timezone=True)


def row() -> list[sa.Column[Any]]:
    """The id and the two times of every entity."""
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
    ]


def one_of(table: str, column: str, words: str) -> sa.CheckConstraint:
    """A checked string: the column holds one of the words."""
    listed = ", ".join(f"'{word}'" for word in words.split())
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(f"ck_{table}_{column}"))


def where(condition: str) -> dict[str, Any]:
    """The condition of a partial index, for both databases."""
    return {"postgresql_where": sa.text(condition), "sqlite_where": sa.text(condition)}
