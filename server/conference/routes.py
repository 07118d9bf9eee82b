"""Conferences over HTTP: lists, one of them, planning, what is left of them. Taking part needs the socket."""

from server.conference import (
    classes,
    event_rooms,
    listing,
    network_checks,
    preparation,
    rehearsals,
    relays,
    reports,
    scheduling,
    wire,
)
from server.conference.documents import routes as documents
from server.conference.polls import routes as polls
from server.conference.recording import routes as recording
from server.core.http import Call, Door, Route
from server.core.permissions import Right


async def list_conferences(call: Call) -> wire.ConferenceList:
    """The conferences of a space: planned, running, and of the past three months."""
    return await listing.of_space(call.by, call.path["space"])


async def list_today(call: Call) -> wire.ConferenceList:
    """Today's conferences in all spaces of the caller, and what runs now."""
    return await listing.of_today(call.by)


async def show_conference(call: Call) -> wire.ConferenceSummary:
    """One conference, as members of its space see it."""
    return await listing.one(call.by, call.path["conference"])


async def schedule(call: Call) -> wire.ConferenceSummary:
    """Plan a conference or, without a start, open one now."""
    return await scheduling.schedule(call.by, call.path["space"], call.body)


async def cancel(call: Call) -> wire.ConferenceSummary:
    """Call a conference off before it is live."""
    return await scheduling.cancel(call.by, call.path["conference"])


async def show_event_room(call: Call) -> wire.ConferenceSummary:
    """The room of an event, for who leads or joined it and may be inside now."""
    return await event_rooms.of_event(call.by, call.path["event"])


async def show_preparation(call: Call) -> wire.Preparation:
    """How the room of an event is prepared so far, and how a participant will find it."""
    return await preparation.show(call.by, call.path["conference"])


async def change_preparation(call: Call) -> wire.Preparation:
    """Set what holds in the room of an event when its doors open."""
    return await preparation.change(call.by, call.path["conference"], call.body)


async def start_rehearsal(call: Call) -> None:
    """Rehearse in the room, with ghosts; what is made meanwhile deletes itself."""
    await rehearsals.start(call.by, call.path["conference"])


async def end_rehearsal(call: Call) -> None:
    """End the rehearsal; what was made in it is deleted."""
    await rehearsals.end(call.by, call.path["conference"])


async def list_relays(call: Call) -> wire.Relays:
    """Ways around networks that let no UDP out, until the conference ends."""
    return await relays.relays_for(call.by, call.path["conference"])


async def list_relays_for_check(call: Call) -> wire.Relays:
    """The same for a check of the network days ahead."""
    return await relays.relays_for_check(call.by)


async def list_class_pupils(call: Call) -> wire.ClassPupils:
    """Whom the caller may list as sitting before the caller's device."""
    return await classes.candidates(call.by, call.path["conference"])


async def show_report(call: Call) -> wire.ConferenceReport:
    """What is left of a conference for the teachers of its space."""
    return await reports.report(call.by, call.path["conference"])


async def answer_exit(call: Call) -> None:
    """Say how it went, once, by a pupil who was inside."""
    await reports.answer_exit(call.by, call.path["conference"], call.body)


async def send_network_check(call: Call) -> None:
    """Keep what the caller's browser found of the school's network."""
    await network_checks.store(call.by, call.path["space"], call.body)


async def list_network_checks(call: Call) -> wire.NetworkChecks:
    """The newest check of each school, for teachers of the space."""
    return await network_checks.listed(call.by, call.path["space"])


PREPARATION = "/api/conferences/{conference}/preparation"
REHEARSAL = "/api/conferences/{conference}/rehearsal"

ROUTES: list[Route] = [
    *documents.ROUTES,
    Route("GET", "/api/conferences/today", list_today, Door.SIGNED_IN, gives=wire.ConferenceList),
    Route("GET", "/api/spaces/{space}/conferences", list_conferences, Right.SEE_SPACE, gives=wire.ConferenceList),
    Route(
        "POST",
        "/api/spaces/{space}/conferences",
        schedule,
        Right.CONFERENCE_START,
        takes=wire.ScheduleConference,
        gives=wire.ConferenceSummary,
        status=201,
    ),
    Route("GET", "/api/conferences/{conference}", show_conference, Right.SEE_SPACE, gives=wire.ConferenceSummary),
    Route("GET", "/api/events/{event}/conference", show_event_room, Right.EVENT_JOIN, gives=wire.ConferenceSummary),
    Route("GET", PREPARATION, show_preparation, Right.CONFERENCE_MODERATE, gives=wire.Preparation),
    Route(
        "PUT",
        PREPARATION,
        change_preparation,
        Right.CONFERENCE_MODERATE,
        takes=wire.ChangePreparation,
        gives=wire.Preparation,
    ),
    Route("POST", REHEARSAL, start_rehearsal, Right.CONFERENCE_MODERATE),
    Route("DELETE", REHEARSAL, end_rehearsal, Right.CONFERENCE_MODERATE),
    Route("GET", "/api/conferences/{conference}/relays", list_relays, Right.CONFERENCE_JOIN, gives=wire.Relays),
    Route(
        "POST",
        "/api/conferences/{conference}/cancel",
        cancel,
        Right.CONFERENCE_MODERATE,
        gives=wire.ConferenceSummary,
    ),
    Route(
        "GET",
        "/api/conferences/{conference}/class-pupils",
        list_class_pupils,
        Right.CONFERENCE_JOIN,
        gives=wire.ClassPupils,
    ),
    Route("GET", "/api/conferences/{conference}/report", show_report, Right.SEE_SPACE, gives=wire.ConferenceReport),
    Route(
        "POST",
        "/api/conferences/{conference}/exit-answer",
        answer_exit,
        Right.CONFERENCE_JOIN,
        takes=wire.AnswerExit,
    ),
    Route(
        "POST",
        "/api/spaces/{space}/network-checks",
        send_network_check,
        Right.SEE_SPACE,
        takes=wire.SendNetworkCheck,
    ),
    Route(
        "GET", "/api/spaces/{space}/network-checks/relays", list_relays_for_check, Right.SEE_SPACE, gives=wire.Relays
    ),
    Route("GET", "/api/spaces/{space}/network-checks", list_network_checks, Right.SEE_SPACE, gives=wire.NetworkChecks),
    *polls.ROUTES,
    *recording.ROUTES,
]
