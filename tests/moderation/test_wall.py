"""The wall shows who needs eyes and nothing that was written; behind it one comes with a reason, seen by all (T35)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from server.core import clock
from server.core.database import Database
from server.core.models import AuditLine, PlatformRole, PlatformRoleKind
from server.moderation import wall
from server.moderation.wall import risk
from server.moderation.wire import WallRoom
from tests.live import Client
from tests.moderation.conftest import SignIn, inside
from tests.moderation.staff import appoint
from tests.people import People

pytestmark = pytest.mark.anyio
WHY = {"reason": "A parent called about this room."}


async def write(client: Client, room: UUID, text: str) -> Any:
    return await client.result("chat.send", room=str(room), client_id=str(uuid4()), text=text)


async def moderator(sign_in: SignIn, database: Database, country: str | None = "IT") -> Client:
    await appoint(database, "italo", PlatformRoleKind.CENTRAL_MODERATOR, country)
    return await sign_in("italo")


async def test_what_needs_eyes_comes_to_the_top_at_once_and_without_a_word_of_it(
    sign_in: SignIn, people: People, database: Database
) -> None:
    italo = await moderator(sign_in, database)
    wall = await italo.result("wall.watch")
    assert [(room["room"], room["held"], room["open_until"]) for room in wall["rooms"]] == [(str(people.room), 0, None)]
    piotr = await inside(sign_in, "piotr", people.room)
    told = await italo.find(lambda f: f["type"] == "wall.changed" and f["without_adult"] == 1)
    assert told["rooms"][0]["no_adult"]
    held = await write(piotr, people.room, "call 055 123 45 67")
    told = await italo.find(lambda f: f["type"] == "wall.changed" and f["held"] == 1)
    (room,) = told["rooms"]
    assert (room["held"], room["hits"], room["risk"] > 0) == (1, 1, True)
    assert "055 123" not in str(told)
    grace = await sign_in("grace")
    await grace.http.post(f"/api/rooms/{people.room}/messages/{held['id']}/approve", json={"change": held["change"]})
    await italo.find(lambda f: f["type"] == "wall.changed" and f["held"] == 0)
    await italo.result("wall.unwatch")


async def test_a_wall_shows_the_rooms_of_ones_countries_and_of_the_filter(
    sign_in: SignIn, people: People, database: Database
) -> None:
    italo = await moderator(sign_in, database, None)
    everything = await italo.result("wall.watch")
    assert {room["room"] for room in everything["rooms"]} == {str(people.room), str(people.eves_room)}
    greek = await italo.result("wall.watch", countries=["GR"])
    assert {room["room"] for room in greek["rooms"]} == {str(people.eves_room)}
    assert (await italo.result("wall.watch", languages=["az"]))["rooms"] == []


async def test_where_rooms_are_too_many_those_of_ones_own_countries_and_those_that_call_come_first(
    sign_in: SignIn, people: People, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wall, "MOST_ROOMS", 1)
    italo, mallory = await moderator(sign_in, database, None), await inside(sign_in, "mallory", people.eves_room)

    async def first(**chosen: Any) -> list[str]:
        try:
            return [room["room"] for room in (await italo.result("wall.watch", **chosen))["rooms"]]
        finally:
            await italo.result("wall.unwatch")

    assert await first(countries=["GR"]) == [str(people.eves_room)]
    assert await first(countries=["IT"]) == [str(people.room)]
    await write(mallory, people.eves_room, "Hello")
    assert await first() == [str(people.eves_room)], "where somebody writes"
    body = {"target": "person", "id": str(people.piotr), "reason": "bullying"}
    await (await sign_in("nino")).http.post(f"/api/spaces/{people.space}/reports", json=body)
    assert await first() == [str(people.room)], "where something was reported"


async def test_whose_role_has_ended_watches_no_more(sign_in: SignIn, people: People, database: Database) -> None:
    italo = await moderator(sign_in, database)
    assert len((await italo.result("wall.watch"))["rooms"]) == 1
    async with database.write() as db:
        await db.execute(update(PlatformRole).values(country="GR"))
    told = await italo.heard("wall.changed")
    assert (told["gone"], [room["room"] for room in told["rooms"]]) == ([str(people.room)], [str(people.eves_room)])
    async with database.write() as db:
        await db.execute(update(PlatformRole).values(ended_on=clock.now().date()))
    told = await italo.find(lambda f: f["type"] == "wall.changed" and f["gone"] == [str(people.eves_room)])
    assert (told["rooms"], told["held"]) == ([], 0)
    assert await italo.refusal("wall.watch") == "forbidden"


async def test_beside_an_open_room_stand_its_teachers_and_what_was_done_there_before(
    sign_in: SignIn, people: People, database: Database
) -> None:
    italo = await moderator(sign_in, database)
    piotr, grace, nino, ada = [await inside(sign_in, name, people.room) for name in ("piotr", "grace", "nino", "ada")]
    message = await write(piotr, people.room, "Go away")
    await write(nino, people.room, "Hello")
    reported = {"target": "person", "id": str(people.piotr), "reason": "bullying"}
    await nino.http.post(f"/api/spaces/{people.space}/reports", json=reported)
    (case,) = (await ada.http.get("/api/cases")).json()["cases"]
    await ada.http.post(f"/api/cases/{case['id']}/resolve", json={"outcome": "warned"})
    await grace.http.post(f"/api/rooms/{people.room}/messages/{message['id']}/hold")
    await grace.http.post(f"/api/rooms/{people.room}/mutes", json={"user": str(people.piotr), "minutes": 10})
    await ada.http.post(f"/api/rooms/{people.room}/rules", json={"state": "paused"})
    path = f"/api/rooms/{people.room}/past"
    assert (await italo.http.get(path)).status_code == 404, "behind the door"
    await italo.http.post(f"/api/moderation/rooms/{people.room}/open", json=WHY)
    assert (await italo.http.get(path)).json()["code"] == "not_in_room", "and seen by those inside"
    await italo.result("room.join", room=str(people.room))
    shown = (await italo.http.get(path)).json()
    assert [(one["person"]["name"], one["pupils"], one["here"]) for one in shown["teachers"]] == [
        ("Ada Marin", 1, True),
        ("Grace Nowicka", 1, True),
    ]
    acts = [
        ("chat.rules", "Ada Marin", None),
        ("chat.mute", "Grace Nowicka", "Piotr Z."),
        ("chat.hold", "Grace Nowicka", "Piotr Z."),
    ]
    assert [(one["action"], one["by"], one["about"]) for one in shown["acts"]] == acts
    assert [one["minutes"] for one in shown["acts"]] == [None, 10, None]
    assert shown["cases"] == [], "a case about a person is of the space"
    of_piotr = (await italo.http.get(f"{path}/{people.piotr}")).json()
    assert [(one["id"], one["outcome"]) for one in of_piotr["cases"]] == []
    assert of_piotr["teachers"][0] | {"person": of_piotr["teachers"][0]["person"]["name"]} == {
        "person": "Grace Nowicka",
        "pupils": 1,
        "here": True,
        "for_pupil": True,
    }
    await appoint(database, "polona", PlatformRoleKind.CENTRAL_MODERATOR, "PL")
    polona = await sign_in("polona")
    await polona.http.post(f"/api/moderation/rooms/{people.room}/open", json=WHY)
    await polona.result("room.join", room=str(people.room))
    of_piotr = (await polona.http.get(f"{path}/{people.piotr}")).json()
    assert [(one["id"], one["outcome"]) for one in of_piotr["cases"]] == [(case["id"], "warned")], "their country's"
    assert (await italo.http.get(f"{path}/{people.ada}")).status_code == 404
    for client in (ada, grace, nino):
        assert (await client.http.get(path)).status_code == 403


@pytest.mark.parametrize("who", ["ada", "grace", "piotr", "gail", "eve"])
async def test_only_who_handles_reports_watches(sign_in: SignIn, people: People, who: str) -> None:
    client = await sign_in(who)
    assert await client.refusal("wall.watch") == "forbidden"
    answer = await client.http.post(f"/api/moderation/rooms/{people.eves_room}/open", json=WHY)
    assert answer.status_code == 403


async def test_a_moderator_comes_in_by_a_grant_and_everybody_sees_it(
    sign_in: SignIn, people: People, database: Database
) -> None:
    italo, ada = await moderator(sign_in, database), await inside(sign_in, "ada", people.room)
    piotr = await inside(sign_in, "piotr", people.room)
    held = await write(piotr, people.room, "call 055 123 45 67")
    assert await italo.refusal("room.join", room=str(people.room)) == "not_found"
    answer = await italo.http.post(f"/api/moderation/rooms/{people.room}/open", json=WHY | {"hours": 1})
    assert answer.status_code == 200, answer.text
    unseen = await italo.http.get(f"/api/rooms/{people.room}/messages")
    assert unseen.json()["code"] == "not_in_room", "nobody reads before everybody can see who reads"
    held_by_id = await italo.http.post(f"/api/rooms/{people.room}/messages/{held['id']}/hold")
    assert held_by_id.json()["code"] == "not_in_room", "nor by deciding about what one knows from a case"
    looked = await italo.http.get(f"/api/spaces/{people.space}/search?words=call")
    assert looked.json().get("messages") == [], looked.text
    entered = await italo.result("room.join", room=str(people.room))
    assert entered["you"]["kind"] == "moderator"
    seen = await ada.find(
        lambda f: f["type"] == "presence.changed" and any(p["kind"] == "moderator" for p in f["joined"])
    )
    # Who came just before may stand in the same frame.
    assert [p["name"] for p in seen["joined"] if p["kind"] == "moderator"] == ["Italo Peeters"]
    rung = await ada.find(lambda f: f["type"] == "notification.new" and f["notification"]["code"] == "access.granted")
    assert rung["notification"]["params"]["name"] == "Italo Peeters"
    page = await italo.result("chat.catch_up", room=str(people.room))
    assert [message["state"] for message in page["messages"]] == ["held"]
    assert (await italo.http.get(f"/api/rooms/{people.room}/messages")).status_code == 200
    assert await italo.refusal("chat.send", room=str(people.room), client_id=str(uuid4()), text="Hello") == "forbidden"
    approve = f"/api/rooms/{people.room}/messages/{held['id']}/approve"
    assert (await italo.http.post(approve, json={"change": held["change"]})).status_code == 200
    assert (await italo.http.post(f"/api/rooms/{people.room}/rules", json={"state": "paused"})).status_code == 200
    assert (await italo.http.post(f"/api/rooms/{people.room}/rules", json={"slow_mode_s": 5})).status_code == 403
    mute = {"user": str(people.piotr), "minutes": 10}
    assert (await italo.http.post(f"/api/rooms/{people.room}/mutes", json=mute)).status_code == 200
    (access,) = (await ada.http.get(f"/api/spaces/{people.space}/accesses")).json()["accesses"]
    assert (access["by"], access["reason"]) == ("Italo Peeters", WHY["reason"])
    assert (await piotr.http.get(f"/api/spaces/{people.space}/accesses")).status_code == 403
    async with database.read() as db:
        lines = (await db.scalars(select(AuditLine).where(AuditLine.safeguarding).order_by(AuditLine.at))).all()
    assert [line.action for line in lines] == ["access.grant", "room.enter"]


async def test_an_administrator_without_a_grant_is_refused_and_with_one_let_in(
    sign_in: SignIn, people: People, database: Database
) -> None:
    """T35 to the letter: whoever knows of all spaces anyway is told what is missing; others learn nothing (T3)."""
    await appoint(database, "root", PlatformRoleKind.ADMIN)
    root, piotr = await sign_in("root"), await inside(sign_in, "piotr", people.room)
    await write(piotr, people.room, "Hello")
    messages = f"/api/rooms/{people.room}/messages"
    refused = await root.http.get(messages)
    assert (refused.status_code, refused.json()["code"]) == (403, "grant_needed")
    assert await root.refusal("room.join", room=str(people.room)) == "grant_needed"
    assert (await root.http.get(f"/api/rooms/{uuid4()}/messages")).status_code == 404
    await root.http.post(f"/api/moderation/rooms/{people.room}/open", json=WHY)
    await root.result("room.join", room=str(people.room))
    assert [one["text"] for one in (await root.http.get(messages)).json()["messages"]] == ["Hello"]


async def test_a_grant_ends_by_itself(sign_in: SignIn, people: People, database: Database) -> None:
    italo = await moderator(sign_in, database)
    await italo.http.post(f"/api/moderation/rooms/{people.room}/open", json=WHY | {"hours": 1})
    await italo.result("room.join", room=str(people.room))
    with clock.frozen(clock.now() + timedelta(hours=1, seconds=1)):
        assert (await italo.heard("room.closed"))["reason"] == "revoked"
        assert await italo.refusal("room.join", room=str(people.room)) == "not_found"


async def test_a_room_of_another_country_is_not_there(sign_in: SignIn, people: People, database: Database) -> None:
    italo = await moderator(sign_in, database)
    for room in (people.eves_room, uuid4()):
        answer = await italo.http.post(f"/api/moderation/rooms/{room}/open", json=WHY)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    short = await italo.http.post(f"/api/moderation/rooms/{people.room}/open", json={"reason": "because"})
    assert short.status_code == 400
    blank = await italo.http.post(f"/api/moderation/rooms/{people.room}/open", json={"reason": " " * 20})
    assert blank.json()["code"] == "reason_short"


def test_reports_and_long_waiting_count_more_than_a_lively_talk() -> None:
    now = clock.now()
    calm = WallRoom(
        conference=None,
        room=uuid4(),
        space=uuid4(),
        title="",
        space_title="",
        slug="",
        state="open",
        countries=[],
        languages=[],
        risk=0,
        held=0,
        oldest_held=None,
        per_minute=0,
        hits=0,
        reports=0,
        people=0,
        teachers=0,
        no_adult=False,
        open_until=None,
    )
    from msgspec.structs import replace

    ordered = [
        replace(calm, reports=2, held=1, oldest_held=now - timedelta(minutes=9)),
        replace(calm, reports=1),
        replace(calm, no_adult=True),
        replace(calm, held=1, oldest_held=now - timedelta(minutes=4)),
        replace(calm, per_minute=600),
        calm,
    ]
    risks = [risk(room, now) for room in ordered]
    assert risks == sorted(risks, reverse=True)
    assert len(set(risks)) == len(risks)
