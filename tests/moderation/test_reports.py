"""Reports: where they go, what three of them do, how a case is worked on, and who may never see it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import delete, select

from server.chat.stored import Stored, fetch
from server.chat.wire import Message
from server.chat.writer import Writer
from server.chat.writes import Holding, Write
from server.core import clock
from server.core.database import Database, storage_refusal
from server.core.models import AuditLine, Notification, PlatformRoleKind, User, UserStatus
from server.moderation import measures, moderation
from server.moderation.models import Case, CaseState, CaseStep
from server.moderation.retention import APPEAL_WITHIN
from tests.moderation.conftest import SignIn, inside
from tests.moderation.reporting import cases, report, rung, write
from tests.moderation.staff import appoint
from tests.people import People
from tests.waiting import eventually

pytestmark = pytest.mark.anyio


async def test_a_pupils_report_goes_to_both_responsible_teachers_and_to_the_agency_of_the_country(
    sign_in: SignIn, people: People, database: Database
) -> None:
    await appoint(database, "polona", PlatformRoleKind.AGENCY_STAFF, "PL")
    await appoint(database, "italo", PlatformRoleKind.AGENCY_STAFF, "IT")
    nino, piotr = [await inside(sign_in, name, people.room) for name in ("nino", "piotr")]
    message = await write(piotr, people, "You are the worst")
    answer = await report(nino, people, "message", message["id"], text="He says this every day")
    assert answer.status_code == 201, answer.text
    assert answer.json() | {"id": "", "created_at": ""} == {
        "id": "",
        "target": "message",
        "reason": "bullying",
        "urgent": False,
        "state": "open",
        "outcome": None,
        "created_at": "",
        "may_appeal": False,
    }
    seen = {}
    for name in ("ada", "grace", "polona", "italo", "eve", "gail", "nino", "piotr"):
        client = await sign_in(name)
        seen[name] = len(await cases(client))
        if not seen[name]:
            (case,) = await cases(await sign_in("grace"))
            assert (await client.http.get(f"/api/cases/{case['id']}")).status_code == 404
    assert seen == {"ada": 1, "grace": 1, "polona": 1, "italo": 0, "eve": 0, "gail": 0, "nino": 0, "piotr": 0}


async def test_a_report_about_a_teacher_never_reaches_that_teacher(
    sign_in: SignIn, people: People, database: Database
) -> None:
    await appoint(database, "polona", PlatformRoleKind.AGENCY_STAFF, "PL")
    piotr, grace = await sign_in("piotr"), await sign_in("grace")
    assert (await report(piotr, people, "person", people.grace, "other")).status_code == 201
    assert await cases(grace) == []
    (case,) = await cases(await sign_in("polona"))
    assert case["subject"]["id"] == str(people.grace)
    assert (await grace.http.get(f"/api/cases/{case['id']}")).status_code == 404

    async def told() -> bool:
        return bool(await rung(database, "report.opened"))

    await eventually(told)
    assert people.grace not in await rung(database, "report.opened")


async def test_a_report_about_the_agency_goes_to_the_centre(
    sign_in: SignIn, people: People, database: Database
) -> None:
    from tests.people import SpaceRole, join_space

    agent = await appoint(database, "polona", PlatformRoleKind.AGENCY_STAFF, "PL")
    await appoint(database, "cecil", PlatformRoleKind.CENTRAL_MODERATOR)
    async with database.write() as db:
        await join_space(db, people.space, agent, SpaceRole.TEACHER)
    assert (await report(await sign_in("ada"), people, "person", agent, "other")).status_code == 201
    assert len(await cases(await sign_in("cecil"))) == 1
    assert await cases(await sign_in("polona")) == []


async def test_three_different_reporters_hide_a_message_until_it_was_looked_at(
    sign_in: SignIn, people: People, database: Database
) -> None:
    piotr, nino, gail, grace = [await inside(sign_in, name, people.room) for name in ("piotr", "nino", "gail", "grace")]
    message = await write(piotr, people, "You are the worst")
    for client in (nino, nino, gail):
        assert (await report(client, people, "message", message["id"])).status_code == 201
    assert not nino.has_heard("chat.withdrawn")
    assert (await report(grace, people, "message", message["id"])).status_code == 201
    assert (await nino.heard("chat.withdrawn"))["message"] == message["id"]
    (case,) = await cases(grace)
    assert case["reports"] == 3
    shown = (await grace.http.get(f"/api/cases/{case['id']}")).json()
    assert [step["kind"] for step in shown["steps"] if step["kind"] in ("opened", "reported", "hidden")] == [
        "opened",
        "reported",
        "reported",
        "reported",
        "hidden",
    ]
    assert {step["by"] for step in shown["steps"] if step["kind"] == "reported"} == {None}
    decided = await grace.http.post(f"/api/cases/{case['id']}/resolve", json={"outcome": "no_action"})
    assert decided.json()["summary"]["state"] == "resolved"
    assert (await nino.heard("chat.released"))["message"]["id"] == message["id"]

    async def told() -> bool:
        return await rung(database, "report.outcome") == {people.nino, people.gail, people.grace}

    await eventually(told)
    assert await rung(database, "case.measure") == set()


class Away:
    """A chat that can hold no message until it is back."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._write, self.is_back = Writer.write, False
        monkeypatch.setattr(Writer, "write", lambda writer, write: self._written(writer, write))

    async def _written(self, writer: Writer, write: Write) -> Message | None:
        if isinstance(write, Holding) and not self.is_back:
            raise storage_refusal()
        return await self._write(writer, write)


