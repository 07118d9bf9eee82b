"""Polls as they are shown: to those inside, to those who lead, and after the conference."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from server.conference import wire
from server.conference.polls.models import Poll, PollState, PollVote, PollVoter
from server.conference.seats import Seating
from server.core.errors import not_found


async def polls_of(db: AsyncSession, conference: UUID) -> list[Poll]:
    """All polls with their options: drafts in their order, then the others as they were opened."""
    query = select(Poll).where(Poll.conference_id == conference).options(selectinload(Poll.options))
    found = list(await db.scalars(query))
    drafts = sorted((poll for poll in found if poll.opened_at is None), key=lambda poll: (poll.position, poll.id))
    opened = [(poll.opened_at, poll.id, poll) for poll in found if poll.opened_at is not None]
    return drafts + [poll for _, _, poll in sorted(opened, key=lambda one: one[:2])]


async def poll_of(db: AsyncSession, conference: UUID, poll: UUID) -> Poll:
    """One poll of this conference, with its options."""
    query = select(Poll).where(Poll.id == poll, Poll.conference_id == conference).options(selectinload(Poll.options))
    found = await db.scalar(query)
    if found is None:
        raise not_found("poll")
    return found


async def shown(db: AsyncSession, seating: Seating, user: UUID) -> list[wire.Poll]:
    """What this user sees on coming in."""
    leads = seating.moderates(user)
    polls = await polls_of(db, seating.conference.id)
    seen = [poll for poll in polls if leads or poll.state is not PollState.DRAFT]
    own = await _own_answers(db, seen, user)
    return [view(poll, leads=leads, yours=own.get(poll.id)) for poll in seen]


async def _own_answers(db: AsyncSession, polls: Sequence[Poll], user: UUID) -> dict[UUID, wire.OwnAnswer]:
    ids = [poll.id for poll in polls if poll.state is not PollState.DRAFT]
    if not ids:
        return {}
    voters = await db.scalars(select(PollVoter).where(PollVoter.poll_id.in_(ids), PollVoter.user_id == user))
    votes = await db.scalars(select(PollVote).where(PollVote.poll_id.in_(ids), PollVote.user_id == user))
    chosen: dict[UUID, set[UUID]] = {}
    for vote in votes:
        chosen.setdefault(vote.poll_id, set()).add(vote.option_id)
    by_poll = {poll.id: poll for poll in polls}
    return {
        voter.poll_id: own_answer(by_poll[voter.poll_id], chosen.get(voter.poll_id, ()), changed=voter.changed)
        for voter in voters
    }


def own_answer(poll: Poll, chosen: Iterable[UUID], *, changed: bool) -> wire.OwnAnswer:
    """What is told to whoever gave it."""
    wanted = set(chosen)
    return wire.OwnAnswer(
        options=[option.id for option in poll.options if option.id in wanted],
        may_change=poll.state is PollState.OPEN and not changed,
    )


def view(poll: Poll, *, leads: bool, yours: wire.OwnAnswer | None = None) -> wire.Poll:
    """A poll for one kind of reader."""
    return wire.Poll(
        id=poll.id,
        question=poll.question,
        multiple=poll.multiple,
        anonymous=poll.anonymous,
        state=poll.state.value,
        position=poll.position,
        options=[wire.PollOption(id=option.id, text=option.text) for option in poll.options],
        page=page_of(poll),
        opened_at=poll.opened_at,
        results=results(poll) if poll.state is PollState.SHOWN or (leads and poll.opened_at) else None,
        yours=yours,
        revision=poll.revision,
    )


def page_of(poll: Poll) -> wire.PollPage | None:
    """The page it belongs to, while its document is there."""
    if poll.document_id is None or poll.page is None:
        return None
    return wire.PollPage(document=poll.document_id, page=poll.page)


def results(poll: Poll) -> wire.PollResults:
    """The bars."""
    return wire.PollResults(answered=poll.answered, votes=[option.votes for option in poll.options])
