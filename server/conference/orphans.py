"""Seats whose line is lost without a word, and seats whose line was thought lost and is not."""

from __future__ import annotations

from collections.abc import Callable, Collection
from uuid import UUID

from sqlalchemy import ColumnElement, select

from server.conference.assembly import INSIDE, WAITING
from server.conference.changing import changing
from server.conference.lines import Lines
from server.conference.models import ConferenceSeat, SeatState
from server.conference.seats import Line
from server.core.site import Site


async def drop_orphans(site: Site, alive: Collection[UUID]) -> None:
    """Put the seats whose server process has died into grace: nobody else will say that their lines are lost."""
    await _drop(site, ConferenceSeat.process_id.not_in(alive), lambda seat: seat.process_id not in alive)


async def drop_forgotten(site: Site) -> None:
    """The same for those of this process whose socket is gone and could not say so, because the database was away.
    Whoever is coming in has a line before the seat is stored."""
    lines = site.part(Lines)

    def is_forgotten(seat: ConferenceSeat) -> bool:
        gone = seat.connection_id is not None and not lines.has(seat.conference_id, seat.connection_id)
        return gone and seat.process_id == lines.process

    await _drop(site, ConferenceSeat.process_id == lines.process, is_forgotten)


async def _drop(site: Site, where: ColumnElement[bool], is_lost: Callable[[ConferenceSeat], bool]) -> None:
    """Those of these seats of which it is still true under the lock."""
    held = ConferenceSeat.connection_id.is_not(None), ConferenceSeat.state.in_(INSIDE + WAITING)
    async with site.database.read() as db:
        seats = (await db.scalars(select(ConferenceSeat).where(where, *held))).all()
    for conference in {seat.conference_id for seat in seats if is_lost(seat)}:
        async with changing(site, conference) as change:
            for seat in change.seating.seats.values():
                if seat.connection_id is not None and is_lost(seat):
                    change.seating.drop(seat)


def take_back(seat: ConferenceSeat, line: Line) -> None:
    """The line stands after all: the place is as it was, with what was on."""
    if seat.state is SeatState.GRACE:
        seat.move_to(SeatState.CONNECTED)
    seat.connection_id, seat.process_id, seat.grace_until = line.connection, line.process, None
