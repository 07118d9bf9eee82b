"""Answering a poll: once for each person inside, changed once while it is open, and exact whoever answers meanwhile."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import case, delete, select, update

from server.conference import wire
from server.conference.picture import HOSTS
from server.conference.polls import receipts
from server.conference.polls.models import Poll, PollOption, PollState, PollVote, PollVoter
from server.conference.polls.reading import own_answer, poll_of, results
from server.conference.telling import Telling, telling
from server.core.errors import UserError
from server.core.http import Caller


async def answer(caller: Caller, request: wire.AnswerPoll) -> wire.PollAnswered:
    """Count it. All answers of a conference wait for each other, so none is counted twice or lost."""
    async with telling(caller, request.conference) as change:
        await change.own_seat()
        poll = await poll_of(change.db, request.conference, request.poll)
        if poll.state is not PollState.OPEN:
            raise UserError("poll_not_open", "This poll takes no answers now.")
        chosen = _choice(poll, request.options)
        voter = await change.db.get(PollVoter, (poll.id, caller.identity.user))
        before = await _before(change, poll, voter, request.receipt)
        if before != chosen:
            await _count(change, poll, voter, before, chosen)
        changed = voter is not None and voter.changed
    yours = own_answer(poll, () if poll.anonymous else chosen, changed=changed)
    return wire.PollAnswered(yours=yours, receipt=_receipt(caller, poll, chosen) if yours.may_change else None)


def _choice(poll: Poll, options: Sequence[UUID]) -> set[UUID]:
    """What was chosen, when the poll offers it."""
    chosen = set(options)
    if not chosen <= {option.id for option in poll.options}:
        raise UserError("no_such_option", "This poll does not offer that.", status=422)
    if not chosen:
        raise UserError("no_option", "Choose an answer first.", status=422)
    if len(chosen) > 1 and not poll.multiple:
        raise UserError("one_option", "Choose one answer only.", status=422)
    return chosen


async def _before(change: Telling, poll: Poll, voter: PollVoter | None, receipt: str | None) -> set[UUID]:
    """What this person had chosen before; of an anonymous poll only the receipt says it."""
    user = change.caller.identity.user
    if voter is None:
        return set()
    if not poll.anonymous:
        mine = select(PollVote.option_id).where(PollVote.poll_id == poll.id, PollVote.user_id == user)
        return set(await change.db.scalars(mine))
    positions = receipts.read(change.caller.site.settings, poll.id, user, receipt) if receipt else None
    if positions is None or voter.changed:
        raise UserError("answered", "You have answered already.")
    return {poll.options[position].id for position in positions}


async def _count(
    change: Telling, poll: Poll, voter: PollVoter | None, before: Collection[UUID], chosen: Collection[UUID]
) -> None:
    user = change.caller.identity.user
    if voter is None:
        change.db.add(PollVoter(poll_id=poll.id, user_id=user))
        poll.answered += 1
    elif voter.changed:
        raise UserError("changed_already", "You have changed your answer once. It stays as it is.")
    else:
        voter.changed = True
    # All options are written, so that no trace of one transaction says which of them its person chose.
    plus = case((PollOption.id.in_(chosen), 1), else_=0)
    minus = case((PollOption.id.in_(before), 1), else_=0) if before else 0
    votes = update(PollOption).where(PollOption.poll_id == poll.id).values(votes=PollOption.votes + plus - minus)
    await change.db.execute(votes.execution_options(synchronize_session=False))
    if not poll.anonymous:
        mine = delete(PollVote).where(PollVote.poll_id == poll.id, PollVote.user_id == user)
        await change.db.execute(mine)
        single = not poll.multiple
        votes = [PollVote(poll_id=poll.id, user_id=user, option_id=one, single=single) for one in chosen]
        change.db.add_all(votes)
    await change.db.flush()
    counted = select(PollOption).where(PollOption.poll_id == poll.id)
    await change.db.execute(counted.execution_options(populate_existing=True))
    change.tell(wire.PollCounted(conference=change.conference.id, poll=poll.id, results=results(poll)), HOSTS)


def _receipt(caller: Caller, poll: Poll, chosen: Collection[UUID]) -> str | None:
    if not poll.anonymous:
        return None
    positions = [place for place, option in enumerate(poll.options) if option.id in chosen]
    return receipts.write(caller.site.settings, poll.id, caller.identity.user, positions)
