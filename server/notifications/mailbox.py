"""One's own letters, and which of them one wants."""

from __future__ import annotations

from sqlalchemy import select

from server.core import clock
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
        choice = await db.get(MailChoice, user)
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
    return wire.Mailbox(local=local, letters=letters, reminders=choice is None or choice.reminders)


async def choose(caller: Caller, body: wire.ChooseMail) -> wire.Mailbox:
    """Switch reminders on or off."""
    async with caller.site.database.write() as db:
        await db.merge(MailChoice(user_id=caller.identity.user, reminders=body.reminders))
    return await look(caller)
