"""What an event says by e-mail, in the reader's language (domain 9): a plain text with one link."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from campus.events.calendar import entry_of, file_of
from server.core.models import Event, User
from server.core.site import Site
from server.notifications.hours import clock_change, when
from server.notifications.models import MailKind
from server.notifications.post import Letter, Post

SUBJECTS = {
    "event.joined": {"en": "You take part: {title}", "az": "Siz iştirak edirsiniz: {title}"},
    "event.seat_free": {
        "en": "A seat was free, you take part: {title}",
        "az": "Yer boşaldı, siz iştirak edirsiniz: {title}",
    },
    "event.invited": {"en": "{name} invites you: {title}", "az": "{name} sizi dəvət edir: {title}"},
    "event.soon": {"en": "It begins soon: {title}", "az": "Tezliklə başlayır: {title}"},
    "event.room_open_host": {"en": "Your room is open: {title}", "az": "Otağınız açıqdır: {title}"},
    "event.changed": {"en": "This event has changed: {title}", "az": "Tədbir dəyişib: {title}"},
    "event.cancelled": {"en": "Called off: {title}", "az": "Ləğv edilib: {title}"},
}
"""Codes that go by e-mail too; all others only ring."""

MUST_COME = ("event.joined", "event.changed", "event.cancelled")
WITH_FILE = ("event.invited", "event.joined", "event.seat_free", "event.changed", "event.cancelled")

WORDS = {
    "en": {"why": "Why:"},
    "az": {"why": "Səbəb:"},
}


async def store(
    site: Site,
    db: AsyncSession,
    event: Event,
    code: str,
    users: Collection[UUID],
    name: str = "",
    reason: str = "",
) -> None:
    """Write to each of these, as long as the code is one that goes by e-mail."""
    if code not in SUBJECTS or not users:
        return
    query = select(User.id, User.locale, User.time_zone).where(User.id.in_(users), User.email.is_not(None))
    readers = (await db.execute(query)).all()
    host = await db.scalar(select(User.display_name).where(User.id == event.host_id))
    base = site.settings.address
    # Whoever is only invited has no seat yet: the letter that comes with one makes the same entry a sure one.
    entry = entry_of(base, event, host or "", tentative=code == "event.invited")
    file = file_of(entry, site.settings.sender) if code in WITH_FILE else None
    await site.part(Post).store(
        db,
        [
            Letter(
                user=reader.id,
                subject=SUBJECTS[code][_language(reader.locale)].format(title=event.title, name=name),
                text=_text(base, event, code, _language(reader.locale), reader.time_zone, reason),
                calendar=file,
                kind=None if code in MUST_COME else MailKind.EVENTS,
            )
            for reader in readers
        ],
    )


def _text(base: str, event: Event, code: str, language: str, zone: str, reason: str) -> str:
    words = WORDS[language]
    parts = [
        event.title,
        when(event.starts_at, event.ends_at, language, zone),
        "" if code == "event.cancelled" else clock_change(event.starts_at, language),
        event.place or "",
        event.summary,
        f"{words['why']} {reason}" if reason else "",
        f"{base}/events/{event.id}",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _language(locale: str) -> str:
    return locale if locale in WORDS else "en"
