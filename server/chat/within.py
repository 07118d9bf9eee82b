"""Writing in a transaction that is open already: for words that come and go together with something else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from server.chat.commit import Commit
from server.chat.counters import Told
from server.chat.writes import Write
from server.core.site import Site
from server.rooms.hub import Hub
from server.rooms.people import People
from server.rooms.topics import room_topic


async def write_within(site: Site, db: AsyncSession, writes: Sequence[Write]) -> Mapping[UUID, Told]:
    """Write what the rules of the chat allow; what they refuse is left out. What readers must be told, for `tell`."""
    commit = Commit(db, site.part(People))
    await commit.run(writes)
    # Before the caller's commit: it asks nobody, and nothing of it is told unless that succeeds.
    commit.settle()
    return commit.told


async def tell(site: Site, told: Mapping[UUID, Told]) -> None:
    """After the commit: to those who are in the rooms."""
    for room, changed in told.items():
        await site.part(Hub).publish_all(room_topic(room), changed.updates, changed.changes)
