"""A reported material is removed by a decision: who may decide that, who hears of it, and in an archived space too."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from server.core.database import Database
from server.core.models import AuditLine, Material, Notification, PlatformRoleKind, Space, SpaceState
from tests.live import Client
from tests.moderation.conftest import SignIn, inside
from tests.moderation.reporting import cases, report
from tests.moderation.staff import appoint
from tests.people import People
from tests.uploads import folder, picture, sent
from tests.waiting import eventually

pytestmark = pytest.mark.anyio


async def shared(owner: Client, people: People) -> dict[str, Any]:
    return await sent(owner, people, picture(), folder=await folder(owner, people, "images"), title="Guess who")


async def decide(client: Client) -> tuple[int, str | None]:
    (case,) = await cases(client)
    answer = await client.http.post(f"/api/cases/{case['id']}/resolve", json={"outcome": "removed"})
    return answer.status_code, answer.json().get("code")


async def test_who_administers_or_the_agency_removes_it_and_everybody_concerned_hears_of_it(
    sign_in: SignIn, people: People, database: Database
) -> None:
    await appoint(database, "polona", PlatformRoleKind.AGENCY_STAFF, "IT")
    nino, grace, polona = await inside(sign_in, "nino", people.room), await sign_in("grace"), await sign_in("polona")
    piotr = await inside(sign_in, "piotr", people.room)
    drawn = await shared(nino, people)
    said = {"room": str(people.room), "client_id": str(uuid4()), "text": "Look at this"}
    message = await nino.result("chat.send", **said, material=drawn["id"])
    assert (await report(piotr, people, "material", drawn["id"])).status_code == 201
    assert await decide(grace) == (403, "founders_remove"), "she answers for Piotr, and administers nothing"
    assert await decide(polona) == (200, None)
    told = await piotr.find(lambda f: f["type"] == "chat.edited" and f["message"]["id"] == message["id"])
    assert told["message"]["preview"] is None
    assert (await nino.http.get(f"/api/spaces/{people.space}/materials/{drawn['id']}")).status_code == 404
    (mine,) = (await piotr.http.get("/api/reports")).json()["reports"]
    assert (mine["target"], mine["outcome"]) == ("material", "removed")
    (about,) = (await nino.http.get("/api/reports")).json()["about"]
    assert (about["target"], about["outcome"]) == ("material", "removed")

    async def rung() -> dict[str, set[Any]]:
        found: dict[str, set[Any]] = {}
        async with database.read() as db:
            for bell in await db.scalars(select(Notification).where(Notification.target_type == "case")):
                found.setdefault(bell.code, set()).add(bell.user_id)
        return found

    async def all_rung() -> bool:
        return len(await rung()) == 4

    await eventually(all_rung)
    bells = await rung()
    assert bells["report.outcome"] == {people.piotr}
    assert bells["case.measure"] == {people.nino}
    assert bells["material.removed"] == {people.ada}
    async with database.read() as db:
        line = (await db.scalars(select(AuditLine).where(AuditLine.action == "material.delete"))).one()
        assert (str(line.target_id), line.data["owner"]) == (drawn["id"], str(people.nino))


async def test_what_its_owner_has_deleted_meanwhile_can_still_be_decided(sign_in: SignIn, people: People) -> None:
    nino, ada = await sign_in("nino"), await sign_in("ada")
    drawn = await shared(nino, people)
    await report(await sign_in("piotr"), people, "material", drawn["id"])
    assert (await nino.http.delete(f"/api/spaces/{people.space}/materials/{drawn['id']}")).status_code == 200
    (case,) = await cases(ada)
    for _ in range(2):
        decided = await ada.http.post(f"/api/cases/{case['id']}/resolve", json={"outcome": "removed"})
        assert decided.json()["summary"]["outcome"] == "removed", "the same once more changes nothing"


async def test_what_can_still_be_seen_in_an_archived_space_is_reported_and_removed(
    sign_in: SignIn, people: People, database: Database
) -> None:
    nino, ada, piotr = await inside(sign_in, "nino", people.room), await sign_in("ada"), await sign_in("piotr")
    drawn = await shared(nino, people)
    said = await nino.result("chat.send", room=str(people.room), client_id=str(uuid4()), text="You are the worst")
    async with database.write() as db:
        await db.execute(update(Space).where(Space.id == people.space).values(state=SpaceState.ARCHIVED))
    assert "CHAT_REPORT" in (await piotr.http.get(f"/api/spaces/{people.space}")).json()["may"]
    for target, thing in (("material", drawn), ("message", said)):
        assert (await report(piotr, people, target, thing["id"])).status_code == 201
        (case,) = await cases(ada)
        decided = await ada.http.post(f"/api/cases/{case['id']}/resolve", json={"outcome": "removed"})
        assert decided.status_code == 200, decided.text
    async with database.read() as db:
        assert (await db.scalars(select(Material))).all() == []
