"""What nobody says: consents, switches and memberships that change outside, and signals that were lost on their way.

Each process holds those on its own lines against what is stored, from time to time; what was said is never needed for
what is true.
"""

from __future__ import annotations

from uuid import UUID

from server.conference import entering
from server.conference.changing import SeatsMoved, change_anew, would_change
from server.conference.lines import HeldLine, Lines, conference_topic
from server.conference.peers import close_peers, wanted_gates
from server.conference.seats import Seating
from server.conference.storage import seen
from server.conference.views import your_seat
from server.core.site import Site
from server.rooms.hub import Hub
from server.rooms.people import People


class Review:
    """The looks of one process at the conferences in which it holds a line."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._lines = site.part(Lines)
        self._behind: dict[UUID, int] = {}
        """conference -> the change that was stored at the last look, and not heard here."""

    async def look(self, conference: UUID) -> None:
        """Tell what should have been told, and settle what should have been settled."""
        async with self._site.database.read() as db:
            seating = await seen(self._site.part(People), db, conference)
        lost = [line for line in self._lines.of_conference(conference) if _is_lost(seating, line)]
        if lost:
            await self._tell_loss(seating, lost)
        await self._hear_missed(seating)
        if self._is_stale(seating) or would_change(seating):
            await change_anew(self._site, conference)

    async def _tell_loss(self, seating: Seating, lost: list[HeldLine]) -> None:
        """Nobody may go on hearing because one word was lost, neither here nor from the worker."""
        peers = {line.peer for line in lost if line.peer is not None}
        users = [line.connection.identity.user for line in lost]
        await entering.tell_moved(self._site, SeatsMoved(seating.conference.id, users, {}))
        # Looked at before this: a transport that somebody has opened since is none of these.
        await close_peers(self._site, peers - wanted_gates(seating).keys())

    async def _hear_missed(self, seating: Seating) -> None:
        """The last change has no later one whose number shows that it is missing."""
        conference, stored = seating.conference.id, seating.conference.revision
        orders, topic = self._site.part(Hub).orders, conference_topic(seating.conference.id)
        reached = orders.reached(topic)
        missed = self._behind.pop(conference, None)
        if reached is None or reached >= stored:
            return
        if missed is None or reached >= missed:
            # It may be on its way.
            self._behind[conference] = stored
            return
        orders.give_up(topic, missed)
        await entering.look_again(self._site, conference)

    def _is_stale(self, seating: Seating) -> bool:
        """Whether somebody's own seat is another than this process last told, and no signal said so."""
        return any(
            entering.holds(seating, line)
            and line.told is not None
            and your_seat(seating, line.connection.identity.user, inside=False) != line.told
            for line in self._lines.of_conference(seating.conference.id)
        )


def _is_lost(seating: Seating, line: HeldLine) -> bool:
    """Whether the line has no place any more; who is just coming in was told of none yet."""
    return line.told is not None and not entering.holds(seating, line)