@pytest.mark.parametrize("again", ["by the reporter", "by the clock"])
async def test_three_reports_hide_a_message_and_ring_though_the_chat_could_not_write_at_first(
    looking_often: None,
    sign_in: SignIn,
    people: People,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    again: str,
) -> None:
    piotr, nino, gail, ada = [await inside(sign_in, name, people.room) for name in ("piotr", "nino", "gail", "ada")]
    message = await write(piotr, people, "You are the worst")
    for client in (nino, gail):
        assert (await report(client, people, "message", message["id"])).status_code == 201
    async with database.write() as db:
        await db.execute(delete(Notification))
    chat = Away(monkeypatch)
    answer = await report(ada, people, "message", message["id"])
    assert (answer.status_code, answer.json()["code"]) == (503, "storage_away")

    async def told() -> bool:
        return people.grace in await rung(database, "report.opened")

    await eventually(told)
    chat.is_back = True
    if again == "by the reporter":
        assert (await report(ada, people, "message", message["id"])).status_code == 201
    assert (await nino.heard("chat.withdrawn"))["message"] == message["id"]
    assert await _kinds(database) == ["hidden"]
    async with database.read() as db:
        bells = select(Notification.user_id).where(Notification.code == "report.opened")
        assert sorted(await db.scalars(bells)) == sorted({people.ada, people.grace}), "once each"


