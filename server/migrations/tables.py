"""All tables of the house, whichever floor they live on, and how alembic writes their columns down."""

import importlib
from typing import Any, Literal

from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Enum
from sqlalchemy.sql.schema import SchemaItem

from server.core.database import Base, UtcDateTime

MODULES = ("server.core.models", "server.rooms.models", "server.chat.models", "server.conference.models")
"""Every module that defines tables."""

for module in MODULES:
    importlib.import_module(module)

metadata = Base.metadata


def rendered(kind: str, item: Any, context: AutogenContext) -> str | Literal[False]:
    """Write plain column types: a step must not change when the code of today does."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String({item.length})"
    return False


def ignored(item: SchemaItem, name: str | None, kind: str, reflected: bool, compare_to: SchemaItem | None) -> bool:
    """Alembic's `include_object`: everything counts, except what SQLite cannot reflect (indexes over expressions)."""
    return True
