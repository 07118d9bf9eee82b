"""Polls in a rehearsal: ghosts answer them, and afterwards they are drafts again, answered by nobody (S7)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.conference import wire
from server.conference.models import Conference
from server.conference.polls.models import Poll, PollState, PollVote, PollVoter
from server.conference.polls.reading import polls_of, results


async def answer_as_ghosts(
    db: AsyncSession, conference: Conference, ghosts: Collection[UUID], choose: Callable[[int], int]
) -> list[wire.PollCounted]:
    """Each of these answers each poll that is open and was opened in this rehearsal, once; `choose` names one of so
    many answers."""
    counted: list[wire.PollCounted] = []
    for poll in await _of_rehearsal(db, conference, conference.rehearsal_since):
        if poll.state is not PollState.OPEN:
            continue
        known = select(PollVoter.user_id).where(PollVoter.poll_id == poll.id, PollVoter.user_id.in_(ghosts))
        new = sorted(set(ghosts) - set(await db.scalars(known)))
        for user in new:
            option = poll.options[choose(len(poll.options))]
            option.votes += 1
            poll.answered += 1
            db.add(PollVoter(poll_id=poll.id, user_id=user))
            if not poll.anonymous:
                db.add(PollVote(poll_id=poll.id, user_id=user, option_id=option.id, single=not poll.multiple))
        if new:
            counted.append(wire.PollCounted(conference=conference.id, poll=poll.id, results=results(poll)))
    return counted


async def undo(db: AsyncSession, conference: Conference, since: datetime) -> None:
    """What was opened in the rehearsal is prepared as it was before."""
    polls = await _of_rehearsal(db, conference, since)
    ids = [poll.id for poll in polls]
    await db.execute(delete(PollVote).where(PollVote.poll_id.in_(ids)))
    await db.execute(delete(PollVoter).where(PollVoter.poll_id.in_(ids)))
    for poll in polls:
        poll.prepare_again()


async def _of_rehearsal(db: AsyncSession, conference: Conference, since: datetime | None) -> list[Poll]:
    polls = await polls_of(db, conference.id)
    return [poll for poll in polls if poll.opened_at is not None and since is not None and poll.opened_at >= since]
