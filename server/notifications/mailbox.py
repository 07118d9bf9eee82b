"""One's own letters, and which of them one wants."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from starlette.responses import Response

from server.core import clock
from server.core.errors import not_found
from server.core.http import Caller
from server.core.site import Site
from server.notifications import wire
from server.notifications.models import Mail, MailChoice

MOST_SHOWN = 100


def is_local(site: Site) -> bool:
    """Without a mail server letters stay here, so that nobody who tries the product needs one."""
    return not site.settings.smtp_url


async def look(caller: Caller) -> wire.Mailbox:
    """The newest first; none where they go out by e-mail."""
    user, local = caller.identity.user, is_local(caller.site)
    query = select(Mail).where(Mail.user_id == user, Mail.expires_at > clock.now())
    async with caller.site.database.read() as db:
        newest = query.order_by(Mail.created_at.desc(), Mail.id.desc()).limit(MOST_SHOWN if local else 0)
        found = (await db.scalars(newest)).all()
        choice = await db.get(MailChoice, user) or MailChoice(events=True, people=True)
    letters = [
        wire.Letter(
            id=mail.id,
            subject=mail.subject,
            text=mail.text,
            has_calendar=mail.calendar is not None,
            at=mail.created_at,
        )
        for mail in found
    ]
    return wire.Mailbox(local=local, letters=letters, events=choice.events, people=choice.people)


async def calendar_file(caller: Caller, letter: UUID) -> Response:
    """The file for the calendar that a letter of the reader's own brought."""
    mine = (Mail.id == letter, Mail.user_id == caller.identity.user, Mail.expires_at > clock.now())
    async with caller.site.database.read() as db:
        file = await db.scalar(select(Mail.calendar).where(*mine)) if is_local(caller.site) else None
    if file is None:
        raise not_found("file")
    headers = {
        "content-disposition": 'attachment; filename="event.ics"',
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
    }
    return Response(file, media_type="text/calendar; charset=utf-8", headers=headers)


async def choose(caller: Caller, body: wire.ChooseMail) -> wire.Mailbox:
    """Switch kinds of letters on or off."""
    async with caller.site.database.write() as db:
        await db.merge(MailChoice(user_id=caller.identity.user, events=body.events, people=body.people))
    return await look(caller)
