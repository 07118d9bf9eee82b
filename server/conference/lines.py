"""What of the conferences lives in this process: the sockets that hold a place in one, and their media peers.

Everything else stands in the database, so that any process may act; here is only what cannot leave the process.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from uuid import UUID
from weakref import WeakValueDictionary

from server.conference import wire
from server.core.connection import Connection
from server.core.database import new_id
from server.core.ending import Tasks

SIGNALS = "conferences"
"""Every process hears this topic: somebody's own seat changed, look whether the socket is yours."""


def conference_topic(conference: UUID) -> str:
    """What happens inside a conference; only those connected are attached to it (T5)."""
    return f"conference:{conference}"


@dataclass
class HeldLine:
    """A socket of this process with a place in a conference, and what it was last told of that place."""

    conference: UUID
    room: UUID
    connection: Connection
    told: wire.YourSeat | None = None
    """Without `inside`."""
    peer: UUID | None = None
    offered_in_vain: bool = False
    """The worker was away when this socket offered a transport: it is asked again as soon as there is one."""
    watched: set[str] = field(default_factory=set[str])
    """The slots that were given something to show."""


class Lines:
    """The held lines of this process."""

    def __init__(self) -> None:
        self.process: UUID = new_id()
        """Names this process in the seats that its sockets hold; never the same again after a restart."""
        self._lines: dict[tuple[UUID, UUID], HeldLine] = {}
        self._peers: dict[UUID, HeldLine] = {}
        self.telling = Tasks()
        """What follows from changes that are committed; it is carried out whatever becomes of those who made them."""
        self._turns: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()

    def turn(self, conference: UUID) -> asyncio.Lock:
        """One change of a conference after another in this process, so that they are also told in their order."""
        lock = self._turns.get(conference)
        if lock is None:
            lock = self._turns[conference] = asyncio.Lock()
        return lock

    def hold(self, conference: UUID, room: UUID, connection: Connection) -> HeldLine:
        """Remember that this socket has a place there."""
        return self._lines.setdefault((conference, connection.id), HeldLine(conference, room, connection))

    def find(self, conference: UUID, connection: Connection) -> HeldLine | None:
        """The line of this socket there, if it has one."""
        return self._lines.get((conference, connection.id))

    def has(self, conference: UUID, connection: UUID) -> bool:
        """Whether the socket of this id has a place there."""
        return (conference, connection) in self._lines

    def let_go(self, line: HeldLine) -> None:
        """Forget it and its peer."""
        self._lines.pop((line.conference, line.connection.id), None)
        self.lose_peer(line)

    def of_conference(self, conference: UUID) -> list[HeldLine]:
        """The lines of this process there."""
        return [line for line in self._lines.values() if line.conference == conference]

    def of_connection(self, connection: Connection) -> list[HeldLine]:
        """The places of one socket."""
        return [line for line in self._lines.values() if line.connection is connection]

    def conferences(self) -> set[UUID]:
        """Those in which this process holds a line."""
        return {line.conference for line in self._lines.values()}

    def gain_peer(self, line: HeldLine, peer: UUID) -> None:
        """The media transport of this line; an earlier one is forgotten."""
        self.lose_peer(line)
        line.peer, line.offered_in_vain = peer, False
        self._peers[peer] = line

    def lose_peer(self, line: HeldLine) -> None:
        """It is gone."""
        if line.peer is not None:
            self._peers.pop(line.peer, None)
            line.peer = None
            line.watched = set()

    def of_peer(self, peer: UUID) -> HeldLine | None:
        """Whose transport this is, when it is one of ours."""
        return self._peers.get(peer)

    def waiting_for_worker(self) -> list[HeldLine]:
        """The lines that have, or have offered, a transport of which a new worker knows nothing."""
        return [line for line in self._lines.values() if line.peer is not None or line.offered_in_vain]
