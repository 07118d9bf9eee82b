"""How users are shown to others in the live rooms of a space."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Row, Select, and_, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.core.models import (
    GUEST_ROLES,
    PUPIL_ROLES,
    AccountType,
    MembershipState,
    PupilProfile,
    School,
    SchoolMembership,
    SpaceMembership,
    SpaceRole,
    User,
    UserStatus,
)
from server.core.site import Site
from server.rooms.wire import Person

STALE_AFTER = 60.0
"""Seconds. Names and schools seldom change; roles are forgotten when they do."""
MOST_KEPT = 50_000
GONE = "—"
"""The name of an account that was erased."""

Kind = Literal["teacher", "pupil", "guest", "staff"]


def live_name(account_type: AccountType, first_name: str, last_name: str, display_name: str) -> str:
    """Adults by their name; pupils by first name and initial, whoever is in the room (domain 6.4.8)."""
    if account_type is not AccountType.PUPIL:
        return display_name
    return f"{first_name} {last_name[0]}." if last_name else first_name


class People:
    """The persons of this process's rooms, kept for a minute."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._kept: dict[tuple[UUID, UUID], tuple[float, Person]] = {}

    def forget(self, user: UUID | None, space: UUID | None) -> None:
        """Drop what is known of a user, of a space, or (both None) of everything."""
        # A copy: the writer's thread keeps persons meanwhile.
        for key in [k for k in list(self._kept) if user in (None, k[0]) and space in (None, k[1])]:
            self._kept.pop(key, None)

    async def one(self, space: UUID, user: UUID) -> Person:
        """One user, known to exist."""
        return (await self.many(space, [user]))[user]

    async def many(self, space: UUID, users: Collection[UUID], db: AsyncSession | None = None) -> dict[UUID, Person]:
        """Several users at once, whether or not they are (still) members: at most one query."""
        return (await self.in_spaces({space: users}, db))[space]

    async def in_spaces(
        self, users: Mapping[UUID, Collection[UUID]], db: AsyncSession | None = None
    ) -> dict[UUID, dict[UUID, Person]]:
        """The same for several spaces, still with at most one query: by space, then by user."""
        now = time.monotonic()
        found: dict[UUID, dict[UUID, Person]] = {}
        missing: list[tuple[UUID, UUID]] = []
        for space, some in users.items():
            here = found[space] = dict[UUID, Person]()
            for user in some:
                kept = self._kept.get((user, space))
                if kept and kept[0] > now:
                    here[user] = kept[1]
                else:
                    missing.append((user, space))
        if missing:
            if db is not None:
                fetched = await self._fetch(db, missing)
            else:
                async with self._site.database.read() as db:
                    fetched = await self._fetch(db, missing)
            for (user, space), person in fetched.items():
                found[space][user] = person
        return found

    async def _fetch(self, db: AsyncSession, wanted: Collection[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], Person]:
        if len(self._kept) > MOST_KEPT:
            self._kept.clear()
        asked = {"users": list({user for user, _ in wanted}), "spaces": list({space for _, space in wanted})}
        members: dict[tuple[UUID, UUID], Row[Any]] = {}
        users: dict[UUID, Row[Any]] = {}
        for row in await db.execute(_query(), asked):
            users[row.id] = members[row.id, row.space_id] = row
        until = time.monotonic() + STALE_AFTER
        found: dict[tuple[UUID, UUID], Person] = {}
        for user, space in wanted:
            if member := members.get((user, space)):
                person = _person(member, is_member=True)
            elif stranger := users.get(user):
                person = _person(stranger, is_member=False)
            else:
                person = Person(id=user, name=GONE, kind="guest")
            found[user, space] = person
            self._kept[user, space] = until, person
        return found


@cache
def _query() -> Select[*tuple[Any, ...]]:
    """One row for each membership of the users in the spaces, or one for a user who has none."""
    member = and_(SpaceMembership.user_id == User.id, SpaceMembership.space_id.in_(bindparam("spaces", expanding=True)))
    works_at = and_(
        SchoolMembership.user_id == User.id, SchoolMembership.is_primary, SchoolMembership.ended_on.is_(None)
    )
    return (
        select(
            User.id,
            User.account_type,
            User.first_name,
            User.last_name,
            User.display_name,
            User.status,
            SpaceMembership.space_id,
            SpaceMembership.role,
            SpaceMembership.state.label("membership_state"),
            School.name.label("school"),
            School.city,
            School.country,
        )
        .outerjoin(SpaceMembership, member)
        .outerjoin(PupilProfile, PupilProfile.user_id == User.id)
        .outerjoin(SchoolMembership, works_at)
        .outerjoin(School, School.id == func.coalesce(PupilProfile.school_id, SchoolMembership.school_id))
        .where(User.id.in_(bindparam("users", expanding=True)))
    )


def _person(row: Row[Any], *, is_member: bool) -> Person:
    if row.status is UserStatus.ERASED:
        return Person(id=row.id, name=GONE, kind="pupil" if row.account_type is AccountType.PUPIL else "guest")
    role = row.role if is_member and row.membership_state is MembershipState.ACTIVE else None
    return Person(
        id=row.id,
        name=live_name(row.account_type, row.first_name, row.last_name, row.display_name),
        kind=_kind(row.account_type, role),
        school=row.school,
        city=row.city,
        country=row.country,
    )


def _kind(account_type: AccountType, role: SpaceRole | None) -> Kind:
    if account_type is AccountType.PUPIL or role in PUPIL_ROLES:
        return "pupil"
    if role in GUEST_ROLES:
        return "guest"
    if role is None:
        return "staff" if account_type is AccountType.STAFF else "guest"
    return "teacher"
