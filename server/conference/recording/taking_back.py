"""Who is in a recording may take that back, published or not: the film that shows them goes, another is made."""

from __future__ import annotations

import asyncio
from uuid import UUID

from sqlalchemy import select

from server.conference.changing import change_anew
from server.conference.recording import stored
from server.conference.recording.films import make_again
from server.conference.recordings import KEPT, Recording, RecordingPerson, RecordingState
from server.core import clock
from server.core.errors import not_found
from server.core.http import Caller
from server.core.models import AuditLine


async def take_me_out(caller: Caller, conference: UUID, recording: UUID) -> None:
    """From this moment on nobody watches a film with the caller in it (domain 6.4.7, 10.3)."""
    user, site = caller.identity.user, caller.site
    which = Recording.id == recording, Recording.conference_id == conference, Recording.state.in_(KEPT)
    me = RecordingPerson.recording_id == recording, RecordingPerson.user_id == user, RecordingPerson.written
    async with site.database.write() as db:
        row = await db.scalar(select(Recording).where(*which).with_for_update())
        person = await db.scalar(select(RecordingPerson).where(*me).with_for_update()) if row is not None else None
        if row is None or person is None:
            raise not_found("recording")
        person.agreed, person.answered_at = False, clock.now()
        await db.flush()
        against = (await stored.cast_of(db, recording)).against
        db.add(_line(caller, conference, recording))
    if row.state is RecordingState.RUNNING:
        await change_anew(site, conference)
    await asyncio.to_thread(stored.delete_packets_of, site, recording, against)
    await make_again(site, recording)


def _line(caller: Caller, conference: UUID, recording: UUID) -> AuditLine:
    return AuditLine(
        actor_id=caller.identity.user,
        action="conference.recording_take_out",
        target_type="conference",
        target_id=conference,
        space_id=caller.here.space,
        safeguarding=caller.identity.is_pupil,
        data={"recording": str(recording)},
    )
