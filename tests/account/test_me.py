"""The own profile and the own password."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select

from server.core import clock
from server.core.database import Database
from server.core.models import InitialCredential, User
from server.core.wire import CloseCode
from tests.account.conftest import Served
from tests.live import Client
from tests.people import PASSWORD, People

pytestmark = pytest.mark.anyio

NEW = "Vistula-and-Po"


async def change(client: Client, new: str, current: str = PASSWORD) -> httpx.Response:
    return await client.http.post("/api/me/password", json={"current": current, "new": new})


@pytest.mark.proves("R-221")
async def test_a_pupil_renews_the_own_password(served: Served, people: People):
    piotr = await served.entered("piotr", people.slug)
    assert (await change(piotr, NEW)).status_code == 200
    assert (await served.client().sign_in("piotr", PASSWORD, people.slug)).status_code == 401
    assert (await served.client().sign_in("piotr", NEW, people.slug)).status_code == 200


async def test_a_new_password_signs_out_everywhere_else(served: Served):
    here, there = await served.entered("ada"), await served.entered("ada")
    await there.connect()
    assert (await change(here, NEW)).status_code == 200
    assert await there.closed() == CloseCode.SIGNED_OUT
    assert (await there.http.get("/api/me")).status_code == 401
    assert (await here.http.get("/api/me")).status_code == 200


async def test_the_first_password_is_forgotten_when_changed(served: Served, people: People, database: Database):
    async with database.write() as db:
        later = clock.now() + timedelta(days=30)
        db.add(
            InitialCredential(
                user_id=people.piotr, secret_encrypted=b"sealed", created_by=people.grace, expires_at=later
            )
        )
    piotr = await served.entered("piotr", people.slug)
    await change(piotr, NEW)
    async with database.read() as db:
        assert await db.scalar(select(InitialCredential.id)) is None


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ("short", "password_short"),
        ("123456789", "password_short"),
        ("1234567890", "password_guessable"),
        ("aaaaaaaaaaaaaa", "password_guessable"),
        ("x1y2z3" * 40, "password_long"),
        (PASSWORD, "password_same"),
    ],
)
async def test_a_poor_password_is_refused_and_the_old_one_stays(served: Served, new: str, code: str):
    ada = await served.entered("ada")
    answer = await change(ada, new)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert (await served.client().sign_in("ada", PASSWORD)).status_code == 200


async def test_an_open_browser_does_not_change_the_password_without_the_present_one(served: Served):
    ada = await served.entered("ada")
    for _ in range(8):
        assert (await change(ada, NEW, current="guess")).json()["code"] == "wrong_password"
    assert (await change(ada, NEW)).status_code == 429


@pytest.mark.proves("R-221")
async def test_a_pupil_sets_the_own_language_and_an_adult_also_the_time_zone(
    served: Served, people: People, database: Database
):
    ada = await served.entered("ada")
    answer = await ada.http.patch("/api/me", json={"locale": "az", "time_zone": "Asia/Baku"})
    assert (answer.json()["locale"], answer.json()["time_zone"]) == ("az", "Asia/Baku")
    piotr = await served.entered("piotr", people.slug)
    before = (await piotr.http.get("/api/me")).json()["time_zone"]
    answer = await piotr.http.patch("/api/me", json={"locale": "pl"})
    assert (answer.json()["locale"], answer.json()["time_zone"]) == ("pl", before)
    moved = await piotr.http.patch("/api/me", json={"locale": "en", "time_zone": "America/Los_Angeles"})
    assert (moved.status_code, moved.json()["code"]) == (403, "school_decides"), "hours of the chat are the school's"
    async with database.read() as db:
        assert (await db.get_one(User, people.piotr)).locale == "pl"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"time_zone": "Mars/Olympus"}, 422),
        ({"time_zone": "../../etc/passwd"}, 422),
        ({"locale": "<script>"}, 400),
        ({"locale": "en\u0000"}, 400),
        ({"account_type": "staff"}, 400),
        ({"display_name": "Somebody Else"}, 400),
    ],
)
async def test_nothing_else_of_oneself_is_changed_here(
    served: Served, people: People, body: dict[str, str], status: int
):
    piotr = await served.entered("piotr", people.slug)
    before = (await piotr.http.get("/api/me")).json()
    assert (await piotr.http.patch("/api/me", json=body)).status_code == status
    assert (await piotr.http.get("/api/me")).json() == before


async def test_a_stranger_changes_nothing(served: Served):
    stranger = served.client()
    assert (await change(stranger, NEW)).status_code == 401
    assert (await stranger.http.patch("/api/me", json={"locale": "az"})).status_code == 401
    assert (await stranger.http.get("/api/login-sessions")).status_code == 401
