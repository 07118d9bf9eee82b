"""A word to a pupil about one message: that pupil and the teachers read it, no other pupil, and never two alone."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from server.core import clock
from server.core.bus_local import LocalBus
from server.core.database import Database
from server.core.models import AuditLine, Notification, PlatformRoleKind
from server.core.settings import Settings
from server.core.site import Site
from server.moderation.models import ChatWarning
from server.moderation.retention import STORES
from tests.live import Client
from tests.moderation.conftest import SignIn, inside
from tests.moderation.staff import appoint
from tests.people import People
from tests.waiting import eventually

pytestmark = pytest.mark.anyio
KINDLY = {"phrase": "kinder_words", "note": "Think of how Nino reads this."}


async def write(client: Client, people: People, text: str = "Only fools like rivers") -> dict[str, Any]:
    return await client.result("chat.send", room=str(people.room), client_id=str(uuid4()), text=text)


async def warn(client: Client, people: People, message: dict[str, Any], body: dict[str, str] = KINDLY) -> Any:
    return await client.http.post(f"/api/rooms/{people.room}/messages/{message['id']}/warn", json=body)


async def shown(client: Client, people: People) -> list[dict[str, Any]]:
    answer = await client.http.get(f"/api/rooms/{people.room}/warnings")
    assert answer.status_code == 200, answer.text
    return answer.json()["warnings"]


async def rung(database: Database) -> set[tuple[UUID, str]]:
    query = select(Notification.user_id, Notification.code).where(Notification.target_type == "warning")
    async with database.read() as db:
        return {(user, code) for user, code in await db.execute(query)}


async def test_a_warning_reaches_its_pupil_and_the_teachers_and_nobody_else(
    sign_in: SignIn, people: People, database: Database
) -> None:
    ada, grace, nino, piotr = [await inside(sign_in, name, people.room) for name in ("ada", "grace", "nino", "piotr")]
    message = await write(piotr, people)
    answer = await warn(ada, people, message)
    assert answer.status_code == 200, answer.text
    told = (await piotr.heard("chat.warned"))["warning"]
    assert told == answer.json()
    assert (told["phrase"], told["note"], told["by"], told["seq"]) == (*KINDLY.values(), "Ada Marin", message["seq"])
    assert [one["id"] for one in await shown(piotr, people)] == [told["id"]], "also after coming back"
    assert (await grace.heard("notification.new"))["notification"]["code"] == "chat.pupil_warned"
    assert [one["note"] for one in await shown(grace, people)] == [KINDLY["note"]], "there is no private channel"
    bell = (await piotr.heard("notification.new"))["notification"]
    assert (bell["code"], bell["params"]["name"], bell["params"]["phrase"]) == (
        "chat.warned",
        "Ada Marin",
        "kinder_words",
    )
    assert KINDLY["note"] not in str(bell), "what was written stands in the room only"
    assert await rung(database) == {(people.piotr, "chat.warned"), (people.grace, "chat.pupil_warned")}
    await write(piotr, people, "Sorry")
    await nino.heard("chat.sent")
    assert not any(nino.has_heard(kind) for kind in ("chat.warned", "notification.new"))
    assert await shown(nino, people) == []
    async with database.read() as db:
        line = (await db.scalars(select(AuditLine).where(AuditLine.action == "chat.warn"))).one()
    assert (line.actor_id, line.data) == (people.ada, {"author": str(people.piotr), "phrase": "kinder_words"})


async def test_where_the_responsible_teacher_warns_a_founder_hears_of_it(
    sign_in: SignIn, people: People, database: Database
) -> None:
    grace, piotr = [await inside(sign_in, name, people.room) for name in ("grace", "piotr")]
    await warn(grace, people, await write(piotr, people))

    async def both() -> bool:
        return len(await rung(database)) == 2

    await eventually(both)
    assert await rung(database) == {(people.piotr, "chat.warned"), (people.ada, "chat.pupil_warned")}


async def test_a_pupil_puts_it_away_in_every_tab_and_teachers_see_that(sign_in: SignIn, people: People) -> None:
    grace, piotr = [await inside(sign_in, name, people.room) for name in ("grace", "piotr")]
    given = (await warn(grace, people, await write(piotr, people))).json()
    path = f"/api/rooms/{people.room}/warnings/{given['id']}/understood"
    for other in ("nino", "grace", "gail"):
        assert (await (await sign_in(other)).http.post(path)).status_code == 404
    assert (await piotr.http.post(path)).status_code == 200
    assert (await piotr.heard("chat.warning_over"))["warning"] == given["id"]
    assert await shown(piotr, people) == []
    assert [bool(one["understood_at"]) for one in await shown(grace, people)] == [True]


async def test_who_gave_it_takes_it_back_and_no_bell_speaks_of_it(
    sign_in: SignIn, people: People, database: Database
) -> None:
    ada, grace, piotr = [await inside(sign_in, name, people.room) for name in ("ada", "grace", "piotr")]
    message = await write(piotr, people)
    given = (await warn(grace, people, message)).json()
    bell = (await piotr.heard("notification.new"))["notification"]
    await ada.heard("notification.new")
    assert (await warn(ada, people, message)).json()["code"] == "warned_already"
    path = f"/api/rooms/{people.room}/warnings/{given['id']}/take-back"
    assert (await ada.http.post(path)).status_code == 403
    assert (await grace.http.post(path)).status_code == 200
    assert (await piotr.heard("chat.warning_over"))["warning"] == given["id"]
    assert await piotr.heard("notification.gone") == {"type": "notification.gone", "ids": [bell["id"]], "unread": 0}
    assert (await shown(piotr, people), await shown(grace, people), await rung(database)) == ([], [], set())
    assert (await grace.http.post(path)).status_code == 404
    assert (await warn(ada, people, message)).status_code == 200


async def test_it_stands_in_the_timeline_of_the_case_about_that_message(sign_in: SignIn, people: People) -> None:
    nino, grace, piotr = [await inside(sign_in, name, people.room) for name in ("nino", "grace", "piotr")]
    message = await write(piotr, people)
    body = {"target": "message", "id": message["id"], "reason": "bullying"}
    await nino.http.post(f"/api/spaces/{people.space}/reports", json=body)
    given = (await warn(grace, people, message)).json()
    await grace.http.post(f"/api/rooms/{people.room}/warnings/{given['id']}/take-back")
    (case,) = (await grace.http.get("/api/cases")).json()["cases"]
    steps = (await grace.http.get(f"/api/cases/{case['id']}")).json()["steps"]
    assert [(one["kind"], one["by"], one["text"]) for one in steps[-2:]] == [
        ("warned", "Grace Nowicka", KINDLY["note"]),
        ("warning_taken_back", "Grace Nowicka", ""),
    ]


async def test_a_moderator_warns_only_behind_a_grant(sign_in: SignIn, people: People, database: Database) -> None:
    await appoint(database, "italo", PlatformRoleKind.CENTRAL_MODERATOR, "IT")
    italo, piotr = await sign_in("italo"), await inside(sign_in, "piotr", people.room)
    message = await write(piotr, people)
    assert (await warn(italo, people, message)).status_code == 404
    why = {"reason": "A parent called about this room."}
    await italo.http.post(f"/api/moderation/rooms/{people.room}/open", json=why)
    assert (await warn(italo, people, message)).json()["code"] == "not_in_room"
    await italo.result("room.join", room=str(people.room))
    assert (await warn(italo, people, message)).status_code == 200
    assert (await piotr.heard("chat.warned"))["warning"]["by"] == "Italo Peeters"


async def test_only_who_answers_for_a_pupil_warns_and_only_pupils_are_warned(sign_in: SignIn, people: People) -> None:
    nino, grace, piotr, gail = [await inside(sign_in, name, people.room) for name in ("nino", "grace", "piotr", "gail")]
    of_nino, of_grace = await write(nino, people), await write(grace, people, "Calm, please")
    for client in (grace, piotr, gail, nino):
        assert (await warn(client, people, of_nino)).status_code == 403
    for who in ("eve", "mallory"):
        assert (await warn(await sign_in(who), people, of_nino)).status_code == 404
    ada = await sign_in("ada")
    assert (await warn(ada, people, of_grace)).json()["code"] == "only_pupils_warned"
    assert (await warn(ada, people, {"id": str(uuid4())})).status_code == 404
    empty = await warn(ada, people, of_nino, {"phrase": "own_words", "note": " "})
    assert empty.json()["code"] == "warning_empty"


async def test_it_goes_with_the_three_months_of_its_message(
    sign_in: SignIn, people: People, database: Database
) -> None:
    grace, piotr = [await inside(sign_in, name, people.room) for name in ("grace", "piotr")]
    message = await write(piotr, people)
    await warn(grace, people, message)
    site = Site(Settings(), database, LocalBus())
    (warnings,) = [store for store in STORES if store.name == "warnings"]
    assert warnings.purge is not None
    ends = clock.datetime.fromisoformat(message["expires_at"])
    async with database.read() as db:
        assert set(await db.scalars(select(ChatWarning.expires_at))) == {ends}
        bells = select(Notification.expires_at).where(Notification.target_type == "warning")
        assert set(await db.scalars(bells)) <= {ends}
    assert await warnings.purge(site) == 0
    with clock.frozen(ends):
        assert await warnings.overdue(site) == 1
        assert await warnings.purge(site) == 1
        assert await warnings.overdue(site) == 0
