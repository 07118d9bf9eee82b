"""Outside staff of the tests: an agency's, a central moderator, an administrator."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from server.core.database import Database
from server.core.models import PlatformRole, PlatformRoleKind
from tests import people as cast


async def appoint(database: Database, username: str, role: PlatformRoleKind, country: str | None = None) -> UUID:
    """A new member of staff of a school of nowhere in particular, with this role on the platform."""
    async with database.write() as db:
        school = await cast._school(db, "BE", f"Brussels of {username}")  # pyright: ignore[reportPrivateUsage]
        user = await cast._staff(db, username, username.title(), "Peeters", school)  # pyright: ignore[reportPrivateUsage]
        db.add(PlatformRole(user_id=user, role=role, country=country, since=date(2026, 1, 1)))
    return user
