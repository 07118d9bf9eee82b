"""The audit log as its readers see it."""

from datetime import datetime
from uuid import UUID

import msgspec


class AuditLine(msgspec.Struct, frozen=True, kw_only=True):
    """Who did what to whom, where and when; never what was written."""

    id: UUID
    at: datetime
    action: str
    """A verb with its feature: `chat.delete`, `conference.ban`."""
    by: str | None
    """Null for what the server did by itself, or whose account is gone."""
    target: str | None
    about: str | None
    """Whom it concerned, where that is a person's."""
    space_title: str | None
    safeguarding: bool
    """Kept for five years instead of two."""
    data: dict[str, str]


class AuditPage(msgspec.Struct, frozen=True, kw_only=True):
    """Some lines, newest first."""

    lines: list[AuditLine]
    older: bool
    """Whether there are older ones: ask with `before`, the id of the last one here."""
    everybody: bool
    """Whether these are everybody's; an agency reads its own."""
