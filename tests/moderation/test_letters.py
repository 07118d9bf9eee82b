"""Letters of moderation: who gets one, which must come, and what none of them says (domain 9)."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select

from server.core.database import Database
from server.core.models import Notification, PlatformRoleKind, User
from server.notifications.models import Mail, MailChoice
from tests.moderation.conftest import SignIn, inside
from tests.moderation.reporting import cases, report, write
from tests.moderation.staff import appoint
from tests.people import People

pytestmark = pytest.mark.anyio


async def letters(database: Database) -> dict[UUID, list[Mail]]:
    found: dict[UUID, list[Mail]] = {}
    async with database.read() as db:
        for mail in await db.scalars(select(Mail).order_by(Mail.created_at)):
            found.setdefault(mail.user_id, []).append(mail)
    return found


async def want_no_letters(database: Database, *users: UUID) -> None:
    async with database.write() as db:
        db.add_all(MailChoice(user_id=user, events=False, people=False) for user in users)


async def test_a_report_about_a_pupil_writes_to_the_teachers_and_the_agency_whatever_they_chose(
    sign_in: SignIn, people: People, database: Database
) -> None:
    polona_id = await appoint(database, "polona", PlatformRoleKind.AGENCY_STAFF, "PL")
    await want_no_letters(database, polona_id, people.grace)
    async with database.write() as db:
        (await db.get_one(User, people.grace)).locale = "az"
    nino, piotr = [await inside(sign_in, name, people.room) for name in ("nino", "piotr")]
    message = await write(piotr, people, "You are the worst")
    sent = await report(nino, people, "message", message["id"], "child_data", "He told where I live")
    assert sent.status_code == 201
    found = await letters(database)
    assert set(found) == {people.ada, people.grace, polona_id}
    (case,) = await cases(await sign_in("polona"))
    for (letter,) in found.values():
        assert f"/cases/{case['id']}" in letter.text
        said = f"{letter.subject} {letter.text}"
        assert not any(word in said for word in ("worst", "where I live", "Piotr", "Nino", "Zalewski", "Rossetti"))
    (of_ada,), (of_grace,) = found[people.ada], found[people.grace]
    assert of_ada.subject.startswith("Urgent, please look within two hours")
    assert "a message. Personal data of a child." in of_ada.text
    assert "unsubscribe" not in of_ada.text, "it must come"
    assert of_grace.subject.startswith("Təcili")


async def test_a_report_between_adults_writes_to_the_agency_once(
    sign_in: SignIn, people: People, database: Database
) -> None:
    polona_id = await appoint(database, "polona", PlatformRoleKind.AGENCY_STAFF, "PL")
    for _ in range(2):
        await report(await sign_in("ada"), people, "person", people.grace, "spam")
    found = await letters(database)
    assert set(found) == {polona_id}
    (letter,) = found[polona_id]
    assert letter.subject.startswith("Something was reported")
    assert "pupil" not in letter.text


async def test_a_pupil_whose_messages_wait_again_and_again_is_told_of_once_a_day(
    sign_in: SignIn, people: People, database: Database
) -> None:
    polona_id = await appoint(database, "polona", PlatformRoleKind.AGENCY_STAFF, "PL")
    piotr, nino, grace, ada = [await inside(sign_in, name, people.room) for name in ("piotr", "nino", "grace", "ada")]
    for number in range(1, 3):
        await write(piotr, people, f"My number is 055 123 45 6{number}")
    assert await letters(database) == {}
    await write(piotr, people, "My number is 055 123 45 63")
    told = await grace.find(_is_alert)
    assert told["notification"]["params"]["name"].startswith("Piotr")
    await write(piotr, people, "My number is 055 123 45 64")
    for number in range(1, 4):
        await write(nino, people, f"Write to me{number}@example.org")
    await ada.find(_is_alert)
    found = await letters(database)
    (of_polona,), (of_grace,) = found[polona_id], found[people.grace]
    assert "3 messages of one pupil" in of_grace.text
    assert of_grace.text.rstrip().endswith("/my-pupils")
    assert of_polona.text.rstrip().endswith(f"/wall?room={people.room}")
    async with database.read() as db:
        alerts = select(Notification).where(Notification.code == "safeguard.alert", Notification.user_id == polona_id)
        (one,) = await db.scalars(alerts)
    assert "name" not in one.params
    for letter in (of_polona, of_grace):
        assert "Piotr" not in letter.text
        assert "055 123" not in letter.text


def _is_alert(frame: dict[str, object]) -> bool:
    notification = frame.get("notification")
    return isinstance(notification, dict) and notification.get("code") == "safeguard.alert"  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
