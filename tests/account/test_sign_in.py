"""Signing in and out, as people do it."""

from __future__ import annotations

import re
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select, update

from server.account import sign_in
from server.core import clock
from server.core.database import Database
from server.core.models import InitialCredential, LoginSession, MembershipState, SpaceMembership, User, UserStatus
from tests.account.conftest import Served, application
from tests.people import PASSWORD, People

pytestmark = pytest.mark.anyio


@pytest.mark.proves("R-030")
async def test_a_teacher_signs_in_with_user_name_and_password(served: Served, people: People):
    ada = served.client()
    assert (await ada.http.get("/api/me")).status_code == 401
    answer = await ada.sign_in("ada", PASSWORD)
    assert answer.status_code == 200
    assert answer.json()["me"]["id"] == str(people.ada)
    me = (await ada.http.get("/api/me")).json()
    assert (me["name"], me["account_type"], me["idle_minutes"]) == ("Ada Marin", "staff", 720)
    assert "email" not in me


async def test_the_user_name_is_found_whatever_its_case(served: Served):
    assert (await served.client().sign_in("  aDA ", PASSWORD)).status_code == 200


async def test_the_cookie_is_for_the_browser_alone_and_only_a_hash_is_stored(served: Served, database: Database):
    ada = served.client()
    cookie = (await ada.sign_in("ada", PASSWORD)).headers["set-cookie"]
    assert re.match(r"session=[\w-]{43}; HttpOnly; Path=/; SameSite=lax$", cookie)
    token = ada.http.cookies["session"]
    async with database.read() as db:
        stored = await db.scalar(select(LoginSession.token_hash))
    assert stored is not None
    assert len(stored) == 32
    assert token.encode() not in stored


async def test_over_tls_the_cookie_is_protected_and_a_planted_one_is_not_believed(served: Served):
    """The application itself, told by its server that the browser came over TLS."""
    transport = httpx.ASGITransport(app=application(served.site))
    origin = {"origin": "https://space.example"}
    async with httpx.AsyncClient(transport=transport, base_url="https://space.example", headers=origin) as browser:
        answer = await browser.post("/api/sign-in", json={"username": "ada", "password": PASSWORD})
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("__Host-session=")
        assert "Secure" in cookie
        assert "Domain" not in cookie
        assert (await browser.get("/api/me")).status_code == 200
        token = browser.cookies["__Host-session"]
        browser.cookies.clear()
        planted = await browser.get("/api/me", headers={"cookie": f"session={token}"})
        assert planted.status_code == 401


@pytest.mark.parametrize(
    ("username", "password"),
    [("ada", "wrong"), ("nobody", PASSWORD), ("ada' OR 1=1 --", PASSWORD), ("%", PASSWORD), ("ada", "x" * 200)],
)
async def test_a_wrong_name_and_a_wrong_password_sound_the_same(served: Served, username: str, password: str):
    answer = await served.client().sign_in(username, password)
    assert answer.status_code == 401
    assert answer.json() == {"code": "wrong_sign_in", "text": "User name or password is not right.", "params": {}}
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'{"username": "ada"}',
        b'{"username": "", "password": "x"}',
        b'{"username": "a\\u0000b", "password": "x"}',
        b'{"username": "ada", "password": "x", "slug": "\\u0000"}',
        b'{"username": "ada", "password": "x", "admin": true}',
        b'{"username": 1, "password": "x"}',
        b'{"username": "ada", "password": "' + b"x" * 201 + b'"}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
async def test_a_malformed_sign_in_is_refused_and_changes_nothing(served: Served, database: Database, body: bytes):
    answer = await served.client().http.post("/api/sign-in", content=body)
    assert answer.status_code == 400
    assert answer.json()["code"] == "malformed"
    async with database.read() as db:
        assert await db.scalar(select(LoginSession.id)) is None


