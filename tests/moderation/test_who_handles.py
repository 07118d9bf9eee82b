"""Who handles a report, and who hears of it: never whoever it is about, nor a teacher who has left; always somebody."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from server.conference.models import ConferenceSeat, SeatRole, SeatState
from server.core.database import Database
from server.core.models import MembershipState, PlatformRoleKind, SpaceMembership
from tests.live import Client
from tests.moderation.conftest import SignIn, inside
from tests.moderation.reporting import cases, page, report, rung, write
from tests.moderation.staff import appoint
from tests.people import People, SpaceRole, join_space
from tests.waiting import eventually

pytestmark = pytest.mark.anyio


async def start(host: Client, people: People) -> UUID:
    body = {"title": "Rivers in November", "duration_min": 30}
    answer = await host.http.post(f"/api/spaces/{people.space}/conferences", json=body)
    assert answer.status_code == 201, answer.text
    return UUID(answer.json()["id"])


async def leave(database: Database, people: People, user: UUID) -> None:
    """As when somebody is removed from the space."""
    async with database.write() as db:
        await db.execute(
            update(SpaceMembership)
            .where(SpaceMembership.space_id == people.space, SpaceMembership.user_id == user)
            .values(state=MembershipState.REMOVED)
        )


async def heard(database: Database, code: str, *users: UUID) -> set[Any]:
    """Wait until all of these were rung; everybody who was."""

    async def told() -> bool:
        return set(users) <= await rung(database, code)

    await eventually(told)
    return await rung(database, code)


@pytest.mark.parametrize("as_cohost", [False, True])
async def test_a_report_about_a_conference_never_reaches_who_leads_it(
    sign_in: SignIn, people: People, database: Database, as_cohost: bool
) -> None:
    await appoint(database, "polona", PlatformRoleKind.AGENCY_STAFF, "PL")
    ada, grace, piotr = [await sign_in(name) for name in ("ada", "grace", "piotr")]
    conference = await start(ada if as_cohost else grace, people)
    if as_cohost:
        async with database.write() as db:
            seat = {"role": SeatRole.COHOST, "state": SeatState.LEFT}
            db.add(ConferenceSeat(conference_id=conference, user_id=people.grace, **seat))
    assert (await report(piotr, people, "conference", conference)).status_code == 201
    assert await cases(grace) == []
    assert (await page(grace))["cases"] == 0
    (case,) = await cases(await sign_in("polona"))
    assert case["subject"]["id"] == str(people.ada if as_cohost else people.grace)
    assert (await grace.http.get(f"/api/cases/{case['id']}")).status_code == 404
    staff = UUID((await (await sign_in("polona")).http.get("/api/me")).json()["id"])
    assert await heard(database, "report.opened", staff) == {staff}


async def test_a_host_reports_ones_own_conference_but_handles_no_report_about_it(
    sign_in: SignIn, people: People
) -> None:
    grace, piotr = await sign_in("grace"), await sign_in("piotr")
    conference = await start(grace, people)
    assert (await report(grace, people, "conference", conference)).status_code == 201
    assert (await report(piotr, people, "conference", conference)).status_code == 201
    assert await cases(grace) == []


async def test_a_pupils_report_about_an_agency_goes_to_the_centre(
    sign_in: SignIn, people: People, database: Database
) -> None:
    agent = await appoint(database, "polona", PlatformRoleKind.AGENCY_STAFF, "PL")
    cecil = await appoint(database, "cecil", PlatformRoleKind.CENTRAL_MODERATOR)
    async with database.write() as db:
        await join_space(db, people.space, agent, SpaceRole.TEACHER)
        await appointed_too(db, people)
    assert (await report(await sign_in("piotr"), people, "person", agent, "other")).status_code == 201
    assert len(await cases(await sign_in("cecil"))) == 1
    for name in ("polona", "eve"):
        assert await cases(await sign_in(name)) == []
    assert await heard(database, "report.opened", cecil, people.grace) == {cecil, people.grace}


async def appointed_too(db: Any, people: People) -> None:
    """A colleague in the same agency, who must not judge it either."""
    from datetime import date

    from server.core.models import PlatformRole

    db.add(PlatformRole(user_id=people.eve, role=PlatformRoleKind.AGENCY_STAFF, country="PL", since=date(2026, 1, 1)))


async def test_a_teacher_who_has_left_sees_no_case_and_hears_of_none(
    sign_in: SignIn, people: People, database: Database
) -> None:
    nino, grace = await sign_in("nino"), await sign_in("grace")
    await report(nino, people, "person", people.piotr)
    assert len(await cases(grace)) == 1
    assert await heard(database, "report.opened", people.ada, people.grace) == {people.ada, people.grace}
    await leave(database, people, people.grace)
    assert await cases(grace) == []
    assert (await page(grace))["cases"] == 0
    (case,) = await cases(await sign_in("ada"))
    decided = await (await sign_in("ada")).http.post(f"/api/cases/{case['id']}/resolve", json={"outcome": "warned"})
    assert decided.status_code == 200
    (mine,) = (await nino.http.get("/api/reports")).json()["reports"]
    polona = await appoint(database, "polona", PlatformRoleKind.AGENCY_STAFF, "PL")
    await nino.http.post(f"/api/reports/{mine['id']}/appeal", json={"text": "It goes on"})
    assert await heard(database, "report.appealed", polona) == {polona}


async def test_where_no_agency_has_anybody_the_centre_is_rung(
    sign_in: SignIn, people: People, database: Database
) -> None:
    await appoint(database, "italo", PlatformRoleKind.AGENCY_STAFF, "IT")
    cecil = await appoint(database, "cecil", PlatformRoleKind.CENTRAL_MODERATOR)
    await report(await sign_in("piotr"), people, "person", people.grace, "other")
    assert await heard(database, "report.opened", cecil) == {cecil}


async def test_founders_stand_in_for_a_teacher_who_has_left(
    sign_in: SignIn, people: People, database: Database
) -> None:
    piotr = await inside(sign_in, "piotr", people.room)
    await leave(database, people, people.grace)
    await write(piotr, people, "call 055 123 45 67")
    assert await heard(database, "chat.held", people.ada) == {people.ada}
    await report(piotr, people, "person", people.gail, "other")
    assert len(await cases(await sign_in("ada"))) == 1
    assert await heard(database, "report.opened", people.ada) == {people.ada}


async def test_the_teacher_of_a_later_reporter_hears_of_it_though_it_can_wait(
    sign_in: SignIn, people: People, database: Database
) -> None:
    nino, piotr = await sign_in("nino"), await sign_in("piotr")
    await report(nino, people, "person", people.gail, "other")
    assert await heard(database, "report.opened", people.ada) == {people.ada}
    await report(piotr, people, "person", people.gail, "other")
    assert await heard(database, "report.opened", people.grace) == {people.ada, people.grace}
