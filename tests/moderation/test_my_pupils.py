"""The page of a responsible teacher: own pupils only, and what needs that teacher."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.moderation.conftest import SignIn, inside
from tests.moderation.reporting import page
from tests.people import People

pytestmark = pytest.mark.anyio


@pytest.mark.proves("R-222")
async def test_a_teacher_sees_who_is_here_what_waits_and_where_no_adult_is(sign_in: SignIn, people: People) -> None:
    grace = await sign_in("grace")
    piotr, nino = [await inside(sign_in, name, people.room) for name in ("piotr", "nino")]
    for client in (piotr, nino):
        for text in ("Hello", "call 055 123 45 67"):
            await client.result("chat.send", room=str(people.room), client_id=str(uuid4()), text=text)
    mine = await page(grace)
    (pupil,) = mine["pupils"]
    assert (pupil["person"]["name"], pupil["online_in"]) == ("Piotr Z.", [str(people.room)])
    assert [one["text"] for one in pupil["last_messages"]] == ["call 055 123 45 67", "Hello"]
    assert [(one["message"]["author"]["name"], one["slug"]) for one in mine["held"]] == [("Piotr Z.", people.slug)]
    assert [(one["room"], one["pupils"]) for one in mine["without_adult"]] == [(str(people.room), 1)]
    body = {"target": "person", "id": str(people.piotr), "reason": "bullying"}
    await nino.http.post(f"/api/spaces/{people.space}/reports", json=body)
    await grace.heard("my_pupils.changed")
    assert (await page(grace))["cases"] == 1
    await grace.result("room.join", room=str(people.room))
    assert (await page(grace))["without_adult"] == []


@pytest.mark.parametrize("who", ["piotr", "gail", "mallory"])
async def test_whoever_answers_for_nobody_sees_nobody(sign_in: SignIn, people: People, who: str) -> None:
    assert await page(await sign_in(who)) == {"spaces": [], "pupils": [], "held": [], "without_adult": [], "cases": 0}


@pytest.mark.proves("R-222")
async def test_another_teachers_pupils_are_not_shown(sign_in: SignIn, people: People) -> None:
    assert [one["person"]["name"] for one in (await page(await sign_in("ada")))["pupils"]] == ["Nino R."]
    assert [one["person"]["name"] for one in (await page(await sign_in("eve")))["pupils"]] == ["Mallory D."]


@pytest.mark.proves("R-222")
@pytest.mark.parametrize("how", ["edit", "delete"])
async def test_the_page_forgets_what_its_pupil_made_better_or_took_away(
    sign_in: SignIn, people: People, how: str
) -> None:
    grace, piotr = await sign_in("grace"), await inside(sign_in, "piotr", people.room)
    fields: dict[str, Any] = {"room": str(people.room)}
    held = await piotr.result("chat.send", client_id=str(uuid4()), text="call 055 123 45 67", **fields)
    assert (await grace.heard("notification.new"))["notification"]["code"] == "chat.held"
    assert len((await page(grace))["held"]) == 1
    grace.frames.clear()
    if how == "edit":
        await piotr.result("chat.edit", message=held["id"], text="call me at school", **fields)
    else:
        await piotr.result("chat.delete", message=held["id"], **fields)
    await grace.heard("my_pupils.changed")
    assert (await page(grace))["held"] == []