@pytest.mark.proves("R-220")
async def test_a_pupil_signs_in_by_the_link_of_the_own_twinspace(served: Served, people: People):
    page = (await served.client().http.get("/api/sign-in", params={"space": people.slug})).json()
    assert page["space"] == {"slug": people.slug, "title": "Rivers and seas"}
    answer = await served.client().sign_in("piotr", PASSWORD, people.slug)
    assert answer.status_code == 200
    assert answer.json()["space"] == str(people.space)
    assert answer.json()["me"]["idle_minutes"] == 60


@pytest.mark.proves("R-220")
async def test_a_pupil_at_the_page_of_the_staff_is_told_to_use_the_link(served: Served):
    answer = await served.client().sign_in("piotr", PASSWORD)
    assert (answer.status_code, answer.json()["code"]) == (403, "pupils_use_link")
    assert "link of their TwinSpace" in answer.json()["text"]
    assert "set-cookie" not in answer.headers


@pytest.mark.proves("R-220")
@pytest.mark.parametrize("slug", ["islands", "no-such-space", "%", "' OR 1=1 --"])
async def test_a_pupil_does_not_enter_by_the_link_of_another_space(served: Served, slug: str):
    answer = await served.client().sign_in("piotr", PASSWORD, slug)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_your_link")


async def test_a_pupil_who_was_taken_out_of_the_space_does_not_enter_by_its_link(
    served: Served, people: People, database: Database
):
    async with database.write() as db:
        await db.execute(
            update(SpaceMembership).where(SpaceMembership.user_id == people.piotr).values(state=MembershipState.REMOVED)
        )
    assert (await served.client().sign_in("piotr", PASSWORD, people.slug)).json()["code"] == "not_your_link"


async def test_the_link_is_no_password(served: Served, people: People):
    answer = await served.client().sign_in("piotr", "wrong password", people.slug)
    assert answer.json()["code"] == "wrong_sign_in"


async def test_a_teacher_may_use_the_link_too_and_lands_in_the_space_only_as_a_member(served: Served, people: People):
    assert (await served.client().sign_in("ada", PASSWORD, people.slug)).json()["space"] == str(people.space)
    assert (await served.client().sign_in("eve", PASSWORD, people.slug)).json()["space"] is None


async def test_a_strange_link_says_nothing_of_a_space(served: Served):
    for slug in ("no-such-space", "\0", "x" * 5000):
        page = await served.client().http.get("/api/sign-in", params={"space": slug})
        assert page.status_code == 200
        assert page.json() == {"providers": [], "space": None}


async def test_the_first_sign_in_makes_a_pupil_active_and_the_first_password_soon_forgotten(
    served: Served, people: People, database: Database
):
    async with database.write() as db:
        await db.execute(update(User).where(User.id == people.piotr).values(status=UserStatus.INVITED))
        later = clock.now() + timedelta(days=30)
        db.add(
            InitialCredential(
                user_id=people.piotr, secret_encrypted=b"sealed", created_by=people.grace, expires_at=later
            )
        )
    await served.entered("piotr", people.slug)
    async with database.read() as db:
        piotr = await db.get_one(User, people.piotr)
        initial = (await db.scalars(select(InitialCredential))).one()
    assert piotr.status == UserStatus.ACTIVE
    assert initial.expires_at <= clock.now() + sign_in.INITIAL_KEPT


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (UserStatus.NEW, "account_new"),
        (UserStatus.SUSPENDED, "account_suspended"),
        (UserStatus.DEACTIVATED, "account_closed"),
    ],
)
async def test_a_stopped_account_is_refused_in_plain_words_and_only_to_its_owner(
    served: Served, people: People, database: Database, status: UserStatus, code: str
):
    async with database.write() as db:
        await db.execute(update(User).where(User.id == people.ada).values(status=status))
    answer = await served.client().sign_in("ada", PASSWORD)
    assert (answer.status_code, answer.json()["code"]) == (403, code)
    assert (await served.client().sign_in("ada", "wrong")).json()["code"] == "wrong_sign_in"


async def test_a_locked_pupil_is_sent_to_the_teacher(served: Served, people: People, database: Database):
    async with database.write() as db:
        await db.execute(update(User).where(User.id == people.mallory).values(status=UserStatus.LOCKED))
    answer = await served.client().sign_in("mallory", PASSWORD, people.eves_slug)
    assert answer.json()["code"] == "account_locked"
    assert "teacher" in answer.json()["text"]


