"""All tables of the house, whichever floor they live on, and how alembic writes their columns down."""

import importlib
from typing import Any, Literal

from alembic.autogenerate.api import AutogenContext

from server.core.database import Base, UtcDateTime

MODULES = (
    "server.core.models",
    "server.rooms.models",
    "server.chat.models",
    "server.conference.models",
    "server.conference.polls.models",
    "server.conference.questions.models",
    "server.moderation.models",
    "campus.pages.models",
)
"""Every module that defines tables."""

for module in MODULES:
    importlib.import_module(module)

metadata = Base.metadata


def named(name: str | None, kind: str, parents: Any) -> bool:
    """The tables behind SQLite's index of words stand in the history only."""
    return not (kind == "table" and name is not None and name.startswith("chat_words"))


def rendered(kind: str, item: Any, context: AutogenContext) -> str | Literal[False]:
    """Write the plain type: a step must not change when the code of today does."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False
