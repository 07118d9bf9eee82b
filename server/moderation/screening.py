"""The detectors of one server process, ready for the chat, which knows nothing of them."""

from __future__ import annotations

from collections.abc import Sequence

from server.chat.wire import Finding
from server.chat.writes import Found
from server.moderation.rules import Lists, examine
from server.moderation.trying import entry_of

TOPIC = "filters"
"""Told on the bus when a list was changed."""


class Screening:
    """A Site part: holds the lists in force, and looks at what pupils write."""

    def __init__(self) -> None:
        self.lists = Lists()

    def use(self, lists: Lists) -> None:
        """From now on these."""
        self.lists = lists

    def screen(self, text: str) -> Sequence[Finding]:
        """What a teacher should see before everybody does."""
        return [self._with_its_line(text, one) if one.kind == "word" else one for one in examine(text, self.lists)]

    def _with_its_line(self, text: str, found: Finding) -> Finding:
        entry = entry_of(text[found.start : found.end], self.lists) or ""
        return Found(kind=found.kind, start=found.start, end=found.end, entry=entry)