async def test_what_was_decided_before_the_third_report_could_hide_it_stays_for_everybody(
    sign_in: SignIn, people: People, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    piotr, nino, gail, grace = [await inside(sign_in, name, people.room) for name in ("piotr", "nino", "gail", "grace")]
    message = await write(piotr, people, "You are the worst")
    for client in (nino, gail):
        await report(client, people, "message", message["id"])
    (case,) = await cases(grace)
    written = Writer.write

    async def decided_first(writer: Writer, write: Write) -> Message | None:
        if isinstance(write, Holding):
            decided = await grace.http.post(f"/api/cases/{case['id']}/resolve", json={"outcome": "no_action"})
            assert decided.status_code == 200, decided.text
        return await written(writer, write)

    monkeypatch.setattr(Writer, "write", decided_first)
    assert (await report(await sign_in("ada"), people, "message", message["id"])).status_code == 201
    assert await _kinds(database) == []
    page = await nino.result("chat.catch_up", room=str(people.room))
    assert [one["text"] for one in page["messages"]] == ["You are the worst"]


async def test_what_is_hidden_while_somebody_decides_is_looked_at_before_it_is_decided(
    sign_in: SignIn, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    piotr, nino, gail, grace = [await inside(sign_in, name, people.room) for name in ("piotr", "nino", "gail", "grace")]
    message = await write(piotr, people, "You are the worst")
    for client in (nino, gail):
        await report(client, people, "message", message["id"])
    (case,) = await cases(grace)
    check, ada = measures.check, await sign_in("ada")

    async def reported_meanwhile(*question: Any) -> Any:
        measure = await check(*question)
        assert (await report(ada, people, "message", message["id"])).status_code == 201
        return measure

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(measures, "check", reported_meanwhile)
        decided = await grace.http.post(f"/api/cases/{case['id']}/resolve", json={"outcome": "no_action"})
    assert (decided.status_code, decided.json()["code"]) == (409, "changed_meanwhile")
    decided = await grace.http.post(f"/api/cases/{case['id']}/resolve", json={"outcome": "no_action"})
    assert decided.status_code == 200
    assert (await nino.heard("chat.released"))["message"]["id"] == message["id"]


@pytest.fixture
def looking_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the server starts: what nobody has hidden is looked for."""
    monkeypatch.setattr(moderation, "LOOK_AROUND_EVERY", 0.1)


async def _kinds(database: Database) -> list[str]:
    async with database.read() as db:
        return list(await db.scalars(select(CaseStep.kind).where(CaseStep.kind == "hidden")))


async def test_a_case_lets_through_only_the_text_that_was_there_when_it_was_decided(
    sign_in: SignIn, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    piotr, nino, gail, grace = [await inside(sign_in, name, people.room) for name in ("piotr", "nino", "gail", "grace")]
    message = await write(piotr, people, "You are the worst")
    for client in (nino, gail, grace):
        await report(client, people, "message", message["id"])
    await nino.heard("chat.withdrawn")
    (case,) = await cases(grace)

    async def read_before_an_edit(*question: Any) -> list[Stored]:
        read = await fetch(*question)
        await piotr.result("chat.edit", room=str(people.room), message=message["id"], text="And you are worse")
        return read

    monkeypatch.setattr(measures, "fetch", read_before_an_edit)
    decided = await grace.http.post(f"/api/cases/{case['id']}/resolve", json={"outcome": "no_action"})
    assert (decided.status_code, decided.json()["code"]) == (409, "changed_meanwhile")
    assert (await cases(grace))[0]["state"] == "open"
    page = await nino.result("chat.catch_up", room=str(people.room))
    assert page["messages"] == []


async def test_a_removed_message_is_gone_and_its_author_hears_of_it_but_not_who_reported(
    sign_in: SignIn, people: People, database: Database
) -> None:
    piotr, nino, grace = [await inside(sign_in, name, people.room) for name in ("piotr", "nino", "grace")]
    message = await write(piotr, people, "You are the worst")
    await report(nino, people, "message", message["id"])
    (case,) = await cases(grace)
    moved = await grace.http.post(f"/api/cases/{case['id']}/move", json={"state": "in_work"})
    assert moved.json()["summary"]["assigned_to"] == "Grace Nowicka"
    noted = await grace.http.post(f"/api/cases/{case['id']}/notes", json={"text": "I spoke with both."})
    assert noted.json()["steps"][-1] | {"at": ""} == {
        "at": "",
        "kind": "note",
        "by": "Grace Nowicka",
        "text": "I spoke with both.",
        "data": {},
    }
    await grace.http.post(f"/api/cases/{case['id']}/resolve", json={"outcome": "removed"})
    assert (await nino.heard("chat.deleted"))["message"]["id"] == message["id"]
    told = await piotr.find(lambda f: f["type"] == "notification.new" and f["notification"]["code"] == "case.measure")
    assert told["notification"]["params"]["outcome"] == "removed"
    assert "Nino" not in str(told)
    async with database.read() as db:
        lines = await db.scalars(select(AuditLine).where(AuditLine.target_type == "case"))
        assert "I spoke" not in "".join(str(line.data) for line in lines)


async def test_one_appeal_is_decided_by_somebody_else(sign_in: SignIn, people: People, database: Database) -> None:
    await appoint(database, "polona", PlatformRoleKind.AGENCY_STAFF, "PL")
    nino, grace, polona, piotr = [await sign_in(name) for name in ("nino", "grace", "polona", "piotr")]
    await report(nino, people, "person", people.piotr)
    (case,) = await cases(grace)
    path = f"/api/cases/{case['id']}"
    assert (await nino.http.post(f"{path}/appeal", json={"text": "too early"})).status_code == 404
    assert (await grace.http.post(f"{path}/resolve", json={"outcome": "no_action"})).status_code == 200
    (mine,) = (await nino.http.get("/api/reports")).json()["reports"]
    assert (mine["state"], mine["outcome"], mine["may_appeal"]) == ("resolved", "no_action", True)
    with clock.frozen(clock.now() + APPEAL_WITHIN + timedelta(seconds=1)):
        late = await sign_in("nino")
        assert [one["may_appeal"] for one in (await late.http.get("/api/reports")).json()["reports"]] == [False]
        refused = await late.http.post(f"/api/reports/{mine['id']}/appeal", json={"text": "It goes on"})
        assert refused.json()["code"] == "appeal_too_late"
    assert (await piotr.http.get("/api/reports")).json() == {"reports": [], "about": []}, "nothing was done"
    assert (await piotr.http.post(f"/api/reports/{mine['id']}/appeal", json={"text": "x"})).status_code == 404
    assert (await nino.http.post(f"/api/reports/{mine['id']}/appeal", json={"text": "It goes on"})).status_code == 200
    assert (await nino.http.post(f"/api/reports/{mine['id']}/appeal", json={"text": "x"})).status_code == 409
    again = await grace.http.post(f"{path}/resolve", json={"outcome": "warned"})
    assert (again.status_code, again.json()["code"]) == (403, "decided_by_you")
    closed = await polona.http.post(f"{path}/resolve", json={"outcome": "warned"})
    assert closed.json()["summary"]["state"] == "closed"
    async with database.read() as db:
        stored = (await db.scalars(select(Case))).one()
        assert (stored.state, stored.appealed_by) == (CaseState.CLOSED, people.nino)


async def test_whom_it_is_about_reads_what_was_decided_and_asks_once_for_another_decision(
    sign_in: SignIn, people: People, database: Database
) -> None:
    await appoint(database, "polona", PlatformRoleKind.AGENCY_STAFF, "PL")
    nino, grace, piotr, polona = [await sign_in(name) for name in ("nino", "grace", "piotr", "polona")]
    await report(nino, people, "person", people.piotr, text="He laughs at me")
    (case,) = await cases(grace)
    await grace.http.post(f"/api/cases/{case['id']}/resolve", json={"outcome": "warned", "text": "Nino was right."})
    answer = await piotr.http.get("/api/reports")
    (measure,) = answer.json()["about"]
    assert (measure["outcome"], measure["state"], measure["may_appeal"]) == ("warned", "resolved", True)
    assert not any(word in answer.text for word in ("Nino", "laughs", "right", str(people.nino), str(people.grace)))
    appeal = f"/api/cases/{measure['case']}/appeal"
    assert (await piotr.http.post(appeal, json={"text": "We made peace"})).status_code == 200
    (measure,) = (await piotr.http.get("/api/reports")).json()["about"]
    assert (measure["state"], measure["may_appeal"]) == ("appealed", False)
    await polona.http.post(f"/api/cases/{case['id']}/resolve", json={"outcome": "no_action"})
    assert (await piotr.http.get("/api/reports")).json()["about"] == []


async def test_an_agency_suspends_an_adult_who_is_signed_out_at_once(
    sign_in: SignIn, people: People, database: Database
) -> None:
    await appoint(database, "polona", PlatformRoleKind.AGENCY_STAFF, "PL")
    ada, grace, polona = [await sign_in(name) for name in ("ada", "grace", "polona")]
    await report(ada, people, "person", people.grace)
    (case,) = await cases(polona)
    answer = await polona.http.post(f"/api/cases/{case['id']}/resolve", json={"outcome": "suspended", "days": 7})
    assert answer.status_code == 200, answer.text
    assert await grace.closed() == 4003
    async with database.read() as db:
        assert (await db.get_one(User, people.grace)).status is UserStatus.SUSPENDED


@pytest.mark.parametrize(("reason", "hours"), [("self_harm", 2), ("child_data", 2), ("bullying", 48)])
async def test_what_cannot_wait_is_due_in_two_hours(sign_in: SignIn, people: People, reason: str, hours: int) -> None:
    nino, grace = await sign_in("nino"), await sign_in("grace")
    await report(nino, people, "person", people.piotr, reason)
    (case,) = await cases(grace)
    due = clock.datetime.fromisoformat(case["due_at"]) - clock.datetime.fromisoformat(case["created_at"])
    assert (case["urgent"], round(due / timedelta(hours=1))) == (hours == 2, hours)


async def test_nobody_reports_what_is_not_theirs_to_see(sign_in: SignIn, people: People) -> None:
    piotr, nino, mallory = [
        await inside(sign_in, "piotr", people.room),
        await inside(sign_in, "nino", people.room),
        await inside(sign_in, "mallory", people.eves_room),
    ]
    held = await write(piotr, people, "call 055 123 45 67")
    elsewhere = await mallory.result(
        "chat.send", room=str(people.eves_room), client_id=str(uuid4()), text="somewhere else"
    )
    for target, thing in (
        ("message", held["id"]),
        ("message", elsewhere["id"]),
        ("message", uuid4()),
        ("person", people.mallory),
        ("person", uuid4()),
        ("conference", uuid4()),
        ("recording", uuid4()),
    ):
        answer = await report(nino, people, target, thing)
        assert answer.status_code == 404, (target, answer.text)
    assert (await report(mallory, people, "person", people.piotr)).status_code == 404
    assert (await report(nino, people, "person", people.nino)).json()["code"] == "own_message"


async def test_reports_are_no_flood(sign_in: SignIn, people: People) -> None:
    nino = await sign_in("nino")
    codes = [(await report(nino, people, "person", uuid4())).status_code for _ in range(12)]
    assert codes[-1] == 429
