"""Letters: stored with what gave the reason, sent once, tried again, and read here where nothing is sent."""

from __future__ import annotations

import asyncio
import contextlib
import email
import smtplib
import ssl
import threading
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import timedelta
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from sqlalchemy import select

from server.app import make_site
from server.core import clock
from server.core.database import Database
from server.core.models import User
from server.core.settings import Settings
from server.core.site import Site
from server.notifications.models import Mail, MailKind
from server.notifications.post import KEPT, Letter, Post, hand_over
from server.notifications.retention import STORES
from server.notifications.unsubscribing import link
from server.serving.tls import own_certificate
from tests.live import Client
from tests.notifications.conftest import Bells
from tests.people import People

pytestmark = pytest.mark.anyio

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
"""What a mail program posts (RFC 8058, 3.1)."""


@dataclass
class MailServer:
    """Speaks as much SMTP (RFC 5321) as it takes to be given letters."""

    full: bool = False
    port: int = 0
    tls: ssl.SSLContext | None = None
    """Offered by STARTTLS."""
    logins: list[bool] = field(default_factory=list[bool])
    """Whether the line was encrypted, each time."""
    letters: list[Any] = field(default_factory=list[Any])

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async def say(line: str) -> None:
            writer.write(f"{line}\r\n".encode())
            await writer.drain()

        await say("220 here")
        while line := (await reader.readline()).decode().strip():
            match line.split()[0].upper():
                case "EHLO":
                    for offered in ("here", "AUTH PLAIN", *(["STARTTLS"] if self.tls else [])):
                        await say(f"250-{offered}")
                    await say("250 8BITMIME")
                case "STARTTLS" if self.tls:
                    await say("220 go on")
                    try:
                        await writer.start_tls(self.tls)
                    except ssl.SSLError:
                        break
                case "AUTH":
                    self.logins.append(writer.get_extra_info("sslcontext") is not None)
                    await say("235 welcome")
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
async def mail_server(tls: ssl.SSLContext | None = None, at_once: bool = False) -> AsyncGenerator[MailServer]:
    server = MailServer(tls=None if at_once else tls)
    listening = await asyncio.start_server(server.talk, "127.0.0.1", 0, ssl=tls if at_once else None)
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
            [
                Letter(user, "Tədbir", "Salam\n", "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\n")
                for user in (people.ada, people.nino)
            ]
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
        "CANCEL",
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
    assert (found["local"], found["events"], found["people"]) == (True, True, True)
    second, first = (f"/api/mailbox/{one['id']}/calendar" for one in found["letters"])
    file = await ada.http.get(second)
    assert (file.text, file.headers["content-type"]) == ("ics", "text/calendar; charset=utf-8")
    assert (await ada.http.get(first)).status_code == 404, "it brought no file"
    grace = await bells.client("grace")
    assert (await grace.http.get(second)).status_code == 404, "it is Ada's"
    pupil = await bells.client("nino")
    assert (await pupil.http.get("/api/mailbox")).json()["letters"] == []


async def test_who_wants_none_of_a_kind_gets_the_other_kinds_and_what_must_come(bells: Bells) -> None:
    ada = await bells.client("ada")
    for wanted in (True, False):
        answer = await ada.http.put("/api/mailbox", json={"events": wanted, "people": True})
        assert (answer.json()["events"], answer.json()["people"]) == (wanted, True)
    must, soon = Letter(bells.people.ada, "Changed", ""), Letter(bells.people.ada, "Soon", "", kind=MailKind.EVENTS)
    asked = Letter(bells.people.ada, "Be my contact", "", kind=MailKind.PEOPLE)
    await bells.site.part(Post).write([must, soon, asked])
    assert await subjects(ada) == ["Be my contact", "Changed"]


async def test_the_link_in_a_letter_switches_its_kind_off_without_signing_in_and_nothing_else(bells: Bells) -> None:
    people, post = bells.people, bells.site.part(Post)
    ada, grace = await bells.client("ada"), await bells.client("grace")
    soon = Letter(people.ada, "Soon", "", kind=MailKind.EVENTS)
    await post.write([soon, Letter(people.grace, "Soon", "", kind=MailKind.EVENTS)])
    (letter,) = (await ada.http.get("/api/mailbox")).json()["letters"]
    address = urlsplit(letter["text"].split()[-1]).path
    async with httpx.AsyncClient(base_url=bells.base) as mail_program:
        for forged in (
            address[:-1] + ("0" if address[-1] != "0" else "1"),
            address.replace("/events/", "/people/"),
            address.replace("/events/", "/all/"),
            address.replace(people.ada.hex, people.grace.hex),
            "/unsubscribe/events/ə",
        ):
            assert (await mail_program.post(forged, data=ONE_CLICK)).status_code == 404, forged
        assert (await ada.http.get("/api/mailbox")).json()["events"]
        await mail_program.get(address)
        assert (await ada.http.get("/api/mailbox")).json()["events"], "looking is not asking"
        for _ in range(2):
            assert (await mail_program.post(address, data=ONE_CLICK)).status_code == 200
    found = (await ada.http.get("/api/mailbox")).json()
    assert (found["events"], found["people"]) == (False, True)
    await post.write([soon, Letter(people.ada, "Changed", "")])
    assert await subjects(ada) == ["Changed", "Soon"], "the second reminder did not come"
    assert (await grace.http.get("/api/mailbox")).json()["events"], "Grace's letters still come"


