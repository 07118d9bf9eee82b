"""What can be reported of features that moderation knows nothing of (domain 6.4.5, 11.1): each says what was written or
shown, and hides it, shows it again, or takes it away when moderation says so."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from server.core.http import Caller
from server.core.models import FileBlob


@dataclass(frozen=True)
class Written:
    """A text that somebody wrote in a space, as it reads now."""

    space: UUID
    subject: UUID | None
    """Whom a report is about; None when it is whoever reports."""
    author: UUID
    text: str
    state: str
    written_at: datetime


@dataclass(frozen=True)
class Shown:
    """Something that shows a file, as it is now."""

    id: UUID
    space: UUID
    subject: UUID | None
    """As of a text."""
    title: str
    owner: UUID
    owner_name: str
    added_at: datetime
    file: FileBlob | None


Still = Callable[[AsyncSession], Awaitable[bool]]
"""Asked in the transaction that would hide something: whether it still should be."""


class Reportable(Protocol):
    """One kind of these. Each verb twice is once, and what is gone stays gone."""

    hidden_by_reports_only: bool
    """Whether nobody else hides it: then a case that ends without a measure may always show it again."""

    async def find(self, caller: Caller, thing: UUID) -> Written | Shown:
        """One that the caller may know of; else `not_found` (T3)."""
        ...

    async def hide(self, caller: Caller, thing: UUID, still: Still) -> None:
        """Only its owner, and those who lead where it was written, read or watch it from now on."""
        ...

    async def show(self, caller: Caller, thing: UUID) -> None:
        """What was hidden is there again for all who could see it before."""
        ...

    async def remove(self, caller: Caller, thing: UUID) -> None:
        """Delete it for good."""
        ...


class Reportables:
    """A Site part: all kinds, by the name under which they are reported."""

    def __init__(self, _: object) -> None:
        self._kinds: dict[str, Reportable] = {}

    def add(self, name: str, kind: Reportable) -> None:
        """Let it be reported from now on."""
        self._kinds[name] = kind

    def of(self, name: str) -> Reportable | None:
        """Those of one kind; None for what moderation knows itself."""
        return self._kinds.get(name)
