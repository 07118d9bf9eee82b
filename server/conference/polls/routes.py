"""Polls over HTTP: drafts, which need no seat, and what came out."""

from starlette.responses import Response

from server.conference import wire
from server.conference.polls import exporting, preparing
from server.core.exporting import csv_file
from server.core.http import Call, Route
from server.core.permissions import Right

POLLS = "/api/conferences/{conference}/polls"
POLL = f"{POLLS}/{{poll}}"


async def list_polls(call: Call) -> wire.PollList:
    """All polls of a conference, for those who lead it."""
    return await preparing.listed(call.by, call.path["conference"])


async def make_poll(call: Call) -> wire.Poll:
    """Draft a poll."""
    return await preparing.make(call.by, call.path["conference"], call.body)


async def edit_poll(call: Call) -> wire.Poll:
    """Write a draft anew."""
    return await preparing.edit(call.by, call.path["conference"], call.path["poll"], call.body)


async def copy_poll(call: Call) -> wire.Poll:
    """The same question again, as a draft."""
    return await preparing.copy(call.by, call.path["conference"], call.path["poll"])


async def delete_poll(call: Call) -> None:
    """Delete a draft."""
    await preparing.remove(call.by, call.path["conference"], call.path["poll"])


async def order_polls(call: Call) -> wire.PollList:
    """Put the drafts into another order."""
    return await preparing.order(call.by, call.path["conference"], call.body)


async def list_choices(call: Call) -> wire.PollChoices:
    """Who chose what in a named poll."""
    return await exporting.choices(call.by, call.path["conference"], call.path["poll"])


async def export_results(call: Call) -> Response:
    """All polls that were opened, as a CSV file."""
    return csv_file("poll-results.csv", await exporting.table(call.by, call.path["conference"]))


ROUTES: list[Route] = [
    Route("GET", POLLS, list_polls, Right.CONFERENCE_MODERATE, gives=wire.PollList),
    Route("POST", POLLS, make_poll, Right.CONFERENCE_MODERATE, takes=wire.WritePoll, gives=wire.Poll, status=201),
    Route("PUT", POLLS, order_polls, Right.CONFERENCE_MODERATE, takes=wire.OrderPolls, gives=wire.PollList),
    Route("PUT", POLL, edit_poll, Right.CONFERENCE_MODERATE, takes=wire.WritePoll, gives=wire.Poll),
    Route("DELETE", POLL, delete_poll, Right.CONFERENCE_MODERATE),
    Route("POST", f"{POLL}/copy", copy_poll, Right.CONFERENCE_MODERATE, gives=wire.Poll, status=201),
    Route("GET", f"{POLL}/choices", list_choices, Right.CONFERENCE_MODERATE, gives=wire.PollChoices),
    Route("GET", "/api/conferences/{conference}/poll-results.csv", export_results, Right.SEE_SPACE),
]
