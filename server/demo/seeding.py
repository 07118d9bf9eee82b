"""Puts the demo data in and takes it out again."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.chat.words import index_all
from server.core import blobs
from server.core.models import FileBlob, User
from server.core.passwords import hash_password
from server.core.site import Site
from server.demo.bell import add_notifications
from server.demo.cases import add_cases
from server.demo.chat import add_chats
from server.demo.event_pages import add_event_pages, store_event_files
from server.demo.event_rooms import add_event_rooms
from server.demo.events import add_events
from server.demo.live import add_conferences
from server.demo.materials import add_materials, store_files
from server.demo.people import add_people
from server.demo.planting import FIRST, LAST, Garden
from server.demo.schools import add_schools
from server.demo.spaces import add_spaces
from server.demo.uprooting import uproot

PASSWORD = "twinspace"
"""Known to everybody: demo data never belongs on a server that strangers reach."""


@dataclass(frozen=True)
class SignIn:
    """Somebody to try the product as."""

    username: str
    name: str
    what: str


@dataclass(frozen=True)
class DemoSignIns:
    """What to print after seeding."""

    password: str
    people: tuple[SignIn, ...]


SIGN_INS = DemoSignIns(
    PASSWORD,
    (
        SignIn("teacher", "Günel Səfərli", "teacher in Bakı, founder of two projects"),
        SignIn("teacher2", "Chiara Bellandi", "teacher in Ferrara, co-founder"),
        SignIn("pupil", "Aysu", "pupil in Bakı, administrator"),
        SignIn("pupil2", "Filip", "pupil in Gdynia, member"),
        SignIn("moderator", "Maja Lindkvarn", "central moderator"),
        SignIn("agency", "Sevda Qasımzadə", "agency of Azerbaijan"),
        SignIn("admin", "Noor van Elsbroek", "platform administrator"),
    ),
)

PARTS = (
    add_schools,
    add_people,
    add_spaces,
    add_materials,
    add_chats,
    add_cases,
    add_conferences,
    add_events,
    add_event_rooms,
    add_event_pages,
    add_notifications,
)


async def seed(site: Site) -> DemoSignIns:
    """Plant the demo data, all or nothing; where it already stands, nothing is done."""
    async with site.database.read() as db:
        if await _is_planted(db):
            return SIGN_INS
    password_hash, files, of_events = await asyncio.gather(
        hash_password(PASSWORD), store_files(site), store_event_files(site)
    )
    garden = Garden(password_hash, files | of_events)
    async with site.database.write() as db:
        if not await _is_planted(db):
            for add in PARTS:
                add(garden)
            await garden.plant(db)
    await index_all(site.database)
    return SIGN_INS


async def remove(site: Site) -> int:
    """Delete every demo row and whatever was made with it since; how many rows that were. The rest stays."""
    async with site.database.write() as db:
        marked = list(await db.scalars(select(FileBlob).where(FileBlob.id.between(FIRST, LAST))))
        number = await uproot(db)
    blobs.forget(site, *marked)
    await blobs.drop_unused(site)
    return number


async def _is_planted(db: AsyncSession) -> bool:
    found: UUID | None = await db.scalar(select(User.id).where(User.id.between(FIRST, LAST)).limit(1))
    return found is not None