async def test_the_token_changes_at_each_sign_in_and_the_old_one_dies(served: Served, people: People):
    browser = await served.entered("ada")
    before = browser.http.cookies["session"]
    await browser.sign_in("eve", PASSWORD)
    assert browser.http.cookies["session"] != before
    stolen = served.client()
    stolen.http.cookies.set("session", before)
    assert (await stolen.http.get("/api/me")).status_code == 401
    assert (await browser.http.get("/api/me")).json()["id"] == str(people.eve)


async def test_a_token_chosen_by_somebody_else_is_never_taken_over(served: Served):
    browser = served.client()
    browser.http.cookies.set("session", "planted-by-mallory")
    await browser.sign_in("ada", PASSWORD)
    mallory = served.client()
    mallory.http.cookies.set("session", "planted-by-mallory")
    assert (await mallory.http.get("/api/me")).status_code == 401


async def test_signing_out_ends_it_on_the_server_and_takes_the_cookie(served: Served):
    ada = await served.entered("ada")
    token = ada.http.cookies["session"]
    assert (await ada.http.post("/api/sign-out")).status_code == 200
    assert "session" not in ada.http.cookies
    ada.http.cookies.set("session", token)
    assert (await ada.http.get("/api/me")).status_code == 401
    assert (await ada.http.post("/api/sign-out")).status_code == 200, "a stale cookie goes too"


@pytest.mark.parametrize("origin", [None, "null", "http://evil.example", "http://127.0.0.1:1", "https://127.0.0.1", ""])
async def test_a_sign_in_from_a_foreign_page_is_refused(served: Served, origin: str | None):
    client = served.client()
    client.http.headers.pop("origin")
    headers = {} if origin is None else {"origin": origin}
    answer = await client.http.post("/api/sign-in", json={"username": "ada", "password": PASSWORD}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "foreign_origin")


async def test_guessing_is_slowed_down_with_a_clear_wait_and_for_this_account_only(served: Served):
    guesser = served.client()
    for _ in range(sign_in.BY_ACCOUNT_THERE.burst):
        assert (await guesser.sign_in("ada", "guess")).status_code == 401
    answer = await guesser.sign_in("ADA ", PASSWORD)
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_tries")
    wait = answer.json()["params"]["retry_after"]
    assert 0 < wait <= sign_in.BY_ACCOUNT_THERE.seconds
    assert f"{wait} seconds" in answer.json()["text"]
    assert (await guesser.sign_in("eve", PASSWORD)).status_code == 200


async def test_the_wait_ends(served: Served):
    with clock.frozen(clock.now()):
        client = served.client()
        for _ in range(sign_in.BY_ACCOUNT_THERE.burst):
            await client.sign_in("ada", "guess")
        assert (await client.sign_in("ada", PASSWORD)).status_code == 429
        clock.travel(timedelta(seconds=sign_in.BY_ACCOUNT_THERE.seconds))
        assert (await client.sign_in("ada", PASSWORD)).status_code == 200


async def test_an_address_is_slowed_down_over_all_accounts(served: Served):
    with clock.frozen(clock.now()):
        client = served.client()
        codes = [
            (await client.sign_in(f"name{number}", "x" * 201)).status_code
            for number in range(sign_in.BY_ADDRESS.burst + 1)
        ]
        assert set(codes) == {400}, "what is malformed costs nothing and counts for nothing"
        limits = [(await client.sign_in(f"name{number}", "guess")).status_code for number in range(121)]
    assert limits[:120] == [401] * 120
    assert limits[120] == 429


async def test_honest_people_are_not_slowed_down(served: Served):
    client = served.client()
    for _ in range(sign_in.BY_ACCOUNT_THERE.burst + 3):
        assert (await client.sign_in("ada", PASSWORD)).status_code == 200


async def test_answers_about_oneself_are_kept_by_no_cache(served: Served):
    ada = await served.entered("ada")
    assert (await ada.http.get("/api/me")).headers["cache-control"] == "no-store"
