"""What moderation says by e-mail, in the reader's language and with one link (domain 9): what kind of thing, where, and
by when. Never what was written, nor whose name it bears: a mailbox is read by others (domain 10)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.core.models import Space, User
from server.core.site import Site
from server.moderation import links
from server.moderation.models import Case, Reason, Target
from server.notifications.post import Letter, Post

WORDS = {
    "en": {
        "alert": "A report concerns a pupil: {space}",
        "urgent": "Urgent, please look within two hours: {space}",
        "received": "Something was reported: {space}",
        "holds": "Messages of one pupil keep waiting: {space}",
        "reported": "Something was reported in “{space}”: {target}. {reason}.",
        "pupil": "It was said by a pupil or about one.",
        "by": "Please look at it by {at} ({zone}):",
        "waited": "In “{space}”, {number} messages of one pupil have had to wait for a teacher within a day.",
        "talk": "Please talk with the pupil. You see the messages here:",
        "look": "You see the room here:",
        "is_suspended": "Your account is suspended",
        "suspended": "After a report, your account is suspended until {at} ({zone}). Then it opens by itself.",
        "appeal": "Here you read the decision and can ask once for another one, within two weeks, without signing in:",
        "read": "Somebody else has decided about your appeal now, and that is the end of it. You read it here:",
        "is_open": "Your account is open again",
        "open": "Your account is not suspended any more. You can sign in:",
    },
    "az": {
        "alert": "Şikayət şagirdə aiddir: {space}",
        "urgent": "Təcili, iki saat ərzində baxın: {space}",
        "received": "Şikayət daxil olub: {space}",
        "holds": "Bir şagirdin mesajları dəfələrlə gözlədilir: {space}",
        "reported": "“{space}” məkanında şikayət olunub: {target}. {reason}.",
        "pupil": "Şikayəti şagird edib və ya şikayət şagird haqqındadır.",
        "by": "Zəhmət olmasa, {at} ({zone}) vaxtına qədər baxın:",
        "waited": "“{space}” məkanında bir gün ərzində bir şagirdin {number} mesajı müəllimi gözləməli olub.",
        "talk": "Zəhmət olmasa, şagirdlə danışın. Mesajları burada görürsünüz:",
        "look": "Otağı burada görürsünüz:",
        "is_suspended": "Hesabınız dayandırılıb",
        "suspended": "Şikayətdən sonra hesabınız {at} ({zone}) vaxtına qədər dayandırılıb. Sonra özü açılır.",
        "appeal": "Qərarı burada oxuyur və iki həftə ərzində, daxil olmadan, bir dəfə başqa qərar istəyə bilərsiniz:",
        "read": "Müraciətinizə başqa bir şəxs baxıb və bu, son qərardır. Onu burada oxuyursunuz:",
        "is_open": "Hesabınız yenidən açıqdır",
        "open": "Hesabınız artıq dayandırılmayıb. Daxil ola bilərsiniz:",
    },
}
TARGETS = {
    "en": {
        Target.MESSAGE: "a message",
        Target.PERSON: "a person",
        Target.CONFERENCE: "a conference",
        Target.RECORDING: "a recording",
        Target.MATERIAL: "a material",
        Target.QUESTION: "a question",
    },
    "az": {
        Target.MESSAGE: "mesaj",
        Target.PERSON: "şəxs",
        Target.CONFERENCE: "konfrans",
        Target.RECORDING: "yazı",
        Target.MATERIAL: "material",
        Target.QUESTION: "sual",
    },
}
REASONS = {
    "en": {
        Reason.BULLYING: "Somebody is bullied",
        Reason.HATE: "Hate against a group of people",
        Reason.SEXUAL_OR_VIOLENT: "Sexual or violent",
        Reason.SELF_HARM: "Somebody worries about somebody",
        Reason.CHILD_DATA: "Personal data of a child",
        Reason.IMPERSONATION: "Somebody pretends to be another person",
        Reason.SPAM: "Spam",
        Reason.COMMERCIAL: "Advertising",
        Reason.COPYRIGHT: "It was copied without asking",
        Reason.OTHER: "Something else",
    },
    "az": {
        Reason.BULLYING: "Kimsə incidilir",
        Reason.HATE: "Bir qrup insana nifrət",
        Reason.SEXUAL_OR_VIOLENT: "Cinsi və ya zorakı məzmun",
        Reason.SELF_HARM: "Kimsə kimdənsə narahatdır",
        Reason.CHILD_DATA: "Uşağın şəxsi məlumatları",
        Reason.IMPERSONATION: "Kimsə özünü başqası kimi təqdim edir",
        Reason.SPAM: "Spam",
        Reason.COMMERCIAL: "Reklam",
        Reason.COPYRIGHT: "İcazəsiz köçürülüb",
        Reason.OTHER: "Başqa səbəb",
    },
}


async def reported(
    site: Site, db: AsyncSession, case: Case, reason: Reason, space: Space, users: Collection[UUID], *, pupil: bool
) -> None:
    """To those who handle it; a pupil who is concerned is a matter of safeguarding."""
    base = site.settings.address

    def text(reader: Reader) -> tuple[str, str]:
        words = WORDS[reader.language]
        subject = words["urgent" if case.urgent else "alert" if pupil else "received"]
        what, why = TARGETS[reader.language][case.target_type], REASONS[reader.language][reason]
        parts = [
            words["reported"].format(space=space.title, target=what, reason=why),
            words["pupil"] if pupil else "",
            f"{words['by'].format(at=reader.time(case.due_at), zone=reader.zone)}\n{base}/cases/{case.id}",
        ]
        return subject.format(space=space.title), _joined(parts)

    await write(site, db, users, text)


async def keeps_waiting(
    site: Site, db: AsyncSession, space: Space, number: int, users: Collection[UUID], page: str, *, teachers: bool
) -> None:
    """To those who answer for the pupil, and to the agency."""

    def text(reader: Reader) -> tuple[str, str]:
        words = WORDS[reader.language]
        link = f"{words['talk' if teachers else 'look']}\n{site.settings.address}{page}"
        parts = [words["waited"].format(space=space.title, number=number), link]
        return words["holds"].format(space=space.title), _joined(parts)

    await write(site, db, users, text)


async def suspended(site: Site, db: AsyncSession, case: Case, *, final: bool) -> None:
    """To whom it is about, who cannot sign in to read of it: until when, and where to ask for another decision."""
    until = case.suspended_until
    assert until is not None
    address = links.link(site.settings, case)

    def text(reader: Reader) -> tuple[str, str]:
        words = WORDS[reader.language]
        parts = [
            words["suspended"].format(at=reader.time(until), zone=reader.zone),
            f"{words['read' if final else 'appeal']}\n{address}",
        ]
        return words["is_suspended"], _joined(parts)

    await write(site, db, _subject(case), text, to_suspended=True)


async def lifted(site: Site, db: AsyncSession, case: Case) -> None:
    """To whom it is about: the account is open again."""

    def text(reader: Reader) -> tuple[str, str]:
        words = WORDS[reader.language]
        return words["is_open"], _joined([f"{words['open']}\n{site.settings.address}/sign-in"])

    await write(site, db, _subject(case), text)


def _subject(case: Case) -> list[UUID]:
    return [case.subject_id] if case.subject_id else []


class Reader:
    """To whom a letter is: the language and the clock of the account."""

    def __init__(self, locale: str, zone: str) -> None:
        self.language = locale if locale in WORDS else "en"
        self.zone = zone

    def time(self, at: datetime) -> str:
        """On the reader's own clock."""
        return f"{at.astimezone(ZoneInfo(self.zone)):%d.%m.%Y, %H:%M}"


async def write(
    site: Site,
    db: AsyncSession,
    users: Collection[UUID],
    text: Callable[[Reader], tuple[str, str]],
    *,
    to_suspended: bool = False,
) -> None:
    """Store a letter to each of these who has an address, with the work that gives the reason. All must come: nobody
    who handles reports leaves them unread."""
    query = select(User.id, User.locale, User.time_zone).where(User.id.in_(users), User.email.is_not(None))
    letters: list[Letter] = []
    for reader in (await db.execute(query)).all():
        subject, said = text(Reader(reader.locale, reader.time_zone))
        letters.append(Letter(user=reader.id, subject=subject, text=said, to_suspended=to_suspended))
    await site.part(Post).store(db, letters)


def _joined(parts: Collection[str]) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"
