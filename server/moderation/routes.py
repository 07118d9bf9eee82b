"""Moderation over HTTP: one request decides, also from a phone that is in no room."""

from __future__ import annotations

from starlette.responses import Response

from server.chat.wire import Message
from server.core.http import Call, Route
from server.core.permissions import Right
from server.moderation import actions, calming, lists, wire
from server.moderation.exporting import csv_file


async def approve(call: Call) -> Message:
    """Let everybody read a held message."""
    return await actions.approve(call.by, call.path["room"], call.path["message"])


async def give_back(call: Call) -> Message:
    """Send a held message back with a hint."""
    return await actions.give_back(call.by, call.path["room"], call.path["message"], call.body)


async def hold(call: Call) -> Message:
    """Hold a message that everybody reads."""
    return await actions.hold(call.by, call.path["room"], call.path["message"])


async def remove(call: Call) -> Message:
    """Delete a message."""
    return await actions.remove(call.by, call.path["room"], call.path["message"])


async def get_rules(call: Call) -> wire.RoomRules:
    """A chatroom's rules."""
    return await calming.rules_of(call.by, call.path["room"])


async def set_rules(call: Call) -> wire.RoomRules:
    """Change a chatroom's rules."""
    return await calming.set_rules(call.by, call.path["room"], call.body)


async def mute(call: Call) -> wire.RoomRules:
    """Mute a pupil."""
    return await calming.mute(call.by, call.path["room"], call.body)


async def unmute(call: Call) -> wire.RoomRules:
    """Let a pupil write again."""
    return await calming.unmute(call.by, call.path["room"], call.path["user"])


async def get_filters(call: Call) -> wire.FilterLists:
    """The lists of words and hosts."""
    return await lists.listed(call.by)


async def change_filters(call: Call) -> wire.FilterLists:
    """Change or import a list."""
    return await lists.change(call.by, call.body)


async def export_filters(call: Call) -> Response:
    """All lists as a CSV file."""
    return csv_file("filters.csv", await lists.exported(call.site))


async def try_text(call: Call) -> wire.TriedText:
    """Try a text against detectors and lists."""
    return await lists.try_text(call.by, call.body)


MESSAGE = "/api/rooms/{room}/messages/{message}"

ROUTES: list[Route] = [
    Route("POST", f"{MESSAGE}/approve", approve, Right.CHAT_DELETE, gives=Message),
    Route("POST", f"{MESSAGE}/return", give_back, Right.CHAT_DELETE, takes=wire.ReturnMessage, gives=Message),
    Route("POST", f"{MESSAGE}/hold", hold, Right.CHAT_DELETE, gives=Message),
    Route("POST", f"{MESSAGE}/delete", remove, Right.CHAT_DELETE, gives=Message),
    Route("GET", "/api/rooms/{room}/rules", get_rules, Right.CHAT_READ, gives=wire.RoomRules),
    Route(
        "POST", "/api/rooms/{room}/rules", set_rules, Right.CHAT_DELETE, takes=wire.SetRoomRules, gives=wire.RoomRules
    ),
    Route("POST", "/api/rooms/{room}/mutes", mute, Right.CHAT_DELETE, takes=wire.MutePupil, gives=wire.RoomRules),
    Route("POST", "/api/rooms/{room}/mutes/{user}/lift", unmute, Right.CHAT_DELETE, gives=wire.RoomRules),
    Route("GET", "/api/moderation/filters", get_filters, Right.SETTINGS, gives=wire.FilterLists),
    Route(
        "POST",
        "/api/moderation/filters",
        change_filters,
        Right.SETTINGS,
        takes=wire.ChangeFilters,
        gives=wire.FilterLists,
    ),
    Route("GET", "/api/moderation/filters.csv", export_filters, Right.SETTINGS),
    Route("POST", "/api/moderation/filters/try", try_text, Right.SETTINGS, takes=wire.TryText, gives=wire.TriedText),
]
