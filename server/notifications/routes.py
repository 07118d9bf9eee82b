"""The bell over HTTP."""

from __future__ import annotations

from uuid import UUID

from starlette.responses import Response

from server.core.errors import UserError
from server.core.http import Call, Door, Route
from server.notifications import actions, mailbox, unsubscribing
from server.notifications.push import devices
from server.notifications.wire import (
    AddPushDevice,
    ChooseMail,
    ChoosePushes,
    Mailbox,
    NotificationList,
    PushState,
    ReadNotifications,
    Unread,
)


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


async def get_calendar_file(call: Call) -> Response:
    """The file for the calendar of one of the reader's letters."""
    return await mailbox.calendar_file(call.by, call.path["letter"])


async def post_unsubscribe(call: Call) -> None:
    """Switch a kind of letters off by the link in one of them; a mail program's own *Unsubscribe* comes here too."""
    await unsubscribing.switch_off(call)


async def get_push(call: Call) -> PushState:
    """The reader's devices that are told, and of what."""
    return await devices.look(call.by)


async def post_push(call: Call) -> PushState:
    """Tell this device too."""
    return await devices.add(call.by, call.body)


async def put_push(call: Call) -> PushState:
    """Of what to be told."""
    return await devices.choose(call.by, call.body)


async def delete_push(call: Call) -> None:
    """Tell that device no more."""
    await devices.remove(call.by, call.path["device"])


ROUTES: list[Route] = [
    Route("GET", "/api/notifications", get_notifications, Door.SIGNED_IN, gives=NotificationList),
    Route("POST", "/api/notifications/read", post_read, Door.SIGNED_IN, takes=ReadNotifications, gives=Unread),
    Route("GET", "/api/mailbox", get_mailbox, Door.SIGNED_IN, gives=Mailbox),
    Route("PUT", "/api/mailbox", put_choice, Door.SIGNED_IN, takes=ChooseMail, gives=Mailbox),
    Route("GET", "/api/mailbox/{letter}/calendar", get_calendar_file, Door.SIGNED_IN),
    # RFC 8058: a browser that follows the same address gets the page of it.
    Route("POST", "/unsubscribe/{kind:str}/{token:str}", post_unsubscribe, Door.PUBLIC, from_anywhere=True),
    Route("GET", "/api/push", get_push, Door.SIGNED_IN, gives=PushState),
    Route("POST", "/api/push", post_push, Door.SIGNED_IN, takes=AddPushDevice, gives=PushState),
    Route("PUT", "/api/push", put_push, Door.SIGNED_IN, takes=ChoosePushes, gives=PushState),
    Route("DELETE", "/api/push/{device}", delete_push, Door.SIGNED_IN),
]
