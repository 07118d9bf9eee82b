"""Bodies about contacts."""

from uuid import UUID

import msgspec


class Colleague(msgspec.Struct, frozen=True, kw_only=True):
    """A member of staff, as eTwinners see each other."""

    id: UUID
    name: str
    school: str | None
    city: str | None
    country: str | None


class ContactList(msgspec.Struct, frozen=True, kw_only=True):
    """The caller's contacts, by name (R-054)."""

    contacts: list[Colleague]
