"""The detectors of one server process, ready for the chat, which knows nothing of them."""

from __future__ import annotations

from collections.abc import Sequence

from server.chat.wire import Finding
from server.moderation.rules import Lists, examine

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
        return examine(text, self.lists)
