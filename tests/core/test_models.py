"""What the database itself refuses, whoever asks, on both engines (domain 7)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.exc import IntegrityError

from server.core import clock
from server.core.database import Base, Database, new_id
from server.core.models import (
    AccountType,
    Agency,
    Consent,
    Event,
    EventRegistration,
    PlatformRole,
    School,
    SchoolMembership,
    Space,
    SpaceMembership,
    User,
)
from server.core.models.schools import name_key

pytestmark = pytest.mark.anyio

TODAY = date(2026, 3, 2)


def user(account_type: str = "staff", **more: Any) -> User:
    """An account that the database accepts."""
    name = f"u{new_id().hex}"
    common = {"id": new_id(), "username": name, "first_name": "Ada", "last_name": "Marin", "display_name": "Ada Marin"}
    status = {"staff": "validated", "pupil": "active"}.get(account_type, "confirmed")
    email = None if account_type == "pupil" else f"{name}@example.org"
    return User(**common | {"account_type": account_type, "status": status, "email": email} | more)


def school(**more: Any) -> School:
    common = {"id": new_id(), "country": "IT", "city": "Ferrara", "state": "registered", "registered_at": clock.now()}
    return School(**common | {"name": f"School {new_id().hex}"} | more)


def space(owner: User, **more: Any) -> Space:
    common = {"id": new_id(), "kind": "twinspace", "title": "Rivers", "slug": f"s{new_id().hex}", "owner_id": owner.id}
    return Space(**common | more)


def membership(of: User, place: Space, **more: Any) -> SpaceMembership:
    role = "pupil" if of.account_type == "pupil" else "teacher"
    common = {"space_id": place.id, "user_id": of.id, "account_type": of.account_type, "role": role}
    return SpaceMembership(**common | more)


def event(host: User, **more: Any) -> Event:
    now = clock.now()
    common = {"id": new_id(), "form": "seminar", "mode": "online", "title": "Open mic", "lang": "en"}
    times = {"starts_at": now, "ends_at": now + timedelta(hours=1), "host_id": host.id}
    return Event(**common | times | more)


Store = Callable[..., Awaitable[None]]


@pytest.fixture
def store(database: Database) -> Store:
    async def add(*rows: Base) -> None:
        async with database.write() as db:
            for row in rows:
                db.add(row)
                await db.flush()

    return add


@pytest.fixture
def refused(store: Store) -> Store:
    """The rows before the last are stored; the last is not."""

    async def check(*rows: Base, because: str) -> None:
        await store(*rows[:-1])
        with pytest.raises(IntegrityError) as refusal:
            await store(rows[-1])
        said = str(refusal.value.orig).lower()
        assert because in said, said

    return check


async def test_a_pupil_never_has_an_address(refused: Store) -> None:
    await refused(user("pupil", email="nino@example.org"), because="pupil_without_email")


async def test_staff_are_reached_by_an_address(refused: Store) -> None:
    await refused(user("staff", email=None), because="staff_with_email")


async def test_a_user_name_is_taken_in_any_case(refused: Store) -> None:
    # SQLite names the index of an expression, PostgreSQL too.
    await refused(user(username="ada"), user(username="ADA"), because="uq_users_username")


async def test_an_address_is_taken_in_any_case(refused: Store) -> None:
    await refused(user(email="ada@example.org"), user(email="Ada@Example.org"), because="uq_users_email")


async def test_many_pupils_are_without_an_address(store: Store) -> None:
    await store(user("pupil"), user("pupil"), user("general", email=None), user("general", email=None))


@pytest.mark.parametrize(
    ("account_type", "status"), [("pupil", "validated"), ("staff", "locked"), ("general", "invited")]
)
async def test_pupils_and_adults_have_states_of_their_own(refused: Store, account_type: str, status: str) -> None:
    await refused(user(account_type, status=status), because="status_of_type")


@pytest.mark.parametrize("account_type", ["pupil", "staff"])
async def test_every_account_can_be_erased(store: Store, account_type: str) -> None:
    await store(user(account_type, status="erased"))


@pytest.mark.proves("R-222")
async def test_a_pupil_has_a_responsible_teacher(refused: Store) -> None:
    ada, nino = user(), user("pupil")
    place = space(ada)
    await refused(ada, nino, place, membership(nino, place), because="pupil_has_teacher")


@pytest.mark.proves("R-222")
async def test_a_pupil_with_a_responsible_teacher_is_welcome(store: Store) -> None:
    ada, nino = user(), user("pupil")
    place = space(ada)
    await store(ada, nino, place, membership(nino, place, responsible_teacher_id=ada.id))


@pytest.mark.proves("R-222")
async def test_the_teacher_who_answers_for_a_pupil_must_exist(refused: Store) -> None:
    ada, nino = user(), user("pupil")
    place = space(ada)
    stray = membership(nino, place, responsible_teacher_id=new_id())
    await refused(ada, nino, place, stray, because="foreign")


async def test_nobody_answers_for_oneself(refused: Store) -> None:
    ada, nino = user(), user("pupil")
    place = space(ada)
    await refused(
        ada, nino, place, membership(nino, place, responsible_teacher_id=nino.id), because="teacher_is_another"
    )


@pytest.mark.parametrize("role", ["pupil", "pupil_admin"])
async def test_an_adult_never_has_a_pupils_role(refused: Store, role: str) -> None:
    ada = user()
    place = space(ada)
    await refused(ada, place, membership(ada, place, role=role), because="role_of_type")


@pytest.mark.parametrize("role", ["teacher", "founder", "visitor", "moderator"])
async def test_a_pupil_never_has_an_adults_role(refused: Store, role: str) -> None:
    ada, nino = user(), user("pupil")
    place = space(ada)
    stray = membership(nino, place, role=role, responsible_teacher_id=ada.id)
    await refused(ada, nino, place, stray, because="role_of_type")


async def test_a_pupil_cannot_be_passed_off_as_an_adult(refused: Store) -> None:
    ada, nino = user(), user("pupil")
    place = space(ada)
    await refused(ada, nino, place, membership(nino, place, account_type="staff", role="teacher"), because="foreign")


async def test_who_becomes_staff_is_staff_in_every_space(store: Store, database: Database) -> None:
    ada, grace = user(), user("general")
    place = space(ada)
    row = membership(grace, place, id=new_id(), role="observer")
    await store(ada, grace, place, row)
    async with database.write() as db:
        (await db.get_one(User, grace.id)).account_type = AccountType.STAFF
    async with database.read() as db:
        assert (await db.get_one(SpaceMembership, row.id)).account_type is AccountType.STAFF


async def test_a_user_is_in_a_space_once(refused: Store) -> None:
    ada = user()
    place = space(ada)
    await refused(ada, place, membership(ada, place), membership(ada, place), because="space_memberships")


async def test_a_link_leads_to_one_space(refused: Store) -> None:
    ada = user()
    await refused(ada, space(ada, slug="rivers"), space(ada, slug="rivers"), because="slug")


async def test_a_country_has_one_open_agency(refused: Store) -> None:
    closed = Agency(country="AZ", kind="PSA", name="Old", email="old@example.org", is_open=False)
    first = Agency(country="AZ", kind="PSA", name="PSA", email="psa@example.org")
    second = Agency(country="AZ", kind="PSA", name="Other", email="other@example.org")
    await refused(closed, first, second, because="agencies")


async def test_a_school_is_registered_once_whatever_the_quotes(refused: Store) -> None:
    one, same = school(name="«Le Tre Lanterne»"), school(name="Le  tre LANTERNE")
    await refused(one, same, because="schools")


def test_the_key_of_a_name_keeps_letters_of_every_script() -> None:
    assert name_key("“Xəzər Ulduzu” məktəb-liseyi") == "xəzər ulduzu məktəb liseyi"
    assert name_key("Γυμνάσιο «Αστέρια»") == name_key("γυμνάσιο Αστέρια")
    assert name_key("Mavi Pusula") != name_key("Mavi Pusla")


def works(of: User, at: School, **more: Any) -> SchoolMembership:
    return SchoolMembership(
        **{"user_id": of.id, "school_id": at.id, "role_at_school": "teacher", "since": TODAY} | more
    )


async def test_a_teacher_has_one_primary_school(refused: Store) -> None:
    ada, first, second = user(), school(), school()
    await refused(
        ada,
        first,
        second,
        works(ada, first, is_primary=True),
        works(ada, second, is_primary=True),
        because="school_mem",
    )


async def test_a_teacher_is_at_a_school_once_at_a_time(refused: Store) -> None:
    ada, place = user(), school()
    before = works(ada, place, since=TODAY - timedelta(days=900), ended_on=TODAY, is_primary=True)
    await refused(ada, place, before, works(ada, place), works(ada, place), because="school_memberships")


async def test_a_role_is_held_once_at_a_time(refused: Store) -> None:
    def role(**more: Any) -> PlatformRole:
        return PlatformRole(**{"user_id": ada.id, "role": "admin", "since": TODAY} | more)

    ada = user()
    await refused(ada, role(ended_on=TODAY), role(), role(), because="platform_roles")


async def test_agency_staff_belong_to_a_country(refused: Store) -> None:
    ada = user()
    await refused(ada, PlatformRole(user_id=ada.id, role="agency_staff", since=TODAY), because="agency_of_a_country")


async def test_an_event_ends_after_it_starts(refused: Store) -> None:
    ada, now = user(), clock.now()
    await refused(ada, event(ada, starts_at=now, ends_at=now), because="ck_events_order")


async def test_a_cancelled_event_says_why(refused: Store) -> None:
    ada = user()
    await refused(ada, event(ada, state="cancelled"), because="cancelled_why")


async def test_who_waits_has_a_place_in_the_line(refused: Store) -> None:
    ada, grace = user(), user()
    open_mic = event(ada)
    stray = EventRegistration(event_id=open_mic.id, user_id=grace.id, state="waiting")
    await refused(ada, grace, open_mic, stray, because="position_while_waiting")


async def test_nobody_registers_twice(refused: Store) -> None:
    ada, grace = user(), user()
    open_mic = event(ada)
    rows = [EventRegistration(event_id=open_mic.id, user_id=grace.id, state="joined") for _ in range(2)]
    await refused(ada, grace, open_mic, *rows, because="event_registrations")


async def test_nobody_records_consent_for_oneself(refused: Store) -> None:
    nino = user("pupil")
    stray = Consent(pupil_id=nino.id, kind="recording", state="given", recorded_by=nino.id)
    await refused(nino, stray, because="recorded_by_another")


@pytest.mark.parametrize(
    ("column", "word"), [("account_type", "robot"), ("status", "asleep")], ids=["account type", "status"]
)
async def test_a_word_outside_the_list_is_refused_by_the_database(database: Database, column: str, word: str) -> None:
    ada = user()
    async with database.write() as db:
        db.add(ada)
    from sqlalchemy import text

    with pytest.raises(IntegrityError):
        async with database.write() as db:
            await db.execute(text(f"UPDATE users SET {column} = :word"), {"word": word})


async def test_a_pupils_rows_go_with_the_account(store: Store, database: Database) -> None:
    ada, nino = user(), user("pupil")
    place = space(ada)
    row = membership(nino, place, id=new_id(), responsible_teacher_id=ada.id)
    await store(ada, nino, place, row)
    async with database.write() as db:
        await db.delete(await db.get_one(User, nino.id))
    async with database.read() as db:
        assert await db.get(SpaceMembership, row.id) is None


async def test_a_teacher_cannot_go_while_answering_for_a_pupil(store: Store, database: Database) -> None:
    ada, grace, nino = user(), user(), user("pupil")
    place = space(ada)
    await store(ada, grace, nino, place, membership(nino, place, responsible_teacher_id=grace.id))
    with pytest.raises(IntegrityError):
        async with database.write() as db:
            await db.delete(await db.get_one(User, grace.id))


async def test_rows_of_several_tables_find_their_order_by_themselves(database: Database) -> None:
    ada = user()
    place = space(ada)
    async with database.write() as db:
        db.add(membership(ada, place))
        db.add(place)
        db.add(ada)
    async with database.read() as db:
        assert (await db.get_one(Space, place.id)).owner_id == ada.id


def test_every_table_with_an_id_uses_a_uuid() -> None:
    natural = {"countries"}
    for table in Base.metadata.sorted_tables:
        for column in table.primary_key.columns:
            if table.name not in natural and column.name.endswith("id"):
                assert column.type.python_type is UUID, f"{table.name}.{column.name}"
