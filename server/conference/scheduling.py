"""Planning, cancelling, prolonging and ending a conference (R-203, D-03, D-14, D-15)."""

from __future__ import annotations

from uuid import UUID

from server.chat.models import ChatRoom
from server.conference import bells, wire
from server.conference.changing import changing
from server.conference.conference import extend as prolong
from server.conference.conference import plan
from server.conference.hosting import require_lead
from server.conference.models import Conference, ConferenceState, EndReason, Media
from server.conference.seats import Seating
from server.conference.storage import policy_of
from server.conference.views import summary
from server.core import clock
from server.core.database import new_id
from server.core.errors import UserError
from server.core.http import Caller
from server.core.models import AuditLine, LiveKind, Space
from server.core.permissions import Right, require
from server.core.site import Site
from server.rooms.hub import Hub
from server.rooms.models import Room, RoomKind
from server.rooms.people import People
from server.rooms.topics import space_topic

MAX_TITLE = 120
MAX_AGENDA = 2_000


async def schedule(caller: Caller, space: UUID, wanted: wire.ScheduleConference) -> wire.ConferenceSummary:
    """Plan a conference, or (without a start) open one now; it has a room of its own for the chat (D-16)."""
    require(caller.here, Right.CONFERENCE_START)
    conference = Conference(
        id=new_id(),
        room_id=new_id(),
        space_id=space,
        kind=LiveKind.TWINSPACE_CONFERENCE,
        title=_title(wanted.title),
        host_id=caller.identity.user,
        duration_min=wanted.duration_min,
        media=Media(wanted.media),
        lobby=wanted.lobby,
        agenda=_agenda(wanted.agenda),
        state=ConferenceState.SCHEDULED,
    )
    async with caller.site.database.write() as db:
        plan(conference, await policy_of(db, conference.kind), wanted.starts_at, clock.now())
        db.add(Room(id=conference.room_id, space_id=space, kind=RoomKind.CONFERENCE, title=conference.title))
        await db.flush()
        db.add_all([ChatRoom(room_id=conference.room_id), conference, _line(caller, conference)])
    await _tell_planned(caller.site, conference)
    # An instant one opens at once, a planned one when its time comes.
    async with changing(caller.site, conference.id) as change:
        seating = change.seating
    if wanted.starts_at is not None:
        bells.planned(caller.site, conference, caller.identity.user)
    return _for(caller, seating)


def _title(text: str) -> str:
    title = " ".join(text.split())
    if not title:
        raise UserError("title_missing", "Give the conference a title.", status=422)
    if len(title) > MAX_TITLE:
        raise UserError("title_too_long", f"A title has at most {MAX_TITLE} characters.", status=422, most=MAX_TITLE)
    return title


def _agenda(text: str) -> str:
    agenda = text.strip()
    if len(agenda) > MAX_AGENDA:
        raise UserError(
            "agenda_too_long", f"An agenda has at most {MAX_AGENDA} characters.", status=422, most=MAX_AGENDA
        )
    return agenda


def _line(caller: Caller, conference: Conference) -> AuditLine:
    return AuditLine(
        actor_id=caller.identity.user,
        action="conference.schedule",
        target_type="conference",
        target_id=conference.id,
        space_id=conference.space_id,
        data={"minutes": conference.duration_min, "starts_at": conference.starts_at.isoformat()},
    )


async def _tell_planned(site: Site, conference: Conference) -> None:
    async with site.database.read() as db:
        space = await db.get_one(Space, conference.space_id)
        host = (await site.part(People).many(space.id, [conference.host_id], db))[conference.host_id]
    told = summary(conference, space, host, 0)
    await site.part(Hub).publish(space_topic(space.id), wire.ConferenceChanged(conference=told))


def _for(caller: Caller, seating: Seating) -> wire.ConferenceSummary:
    conference = seating.conference
    host = seating.people[conference.host_id]
    return summary(conference, seating.space, host, len(seating.inside), caller.standing)


async def cancel(caller: Caller, conference: UUID) -> wire.ConferenceSummary:
    """Call a conference off before it is live: its host may, and whoever leads the space."""
    async with changing(caller.site, conference) as change:
        require_lead(caller, change.seating)
        if change.seating.conference.is_event:
            raise UserError("event_room", "Call the event off on its page: whoever joined reads why.")
        change.seating.close(ConferenceState.CANCELLED)
        change.audit(caller, "cancel")
    bells.cancelled(caller.site, change.seating.conference, caller.identity.user)
    return _for(caller, change.seating)


async def extend(caller: Caller, request: wire.ExtendConference) -> None:
    """To the next length, once (D-15)."""
    async with changing(caller.site, request.conference) as change:
        require_lead(caller, change.seating)
        conference = change.seating.conference
        prolong(conference, await policy_of(change.db, conference.kind))
        change.audit(caller, "extend", minutes=conference.duration_min)


async def end(caller: Caller, request: wire.EndConference) -> None:
    """Everybody out, now."""
    async with changing(caller.site, request.conference) as change:
        require_lead(caller, change.seating)
        conference = change.seating.conference
        if conference.is_event and conference.state is ConferenceState.OPEN:
            raise UserError("not_begun", "The event has not begun. Leave the room: you can come back to it.")
        change.seating.end(EndReason.HOST)
        change.audit(caller, "end")
