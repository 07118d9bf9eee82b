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
from server.notifications.actions import withdraw
from server.rooms.reportables import Shown, Still


class ReportedRecordings:
    """What moderation may do to recordings."""

    hidden_by_reports_only = True

    async def find(self, caller: Caller, thing: UUID) -> Shown:
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
        return Shown(
            id=recording.id,
            space=conference.space_id,
            subject=recording.started_by if recording.started_by != user else None,
            title=conference.title,
            owner=recording.started_by,
            owner_name=name,
            added_at=recording.started_at,
            file=film,
        )

    async def hide(self, caller: Caller, thing: UUID, still: Still) -> None:
        """From everybody but its owner, with the notifications that lead to it."""
        seen = update(Recording).where(Recording.id == thing, Recording.hidden_at.is_(None))
        async with caller.site.database.write() as db:
            if not await still(db):
                return
            await db.execute(seen.values(hidden_at=clock.now()))
        await withdraw(caller.site, ("recording", thing))

    async def show(self, caller: Caller, thing: UUID) -> None:
        """To those who could watch it before; notifications do not come back."""
        hidden = update(Recording).where(Recording.id == thing, Recording.hidden_at.is_not(None))
        async with caller.site.database.write() as db:
            await db.execute(hidden.values(hidden_at=None))

    async def remove(self, caller: Caller, thing: UUID) -> None:
        """The film, its copy and every packet."""
        kept = Recording.state.in_(KEPT - {RecordingState.RUNNING})
        async with caller.site.database.write() as db:
            row = await db.scalar(select(Recording).where(Recording.id == thing, kept).with_for_update())
            files = await publishing.gone(db, row) if row is not None else []
        await publishing.clear(caller.site, thing, files)
