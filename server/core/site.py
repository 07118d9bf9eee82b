"""One running server: its settings, its database, its bus, and the parts that the floors above put in."""

from dataclasses import dataclass, field
from typing import Any, TypeVar

from server.core.bus import Bus
from server.core.database import Database
from server.core.settings import Settings

Part = TypeVar("Part")


@dataclass
class Site:
    """Passed explicitly to every action; nothing global.

    A higher floor adds its long-lived object (`site.add(Chat(site))`) and whoever may import that class finds it by its
    type (`site.part(Chat)`), so that the core carries things it knows nothing of.
    """

    settings: Settings
    database: Database
    bus: Bus
    parts: dict[type, Any] = field(default_factory=dict[type, Any])

    def add(self, part: Part) -> Part:
        """Put a part in, under its own class."""
        self.parts[type(part)] = part
        return part

    def part(self, kind: type[Part]) -> Part:
        """The part of this class; a KeyError means that server.app forgot it."""
        return self.parts[kind]
