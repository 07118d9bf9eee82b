"""Recordings over HTTP: lists, the film itself, and what whoever recorded it decides."""

from starlette.responses import Response

from server.conference import wire
from server.conference.recording import publishing, taking_back, watching
from server.core.http import Call, Route
from server.core.permissions import Right


async def list_recordings(call: Call) -> wire.RecordingList:
    """The recordings of a conference that the caller may see."""
    return await watching.listed(call.by, call.path["conference"])


async def list_of_event(call: Call) -> wire.RecordingList:
    """The recordings of an event that the caller may watch now."""
    return await watching.of_event(call.by, call.path["event"])


async def show(call: Call) -> wire.Recording:
    """One of them."""
    return await watching.one(call.by, call.path["conference"], call.path["recording"])


async def open_it(call: Call) -> wire.Recording:
    """Ask to watch it, with the PIN if it has one."""
    return await watching.open_it(call.by, call.path["conference"], call.path["recording"], call.body)


async def film(call: Call) -> Response:
    """The film, or a range of it."""
    return await watching.film(call.by, call.path["conference"], call.path["recording"])


async def film_as_mp4(call: Call) -> Response:
    """The same for players that do not know WebM, if its owner asked for it."""
    return await watching.film(call.by, call.path["conference"], call.path["recording"], mp4=True)


async def chapters(call: Call) -> Response:
    """The chapters of the film as WebVTT."""
    return await watching.track(call.by, call.path["conference"], call.path["recording"])


async def page(call: Call) -> Response:
    """The picture of a page that was on stage, as a chapter of the film names it."""
    path = call.path
    return await watching.page(call.by, path["conference"], path["recording"], path["page"], call.request)


async def ask_for_mp4(call: Call) -> wire.Recording:
    """Make the film once more as MP4."""
    return await publishing.ask_for_mp4(call.by, call.path["conference"], call.path["recording"])


async def leave_out(call: Call) -> wire.Recording:
    """Say whom the film does not show."""
    return await publishing.leave_out(call.by, call.path["conference"], call.path["recording"], call.body)


async def take_me_out(call: Call) -> None:
    """Take back that one may be in it."""
    await taking_back.take_me_out(call.by, call.path["conference"], call.path["recording"])


async def publish(call: Call) -> wire.Recording:
    """Let everybody who was inside watch it."""
    return await publishing.publish(call.by, call.path["conference"], call.path["recording"], call.body)


async def revoke(call: Call) -> wire.Recording:
    """Take that back."""
    return await publishing.revoke(call.by, call.path["conference"], call.path["recording"])


async def trim(call: Call) -> wire.Recording:
    """Cut the beginning and the end."""
    return await publishing.trim(call.by, call.path["conference"], call.path["recording"], call.body)


async def delete(call: Call) -> None:
    """Delete it for good."""
    await publishing.delete(call.by, call.path["conference"], call.path["recording"])


ALL = "/api/conferences/{conference}/recordings"
ONE = f"{ALL}/{{recording}}"

# What takes something away asks for no more than being here: a project that was closed must not keep a film public.
ROUTES = [
    Route("GET", ALL, list_recordings, Right.SEE_SPACE, gives=wire.RecordingList),
    Route("GET", "/api/events/{event}/recordings", list_of_event, Right.EVENT_JOIN, gives=wire.RecordingList),
    Route("GET", ONE, show, Right.SEE_SPACE, gives=wire.Recording),
    Route("POST", f"{ONE}/open", open_it, Right.SEE_SPACE, takes=wire.OpenRecording, gives=wire.Recording),
    Route("GET", f"{ONE}/film", film, Right.SEE_SPACE),
    Route(
        "POST", f"{ONE}/publish", publish, Right.CONFERENCE_RECORD, takes=wire.PublishRecording, gives=wire.Recording
    ),
    Route("POST", f"{ONE}/revoke", revoke, Right.SEE_SPACE, gives=wire.Recording),
    Route("POST", f"{ONE}/trim", trim, Right.CONFERENCE_RECORD, takes=wire.TrimRecording, gives=wire.Recording),
    Route("POST", f"{ONE}/leave-out", leave_out, Right.SEE_SPACE, takes=wire.LeaveOut, gives=wire.Recording),
    Route("POST", f"{ONE}/take-me-out", take_me_out, Right.SEE_SPACE),
    Route("GET", f"{ONE}/film.mp4", film_as_mp4, Right.SEE_SPACE),
    Route("GET", f"{ONE}/chapters.vtt", chapters, Right.SEE_SPACE),
    Route("GET", f"{ONE}/pages/{{page}}", page, Right.SEE_SPACE),
    Route("POST", f"{ONE}/mp4", ask_for_mp4, Right.CONFERENCE_RECORD, gives=wire.Recording),
    Route("DELETE", ONE, delete, Right.SEE_SPACE),
]
