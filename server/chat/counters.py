"""The numbers of one room within one transaction, and what is told of it afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from server.chat.rules import RoomRules
from server.chat.wire import Message
from server.core.wire import Update


@dataclass
class Counters:
    """A room whose counter row this transaction has locked."""

    space: UUID
    rules: RoomRules
    seq: int
    change: int
    began: int

    def next_change(self) -> int:
        self.change += 1
        return self.change


@dataclass
class Told:
    """What is published about one room after the commit, and the numbers of the changes it tells of."""

    updates: list[tuple[Update, str]] = field(default_factory=list[tuple[Update, str]])
    changes: tuple[int, int] = (0, 0)
    shown_anew: set[UUID] = field(default_factory=set[UUID])
    """Messages of which only what stands beside them is different: nobody's bell rings for these."""
    newly_mentioned: list[tuple[Message, set[UUID]]] = field(default_factory=list[tuple[Message, set[UUID]]])
    """Messages that everybody reads, and those whom only another text of theirs mentions."""
