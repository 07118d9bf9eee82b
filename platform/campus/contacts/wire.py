"""Bodies about contacts."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec


class Colleague(msgspec.Struct, frozen=True, kw_only=True):
    """A member of staff, as eTwinners see each other."""

    id: UUID
    name: str
    school: str | None
    city: str | None
    country: str | None


class ContactRequest(msgspec.Struct, frozen=True, kw_only=True):
    """One that waits for an answer."""

    id: UUID
    who: Colleague
    """The other one."""
    message: str
    by_you: bool
    at: datetime


class ContactList(msgspec.Struct, frozen=True, kw_only=True):
    """The caller's contacts, by name (R-054); and who asks, the newest first."""

    contacts: list[Colleague]
    asking_you: list[ContactRequest]
    asked_by_you: list[ContactRequest]


class AskContact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Ask a colleague to be a contact (R-052)."""

    user: UUID
    message: Annotated[str, msgspec.Meta(max_length=300)] = ""


class FoundPeople(msgspec.Struct, frozen=True, kw_only=True):
    """Some colleagues, by name (R-050)."""

    people: list[Colleague]
    more: bool
    """Whether there are others: more words find fewer."""
