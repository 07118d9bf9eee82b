"""A pupil's message waits for a teacher: who sees it, who decides, and what everybody else is shown (T2, T3)."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from httpx import Response
from sqlalchemy import select

from server.app import make_site
from server.chat.models import ChatMessage, MessageState
from server.chat.wire import Hold, Message
from server.core import clock
from server.core.database import Database, new_id
from server.core.models import AuditLine, Notification
from server.core.settings import Settings
from server.moderation.bells import waits
from server.rooms.wire import Person
from tests.live import Client
from tests.moderation.conftest import SignIn, inside
from tests.people import People
from tests.waiting import eventually

pytestmark = pytest.mark.anyio

PHONE = "My number is 055 123 45 67"


async def write(client: Client, people: People, text: str) -> dict[str, Any]:
    return await client.result("chat.send", room=str(people.room), client_id=str(uuid4()), text=text)


async def test_several_that_begin_to_wait_at_once_ring_one_bell(
    database: Database, people: People, tmp_path: Path
) -> None:
    url = database.url.render_as_string(hide_password=False)
    site = make_site(Settings(database_url=url, data_dir=tmp_path, secret_key="a secret of this test"))
    site.database = database
    now = clock.now()
    held = [
        Message(
            id=new_id(), room=people.room, seq=seq, change=seq, client_id=new_id(),
            author=Person(id=people.piotr, name="Piotr Z.", kind="pupil"), state="held", text=PHONE, reply_to=None,
            mentions=[], reactions=[], created_at=now, edited_at=None, expires_at=now,
            hold=Hold(findings=[], since=now),
        )
        for seq in range(1, 5)
    ]  # fmt: skip
    await asyncio.gather(*(waits(site, message) for message in held))
    async with database.read() as db:
        rung = await db.scalars(select(Notification.user_id).where(Notification.code == "chat.held"))
        assert list(rung) == [people.grace]


def decide(people: People, message: dict[str, Any], verb: str) -> str:
    return f"/api/rooms/{people.room}/messages/{message['id']}/{verb}"


async def approve(client: Client, people: People, message: dict[str, Any]) -> Response:
    """As it is read in `message`."""
    return await client.http.post(decide(people, message, "approve"), json={"change": message["change"]})


async def texts(client: Client, people: People) -> list[str]:
    page = await client.result("chat.catch_up", room=str(people.room))
    return [message["text"] for message in page["messages"]]


@pytest.mark.proves("R-222")
async def test_contact_data_waits_for_the_teacher_who_lets_everybody_read_it(
    sign_in: SignIn, people: People, database: Database
) -> None:
    grace, piotr, nino = [await inside(sign_in, name, people.room) for name in ("grace", "piotr", "nino")]
    held = await write(piotr, people, PHONE)
    assert held["state"] == "held"
    assert [(one["kind"], held["text"][one["start"] : one["end"]]) for one in held["hold"]["findings"]] == [
        ("phone", "055 123 45 67")
    ]
    assert (await grace.heard("chat.sent"))["message"]["hold"] == held["hold"]
    assert (await nino.heard("chat.withdrawn"))["message"] == held["id"]
    assert not nino.has_heard("chat.sent")
    assert await texts(nino, people) == []
    assert await texts(grace, people) == [PHONE]

    released = (await approve(grace, people, held)).json()
    assert (released["state"], released["hold"], released["seq"]) == ("visible", None, held["seq"])
    assert (await nino.heard("chat.released"))["message"] == released
    assert await texts(nino, people) == [PHONE]
    async with database.read() as db:
        line = (await db.scalars(select(AuditLine).where(AuditLine.action == "chat.approve"))).one()
    assert (line.actor_id, str(line.target_id)) == (people.grace, held["id"])
    assert PHONE not in str(line.data)


async def test_the_bell_of_the_responsible_teacher_rings_and_no_other(
    sign_in: SignIn, people: People, database: Database
) -> None:
    grace = await sign_in("grace")
    piotr = await inside(sign_in, "piotr", people.room)
    await write(piotr, people, PHONE)
    told = (await grace.heard("notification.new"))["notification"]
    assert (told["code"], told["target_id"], told["params"]["name"]) == ("chat.held", str(people.room), "Piotr Z.")
    await grace.heard("my_pupils.changed")
    async with database.read() as db:
        rung = list(await db.scalars(select(Notification.user_id).where(Notification.code == "chat.held")))
        assert rung == [people.grace]
        params = (await db.scalars(select(Notification.params).where(Notification.code == "chat.held"))).one()
    assert "055 123" not in str(params)


@pytest.mark.proves("R-222")
async def test_a_message_comes_back_with_a_hint_and_a_better_text_is_read_at_once(
    sign_in: SignIn, people: People
) -> None:
    grace, piotr, nino = [await inside(sign_in, name, people.room) for name in ("grace", "piotr", "nino")]
    held = await write(piotr, people, PHONE)
    body = {"hint": "leave_out_contact", "note": "Ask me for the class address."}
    read = {"change": held["change"]}
    returned = (await grace.http.post(decide(people, held, "return"), json=read | body)).json()
    assert (returned["state"], returned["hold"]["hint"], returned["hold"]["note"]) == ("held", *body.values())
    assert (await piotr.heard("chat.held"))["message"] == returned
    assert (await piotr.heard("notification.new"))["notification"]["code"] == "chat.returned"
    again = await piotr.result("chat.edit", room=str(people.room), message=held["id"], text="0551234567 then")
    assert (again["state"], again["hold"]["hint"]) == ("held", None)
    better = await piotr.result("chat.edit", room=str(people.room), message=held["id"], text="Ask my teacher")
    assert (better["state"], better["hold"]) == ("visible", None)
    assert (await nino.heard("chat.released"))["message"]["text"] == "Ask my teacher"


@pytest.mark.parametrize("verb", ["approve", "return"])
async def test_nobody_decides_about_a_text_that_was_changed_since_it_was_read(
    sign_in: SignIn, people: People, database: Database, verb: str
) -> None:
    grace, piotr, nino = [await inside(sign_in, name, people.room) for name in ("grace", "piotr", "nino")]
    read = await write(piotr, people, PHONE)
    worse = f"{PHONE}, come alone and tell nobody"
    now = await piotr.result("chat.edit", room=str(people.room), message=read["id"], text=worse)
    hint = {"hint": "ask_first"} if verb == "return" else {}
    refused = await grace.http.post(decide(people, read, verb), json={"change": read["change"]} | hint)
    assert (refused.status_code, refused.json()["code"]) == (409, "changed_meanwhile")
    page = await grace.result("chat.catch_up", room=str(people.room))
    assert page["messages"] == [now]
    assert await texts(nino, people) == []
    async with database.read() as db:
        assert (await db.scalars(select(AuditLine.action).where(AuditLine.target_type == "message"))).all() == []
    decided = await grace.http.post(decide(people, read, verb), json={"change": now["change"]} | hint)
    assert decided.status_code == 200, decided.text


async def test_what_is_held_already_cannot_be_held_and_so_not_be_freed_by_undoing_that(
    sign_in: SignIn, people: People
) -> None:
    grace, piotr, nino = [await inside(sign_in, name, people.room) for name in ("grace", "piotr", "nino")]
    held = await write(piotr, people, PHONE)
    refused = await grace.http.post(decide(people, held, "hold"))
    assert (refused.status_code, refused.json()["code"]) == (409, "held_already")
    gone = await write(piotr, people, "Hello")
    await grace.http.post(decide(people, gone, "delete"))
    refused = await grace.http.post(decide(people, gone, "hold"))
    assert (refused.status_code, refused.json()["code"]) == (409, "deleted")
    assert await texts(nino, people) == [""]


async def test_all_that_one_pupil_wrote_is_decided_in_one_call_and_each_message_for_itself(
    sign_in: SignIn, people: People, database: Database
) -> None:
    grace, piotr, nino = [await inside(sign_in, name, people.room) for name in ("grace", "piotr", "nino")]
    first, second, third = [await write(piotr, people, f"{PHONE} {place}") for place in range(3)]
    now = await piotr.result("chat.edit", room=str(people.room), message=second["id"], text=f"{PHONE}, alone")
    path = f"/api/rooms/{people.room}/decisions"

    def body(act: str, *messages: dict[str, Any]) -> dict[str, Any]:
        return {"act": act, "messages": [{"id": one["id"], "change": one["change"]} for one in messages]}

    answer = (await grace.http.post(path, json=body("approve", first, second, third))).json()
    assert [one["id"] for one in answer["messages"]] == [first["id"], third["id"]]
    assert answer["refused"] == [second["id"]], "it has another text by now"
    assert await texts(nino, people) == [f"{PHONE} 0", f"{PHONE} 2"]
    held = (await grace.http.post(path, json=body("hold", *answer["messages"]))).json()
    assert await texts(nino, people) == []
    gone = await grace.http.post(path, json=body("delete", now, *held["messages"]))
    assert [one["state"] for one in gone.json()["messages"]] == ["deleted"] * 3
    refused = await grace.http.post(path, json=body("approve", *held["messages"]))
    assert (refused.status_code, refused.json()["code"]) == (409, "deleted")
    async with database.read() as db:
        acts = (await db.scalars(select(AuditLine.action).where(AuditLine.target_type == "message"))).all()
    assert sorted(acts) == ["chat.approve"] * 2 + ["chat.delete"] * 3 + ["chat.hold"] * 2


async def test_nobody_decides_about_many_whom_nobody_lets_decide_about_one(sign_in: SignIn, people: People) -> None:
    ada, piotr, nino = [await inside(sign_in, name, people.room) for name in ("ada", "piotr", "nino")]
    by_ada, by_piotr = await write(ada, people, "Hello"), await write(piotr, people, PHONE)
    path = f"/api/rooms/{people.room}/decisions"
    for client, message in ((nino, by_ada), (nino, by_piotr), (ada, by_ada)):
        body = {"act": "hold", "messages": [{"id": message["id"], "change": message["change"]}]}
        assert (await client.http.post(path, json=body)).status_code in (403, 404)


@pytest.mark.parametrize(("verb", "body"), [("approve", None), ("approve", {}), ("return", {"hint": "other"})])
async def test_a_decision_names_what_was_read(
    sign_in: SignIn, people: People, database: Database, verb: str, body: dict[str, str] | None
) -> None:
    grace, piotr = await sign_in("grace"), await inside(sign_in, "piotr", people.room)
    held = await write(piotr, people, PHONE)
    assert (await grace.http.post(decide(people, held, verb), json=body)).status_code == 400
    async with database.read() as db:
        assert (await db.scalars(select(ChatMessage.state))).one() is MessageState.HELD


async def test_an_edit_that_brings_contact_data_takes_the_message_from_everybody(
    sign_in: SignIn, people: People, database: Database
) -> None:
    piotr, nino = [await inside(sign_in, name, people.room) for name in ("piotr", "nino")]
    sent = await write(piotr, people, "Hello")
    cursor = (await nino.heard("chat.sent"))["message"]["change"]
    edited = await piotr.result("chat.edit", room=str(people.room), message=sent["id"], text="nino_r@example.org")
    assert edited["state"] == "held"
    assert (await nino.heard("chat.withdrawn"))["message"] == sent["id"]
    page = await nino.result("chat.catch_up", room=str(people.room), after=cursor)
    assert (page["messages"], page["withdrawn"]) == ([], [sent["id"]])
    async with database.read() as db:
        stored = (await db.scalars(select(ChatMessage))).one()
    assert stored.earlier == ["Hello"]


@pytest.mark.parametrize("who", ["piotr", "nino", "gail", "eve", "mallory"])
async def test_nobody_decides_who_does_not_answer_for_the_pupil(
    sign_in: SignIn, people: People, database: Database, who: str
) -> None:
    piotr = await inside(sign_in, "piotr", people.room)
    held = await write(piotr, people, PHONE)
    other = piotr if who == "piotr" else await sign_in(who)
    read = {"change": held["change"]}
    for verb, body in (("approve", read), ("return", read | {"hint": "other"}), ("hold", None), ("delete", None)):
        if who == "piotr" and verb == "delete":
            continue
        answer = await other.http.post(decide(people, held, verb), json=body)
        assert answer.status_code in (403, 404), (verb, answer.text)
    async with database.read() as db:
        assert (await db.scalars(select(ChatMessage.state))).one() is MessageState.HELD


@pytest.mark.proves("R-222")
async def test_a_member_teacher_decides_about_own_pupils_and_a_founder_about_all(
    sign_in: SignIn, people: People
) -> None:
    nino, piotr, grace, ada = [await inside(sign_in, name, people.room) for name in ("nino", "piotr", "grace", "ada")]
    of_nino, of_piotr = await write(nino, people, PHONE), await write(piotr, people, PHONE)
    assert (await approve(grace, people, of_nino)).json()["code"] == "not_yours"
    assert (await approve(grace, people, of_piotr)).status_code == 200
    assert (await approve(ada, people, of_nino)).status_code == 200
    assert (await approve(ada, people, of_nino)).json()["state"] == "visible"
    by_ada = await write(ada, people, "My own words")
    assert (await ada.http.post(decide(people, by_ada, "hold"))).json()["code"] == "own_message"


async def test_adults_words_do_not_wait(sign_in: SignIn, people: People) -> None:
    ada = await inside(sign_in, "ada", people.room)
    assert (await write(ada, people, "Call the school: +39 0532 123456"))["state"] == "visible"


async def test_a_message_held_by_a_person_stays_held_whatever_its_author_makes_of_it(
    sign_in: SignIn, people: People
) -> None:
    ada, piotr = [await inside(sign_in, name, people.room) for name in ("ada", "piotr")]
    sent = await write(piotr, people, "Something unkind")
    assert (await ada.http.post(decide(people, sent, "hold"))).json()["hold"]["findings"][0]["kind"] == "moderator"
    for text in ("Something kind", PHONE, "Something unkind again"):
        edited = await piotr.result("chat.edit", room=str(people.room), message=sent["id"], text=text)
        assert (edited["state"], edited["hold"]["findings"][0]["kind"]) == ("held", "moderator"), text


async def test_so_many_edits_that_the_first_text_would_be_forgotten_are_refused(
    sign_in: SignIn, people: People, database: Database
) -> None:
    piotr = await inside(sign_in, "piotr", people.room)
    sent = await write(piotr, people, "The first text")
    for number in range(20):
        await piotr.result("chat.edit", room=str(people.room), message=sent["id"], text=f"Text {number}")
    more = {"room": str(people.room), "message": sent["id"], "text": "One more"}
    assert await piotr.refusal("chat.edit", **more) == "edited_enough"
    async with database.read() as db:
        stored = (await db.scalars(select(ChatMessage))).one()
    assert (stored.body, (stored.earlier or [""])[0]) == ("Text 19", "The first text")


async def test_a_mention_in_a_held_message_rings_when_everybody_may_read_it(
    sign_in: SignIn, people: People, database: Database
) -> None:
    piotr = await inside(sign_in, "piotr", people.room)
    grace = await sign_in("grace")
    held = await piotr.result(
        "chat.send", room=str(people.room), client_id=str(uuid4()), text=PHONE, mentions=[str(people.ada)]
    )
    await grace.heard("notification.new")

    async def mentions() -> int:
        async with database.read() as db:
            return len((await db.scalars(select(Notification).where(Notification.code == "chat.mention"))).all())

    assert await mentions() == 0
    await approve(grace, people, held)

    async def rung() -> bool:
        return await mentions() == 1

    await eventually(rung)
