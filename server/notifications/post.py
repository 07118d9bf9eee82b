"""E-mail: letters are stored with the work that gave the reason, and sent beside it, again and again until they go.

Without SMTP_URL nothing leaves this machine: the letters are read in the local mailbox of whoever they are to.
"""

from __future__ import annotations

import asyncio
import smtplib
import ssl
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit
from uuid import UUID

import structlog
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.core import clock
from server.core.ending import end
from server.core.going_on import again_and_again, going_on
from server.core.models import MAY_SIGN_IN, User, UserStatus
from server.core.site import Site
from server.notifications import unsubscribing
from server.notifications.models import Mail, MailChoice, MailKind

log = structlog.get_logger()

EVERY = 5.0
KEPT = timedelta(days=30)
STALE = timedelta(days=1)
"""What has waited longer is no news any more, and is not sent."""
AT_ONCE = 20
LEASE = timedelta(minutes=10)
"""How long a letter is one process's: longer than handing it over may take, so that it goes out once."""
FIRST_DELAY = timedelta(minutes=1)
MOST_TRIES = 8
"""The last one comes about two hours after the first."""
PATIENCE = 20.0
FEWER = {"en": "No more of these e-mails:", "az": "Bu e-məktubları daha almamaq üçün:"}


@dataclass(frozen=True)
class Letter:
    """What one person is to read."""

    user: UUID
    subject: str
    text: str
    calendar: str | None = None
    kind: MailKind | None = None
    """None: cannot be switched off (‡ in domain 9)."""
    to_suspended: bool = False
    """It tells somebody who cannot sign in now why, and what to do."""


class Post:
    """A Site part: `site.add(Post(site))`."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Send from now on, where there is a way."""
        if self._site.settings.smtp_url:
            self._task = asyncio.create_task(again_and_again(EVERY, self.deliver, log, "post.deliver"))

    async def close(self) -> None:
        """Stop between two letters."""
        await end(self._task)

    async def write(self, letters: Collection[Letter]) -> None:
        """Store letters to those who have an address and an open account."""
        if letters:
            async with self._site.database.write() as db:
                await self.store(db, letters)

    async def store(self, db: AsyncSession, letters: Collection[Letter]) -> None:
        """The same in the transaction of the work that gives the reason: both or neither."""
        first_try = clock.now() if self._site.settings.smtp_url else None
        users = [letter.user for letter in letters]
        open_or_suspended = User.status.in_(MAY_SIGN_IN | {UserStatus.SUSPENDED})
        reachable = (User.id.in_(users), User.email.is_not(None), open_or_suspended)
        found = (await db.execute(select(User.id, User.locale, User.status).where(*reachable))).all()
        languages = {row.id: row.locale for row in found}
        shut = {row.id for row in found if row.status is UserStatus.SUSPENDED}
        chosen = await db.scalars(select(MailChoice).where(MailChoice.user_id.in_(users)))
        off = {(one.user_id, kind) for one in chosen for kind in MailKind if not getattr(one, kind.value)}
        db.add_all(
            Mail(
                user_id=letter.user,
                subject=one_line(letter.subject)[:200],
                text=letter.text + self._foot(letter, languages[letter.user]),
                calendar=letter.calendar,
                kind=letter.kind,
                next_try_at=first_try,
                expires_at=clock.now() + KEPT,
            )
            for letter in letters
            if letter.user in languages
            and (letter.to_suspended or letter.user not in shut)
            and (letter.user, letter.kind) not in off
        )

    def _foot(self, letter: Letter, language: str) -> str:
        """How to get no more of the kind."""
        if letter.kind is None:
            return ""
        address = unsubscribing.link(self._site.settings, letter.user, letter.kind)
        return f"\n{FEWER.get(language, FEWER['en'])} {address}\n"

    async def deliver(self) -> None:
        """Send what is due. A letter is claimed before it is sent, so that two processes do not both send it."""
        async with self._site.database.read() as db:
            due = select(Mail.id).where(Mail.next_try_at <= clock.now(), Mail.created_at > clock.now() - STALE)
            ids = (await db.scalars(due.order_by(Mail.next_try_at).limit(AT_ONCE))).all()
        for mail in ids:
            with going_on(log, "post.letter"):
                if claimed := await self._claimed(mail):
                    await self._send(*claimed)

    async def _claimed(self, mail: UUID) -> tuple[Mail, str] | None:
        """The letter and its address, left alone by others for the time of a lease."""
        async with self._site.database.write() as db:
            found = await db.scalar(
                select(Mail).where(Mail.id == mail, Mail.next_try_at <= clock.now()).with_for_update()
            )
            if found is None:
                return None
            address = await db.scalar(select(User.email).where(User.id == found.user_id))
            found.tries += 1
            found.next_try_at = clock.now() + LEASE if address and found.tries <= MOST_TRIES else None
            return (found, address) if address and found.next_try_at else None

    async def _send(self, mail: Mail, address: str) -> None:
        try:
            message = _message(self._site, address, mail)
            await asyncio.to_thread(hand_over, self._site.settings.smtp_url, message)
        except Exception as error:
            # Whatever is wrong with this one, the others go out.
            log.warning("post.refused", error=type(error).__name__)
            more = mail.tries < MOST_TRIES
            again = clock.now() + FIRST_DELAY * 2 ** (mail.tries - 1) if more else None
            await self._note(mail.id, next_try_at=again)
        else:
            await self._note(mail.id, sent_at=clock.now(), next_try_at=None)

    async def _note(self, mail: UUID, **values: datetime | None) -> None:
        async with self._site.database.write() as db:
            await db.execute(update(Mail).where(Mail.id == mail).values(**values))


def one_line(text: str) -> str:
    """Without line ends and other controls, which no header of a letter takes."""
    return " ".join("".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in text).split())


def _message(site: Site, address: str, mail: Mail) -> EmailMessage:
    message = EmailMessage()
    message["From"] = site.settings.mail_from
    message["To"] = address
    message["Subject"] = mail.subject
    message["Message-ID"] = f"<{mail.id}@twinspace-live>"
    message["Auto-Submitted"] = "auto-generated"
    if mail.kind is not None:
        message["List-Unsubscribe"] = f"<{unsubscribing.link(site.settings, mail.user_id, mail.kind)}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.text)
    if mail.calendar:
        method = {"method": _method(mail.calendar)}
        message.add_attachment(mail.calendar, subtype="calendar", filename="event.ics", params=method)
    return message


def _method(file: str) -> str:
    """What the file says of itself, which the letter must say too (RFC 6047, 2.4)."""
    return next((line[7:] for line in file.splitlines() if line.startswith("METHOD:")), "PUBLISH")


def hand_over(url: str, message: EmailMessage) -> None:
    """To the next mail server: `smtps://` encrypts at once, `smtp://` as soon as the other side offers it. Its
    certificate must be good, and a password never goes over an open line."""
    parts = urlsplit(url)
    trusted = ssl.create_default_context()
    host, encrypted = parts.hostname or "localhost", parts.scheme == "smtps"
    with (
        smtplib.SMTP_SSL(host, parts.port or 465, timeout=PATIENCE, context=trusted)
        if encrypted
        else smtplib.SMTP(host, parts.port or 25, timeout=PATIENCE)
    ) as line:
        line.ehlo_or_helo_if_needed()
        if not encrypted and line.has_extn("starttls"):
            line.starttls(context=trusted)
            encrypted = True
        if parts.username:
            if not encrypted:
                raise smtplib.SMTPNotSupportedError("The line is not encrypted: the password stays here.")
            line.login(unquote(parts.username), unquote(parts.password or ""))
        line.send_message(message)
