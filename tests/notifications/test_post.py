"""Letters: stored with what gave the reason, sent once, tried again, and read here where nothing is sent."""

from __future__ import annotations

import asyncio
import contextlib
import email
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import timedelta
from email import policy
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from server.app import make_site
from server.core import clock
from server.core.database import Database
from server.core.settings import Settings
from server.core.site import Site
from server.notifications.models import Mail
from server.notifications.post import KEPT, Letter, Post
from server.notifications.retention import STORES
from tests.notifications.conftest import Bells
from tests.people import People

pytestmark = pytest.mark.anyio


@dataclass
class MailServer:
    """Speaks as much SMTP (RFC 5321) as it takes to be given letters."""

    full: bool = False
    port: int = 0
    letters: list[Any] = field(default_factory=list[Any])

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async def say(line: str) -> None:
            writer.write(f"{line}\r\n".encode())
            await writer.drain()

        await say("220 here")
        while line := (await reader.readline()).decode().strip():
            match line.split()[0].upper():
                case "DATA":
                    await say("354 go on")
                    content = await reader.readuntil(b"\r\n.\r\n")
                    self.letters.append(email.message_from_bytes(content[:-5], policy=policy.default))
                    await say("250 taken")
                case "RCPT" if self.full:
                    await say("452 no room")
                case "QUIT":
                    await say("221 bye")
                    break
                case _:
                    await say("250 fine")
        writer.close()


@contextlib.asynccontextmanager
async def mail_server() -> AsyncGenerator[MailServer]:
    server = MailServer()
    listening = await asyncio.start_server(server.talk, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    yield server
    listening.close()


def site_over(database: Database, folder: Path, smtp_url: str) -> Site:
    url = database.url.render_as_string(hide_password=False)
    settings = Settings(database_url=url, data_dir=folder, smtp_url=smtp_url, mail_from="Live <live@example.org>")
    site = make_site(settings)
    site.database = database
    return site


async def test_a_letter_arrives_once_with_its_calendar_file_and_never_at_a_pupils(
    database: Database, people: People, tmp_path: Path
) -> None:
    async with mail_server() as server:
        post = site_over(database, tmp_path, f"smtp://127.0.0.1:{server.port}").part(Post)
        await post.write(
            [Letter(user, "Tədbir", "Salam\n", "BEGIN:VCALENDAR\r\n") for user in (people.ada, people.nino)]
        )
        await asyncio.gather(post.deliver(), post.deliver())
        await post.deliver()
    (letter,) = server.letters
    assert (letter["To"], letter["From"], letter["Subject"]) == ("ada@example.org", "Live <live@example.org>", "Tədbir")
    body, file = letter.iter_parts()
    assert body.get_content().strip() == "Salam"
    assert (file.get_content_type(), file.get_filename(), file["content-type"].params["method"]) == (
        "text/calendar",
        "event.ics",
        "PUBLISH",
    )


async def test_what_a_mail_server_refuses_is_tried_again_later_and_given_up_in_the_end(
    database: Database, people: People, tmp_path: Path
) -> None:
    now = clock.now()
    async with mail_server() as server:
        server.full = True
        post = site_over(database, tmp_path, f"smtp://127.0.0.1:{server.port}").part(Post)
        with clock.frozen(now):
            await post.write([Letter(people.ada, "One", "text"), Letter(people.grace, "Two", "text")])
            await post.deliver()
            server.full = False
            await post.deliver()
            assert server.letters == [], "not before its time"
        with clock.frozen(now + timedelta(minutes=1)):
            await post.deliver()
    assert sorted(letter["Subject"] for letter in server.letters) == ["One", "Two"]
    gone = site_over(database, tmp_path, "smtp://127.0.0.1:1").part(Post)
    with clock.frozen(now):
        await gone.write([Letter(people.ada, "Three", "text")])
    for hour in range(10):
        with clock.frozen(now + timedelta(hours=3 * hour)):
            await gone.deliver()
    async with database.read() as db:
        mail = (await db.scalars(select(Mail).where(Mail.subject == "Three"))).one()
    assert (mail.tries, mail.next_try_at, mail.sent_at) == (8, None, None)


async def test_without_a_mail_server_everybody_reads_their_own_letters_here(bells: Bells) -> None:
    post = bells.site.part(Post)
    with clock.frozen(clock.now() - timedelta(minutes=1)):
        await post.write([Letter(bells.people.ada, "First", "text")])
    await post.write([Letter(bells.people.ada, "Second", "text", "ics")])
    await post.write([Letter(bells.people.grace, "Not Ada's", "text")])
    ada = await bells.client("ada")
    found = (await ada.http.get("/api/mailbox")).json()
    assert [(one["subject"], one["has_calendar"]) for one in found["letters"]] == [("Second", True), ("First", False)]
    assert (found["local"], found["reminders"]) == (True, True)
    pupil = await bells.client("nino")
    assert (await pupil.http.get("/api/mailbox")).json()["letters"] == []


async def test_who_wants_no_reminders_gets_only_what_must_come(bells: Bells) -> None:
    ada = await bells.client("ada")
    for reminders in (True, False):
        answer = await ada.http.put("/api/mailbox", json={"reminders": reminders})
        assert answer.json()["reminders"] is reminders
    must, may = Letter(bells.people.ada, "Changed", "", must_come=True), Letter(bells.people.ada, "Soon", "")
    await bells.site.part(Post).write([must, may])
    assert [one["subject"] for one in (await ada.http.get("/api/mailbox")).json()["letters"]] == ["Changed"]


async def test_letters_go_after_thirty_days(database: Database, people: People, tmp_path: Path) -> None:
    site = site_over(database, tmp_path, "")
    await site.part(Post).write([Letter(people.ada, "Old", "text")])
    (store,) = [store for store in STORES if store.name == "mails"]
    assert store.purge is not None
    assert (await store.overdue(site), await store.purge(site)) == (0, 0)
    with clock.frozen(clock.now() + KEPT):
        assert (await store.overdue(site), await store.purge(site), await store.overdue(site)) == (1, 1, 0)


async def test_a_mail_server_that_comes_later_gets_no_old_letters(
    database: Database, people: People, tmp_path: Path
) -> None:
    await site_over(database, tmp_path, "").part(Post).write([Letter(people.ada, "Read here", "text")])
    async with mail_server() as server:
        post = site_over(database, tmp_path, f"smtp://127.0.0.1:{server.port}").part(Post)
        now = clock.now()
        for hours, subject in ((25, "Yesterday's news"), (23, "Still news")):
            with clock.frozen(now - timedelta(hours=hours)):
                await post.write([Letter(people.ada, subject, "text")])
        await post.deliver()
    assert [letter["Subject"] for letter in server.letters] == ["Still news"]
