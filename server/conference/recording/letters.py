"""What is written to those who joined an event when its recording may be watched (R-074): the link, until when, and
never the PIN."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from server.conference.models import Conference
from server.conference.recordings import Recording
from server.core.models import User
from server.core.site import Site
from server.notifications.hours import when
from server.notifications.models import MailKind
from server.notifications.post import Letter, Post

SUBJECTS = {"en": "The recording is there: {title}", "az": "Yazı hazırdır: {title}"}
WORDS = {
    "en": {
        "watch": "You can watch the recording of this event:",
        "until": "The link works until: {at}.",
        "pin": "It asks for a PIN, which you get from whoever led the event.",
    },
    "az": {
        "watch": "Bu tədbirin yazısına baxa bilərsiniz:",
        "until": "Keçid bu vaxta qədər işləyir: {at}.",
        "pin": "PIN tələb olunur; onu tədbiri aparan şəxsdən alın.",
    },
}


async def send(site: Site, conference: Conference, recording: Recording, users: Collection[UUID]) -> None:
    """Write to each of these who has an address."""
    query = select(User.id, User.locale, User.time_zone).where(User.id.in_(users), User.email.is_not(None))
    async with site.database.read() as db:
        readers = (await db.execute(query)).all()
    await site.part(Post).write(
        [
            Letter(
                user=reader.id,
                subject=SUBJECTS[_language(reader.locale)].format(title=conference.title),
                text=_text(site, conference, recording, _language(reader.locale), reader.time_zone),
                kind=MailKind.EVENTS,
            )
            for reader in readers
        ]
    )


def _text(site: Site, conference: Conference, recording: Recording, language: str, zone: str) -> str:
    words, base = WORDS[language], site.settings.address
    ends = min(at for at in (recording.link_until, recording.expires_at) if at is not None)
    parts = [
        conference.title,
        f"{words['watch']}\n{base}/recordings/{conference.id}/{recording.id}",
        words["until"].format(at=when(ends, None, language, zone)),
        words["pin"] if recording.pin_hash is not None else "",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _language(locale: str) -> str:
    return locale if locale in WORDS else "en"
