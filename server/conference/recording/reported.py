"""A recording that is reported: who may, what is sealed of it, how it is hidden and taken away (domain 6.4.5, 11.1)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import or_, select, update

from server.conference.models import Conference
from server.conference.recording import publishing, watching
from server.conference.recordings import KEPT, Recording, RecordingState
from server.core import clock
from server.core.errors import not_found
from server.core.http import Caller
from server.core.models import FileBlob, User
from server.core.site import Site
from server.notifications.actions import withdraw
from server.rooms.things import Thing


class Recordings:
    """The kind `recording`."""

    async def find(self, caller: Caller, thing: UUID) -> Thing:
        """One that the caller may watch, or is in."""
        user = caller.identity.user
        known = or_(watching.visible_to(user), watching.shows(user))
        query = (
            select(Recording, Conference, User.display_name, FileBlob)
            .join(Conference, Conference.id == Recording.conference_id)
            .join(User, User.id == Recording.started_by)
            .outerjoin(FileBlob, FileBlob.id == Recording.film_id)
            .where(Recording.id == thing, Conference.space_id == caller.here.space, known)
        )
        async with caller.site.database.read() as db:
            row = (await db.execute(query)).first()
        if row is None:
            raise not_found("recording")
        recording, conference, name, film = row
        return Thing(
            id=recording.id,
            space=conference.space_id,
            subject=recording.started_by if recording.started_by != user else None,
            title=conference.title,
            owner=recording.started_by,
            owner_name=name,
            added_at=recording.started_at,
            file=film,
        )

    async def hide(self, site: Site, thing: UUID, *, on: bool) -> None:
        """From everybody but its owner, with the notifications that lead to it."""
        before = Recording.hidden_at.is_(None) if on else Recording.hidden_at.is_not(None)
        change = update(Recording).where(Recording.id == thing, before)
        async with site.database.write() as db:
            await db.execute(change.values(hidden_at=clock.now() if on else None))
        if on:
            await withdraw(site, ("recording", thing))

    async def remove(self, site: Site, thing: UUID) -> None:
        """The film, its copy and every packet."""
        kept = Recording.state.in_(KEPT - {RecordingState.RUNNING})
        async with site.database.write() as db:
            row = await db.scalar(select(Recording).where(Recording.id == thing, kept).with_for_update())
            files = await publishing.gone(db, row) if row is not None else []
        await publishing.clear(site, thing, files)
