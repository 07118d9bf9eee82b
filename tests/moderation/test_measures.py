"""What a decision does to an account: by whom, once, written down, and undone when an appeal says so."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from server.core.database import Database
from server.core.models import AuditLine, PlatformRoleKind, User, UserStatus
from tests.moderation.conftest import SignIn, inside
from tests.moderation.reporting import cases, decide, report, write
from tests.moderation.staff import appoint
from tests.people import People

pytestmark = pytest.mark.anyio


async def status(database: Database, user: UUID) -> UserStatus:
    async with database.read() as db:
        return (await db.get_one(User, user)).status


async def lines(database: Database, action: str) -> list[AuditLine]:
    async with database.read() as db:
        return list(await db.scalars(select(AuditLine).where(AuditLine.action == action)))


async def test_only_the_agency_of_ones_country_or_the_centre_suspends(
    sign_in: SignIn, people: People, database: Database
) -> None:
    await appoint(database, "italo", PlatformRoleKind.AGENCY_STAFF, "IT")
    cecil = await appoint(database, "cecil", PlatformRoleKind.ADMIN)
    await report(await sign_in("nino"), people, "person", people.grace)
    italo = await sign_in("italo")
    (case,) = await cases(italo)
    refused = await decide(italo, case, "suspended")
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    assert await status(database, people.grace) is UserStatus.VALIDATED
    assert (await cases(italo))[0]["state"] == "open"
    assert (await decide(await sign_in("cecil"), case, "suspended")).status_code == 200
    assert await status(database, people.grace) is UserStatus.SUSPENDED
    (line,) = await lines(database, "account.suspend")
    assert (line.actor_id, line.target_id) == (cecil, people.grace)
    assert line.data.items() >= {"case": case["id"], "before": "validated"}.items()


async def test_an_appeal_lifts_a_suspension(sign_in: SignIn, people: People, database: Database) -> None:
    for name in ("polona", "marek"):
        await appoint(database, name, PlatformRoleKind.AGENCY_STAFF, "PL")
    piotr, nino, polona, marek, ada = [await sign_in(name) for name in ("piotr", "nino", "polona", "marek", "ada")]
    await report(piotr, people, "person", people.grace)
    await report(nino, people, "person", people.grace)
    (case,) = await cases(polona)
    assert (await decide(polona, case, "suspended")).status_code == 200
    (mine,) = (await piotr.http.get("/api/reports")).json()["reports"]
    await piotr.http.post(f"/api/reports/{mine['id']}/appeal", json={"text": "It was not so"})
    by_teacher = await decide(ada, case, "no_action")
    assert (by_teacher.status_code, by_teacher.json()["code"]) == (403, "forbidden")
    assert (await decide(marek, case, "no_action")).json()["summary"]["state"] == "closed"
    assert await status(database, people.grace) is UserStatus.VALIDATED
    (line,) = await lines(database, "account.restore")
    assert (line.target_id, line.data) == (people.grace, {"case": case["id"], "now": "validated"})
    assert (await sign_in("grace")).user == str(people.grace)


async def test_a_suspension_stays_while_another_case_keeps_it(
    sign_in: SignIn, people: People, database: Database
) -> None:
    for name in ("polona", "marek"):
        await appoint(database, name, PlatformRoleKind.AGENCY_STAFF, "PL")
    piotr, grace, polona, marek = [await inside(sign_in, name, people.room) for name in ("piotr", "grace")] + [
        await sign_in(name) for name in ("polona", "marek")
    ]
    message = await write(grace, people, "You are the worst")
    await report(piotr, people, "person", people.grace)
    await report(piotr, people, "message", message["id"])
    for case in await cases(polona):
        assert (await decide(polona, case, "suspended")).status_code == 200
    for mine, left in zip(
        (await piotr.http.get("/api/reports")).json()["reports"],
        (UserStatus.SUSPENDED, UserStatus.VALIDATED),
        strict=True,
    ):
        await piotr.http.post(f"/api/reports/{mine['id']}/appeal", json={"text": "It was not so"})
        (case,) = await cases(marek)
        assert (await decide(marek, case, "warned")).status_code == 200
        assert await status(database, people.grace) is left


async def test_of_two_who_decide_at_once_only_one_acts(sign_in: SignIn, people: People, database: Database) -> None:
    nino, piotr, ada, grace = [await inside(sign_in, name, people.room) for name in ("nino", "piotr", "ada", "grace")]
    message = await write(piotr, people, "You are the worst")
    await report(nino, people, "message", message["id"])
    (case,) = await cases(grace)
    answers = await asyncio.gather(decide(ada, case, "warned"), decide(grace, case, "removed"))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    page = await nino.result("chat.catch_up", room=str(people.room))
    (seen,) = [one for one in page["messages"] if one["id"] == message["id"]]
    assert (seen["state"] == "deleted") == (answers[1].status_code == 200)


async def test_a_decision_is_taken_before_it_is_carried_out_and_may_be_finished_later(
    sign_in: SignIn, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    from server.moderation import measures

    nino, piotr, ada, grace = [await inside(sign_in, name, people.room) for name in ("nino", "piotr", "ada", "grace")]
    message = await write(piotr, people, "You are the worst")
    await report(nino, people, "message", message["id"])
    (case,) = await cases(grace)
    carry_out = measures.settle
    late: list[Any] = []

    async def with_somebody_else(*args: Any) -> None:
        if not late:
            late.append(await decide(ada, case, "no_action"))
            raise OSError("the line broke")
        await carry_out(*args)

    monkeypatch.setattr(measures, "settle", with_somebody_else)
    assert (await decide(grace, case, "removed")).status_code >= 500
    assert late[0].json()["code"] == "case_over"
    assert not nino.has_heard("chat.deleted")
    assert (await decide(grace, case, "removed")).status_code == 200
    assert (await nino.heard("chat.deleted"))["message"]["id"] == message["id"]
