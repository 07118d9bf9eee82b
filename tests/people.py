"""The people of the tests: Ada leads a space, Grace teaches in it, two pupils learn there, a guest looks on, and Eve
belongs to none of it and must be refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.chat.models import ChatRoom
from server.core import clock, passwords
from server.core.database import Database, new_id
from server.core.models import (
    AccountType,
    Country,
    School,
    SchoolMembership,
    SchoolState,
    Space,
    SpaceKind,
    SpaceMembership,
    SpaceRole,
    User,
    UserStatus,
)
from server.core.models.users import PupilProfile
from server.rooms.models import Room

PASSWORD = "a long enough secret"


@cache
def _hash() -> str:
    return passwords.hash_now(PASSWORD)


@dataclass
class People:
    """One space of two schools, its chatroom, and who is in it; all have the same PASSWORD."""

    space: UUID
    slug: str
    room: UUID
    ada: UUID
    """Founder, from Ferrara."""
    grace: UUID
    """Member teacher, from Gdynia."""
    nino: UUID
    """Pupil administrator, Ada's."""
    piotr: UUID
    """Pupil member, Grace's."""
    gail: UUID
    """Guest: an observer."""
    eve: UUID
    """A teacher of another school: a stranger here."""
    mallory: UUID
    """A pupil of another space: a stranger here too."""
    eves_space: UUID
    eves_slug: str
    eves_room: UUID


async def settle(database: Database) -> People:
    """Store them all."""
    async with database.write() as db:
        ferrara, gdynia, chania = [
            await _school(db, *place) for place in (("IT", "Ferrara"), ("PL", "Gdynia"), ("GR", "Chania"))
        ]
        ada = await _staff(db, "ada", "Ada", "Marin", ferrara)
        grace = await _staff(db, "grace", "Grace", "Nowicka", gdynia)
        gail = await _staff(db, "gail", "Gail", "Ferro", ferrara)
        eve = await _staff(db, "eve", "Eve", "Stavrou", chania)
        nino = await _pupil(db, "nino", "Nino", "Rossetti", ferrara, ada)
        piotr = await _pupil(db, "piotr", "Piotr", "Zalewski", gdynia, grace)
        mallory = await _pupil(db, "mallory", "Mallory", "Doukas", chania, eve)
        space, room = await _space(db, "Rivers and seas", "rivers-and-seas", ada)
        eves_space, eves_room = await _space(db, "Islands", "islands", eve)
        for place, user, role, teacher in (
            (space, ada, SpaceRole.FOUNDER, None),
            (space, grace, SpaceRole.TEACHER, None),
            (space, gail, SpaceRole.OBSERVER, None),
            (space, nino, SpaceRole.PUPIL_ADMIN, ada),
            (space, piotr, SpaceRole.PUPIL, grace),
            (eves_space, eve, SpaceRole.FOUNDER, None),
            (eves_space, mallory, SpaceRole.PUPIL, eve),
        ):
            await join_space(db, place, user, role, teacher)
    return People(
        space, "rivers-and-seas", room, ada, grace, nino, piotr, gail, eve, mallory, eves_space, "islands", eves_room
    )


async def join_space(
    db: AsyncSession, space: UUID, user: UUID, role: SpaceRole, responsible_teacher: UUID | None = None
) -> None:
    """Store a membership; pupils need their teacher."""
    account_type = await db.scalar(select(User.account_type).where(User.id == user))
    db.add(
        SpaceMembership(
            space_id=space,
            user_id=user,
            account_type=account_type,
            role=role,
            responsible_teacher_id=responsible_teacher,
        )
    )


async def more_pupils(database: Database, people: People, number: int) -> list[UUID]:
    """Further pupils of Ada's in the space: `pupil1`, `pupil2` …"""
    async with database.write() as db:
        school = (
            await db.scalars(select(SchoolMembership.school_id).where(SchoolMembership.user_id == people.ada))
        ).one()
        pupils = [
            await _pupil(db, f"pupil{n}", f"Pupil{n}", "Bianchi", school, people.ada) for n in range(1, number + 1)
        ]
        for pupil in pupils:
            await join_space(db, people.space, pupil, SpaceRole.PUPIL, people.ada)
    return pupils


async def _school(db: AsyncSession, country: str, city: str) -> UUID:
    if await db.get(Country, country) is None:
        db.add(Country(code=country, names={"en": country}))
        await db.flush()
    school = School(
        id=new_id(),
        country=country,
        name=f"School of {city}",
        city=city,
        state=SchoolState.REGISTERED,
        registered_at=clock.now() - timedelta(days=400),
    )
    db.add(school)
    await db.flush()
    return school.id


async def _staff(db: AsyncSession, username: str, first: str, last: str, school: UUID) -> UUID:
    user = User(
        id=new_id(),
        account_type=AccountType.STAFF,
        username=username,
        email=f"{username}@example.org",
        password_hash=_hash(),
        first_name=first,
        last_name=last,
        display_name=f"{first} {last}",
        status=UserStatus.VALIDATED,
    )
    db.add(user)
    await db.flush()
    db.add(
        SchoolMembership(
            user_id=user.id, school_id=school, role_at_school="teacher", since=clock.now().date(), is_primary=True
        )
    )
    await db.flush()
    return user.id


async def _pupil(db: AsyncSession, username: str, first: str, last: str, school: UUID, teacher: UUID) -> UUID:
    user = User(
        id=new_id(),
        account_type=AccountType.PUPIL,
        username=username,
        password_hash=_hash(),
        first_name=first,
        last_name=last,
        display_name=f"{first} {last}",
        status=UserStatus.ACTIVE,
    )
    db.add(user)
    await db.flush()
    db.add(PupilProfile(user_id=user.id, school_id=school, created_by=teacher, guardian_informed_on=clock.now().date()))
    await db.flush()
    return user.id


async def _space(db: AsyncSession, title: str, slug: str, owner: UUID) -> tuple[UUID, UUID]:
    space = Space(id=new_id(), kind=SpaceKind.TWINSPACE, title=title, slug=slug, owner_id=owner)
    db.add(space)
    await db.flush()
    room = Room(id=new_id(), space_id=space.id, title="Everybody", is_default=True)
    db.add(room)
    await db.flush()
    db.add(ChatRoom(room_id=room.id))
    await db.flush()
    return space.id, room.id
