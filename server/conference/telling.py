"""The light way to change what is beside the seats: nobody moves, so nobody's seat is looked at.

A hundred answers to a poll within seconds must not each draw two pictures of a hundred people. What is told takes the
conference's next number all the same, so that nobody inside misses it (decision 8).
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.conference.conference import OVER
from server.conference.hosting import require_lead
from server.conference.lines import Lines, conference_topic
from server.conference.models import Conference, ConferenceSeat, SeatState
from server.conference.seats import Seating
from server.conference.storage import locked
from server.conference.taking_part import not_inside
from server.core.errors import UserError, not_found
from server.core.http import Caller
from server.core.models import AuditLine
from server.core.wire import Update
from server.rooms.hub import Hub
from server.rooms.people import People


@dataclass
class Telling:
    """One transaction beside the seats, with what will be told after it."""

    caller: Caller
    db: AsyncSession
    conference: Conference
    updates: list[tuple[Update, str]] = field(default_factory=list[tuple[Update, str]])

    def tell(self, update: Update, *audiences: str) -> None:
        """Say it after the commit, to everybody inside unless audiences are named."""
        self.updates += [(update, audience) for audience in audiences or ("all",)]

    async def leading(self) -> Seating:
        """The seating, when the caller leads the conference and it is not over; refuses otherwise."""
        seating = await locked(self.caller.site.part(People), self.db, self.conference.id)
        require_lead(self.caller, seating)
        if self.conference.state in OVER:
            raise UserError("conference_over", "This is over.")
        return seating

    async def own_seat(self) -> ConferenceSeat:
        """The caller's seat, when this socket holds it and is connected (T5); refuses otherwise."""
        query = select(ConferenceSeat).where(
            ConferenceSeat.conference_id == self.conference.id,
            ConferenceSeat.user_id == self.caller.identity.user,
            ConferenceSeat.state == SeatState.CONNECTED,
        )
        seat = await self.db.scalar(query)
        connection = self.caller.connection
        if seat is None or connection is None or seat.connection_id != connection.id:
            raise not_inside()
        return seat

    def audit(self, action: str, target_type: str, target: UUID, **data: Any) -> None:
        """Write who did it (domain 6.4.6)."""
        line = AuditLine(
            actor_id=self.caller.identity.user,
            action=f"conference.{action}",
            target_type=target_type,
            target_id=target,
            space_id=self.conference.space_id,
            data={"conference": str(self.conference.id), **data},
        )
        self.db.add(line)


@contextlib.asynccontextmanager
async def telling(caller: Caller, conference: UUID) -> AsyncGenerator[Telling]:
    """Hold the conference, let the caller change something beside the seats, and tell what was said of it."""
    site = caller.site
    async with site.part(Lines).turn(conference):
        async with site.database.write() as db:
            query = select(Conference).where(Conference.id == conference).with_for_update()
            held = await db.scalar(query)
            if held is None:
                raise not_found("conference")
            one = Telling(caller, db, held)
            yield one
            if one.updates:
                held.revision += 1
        if one.updates:
            numbers = (held.revision, held.revision)
            await site.part(Hub).publish_all(conference_topic(conference), one.updates, numbers)
