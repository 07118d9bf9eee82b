"""Pausing, slow mode, hours, muting: at once, for everybody, by those who may, and written down."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from server.core import clock
from server.core.database import Database
from server.core.models import AuditLine
from tests.live import Client
from tests.moderation.conftest import SignIn, inside
from tests.people import People

pytestmark = pytest.mark.anyio


async def refusal(client: Client, people: People, text: str = "Hello") -> str:
    return await client.refusal("chat.send", room=str(people.room), client_id=str(uuid4()), text=text)


async def write(client: Client, people: People, text: str = "Hello") -> Any:
    return await client.result("chat.send", room=str(people.room), client_id=str(uuid4()), text=text)


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ({"state": "paused"}, "room_paused"),
        ({"pupils_can_write": False}, "pupils_cannot_write"),
        ({"slow_mode_s": 120}, "slow_mode"),
        ({"hours": {"opens": "00:00", "closes": "00:00"}}, "outside_hours"),
    ],
)
async def test_a_rule_holds_at_once_and_everybody_in_the_room_hears_of_it(
    sign_in: SignIn, people: People, database: Database, rules: dict[str, Any], code: str
) -> None:
    ada, piotr = [await inside(sign_in, name, people.room) for name in ("ada", "piotr")]
    await write(piotr, people)
    path = f"/api/rooms/{people.room}/rules"
    answer = await ada.http.post(path, json=rules)
    assert answer.status_code == 200, answer.text
    heard = await piotr.heard("room.changed")
    now = heard["rules"] | {"state": heard["state"]}
    assert rules.items() <= now.items()
    assert await refusal(piotr, people, "Something else") == code
    assert (await piotr.http.get(path)).json()["rules"] == heard["rules"]
    async with database.read() as db:
        line = (await db.scalars(select(AuditLine).where(AuditLine.action == "chat.rules"))).one()
    assert (line.actor_id, line.data) == (people.ada, rules)
    back = {"state": "open", "pupils_can_write": True, "slow_mode_s": 0, "hours": None}
    assert (await ada.http.post(path, json=back)).status_code == 200
    await write(piotr, people, "And again")


@pytest.mark.parametrize(
    "rules",
    [
        {"slow_mode_s": 121},
        {"slow_mode_s": -1},
        {"state": "read_only"},
        {"hours": {"opens": "7:00", "closes": "21:00"}},
        {"hours": {"opens": "25:00", "closes": "21:00"}},
    ],
)
async def test_rules_that_are_none_are_refused(sign_in: SignIn, people: People, rules: dict[str, Any]) -> None:
    ada = await sign_in("ada")
    answer = await ada.http.post(f"/api/rooms/{people.room}/rules", json=rules)
    assert (answer.status_code, answer.json()["code"]) in ((400, "malformed"), (422, "bad_hours"))


@pytest.mark.parametrize("who", ["grace", "piotr", "nino", "gail", "eve", "mallory"])
async def test_only_founders_change_the_rules_of_a_whole_room(sign_in: SignIn, people: People, who: str) -> None:
    other = await sign_in(who)
    answer = await other.http.post(f"/api/rooms/{people.room}/rules", json={"state": "paused"})
    assert answer.status_code in (403, 404)


async def test_a_muted_pupil_is_told_until_when_and_teachers_see_it(
    sign_in: SignIn, people: People, database: Database
) -> None:
    grace, piotr, nino = [await inside(sign_in, name, people.room) for name in ("grace", "piotr", "nino")]
    body = {"user": str(people.piotr), "minutes": 10}
    answer = await grace.http.post(f"/api/rooms/{people.room}/mutes", json=body)
    assert [one["person"]["id"] for one in answer.json()["muted"]] == [str(people.piotr)]
    assert (await grace.heard("room.muted"))["muted"]
    assert (await piotr.heard("room.muted"))["until"]
    assert (await piotr.heard("notification.new"))["notification"]["code"] == "chat.muted"
    assert await refusal(piotr, people) == "muted"
    assert (await nino.http.get(f"/api/rooms/{people.room}/rules")).json()["muted"] == []
    assert not nino.has_heard("room.muted")
    mine = (await piotr.http.get(f"/api/rooms/{people.room}/rules")).json()["muted"]
    assert [one["person"]["name"] for one in mine] == ["Piotr Z."]
    assert (await grace.http.post(f"/api/rooms/{people.room}/mutes/{people.piotr}/lift")).json()["muted"] == []
    await write(piotr, people)
    async with database.read() as db:
        actions = list(await db.scalars(select(AuditLine.action).order_by(AuditLine.at)))
    assert actions == ["chat.mute", "chat.unmute"]


async def test_a_mute_ends_by_itself(sign_in: SignIn, people: People) -> None:
    grace, piotr = [await inside(sign_in, name, people.room) for name in ("grace", "piotr")]
    await grace.http.post(f"/api/rooms/{people.room}/mutes", json={"user": str(people.piotr), "minutes": 10})
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        assert (await grace.http.get(f"/api/rooms/{people.room}/rules")).json()["muted"] == []
        await write(piotr, people)


async def test_nobody_mutes_whom_they_do_not_answer_for(sign_in: SignIn, people: People) -> None:
    cases = [
        ("grace", people.nino),  # another teacher's pupil
        ("ada", people.grace),  # no pupil
        ("ada", people.mallory),  # a pupil of another space
        ("ada", uuid4()),
        ("nino", people.piotr),
        ("gail", people.piotr),
        ("eve", people.piotr),
    ]
    clients = {who: await sign_in(who) for who in {who for who, _ in cases}}
    for who, user in cases:
        answer = await clients[who].http.post(f"/api/rooms/{people.room}/mutes", json={"user": str(user)})
        assert answer.status_code in (403, 404), (who, user, answer.text)
        lifted = await clients[who].http.post(f"/api/rooms/{people.room}/mutes/{user}/lift")
        assert lifted.status_code in (403, 404), (who, user, lifted.text)


@pytest.mark.parametrize(
    ("who", "administers", "answers_for"),
    [
        ("ada", True, ["nino"]),
        ("grace", False, ["piotr"]),
        ("gail", False, []),
        ("nino", False, []),
    ],
)
async def test_a_page_is_told_about_whom_its_reader_decides_and_the_server_does_just_that(
    sign_in: SignIn, people: People, who: str, administers: bool, answers_for: list[str]
) -> None:
    pupils = {name: getattr(people, name) for name in ("nino", "piotr")}
    grace = await inside(sign_in, "grace", people.room)
    others = {name: grace if name == "grace" else await inside(sign_in, name, people.room) for name in {*pupils, who}}
    state = await others[who].result("room.join", room=str(people.room))
    assert state["administers"] == administers
    assert state["answers_for"] == [str(pupils[name]) for name in answers_for]
    http, path = others[who].http, f"/api/rooms/{people.room}"
    for name, pupil in pupils.items():
        decides = administers or name in answers_for
        muted = await http.post(f"{path}/mutes", json={"user": str(pupil)})
        assert (muted.status_code == 200) == decides, (name, muted.text)
        lifted = await http.post(f"{path}/mutes/{pupil}/lift")
        assert (lifted.status_code == 200) == decides, (name, lifted.text)
        if name != who:
            held = await write(others[name], people, f"call 055 123 45 6{len(name)}")
            approved = await http.post(f"{path}/messages/{held['id']}/approve", json={"change": held["change"]})
            assert (approved.status_code == 200) == decides, (name, approved.text)
    await write(grace, people)
    for rules in ({"state": "open"}, {"slow_mode_s": 0}, {"pupils_can_write": True}, {"hours": None}):
        assert ((await http.post(f"{path}/rules", json=rules)).status_code == 200) == administers, rules
