"""While it is recorded: announced, started, stopped, and what each answers (R-074, domain 6.4.7)."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from server.conference import chapters, recorded, wire
from server.conference.assembly import INSIDE
from server.conference.changing import changing
from server.conference.lines import conference_topic
from server.conference.picture import HOSTS
from server.conference.recordings import ChapterKind
from server.conference.taking_part import own_seat
from server.core.errors import UserError
from server.core.http import Caller
from server.core.site import Site
from server.media import wire as media
from server.rooms.hub import Hub


async def start(caller: Caller, request: wire.StartRecording) -> None:
    """Record from now on. In a TwinSpace not while a pupil without recorded consent is in the room (T34)."""
    async with changing(caller.site, request.conference) as change:
        seating, user = change.seating, caller.identity.user
        code = recorded.refusal(seating, user)
        seat = seating.seats.get(user)
        if code is None and (seat is None or seat.state not in INSIDE):
            code = "not_inside"
        if code is not None:
            raise UserError(code, recorded.REFUSALS.get(code, "Come in first."), status=403)
        recording = recorded.start(seating, user)
        change.db.add(recording)
        await change.db.flush()
        conference = seating.conference
        if conference.slides_document is not None:
            # The page that is on stage already is the first chapter.
            place = conference.slides_title or "", conference.slides_page, conference.slides_document
            await chapters.note(change.db, recording.id, ChapterKind.SLIDE, *place)
        change.audit(caller, "recording_start")


async def announce(caller: Caller, request: wire.AnnounceRecording) -> None:
    """Say that it will be recorded, or not: whoever comes in is asked before."""
    async with changing(caller.site, request.conference) as change:
        code = recorded.refusal_ever(change.seating, caller.identity.user)
        if code is not None:
            raise UserError(code, recorded.REFUSALS[code], status=403)
        change.seating.conference.announced = request.on
        change.audit(caller, "recording_announce", on=request.on)


async def stop(caller: Caller, request: wire.StopRecording) -> None:
    """Not a packet more is written; the film is made."""
    async with changing(caller.site, request.conference) as change:
        if change.seating.conference.host_id != caller.identity.user:
            raise UserError("not_host", recorded.REFUSALS["not_host"], status=403)
        if change.seating.recording is not None:
            recorded.stop(change.seating)
            change.audit(caller, "recording_stop")


async def answer(caller: Caller, request: wire.AnswerRecording) -> None:
    """What the caller says of being in it. A pupil's yes does not take the place of the consent at school."""
    async with changing(caller.site, request.conference) as change:
        seating, user = change.seating, caller.identity.user
        own_seat(caller, seating)
        if seating.recording is None:
            raise UserError("not_recorded", "Nothing is being recorded.")
        if request.agree and seating.is_pupil(user) and user not in seating.recordable:
            raise UserError("no_recording_consent", "Your school keeps no consent for this. Ask your teacher.")
        recorded.answer(seating, user, agreed=request.agree)
        change.audit(caller, "recording_answer", user, agree=request.agree)


async def broke(site: Site, conference: UUID, recording: UUID, reason: str) -> None:
    """The worker cannot write any more: what is there becomes the film, and everybody is told."""
    async with changing(site, conference) as change:
        running = change.seating.recording
        if running is None or running.id != recording:
            return
        recorded.stop(change.seating, reason)
        failure = cast("wire.Failure", reason)
        told = wire.RecordingChanged(conference=conference, recording=None, failure=failure)
        change.notes.append((told, "all"))


def written(site: Site, update: media.RecordingWritten) -> None:
    """Tell those of this process who lead how much is stored."""
    hub, topic = site.part(Hub), conference_topic(update.room)
    told = wire.RecordingStored(conference=update.room, octets=update.octets)
    for connection in hub.connections(topic):
        if HOSTS in hub.audiences(connection, topic):
            connection.send(told)
