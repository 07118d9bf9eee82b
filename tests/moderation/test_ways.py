"""The way from a report into the room where it happened."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from server.core.database import Database
from server.core.models import AccessGrant, PlatformRoleKind
from tests.live import Client
from tests.moderation.conftest import SignIn, inside
from tests.moderation.reporting import cases, decide, report, write
from tests.moderation.staff import appoint
from tests.people import People

pytestmark = pytest.mark.anyio


async def way(client: Client, case: str) -> dict[str, object]:
    found: dict[str, object] = (await client.http.get(f"/api/cases/{case}")).json()["way"]
    return found


async def test_whoever_handles_a_report_from_outside_opens_its_room_and_then_removes_the_message(
    sign_in: SignIn, people: People, database: Database
) -> None:
    polona_id = await appoint(database, "polona", PlatformRoleKind.AGENCY_STAFF, "PL")
    nino, piotr, grace = [await inside(sign_in, name, people.room) for name in ("nino", "piotr", "grace")]
    message = await write(piotr, people, "You are the worst")
    await report(nino, people, "message", message["id"])
    polona = await sign_in("polona")
    (case,) = await cases(polona)
    here = {"is_member": False, "opens": str(people.room), "open_until": None, "seq": message["seq"]}
    assert await way(polona, case["id"]) == here
    assert (await decide(polona, case, "removed")).json()["code"] == "grant_needed"
    body = {"reason": "To read what was said before", "hours": 24, "case": case["id"]}
    opened = await polona.http.post(f"/api/moderation/rooms/{people.room}/open", json=body)
    async with database.read() as db:
        grant = (await db.scalars(select(AccessGrant).where(AccessGrant.actor_id == polona_id))).one()
    assert (grant.report_id, grant.ends_at - grant.starts_at) == (UUID(case["id"]), timedelta(hours=24))
    assert (await way(polona, case["id"]))["open_until"] == opened.json()["until"]
    members = {"is_member": True, "opens": None, "open_until": None, "seq": message["seq"]}
    assert await way(grace, case["id"]) == members
    assert (await decide(polona, case, "removed")).status_code == 200


async def test_a_report_that_happened_in_no_room_opens_the_chatroom_of_the_space(
    sign_in: SignIn, people: People, database: Database
) -> None:
    await appoint(database, "polona", PlatformRoleKind.AGENCY_STAFF, "PL")
    await report(await sign_in("piotr"), people, "person", people.grace)
    polona = await sign_in("polona")
    (case,) = await cases(polona)
    found = await way(polona, case["id"])
    assert (found["opens"], found["seq"]) == (str(people.room), None)
