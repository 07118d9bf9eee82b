"""Whose bells a recording rings: its owner's when the film is there, those of all who may watch when it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.sql.dml import ReturningUpdate

from server.conference.models import Conference, ConferenceSeat
from server.conference.recording import letters
from server.conference.recording.audience import joined_event
from server.conference.recordings import Recording, RecordingState
from server.core.models import Space, User
from server.core.site import Site
from server.notifications.actions import notify
from server.notifications.bell import Bell


def made(site: Site, recording: Recording) -> None:
    """Whoever recorded it: the film is there, or cannot be."""
    code = "recording.failed" if recording.state is RecordingState.FAILED else "recording.ready"
    site.part(Bell).ring(_ring(site, recording, code, [recording.started_by]))


def published(site: Site, recording: Recording) -> None:
    """Everybody who was inside; of an event everybody who joined it, by e-mail too (R-074, domain 9)."""
    site.part(Bell).ring(_ring_those_who_may(site, recording))


async def ending(site: Site, recording: Recording, claim: ReturningUpdate[UUID]) -> None:
    """Whoever recorded it: soon it is deleted (domain 10.1). One process rings: the one whose claim holds."""
    await _ring(site, recording, "recording.ending", [recording.started_by], claim=claim)


async def _ring_those_who_may(site: Site, recording: Recording) -> None:
    inside = exists().where(
        ConferenceSeat.conference_id == recording.conference_id,
        ConferenceSeat.user_id == User.id,
        ConferenceSeat.joined_at.is_not(None),
    )
    async with site.database.read() as db:
        conference = await db.get_one(Conference, recording.conference_id)
        may = or_(inside, joined_event(conference.event_id, User.id)) if conference.event_id else inside
        people = (await db.scalars(select(User.id).where(may, User.id != recording.started_by))).all()
    ends = [at for at in (recording.link_until, recording.expires_at) if at is not None]
    await _ring(site, recording, "event.recording", people, min(ends))
    if conference.event_id is not None:
        await letters.send(site, conference, recording, people)


async def _ring(
    site: Site,
    recording: Recording,
    code: str,
    users: Iterable[UUID],
    until: datetime | None = None,
    claim: ReturningUpdate[UUID] | None = None,
) -> None:
    async with site.database.read() as db:
        conference = await db.get_one(Conference, recording.conference_id)
        space = await db.get_one(Space, conference.space_id)
    params: dict[str, str | int] = {
        "title": conference.title,
        # The space of an event is the event itself, of the same name.
        "space": "" if conference.event_id else space.title,
        "slug": space.slug,
        "conference": str(conference.id),
        "leaves_at": recording.expires_at.isoformat() if recording.expires_at else "",
    }
    await notify(site, users, code, params, ("recording", recording.id), until or recording.expires_at, claim)
