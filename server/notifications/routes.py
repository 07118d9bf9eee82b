"""The bell over HTTP."""

from __future__ import annotations

from uuid import UUID

from server.core.errors import UserError
from server.core.http import Call, Door, Route
from server.notifications import actions, mailbox
from server.notifications.wire import ChooseMail, Mailbox, NotificationList, ReadNotifications, Unread


async def get_notifications(call: Call) -> NotificationList:
    """The reader's own, newest first; with `before` (an id) those older than that one."""
    return await actions.list_notifications(call.by, _before(call))


def _before(call: Call) -> UUID | None:
    text = call.query.get("before")
    try:
        return UUID(text) if text is not None else None
    except ValueError:
        raise UserError("bad_cursor", "before is not the id of a notification.", status=422) from None


async def post_read(call: Call) -> Unread:
    """Note some or all as read."""
    return await actions.mark_read(call.by, call.body)


async def get_mailbox(call: Call) -> Mailbox:
    """The reader's own letters, where this server sends none."""
    return await mailbox.look(call.by)


async def put_choice(call: Call) -> Mailbox:
    """Which letters the reader wants."""
    return await mailbox.choose(call.by, call.body)


ROUTES: list[Route] = [
    Route("GET", "/api/notifications", get_notifications, Door.SIGNED_IN, gives=NotificationList),
    Route("POST", "/api/notifications/read", post_read, Door.SIGNED_IN, takes=ReadNotifications, gives=Unread),
    Route("GET", "/api/mailbox", get_mailbox, Door.SIGNED_IN, gives=Mailbox),
    Route("PUT", "/api/mailbox", put_choice, Door.SIGNED_IN, takes=ChooseMail, gives=Mailbox),
]
