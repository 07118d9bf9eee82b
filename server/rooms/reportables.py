"""What can be reported of features that moderation knows nothing of (domain 6.4.5): each says what was written, and
hides it, shows it again, or takes it away when moderation says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from server.core.http import Caller


@dataclass(frozen=True)
class Written:
    """A text that somebody wrote in a space."""

    space: UUID
    author: UUID
    text: str
    state: str
    written_at: datetime


class Reportable(Protocol):
    """One kind of such texts. Each verb twice is once, and what is gone stays gone."""

    async def look(self, caller: Caller, thing: UUID) -> Written | None:
        """What it says, when the caller may know of it."""
        ...

    async def hide(self, caller: Caller, thing: UUID) -> None:
        """Only its author and those who lead there read it from now on."""
        ...

    async def show(self, caller: Caller, thing: UUID) -> None:
        """What was hidden is there for all again."""
        ...

    async def remove(self, caller: Caller, thing: UUID) -> None:
        """Delete it."""
        ...


class Reportables:
    """A Site part: all kinds, by the name under which they are reported."""

    def __init__(self, _: object) -> None:
        self._kinds: dict[str, Reportable] = {}

    def add(self, kind: str, reportable: Reportable) -> None:
        """Let it be reported from now on."""
        self._kinds[kind] = reportable

    def of(self, kind: str) -> Reportable:
        """Those of one kind; a KeyError means that a feature forgot to add itself."""
        return self._kinds[kind]
