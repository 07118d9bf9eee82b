"""Signing in through EU Login, against a provider that is really there."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from sqlalchemy import func, select, update

from server.core import clock
from server.core.database import Database
from server.core.models import ExternalAccount, LoginSession, User, UserStatus
from tests.account import provider as providers
from tests.account.conftest import Serve, Served
from tests.account.provider import CLIENT, SECRET, TestProvider
from tests.live import Client, browsing
from tests.people import People

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The provider is on this machine."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
async def provider() -> AsyncGenerator[TestProvider]:
    async with TestProvider().running() as running:
        yield running


@pytest.fixture
async def eu_served(serve: Serve, people: People, provider: TestProvider) -> AsyncGenerator[Served]:
    """A server that trusts the provider."""
    async with serving_with(serve, provider) as one:
        yield one


def serving_with(
    serve: Serve, provider: TestProvider, **settings: Any
) -> contextlib.AbstractAsyncContextManager[Served]:
    named = {"oidc_issuer": provider.issuer, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}
    return serve(**(named | settings))


async def away(client: Client) -> httpx.Response:
    """From the sign-in page to the provider and back to the door of the callback, as a browser follows it."""
    start = await client.http.get("/api/oidc/start")
    assert start.status_code == 303
    if start.headers["location"].startswith("/"):
        return start
    async with browsing() as browser:
        return await browser.get(start.headers["location"])


async def there_and_back(client: Client) -> str:
    """The whole round; where it ends."""
    answer = await away(client)
    if not answer.headers["location"].startswith("/"):
        answer = await client.http.get(answer.headers["location"])
    assert answer.status_code == 303
    assert answer.headers["cache-control"] == "no-store"
    return answer.headers["location"]


async def is_in(client: Client) -> bool:
    return (await client.http.get("/api/me")).status_code == 200


async def test_a_teacher_signs_in_with_the_verified_address_and_is_known_by_subject_from_then_on(
    eu_served: Served, people: People, provider: TestProvider, database: Database
):
    assert (await eu_served.client().http.get("/api/sign-in")).json()["providers"] == ["oidc"]
    ada = eu_served.client()
    assert await there_and_back(ada) == "/"
    assert (await ada.http.get("/api/me")).json()["id"] == str(people.ada)
    async with database.read() as db:
        bound = (await db.scalars(select(ExternalAccount))).one()
    assert (bound.user_id, bound.issuer, bound.subject) == (people.ada, provider.issuer, "s-1")
    provider.email = "ada.has.moved@example.org"
    again = eu_served.client()
    assert await there_and_back(again) == "/"
    assert (await again.http.get("/api/me")).json()["id"] == str(people.ada)


async def test_the_token_changes_and_the_attempts_cookie_goes(eu_served: Served):
    ada = await eu_served.entered("ada")
    before = ada.http.cookies["session"]
    assert await there_and_back(ada) == "/"
    assert ada.http.cookies["session"] != before
    assert "oidc" not in ada.http.cookies
    ada.http.cookies.set("session", before)
    assert not await is_in(ada)


@pytest.mark.parametrize(
    "sign",
    [
        providers.unsigned,
        providers.signed_with_the_public_key,
        providers.signed_with_the_client_secret,
        providers.signed_by_somebody_else,
        providers.signed_with_an_own_key_inside,
        providers.altered_after_signing,
    ],
)
async def test_a_token_that_the_provider_did_not_sign_is_refused(
    eu_served: Served, provider: TestProvider, sign: Any, database: Database
):
    provider.sign = sign
    eve = eu_served.client()
    assert await there_and_back(eve) == "/sign-in?problem=oidc_failed"
    assert provider.told == 1
    assert not await is_in(eve)
    async with database.read() as db:
        assert await db.scalar(select(LoginSession.id)) is None
        assert await db.scalar(select(ExternalAccount.id)) is None


@pytest.mark.parametrize(
    ("wrong", "gone"),
    [
        ({"aud": "another-client"}, ()),
        ({"aud": ["another-client"]}, ()),
        ({"aud": [CLIENT, "another-client"]}, ()),
        ({"aud": [CLIENT, "another-client"], "azp": "another-client"}, ()),
        ({"azp": "another-client"}, ()),
        ({"iss": "https://evil.example"}, ()),
        ({"nonce": "another"}, ()),
        ({"exp": 1}, ()),
        ({"exp": "soon"}, ()),
        ({"iat": 99_999_999_999}, ()),
        ({"sub": None}, ()),
        ({"sub": 7}, ()),
        ({}, ("aud",)),
        ({}, ("iss",)),
        ({}, ("nonce",)),
        ({}, ("exp",)),
        ({}, ("iat",)),
        ({}, ("sub",)),
    ],
)
async def test_a_token_that_speaks_of_something_else_is_refused(
    eu_served: Served, provider: TestProvider, wrong: dict[str, Any], gone: tuple[str, ...]
):
    provider.bend_claims = lambda claims: {name: value for name, value in (claims | wrong).items() if name not in gone}
    eve = eu_served.client()
    assert await there_and_back(eve) == "/sign-in?problem=oidc_failed"
    assert provider.told == 1
    assert not await is_in(eve)


async def test_the_other_allowed_signature_and_a_new_key_are_believed(eu_served: Served, provider: TestProvider):
    assert await there_and_back(eu_served.client()) == "/"
    with clock.frozen(clock.now()):
        clock.travel(timedelta(minutes=2))
        provider.sign = providers.elliptic
        ada = eu_served.client()
        assert await there_and_back(ada) == "/"
        assert await is_in(ada)


async def test_an_unknown_key_does_not_make_us_ask_the_provider_again_and_again(
    eu_served: Served, provider: TestProvider
):
    provider.sign = lambda self, claims: providers.jwt.encode({"alg": "RS256", "kid": "nobody"}, claims, self.key)
    for _ in range(3):
        assert await there_and_back(eu_served.client()) == "/sign-in?problem=oidc_failed"
    assert provider.told == 3
    assert provider.asked == ["discovery", "keys"]


async def test_an_answer_to_an_attempt_of_another_browser_is_refused(eu_served: Served, provider: TestProvider):
    """Sign-in forgery: Eve's answer is put into Ada's browser."""
    eve, ada = eu_served.client(), eu_served.client()
    hers = (await away(eve)).headers["location"]
    assert (await ada.http.get(hers)).headers["location"] == "/sign-in?problem=oidc_expired"
    await ada.http.get("/api/oidc/start")
    assert (await ada.http.get(hers)).headers["location"] == "/sign-in?problem=oidc_expired"
    assert not await is_in(ada)


async def test_an_answer_counts_once(eu_served: Served):
    ada = eu_served.client()
    back = (await away(ada)).headers["location"]
    assert (await ada.http.get(back)).headers["location"] == "/"
    assert (await ada.http.get(back)).headers["location"] == "/sign-in?problem=oidc_expired"


async def test_an_attempt_ends_after_ten_minutes(eu_served: Served):
    with clock.frozen(clock.now()):
        ada = eu_served.client()
        back = (await away(ada)).headers["location"]
        clock.travel(timedelta(minutes=10))
        assert (await ada.http.get(back)).headers["location"] == "/sign-in?problem=oidc_expired"


@pytest.mark.parametrize("cookie", ["", ".", "x.y", "e30.0000", "\u00e9.\u00e9"])
async def test_a_made_up_attempt_is_none(eu_served: Served, cookie: str):
    answer = await eu_served.client().http.get(
        "/api/oidc/callback?code=1&state=", headers={"cookie": f"oidc={cookie}".encode()}
    )
    assert answer.headers["location"] == "/sign-in?problem=oidc_expired"


async def test_an_answer_that_names_another_issuer_is_refused(eu_served: Served, provider: TestProvider):
    ada = eu_served.client()
    back = (await away(ada)).headers["location"]
    query = {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}
    answer = await ada.http.get("/api/oidc/callback", params=query | {"iss": "https://evil.example"})
    assert answer.headers["location"] == "/sign-in?problem=oidc_failed"


async def test_somebody_who_says_no_at_the_provider_is_back_at_the_sign_in_page(eu_served: Served):
    ada = eu_served.client()
    start = await ada.http.get("/api/oidc/start")
    state = parse_qs(urlsplit(start.headers["location"]).query)["state"][0]
    answer = await ada.http.get("/api/oidc/callback", params={"error": "access_denied", "state": state})
    assert answer.headers["location"] == "/sign-in?problem=oidc_cancelled"


@pytest.mark.parametrize(
    ("email", "verified"), [("ada@example.org", False), ("nobody@example.org", True), (None, True)]
)
async def test_without_a_verified_address_of_ours_nobody_is_let_in_and_no_account_is_made(
    eu_served: Served, provider: TestProvider, database: Database, email: str | None, verified: bool
):
    provider.email, provider.verified = email, verified
    async with database.read() as db:
        before = await db.scalar(select(func.count()).select_from(User))
    stranger = eu_served.client()
    assert await there_and_back(stranger) == "/sign-in?problem=oidc_unknown"
    assert not await is_in(stranger)
    async with database.read() as db:
        assert await db.scalar(select(func.count()).select_from(User)) == before
        assert await db.scalar(select(ExternalAccount.id)) is None


async def test_an_address_that_changed_hands_does_not_give_the_account_away(eu_served: Served, provider: TestProvider):
    assert await there_and_back(eu_served.client()) == "/"
    provider.subject = "s-the-next-owner"
    assert await there_and_back(eu_served.client()) == "/sign-in?problem=oidc_unknown"


async def test_a_pupil_never_signs_in_this_way(
    eu_served: Served, people: People, provider: TestProvider, database: Database
):
    async with database.write() as db:
        db.add(ExternalAccount(user_id=people.piotr, issuer=provider.issuer, subject="s-1"))
    piotr = eu_served.client()
    assert await there_and_back(piotr) == "/sign-in?problem=oidc_unknown"
    assert not await is_in(piotr)


async def test_a_suspended_account_stays_out(eu_served: Served, people: People, database: Database):
    async with database.write() as db:
        await db.execute(update(User).where(User.id == people.ada).values(status=UserStatus.SUSPENDED))
    assert await there_and_back(eu_served.client()) == "/sign-in?problem=account_suspended"


async def test_the_address_may_come_from_userinfo_of_the_same_person_only(eu_served: Served, provider: TestProvider):
    provider.email_in_token = False
    provider.userinfo_subject = "s-2"
    assert await there_and_back(eu_served.client()) == "/sign-in?problem=oidc_failed"
    provider.userinfo_subject = None
    assert await there_and_back(eu_served.client()) == "/"


@pytest.mark.parametrize(
    ("bent", "problem"),
    [
        ({"issuer": "https://evil.example"}, "oidc_failed"),
        ({"authorization_endpoint": "https://evil.example/authorize"}, "oidc_failed"),
        ({"authorization_endpoint": "javascript:alert(1)"}, "oidc_failed"),
        ({"token_endpoint": "http://169.254.169.254/latest"}, "oidc_failed"),
        ({"token_endpoint": "file:///etc/passwd"}, "oidc_failed"),
        ({"jwks_uri": "http://localhost:1/keys"}, "oidc_failed"),
        ({"jwks_uri": None}, "oidc_failed"),
    ],
)
async def test_nothing_is_fetched_from_any_other_host(
    eu_served: Served, provider: TestProvider, bent: dict[str, Any], problem: str
):
    provider.bend_discovery = bent
    assert await there_and_back(eu_served.client()) == f"/sign-in?problem={problem}"


async def test_a_provider_that_is_away_is_said_to_be(serve: Serve, people: People, provider: TestProvider):
    provider.away = True
    async with serving_with(serve, provider) as one:
        assert await there_and_back(one.client()) == "/sign-in?problem=oidc_failed"
        assert (await one.client().sign_in("ada", "wrong")).status_code == 401, "passwords go on working"
        provider.away = False
        assert await there_and_back(one.client()) == "/"
    async with TestProvider().running() as gone:
        pass
    async with serving_with(serve, gone) as one:
        assert await there_and_back(one.client()) == "/sign-in?problem=oidc_away"


async def test_a_provider_without_encryption_is_not_used(serve: Serve, people: People):
    async with serve(oidc_issuer="http://login.example", oidc_client_id=CLIENT) as one:
        assert await there_and_back(one.client()) == "/sign-in?problem=oidc_failed"


async def test_where_no_provider_is_configured_there_is_none(served: Served):
    for path in ("/api/oidc/start", "/api/oidc/callback?code=1&state=1"):
        assert (await served.client().http.get(path)).headers["location"] == "/sign-in?problem=oidc_off"


async def test_the_public_address_is_what_the_provider_is_told(serve: Serve, people: People, provider: TestProvider):
    async with serving_with(serve, provider, public_url="https://space.example/") as one:
        start = await one.client().http.get("/api/oidc/start")
    told = parse_qs(urlsplit(start.headers["location"]).query)
    assert told["redirect_uri"] == ["https://space.example/api/oidc/callback"]
    assert set(told) >= {"state", "nonce", "code_challenge"}
    assert told["scope"] == ["openid email"]
