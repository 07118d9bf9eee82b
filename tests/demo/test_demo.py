"""The demo data: what a first run shows, and that nothing of it stays behind (domain 13)."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import av
import pytest
from sqlalchemy import func, select

from campus.events.models import EventMaterial
from campus.materials import pictures
from server.chat.models import ChatMessage, ChatReaction, MessageState
from server.conference.models import Conference, ConferenceSeat, ConferenceState, SeatState
from server.conference.recording.watching import visible_to
from server.conference.recordings import Recording, RecordingState
from server.core import blobs, clock, sniffing
from server.core.buses import make_bus
from server.core.clock import add_months
from server.core.database import Base, Database, new_id
from server.core.models import (
    AuditLine,
    Event,
    EventRegistration,
    FileBlob,
    Folder,
    LoginSession,
    Material,
    Notification,
    RegistrationState,
    Space,
    SpaceMembership,
    User,
)
from server.core.passwords import verify_password
from server.core.settings import Settings
from server.core.site import Site
from server.demo import DemoSignIns, remove, seed
from server.demo.chat import room_id
from server.demo.events import event_id
from server.demo.people import user_id
from server.demo.planting import FIRST, LAST, demo_id
from server.demo.spaces import space_id
from tests.people import People, settle

pytestmark = pytest.mark.anyio


@pytest.fixture
def site(database: Database, tmp_path: Path) -> Site:
    settings = Settings(data_dir=tmp_path)
    return Site(settings, database, make_bus(settings))


@pytest.fixture
async def seeded(site: Site) -> DemoSignIns:
    return await seed(site)


async def everything(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    async with database.read() as db:
        return {table.name: sorted(map(repr, await db.execute(select(table)))) for table in Base.metadata.sorted_tables}  # type: ignore[return-value]


async def count(database: Database, *conditions: Any, of: Any) -> int:
    async with database.read() as db:
        return (await db.scalar(select(func.count()).select_from(of).where(*conditions))) or 0


async def test_seeding_and_removing_leave_every_table_as_it_was(site: Site, database: Database) -> None:
    before = await everything(database)
    await seed(site)
    assert await everything(database) != before
    assert await remove(site) > 1000
    assert await everything(database) == before


async def test_removing_takes_nothing_of_real_people(site: Site, database: Database) -> None:
    await settle(database)
    before = await everything(database)
    await seed(site)
    await remove(site)
    assert await everything(database) == before


async def test_what_was_made_in_the_demo_goes_with_it(site: Site, database: Database) -> None:
    people: People = await settle(database)
    before = await everything(database)
    await seed(site)
    async with database.write() as db:
        db.add(SpaceMembership(space_id=space_id("P1"), user_id=people.eve, account_type="staff", role="teacher"))
        db.add(
            SpaceMembership(
                space_id=people.space, user_id=user_id("Chiara Bellandi"), account_type="staff", role="teacher"
            )
        )
        now = clock.now()
        row = LoginSession(user_id=user_id("Günel Səfərli"), token_hash=b"x" * 32, last_seen_at=now)
        row.expires_at = now + timedelta(days=1)
        db.add(row)
        common = {"room_id": room_id("P1"), "client_id": new_id(), "author_id": people.eve, "body": "Hello"}
        message = ChatMessage(**common, id=new_id(), seq=183, change=183, expires_at=add_months(now, 3))
        db.add(message)
        await db.flush()
        db.add(ChatReaction(message_id=message.id, user_id=people.eve, emoji="🌊"))
    await remove(site)
    assert await everything(database) == before


async def test_the_audit_log_keeps_what_demo_people_did(site: Site, database: Database, seeded: DemoSignIns) -> None:
    async with database.write() as db:
        db.add(AuditLine(action="conference.end", actor_id=user_id("Günel Səfərli"), space_id=space_id("P1")))
    await remove(site)
    assert await count(database, of=AuditLine) == 1


async def test_seeding_again_changes_nothing(site: Site, database: Database, seeded: DemoSignIns) -> None:
    before = await everything(database)
    assert await seed(site) == seeded
    assert await everything(database) == before


def test_no_id_of_the_program_looks_like_one_of_the_demo() -> None:
    marked = demo_id("user", "somebody")
    assert FIRST <= marked <= LAST
    assert (marked.version, marked.variant) == (8, UUID(int=0x8 << 76 | 0b10 << 62).variant)
    assert not any(FIRST <= new_id() <= LAST for _ in range(1000))
    assert new_id().version == 7


async def test_everybody_who_is_announced_can_sign_in(database: Database, seeded: DemoSignIns) -> None:
    names = {person.username for person in seeded.people}
    assert names == {"teacher", "teacher2", "pupil", "pupil2", "moderator", "agency", "admin"}
    async with database.read() as db:
        users = (await db.scalars(select(User).where(User.username.in_(names)))).all()
    assert {user.username for user in users} == names
    assert len({user.password_hash for user in users}) == 1
    assert await verify_password(users[0].password_hash, seeded.password)


async def test_the_schools_are_full_of_people(database: Database, seeded: DemoSignIns) -> None:
    assert await count(database, User.account_type == "pupil", of=User) == 64
    assert await count(database, User.account_type == "staff", of=User) == 44
    assert await count(database, User.email.not_like("%@example.org"), of=User) == 0
    states = {"invited": 2, "locked": 1, "active": 61}
    for status, number in states.items():
        assert await count(database, User.account_type == "pupil", User.status == status, of=User) == number
    spaces = {"open": 5, "read_only": 1, "archived": 1}
    for state, number in spaces.items():
        assert await count(database, Space.state == state, Space.kind != "event", of=Space) == number


async def test_every_pupil_is_in_a_space_and_one_is_in_two(database: Database, seeded: DemoSignIns) -> None:
    per_pupil = (
        select(func.count(SpaceMembership.id).label("number"))
        .select_from(User)
        .outerjoin(SpaceMembership, SpaceMembership.user_id == User.id)
        .where(User.account_type == "pupil")
        .group_by(User.id)
    )
    async with database.read() as db:
        numbers = sorted((await db.scalars(per_pupil)).all())
        admins = await db.scalars(
            select(SpaceMembership).where(
                SpaceMembership.role == "pupil_admin", SpaceMembership.space_id == space_id("P1")
            )
        )
        assert len(admins.all()) == 6
    assert numbers == [1] * 63 + [2]


@pytest.mark.proves("R-222")
async def test_every_pupils_teacher_is_in_the_same_space(database: Database, seeded: DemoSignIns) -> None:
    async with database.read() as db:
        rows = (await db.scalars(select(SpaceMembership))).all()
    inside = {(row.space_id, row.user_id) for row in rows}
    answering = {(row.space_id, row.responsible_teacher_id) for row in rows if row.account_type == "pupil"}
    assert answering <= inside


@pytest.mark.parametrize(
    "moment",
    ["2026-11-22T10:07Z", "2027-05-31T23:58Z", "2027-05-30T12:00Z", "2028-02-29T08:00Z", "2027-03-01T00:01Z"],
)
async def test_the_chat_of_three_months_fits_every_calendar(site: Site, database: Database, moment: str) -> None:
    with clock.frozen(datetime.fromisoformat(moment)):
        now = clock.now()
        await seed(site)
    async with database.read() as db:
        query = select(ChatMessage).where(ChatMessage.room_id == room_id("P1")).order_by(ChatMessage.seq)
        messages = (await db.scalars(query)).all()
    assert [message.seq for message in messages] == list(range(1, 183))
    assert all(message.expires_at == add_months(message.created_at, 3) for message in messages)
    written = [message.created_at for message in messages]
    assert written == sorted(written)
    assert now - written[-1] == timedelta(minutes=4)
    alive = [message for message in messages if message.expires_at > now]
    assert len(alive) == 180
    assert alive[0].expires_at - now < timedelta(days=2)
    assert len({message.author_id for message in messages}) == 22
    assert next(message.body for message in messages if message.state is MessageState.HELD).endswith("5550 1234")
    assert any(message.reply_to for message in messages)


async def test_nobody_who_never_signed_in_has_written_or_sits_in_a_conference(
    database: Database, seeded: DemoSignIns
) -> None:
    invited = select(User.id).where(User.status == "invited")
    assert await count(database, ChatMessage.author_id.in_(invited), of=ChatMessage) == 0
    live = ConferenceSeat.state == SeatState.CONNECTED
    assert await count(database, ConferenceSeat.user_id.in_(invited), live, of=ConferenceSeat) == 0


async def test_one_seat_is_left_in_the_running_conference_and_the_teacher_has_none(
    database: Database, seeded: DemoSignIns
) -> None:
    async with database.read() as db:
        live = (Conference.state == ConferenceState.LIVE, Conference.event_id.is_(None))
        running = (await db.scalars(select(Conference).where(*live))).one()
        query = select(ConferenceSeat).where(ConferenceSeat.conference_id == running.id)
        seats = (await db.scalars(query)).all()
        planned = (await db.scalars(select(Conference).where(live[1]).order_by(Conference.starts_at))).all()
    assert running.seats == 25
    assert [seat.state for seat in seats] == [SeatState.CONNECTED] * 24
    assert all(seat.simulated for seat in seats)
    assert running.host_id in {seat.user_id for seat in seats}
    assert user_id("Günel Səfərli") not in {seat.user_id for seat in seats}
    assert sorted(c.duration_min for c in planned if c.state is ConferenceState.ENDED) == [30, 60, 90]
    assert all(c.starts_at.minute % 5 == 0 and c.starts_at.second == 0 for c in planned)


async def test_twelve_events_stand_around_now(database: Database, seeded: DemoSignIns) -> None:
    now = clock.now()
    async with database.read() as db:
        events = {event.id: event for event in await db.scalars(select(Event))}
        query = select(EventRegistration.event_id, EventRegistration.state, func.count()).group_by(
            EventRegistration.event_id, EventRegistration.state
        )
        people = {(event, state): number for event, state, number in await db.execute(query)}
    assert len(events) == 12
    assert events[event_id("open mic")].starts_at < now < events[event_id("open mic")].ends_at
    assert people[event_id("open mic"), RegistrationState.JOINED] == 37
    assert people[event_id("embeds"), RegistrationState.JOINED] == events[event_id("embeds")].capacity == 20
    assert people[event_id("embeds"), RegistrationState.WAITING] == 4
    day = events[event_id("day")].starts_at
    assert (day.month, day.day) == (5, 9)
    assert now < day < now + timedelta(days=367)


async def test_the_event_that_is_live_has_people_in_its_room(database: Database, seeded: DemoSignIns) -> None:
    async with database.read() as db:
        room = (await db.scalars(select(Conference).where(Conference.event_id == event_id("open mic")))).one()
        seats = (await db.scalars(select(ConferenceSeat).where(ConferenceSeat.conference_id == room.id))).all()
        members = select(func.count()).where(SpaceMembership.space_id == room.space_id)
        assert await db.scalar(members) == 38, "who joined, and the host"
    assert room.state is ConferenceState.LIVE
    assert Counter(seat.role.value for seat in seats) == {"host": 1, "presenter": 2, "attendee": 16}
    assert await count(database, Space.kind == "event", of=Space) == 7


async def test_events_show_pictures_documents_and_the_recording_of_yesterday(
    site: Site, database: Database, seeded: DemoSignIns
) -> None:
    teacher = user_id("Günel Səfərli")
    async with database.read() as db:
        pictured = (await db.scalars(select(Event).where(Event.image_id.is_not(None)))).all()
        shown = (await db.scalars(select(EventMaterial).order_by(EventMaterial.position))).all()
        recording = (await db.scalars(select(Recording).where(visible_to(teacher)))).one()
        film = await db.get_one(FileBlob, recording.film_id)
    assert len(pictured) == 8
    assert all(event.image_alt and event.thumbnail_id for event in pictured)
    assert Counter(one.file_type for one in shown) == {"docx": 1, "pdf": 1, None: 1}
    assert recording.state is RecordingState.PUBLISHED
    with av.open(blobs.path_of(site, film.storage_key)) as container:
        assert sum(1 for _ in container.decode(video=0)) == 30


async def test_seven_things_wait_for_the_teacher(database: Database, seeded: DemoSignIns) -> None:
    hers = (Notification.user_id == user_id("Günel Səfərli"), Notification.read_at.is_(None))
    assert await count(database, *hers, of=Notification) == 7


async def test_the_first_project_shares_pictures_films_and_documents(
    site: Site, database: Database, seeded: DemoSignIns
) -> None:
    async with database.read() as db:
        found = (
            await db.execute(
                select(Material, FileBlob)
                .outerjoin(FileBlob, FileBlob.id == Material.file_id)
                .join(Folder, Folder.id == Material.folder_id)
                .where(Folder.space_id == space_id("P1"))
            )
        ).all()
        linked = (await db.scalars(select(ChatMessage).where(ChatMessage.material_id.is_not(None)))).one()
    assert Counter(material.kind.value for material, _ in found) == {"image": 12, "video_link": 2, "file": 3}
    for material, blob in found:
        if blob is not None:
            path = blobs.path_of(site, blob.storage_key)
            kind = sniffing.file_type(path) if material.kind == "file" else pictures.redraw(path).kind
            assert kind == material.file_type, material.title
    assert 'Materials → Images → "Week 5"' in linked.body
    assert await remove(site) > 1000
    assert not [path for path in blobs.folder_of(site).rglob("*") if path.is_file()]
