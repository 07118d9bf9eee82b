"""What features have that can be reported though moderation does not know those features: they say how (domain 11.1).

Moderation finds a thing by the name of its kind, seals what it shows, hides it and takes it away; what that means is
the feature's to know.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from server.core.errors import not_found
from server.core.http import Caller
from server.core.models import FileBlob
from server.core.site import Site


@dataclass(frozen=True)
class Thing:
    """Something that was reported, as it is now."""

    id: UUID
    space: UUID
    subject: UUID | None
    """Whom a report is about; None when it is whoever reports."""
    title: str
    owner: UUID
    owner_name: str
    added_at: datetime
    file: FileBlob | None
    """What it shows."""


class Kind(Protocol):
    """Things of one feature."""

    async def find(self, caller: Caller, thing: UUID) -> Thing:
        """One that the caller may know of; else `not_found` (T3)."""
        ...

    async def hide(self, site: Site, thing: UUID, *, on: bool) -> None:
        """Show it to nobody until somebody has looked, or again to those who saw it before."""
        ...

    async def remove(self, site: Site, thing: UUID) -> None:
        """Delete it for good; nothing where that was done."""
        ...


class Things:
    """All kinds that can be reported, by name. A Site part."""

    def __init__(self) -> None:
        self._kinds: dict[str, Kind] = {}

    def add(self, name: str, kind: Kind) -> None:
        """A feature says how."""
        self._kinds[name] = kind

    def of(self, name: str) -> Kind:
        """What to do with things of this name."""
        if name not in self._kinds:
            raise not_found(name)
        return self._kinds[name]
