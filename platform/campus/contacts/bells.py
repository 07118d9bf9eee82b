"""Who hears of a contact request, by the bell and by e-mail (domain 9)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from campus.contacts.models import ContactRequest
from server.core.models import User
from server.core.site import Site
from server.notifications.actions import notify
from server.notifications.bell import Bell
from server.notifications.models import MailKind
from server.notifications.post import Letter, Post

TARGET = "contact_request"
SUBJECTS = {"en": "{name} would like to be your contact", "az": "{name} sizinlə əlaqədə olmaq istəyir"}
TEXTS = {
    "en": "{name} would like to be your contact. Accept or decline here:\n\n{base}/contacts\n",
    "az": "{name} sizinlə əlaqədə olmaq istəyir. Burada qəbul və ya rədd edin:\n\n{base}/contacts\n",
}


def asked(site: Site, request: ContactRequest, by: UUID) -> None:
    """Whoever is asked: it can be answered behind the bell (R-053)."""
    site.part(Bell).ring(_ask(site, request, by))


def accepted(site: Site, request: ContactRequest, by: UUID) -> None:
    """Whoever asked: they are contacts now."""
    site.part(Bell).ring(_say_yes(site, request, by))


async def _ask(site: Site, request: ContactRequest, by: UUID) -> None:
    to = request.other(by)
    async with site.database.read() as db:
        name = (await db.get_one(User, by)).display_name
        language = (await db.get_one(User, to)).locale
    await notify(site, [to], "contact.request", {"name": name}, (TARGET, request.id), asks=True)
    language, base = language if language in SUBJECTS else "en", site.settings.address
    text = TEXTS[language].format(name=name, base=base)
    subject = SUBJECTS[language].format(name=name)
    await site.part(Post).write([Letter(user=to, subject=subject, text=text, kind=MailKind.PEOPLE)])


async def _say_yes(site: Site, request: ContactRequest, by: UUID) -> None:
    async with site.database.read() as db:
        name = await db.scalar(select(User.display_name).where(User.id == by))
    await notify(site, [request.other(by)], "contact.accepted", {"name": name or ""}, ("user", by))
