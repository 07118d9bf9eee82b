"""The member list: what R-210 asks for, and what depends on who looks (D-20, domain 10.2)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from campus.spaces.members import activity_of
from server.core import clock
from server.core.database import Database
from server.core.models import SpaceMembership, User
from tests.campus.conftest import Enter
from tests.live import Client
from tests.people import People, more_pupils

pytestmark = pytest.mark.anyio


async def seen(database: Database, user: UUID, at: datetime | None) -> None:
    """Let somebody's last access to space and platform be at that time."""
    async with database.write() as db:
        await db.execute(update(SpaceMembership).where(SpaceMembership.user_id == user).values(last_access_at=at))
        await db.execute(update(User).where(User.id == user).values(last_seen_at=at))


async def members(of: Client, people: People) -> dict[str, dict[str, Any]]:
    answer = await of.http.get(f"/api/spaces/{people.space}/members")
    assert answer.status_code == 200, answer.text
    return {member["id"]: member for member in answer.json()["members"]}


@pytest.mark.proves("R-210")
async def test_the_list_has_country_city_school_role_and_last_access(
    enter: Enter, database: Database, people: People
) -> None:
    at = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    ada = await enter("ada")
    await seen(database, people.grace, at)
    grace = (await members(ada, people))[str(people.grace)]
    assert (grace["country"], grace["city"], grace["school"]) == ("PL", "Gdynia", "School of Gdynia")
    assert (grace["name"], grace["kind"], grace["role"]) == ("Grace Nowicka", "teacher", "teacher")
    assert datetime.fromisoformat(grace["last_access_at"]) == at


@pytest.mark.proves("R-210")
async def test_a_teacher_reads_exactly_when_a_pupil_was_there(enter: Enter, database: Database, people: People) -> None:
    at = clock.now() - timedelta(days=3)
    ada = await enter("ada")
    await seen(database, people.piotr, at)
    piotr = (await members(ada, people))[str(people.piotr)]
    assert datetime.fromisoformat(piotr["last_access_at"]) == at
    assert piotr["activity"] == "week"


@pytest.mark.proves("R-210")
@pytest.mark.parametrize("who", ["nino", "gail"])
async def test_pupils_and_guests_read_only_roughly_when_a_pupil_was_there(
    enter: Enter, database: Database, people: People, who: str
) -> None:
    viewer = await enter(who)
    for ago, word in ((timedelta(), "today"), (timedelta(days=3), "week"), (timedelta(days=30), "earlier")):
        await seen(database, people.piotr, clock.now() - ago)
        piotr = (await members(viewer, people))[str(people.piotr)]
        assert (piotr["last_access_at"], piotr["activity"]) == (None, word)


async def test_that_a_pupil_never_signed_in_is_told_to_teachers_only(
    enter: Enter, database: Database, people: People
) -> None:
    ada, nino = await enter("ada"), await enter("nino")
    await seen(database, people.piotr, None)
    assert (await members(ada, people))[str(people.piotr)]["activity"] == "never"
    assert (await members(nino, people))[str(people.piotr)]["activity"] == "earlier"


@pytest.mark.parametrize(
    ("who", "ninos", "piotrs"),
    [
        ("ada", "Nino Rossetti", "Piotr Z."),
        ("grace", "Nino R.", "Piotr Zalewski"),
        ("nino", "Nino Rossetti", "Piotr Z."),
        ("piotr", "Nino R.", "Piotr Zalewski"),
    ],
)
async def test_a_surname_is_read_by_teachers_of_the_same_school_and_by_oneself(
    enter: Enter, people: People, who: str, ninos: str, piotrs: str
) -> None:
    found = await members(await enter(who), people)
    assert found[str(people.nino)]["name"] == ninos
    assert found[str(people.piotr)]["name"] == piotrs


@pytest.mark.proves("R-222")
async def test_every_pupil_stands_with_the_teacher_who_answers(enter: Enter, people: People) -> None:
    found = await members(await enter("ada"), people)
    assert found[str(people.nino)]["responsible_teacher"] == "Ada Marin"
    assert found[str(people.piotr)]["responsible_teacher"] == "Grace Nowicka"
    assert found[str(people.ada)]["responsible_teacher"] is None


async def test_teachers_stand_first_then_pupils_then_guests_each_by_name(
    enter: Enter, database: Database, people: People
) -> None:
    await more_pupils(database, people, 2)
    found = await members(await enter("ada"), people)
    assert [(m["kind"], m["name"].split()[0]) for m in found.values()] == [
        ("teacher", "Ada"),
        ("teacher", "Grace"),
        ("pupil", "Nino"),
        ("pupil", "Piotr"),
        ("pupil", "Pupil1"),
        ("pupil", "Pupil2"),
        ("guest", "Gail"),
    ]
    assert [m["name"] for m in found.values() if m["is_you"]] == ["Ada Marin"]


@pytest.mark.parametrize(
    ("now", "at", "zone", "word"),
    [
        ("2026-03-02T10:00Z", "2026-03-02T00:30Z", "Europe/Brussels", "today"),
        ("2026-03-02T10:00Z", "2026-03-01T23:30Z", "Europe/Brussels", "today"),
        ("2026-03-02T10:00Z", "2026-03-01T22:30Z", "Europe/Brussels", "week"),
        ("2026-03-02T10:00Z", "2026-03-01T22:30Z", "Asia/Baku", "today"),
        ("2026-03-09T10:00Z", "2026-03-02T10:01Z", "Europe/Brussels", "week"),
        ("2026-03-09T10:00Z", "2026-03-02T10:00Z", "Europe/Brussels", "earlier"),
    ],
)
def test_today_is_the_day_of_whoever_looks(now: str, at: str, zone: str, word: str) -> None:
    with clock.frozen(datetime.fromisoformat(now)):
        assert activity_of(datetime.fromisoformat(at), ZoneInfo(zone)) == word
