"""Whose bells a recording rings: its owner's when the film is there, those of all who were inside when it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.sql.dml import ReturningUpdate

from server.conference.models import Conference, ConferenceSeat
from server.conference.recordings import Recording, RecordingState
from server.core.models import Space
from server.core.site import Site
from server.notifications.actions import notify
from server.notifications.bell import Bell


def made(site: Site, recording: Recording) -> None:
    """Whoever recorded it: the film is there, or cannot be."""
    code = "recording.failed" if recording.state is RecordingState.FAILED else "recording.ready"
    site.part(Bell).ring(_ring(site, recording, code, [recording.started_by]))


def published(site: Site, recording: Recording) -> None:
    """Everybody who was inside (R-074)."""
    site.part(Bell).ring(_ring_those_inside(site, recording))


async def ending(site: Site, recording: Recording, claim: ReturningUpdate[UUID]) -> None:
    """Whoever recorded it: soon it is deleted (domain 10.1). One process rings: the one whose claim holds."""
    await _ring(site, recording, "recording.ending", [recording.started_by], claim=claim)


async def _ring_those_inside(site: Site, recording: Recording) -> None:
    query = select(ConferenceSeat.user_id).where(
        ConferenceSeat.conference_id == recording.conference_id,
        ConferenceSeat.joined_at.is_not(None),
        ConferenceSeat.user_id != recording.started_by,
    )
    async with site.database.read() as db:
        people = (await db.scalars(query)).all()
    ends = [at for at in (recording.link_until, recording.expires_at) if at is not None]
    await _ring(site, recording, "event.recording", people, min(ends))


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
        "space": space.title,
        "slug": space.slug,
        "conference": str(conference.id),
        "leaves_at": recording.expires_at.isoformat() if recording.expires_at else "",
    }
    await notify(site, users, code, params, ("recording", recording.id), until or recording.expires_at, claim)
