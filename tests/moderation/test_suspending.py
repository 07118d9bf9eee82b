"""A suspension is for a while: its end, the letter about it, and the appeal of somebody who cannot sign in."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select, update

from server.app import make_site
from server.core import clock
from server.core.database import Database
from server.core.models import AuditLine, PlatformRoleKind, User, UserStatus
from server.core.settings import Settings
from server.moderation.models import Case
from server.moderation.suspending import end_suspensions
from server.notifications.models import Mail
from tests.moderation.conftest import SignIn
from tests.moderation.reporting import cases, decide, report
from tests.moderation.staff import appoint
from tests.people import People

pytestmark = pytest.mark.anyio


async def suspended(sign_in: SignIn, people: People, database: Database, days: int = 7) -> dict[str, Any]:
    """Grace, by the agency of her country."""
    await appoint(database, "polona", PlatformRoleKind.AGENCY_STAFF, "PL")
    await report(await sign_in("piotr"), people, "person", people.grace, text="She shouts at us")
    polona = await sign_in("polona")
    (case,) = await cases(polona)
    assert (await decide(polona, case, "suspended", days=days, text="For colleagues")).status_code == 200
    return case


async def letters(database: Database, user: UUID) -> list[Mail]:
    async with database.read() as db:
        return list(await db.scalars(select(Mail).where(Mail.user_id == user).order_by(Mail.created_at)))


def token_in(letter: Mail) -> str:
    return letter.text.rsplit("/decision/", 1)[1].strip()


async def test_for_how_long_is_chosen_and_thirty_days_are_the_most(
    sign_in: SignIn, people: People, database: Database
) -> None:
    await appoint(database, "polona", PlatformRoleKind.AGENCY_STAFF, "PL")
    await report(await sign_in("piotr"), people, "person", people.grace)
    polona = await sign_in("polona")
    (case,) = await cases(polona)
    for days, code in ((None, "choose_days"), (0, "malformed"), (31, "malformed")):
        refused = await decide(polona, case, "suspended", days=days)
        assert (refused.status_code, refused.json()["code"]) == (422 if days is None else 400, code)
    assert (await decide(polona, case, "suspended", days=30)).status_code == 200
    async with database.read() as db:
        found = (await db.scalars(select(Case))).one()
    assert found.suspended_until is not None
    assert found.resolved_at is not None
    assert abs(found.suspended_until - found.resolved_at - timedelta(days=30)) < timedelta(minutes=1)


async def test_whoever_is_suspended_appeals_once_by_the_letter_and_nothing_more(
    sign_in: SignIn, people: People, database: Database, base: str
) -> None:
    await appoint(database, "marek", PlatformRoleKind.AGENCY_STAFF, "PL")
    case = await suspended(sign_in, people, database)
    letter = (await letters(database, people.grace))[-1]
    assert letter.subject == "Your account is suspended"
    assert not any(word in letter.text for word in ("shouts", "colleagues", "Piotr"))
    token = token_in(letter)
    async with httpx.AsyncClient(base_url=base, headers={"origin": base}) as stranger:
        seen = await stranger.get(f"/api/decisions/{token}")
        assert (seen.json()["outcome"], seen.json()["may_appeal"]) == ("suspended", True)
        assert "shouts" not in seen.text
        assert "set-cookie" not in seen.headers
        assert (await stranger.get("/api/me")).status_code == 401
        sent = await stranger.post(f"/api/decisions/{token}/appeal", json={"text": "It was not so"})
        assert (sent.json()["state"], sent.json()["may_appeal"]) == ("appealed", False)
        again = await stranger.post(f"/api/decisions/{token}/appeal", json={"text": "Once more"})
        assert again.json()["code"] == "appealed_once"
    assert (await decide(await sign_in("marek"), case, "no_action")).status_code == 200
    assert (await letters(database, people.grace))[-1].subject == "Your account is open again"
    assert (await sign_in("grace")).user == str(people.grace)


async def test_a_link_that_is_not_ours_or_too_old_finds_nothing_whoever_has_an_account(
    sign_in: SignIn, people: People, database: Database, base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = await suspended(sign_in, people, database)
    token = token_in((await letters(database, people.grace))[-1])
    forged = [
        "nothing",
        token[:-1] + ("0" if token[-1] != "0" else "1"),
        token[:32] + "9999999999" + token[42:],
        UUID(int=7).hex + token[32:],
        UUID(case["id"]).hex,
        people.grace.hex + token[32:],
    ]
    async with httpx.AsyncClient(base_url=base, headers={"origin": base}) as stranger:
        answers = [await stranger.get(f"/api/decisions/{one}") for one in forged]
        answers += [await stranger.post(f"/api/decisions/{one}/appeal", json={"text": "x"}) for one in forged]
        now = clock.now()
        monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=14, minutes=1))
        answers.append(await stranger.get(f"/api/decisions/{token}"))
    assert {(one.status_code, one.text) for one in answers} == {(404, answers[0].text)}


async def test_the_clock_lifts_a_suspension_exactly_once_however_many_processes_look(
    sign_in: SignIn, people: People, database: Database, database_url: str, tmp_path: Path
) -> None:
    await suspended(sign_in, people, database)
    settings = Settings(database_url=database_url, data_dir=tmp_path, secret_key="a secret of this test")
    sites = [make_site(settings) for _ in range(3)]
    await asyncio.gather(*(end_suspensions(site) for site in sites))
    assert await status(database, people.grace) is UserStatus.SUSPENDED, "its time is not over"
    async with database.write() as db:
        await db.execute(update(Case).values(suspended_until=clock.now()))
    await asyncio.gather(*(end_suspensions(site) for site in sites))
    for site in sites:
        await site.database.close()
    assert await status(database, people.grace) is UserStatus.VALIDATED
    async with database.read() as db:
        (line,) = await db.scalars(select(AuditLine).where(AuditLine.action == "account.restore"))
    assert (line.actor_id, line.data["now"]) == (None, "validated")
    subjects = [one.subject for one in await letters(database, people.grace)]
    assert subjects.count("Your account is open again") == 1


async def status(database: Database, user: UUID) -> UserStatus:
    async with database.read() as db:
        return (await db.get_one(User, user)).status