async def test_letters_that_can_be_switched_off_say_so_to_mail_programs(
    database: Database, people: People, tmp_path: Path
) -> None:
    async with mail_server() as server:
        site = site_over(database, tmp_path, f"smtp://127.0.0.1:{server.port}")
        await site.part(Post).write([Letter(people.ada, "Soon", "Text\n", kind=MailKind.EVENTS)])
        await site.part(Post).write([Letter(people.ada, "Changed", "Text\n")])
        await site.part(Post).deliver()
    soon, changed = sorted(server.letters, key=lambda letter: letter["Subject"], reverse=True)
    address = link(site.settings, people.ada, MailKind.EVENTS)
    assert (soon["List-Unsubscribe"], soon["List-Unsubscribe-Post"]) == (f"<{address}>", "List-Unsubscribe=One-Click")
    assert soon.get_content().splitlines()[-1] == f"No more of these e-mails: {address}"
    assert (changed["List-Unsubscribe"], changed["List-Unsubscribe-Post"]) == (None, None)
    assert changed.get_content().strip() == "Text"


async def subjects(client: Client) -> list[str]:
    """Of somebody's letters here, in order."""
    return sorted(one["subject"] for one in (await client.http.get("/api/mailbox")).json()["letters"])


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


def a_message() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "live@example.org", "ada@example.org"
    message.set_content("text")
    return message


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
async def test_letters_and_passwords_go_only_to_a_mail_server_with_a_good_certificate(
    scheme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cert, key = own_certificate(tmp_path, ["127.0.0.1"])
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(cert, key)
    async with mail_server(tls, at_once=scheme == "smtps") as server:
        url = f"{scheme}://live:secret@127.0.0.1:{server.port}"
        with pytest.raises(ssl.SSLCertVerificationError):
            await asyncio.to_thread(hand_over, url, a_message())
        assert (server.logins, server.letters) == ([], [])
        monkeypatch.setenv("SSL_CERT_FILE", str(cert))
        await asyncio.to_thread(hand_over, url, a_message())
        assert (server.logins, len(server.letters)) == ([True], 1)


async def test_a_password_never_goes_over_an_open_line() -> None:
    async with mail_server() as server:
        with pytest.raises(smtplib.SMTPNotSupportedError):
            await asyncio.to_thread(hand_over, f"smtp://live:secret@127.0.0.1:{server.port}", a_message())
        assert (server.logins, server.letters) == ([], [])


async def test_one_bad_letter_holds_up_no_other_and_is_tried_again_like_any(
    database: Database, people: People, tmp_path: Path
) -> None:
    now = clock.now()
    async with database.write() as db:
        (await db.get_one(User, people.ada)).email = "ada@\nexample.org"
    async with mail_server() as server:
        post = site_over(database, tmp_path, f"smtp://127.0.0.1:{server.port}").part(Post)
        with clock.frozen(now):
            await post.write([Letter(people.ada, "Bad", "text")])
            await post.write([Letter(people.grace, "A line\r\nand\x00 another", "text")])
            await post.deliver()
    assert [letter["Subject"] for letter in server.letters] == ["A line and another"]
    async with database.read() as db:
        bad = (await db.scalars(select(Mail).where(Mail.subject == "Bad"))).one()
    assert (bad.tries, bad.next_try_at, bad.sent_at) == (1, now + timedelta(minutes=1), None)


async def test_while_one_process_hands_a_letter_over_no_other_takes_it(
    database: Database, people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, begun, go_on = clock.now(), threading.Event(), threading.Event()
    handed = list[str]()

    def slowly(_: str, message: EmailMessage) -> None:
        handed.append(message["Subject"])
        begun.set()
        assert go_on.wait(60)

    monkeypatch.setattr("server.notifications.post.hand_over", slowly)
    post = site_over(database, tmp_path, "smtp://127.0.0.1:1").part(Post)
    with clock.frozen(now):
        await post.write([Letter(people.ada, "Once", "text")])
        sending = asyncio.create_task(post.deliver())
        await asyncio.to_thread(begun.wait, 60)
    try:
        with clock.frozen(now + timedelta(minutes=5)):
            await post.deliver()
    finally:
        go_on.set()
    await sending
    assert handed == ["Once"]
