"""What those who lead do with polls: draft, edit, copy, order, delete; open, close, show (domain 6.3, R-073)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.chat.rules import check_text
from server.conference import chapters, wire
from server.conference.conference import ENTERABLE
from server.conference.documents import stored as documents
from server.conference.hosting import require_lead
from server.conference.models import Conference
from server.conference.picture import HOSTS
from server.conference.polls.models import Poll, PollOption, PollState, PollVoter
from server.conference.polls.reading import page_of, poll_of, polls_of, results, view
from server.conference.recordings import ChapterKind
from server.conference.storage import seen
from server.conference.telling import Telling, telling
from server.conference.wire.polls import LONGEST_OPTION, LONGEST_QUESTION, MOST_OPTIONS
from server.core import clock
from server.core.errors import UserError
from server.core.http import Caller
from server.rooms.people import People

MOST_POLLS = 50


async def listed(caller: Caller, conference: UUID) -> wire.PollList:
    """All polls, for those who lead: before the doors, too."""
    async with caller.site.database.read() as db:
        seating = await seen(caller.site.part(People), db, conference)
        require_lead(caller, seating)
        return wire.PollList(polls=[view(poll, leads=True) for poll in await polls_of(db, conference)])


async def make(caller: Caller, conference: UUID, body: wire.WritePoll) -> wire.Poll:
    """A new draft, after the others."""
    question, options = _checked(body)
    async with telling(caller, conference) as change:
        await change.leading()
        poll = await _added(change, question, options, body)
        return _tell_leaders(change, poll)


async def edit(caller: Caller, conference: UUID, poll: UUID, body: wire.WritePoll) -> wire.Poll:
    """Write a draft anew. What is open was answered by its words, so it stays as it is."""
    question, options = _checked(body)
    async with telling(caller, conference) as change:
        await change.leading()
        draft = await _draft(change.db, conference, poll)
        if body.revision is not None and body.revision != draft.revision:
            raise UserError(
                "poll_changed_meanwhile", "Somebody else has changed this poll while you were writing.", status=409
            )
        draft.revision += 1
        draft.question, draft.multiple, draft.anonymous = question, body.multiple, body.anonymous
        draft.document_id, draft.page = await _page(change, body.page)
        draft.options.clear()
        # The places are unique: the old ones must be gone before the new ones come.
        await change.db.flush()
        draft.options += _options(options)
        await change.db.flush()
        return _tell_leaders(change, draft)


async def copy(caller: Caller, conference: UUID, poll: UUID) -> wire.Poll:
    """The same question again, as a draft."""
    async with telling(caller, conference) as change:
        await change.leading()
        old = await poll_of(change.db, conference, poll)
        options = [option.text for option in old.options]
        same = wire.WritePoll(
            question=old.question, options=options, multiple=old.multiple, anonymous=old.anonymous, page=page_of(old)
        )
        made = await _added(change, old.question, options, same)
        return _tell_leaders(change, made)


async def remove(caller: Caller, conference: UUID, poll: UUID) -> None:
    """Delete a draft. What was answered stays, and is part of the report."""
    async with telling(caller, conference) as change:
        await change.leading()
        draft = await _draft(change.db, conference, poll)
        await change.db.delete(draft)
        change.tell(wire.PollDeleted(conference=conference, poll=poll), HOSTS)


async def order(caller: Caller, conference: UUID, body: wire.OrderPolls) -> wire.PollList:
    """Put the drafts in an order: all of them, else somebody else has just added or deleted one."""
    async with telling(caller, conference) as change:
        await change.leading()
        drafts = {poll.id: poll for poll in await polls_of(change.db, conference) if poll.state is PollState.DRAFT}
        if len(body.polls) != len(drafts) or set(body.polls) != drafts.keys():
            raise UserError("other_drafts", "The drafts have changed meanwhile. Look again.")
        places = sorted(draft.position for draft in drafts.values())
        for place, wanted in zip(places, body.polls, strict=True):
            if drafts[wanted].position != place:
                drafts[wanted].position = place
                _tell_leaders(change, drafts[wanted])
        return wire.PollList(polls=[view(drafts[wanted], leads=True) for wanted in body.polls])


async def move(caller: Caller, request: wire.MovePoll) -> None:
    """Open, close or show it; whoever lost the race reads what it is by now."""
    async with telling(caller, request.conference) as change:
        await change.leading()
        if change.conference.state not in ENTERABLE:
            raise UserError("poll_too_early", "Nobody is inside yet. Open it when they are.")
        poll = await poll_of(change.db, request.conference, request.poll)
        poll.move_to(PollState(request.to), clock.now())
        if poll.state is PollState.CLOSED:
            await _forget_voters(change.db, [poll])
        elif poll.state is PollState.OPEN:
            await chapters.note(change.db, change.conference.recording_id, ChapterKind.POLL, poll.question)
        change.audit(f"poll_{request.to}", "poll", poll.id)
        change.tell(wire.PollChanged(conference=request.conference, poll=view(poll, leads=False)))
        if poll.state is not PollState.SHOWN:
            change.tell(wire.PollCounted(conference=request.conference, poll=poll.id, results=results(poll)), HOSTS)


async def close_all(db: AsyncSession, conference: Conference) -> None:
    """The conference is over: nobody can answer any more."""
    still_open = [poll for poll in await polls_of(db, conference.id) if poll.state is PollState.OPEN]
    for poll in still_open:
        poll.move_to(PollState.CLOSED, clock.now())
    await _forget_voters(db, still_open)


async def _forget_voters(db: AsyncSession, polls: Sequence[Poll]) -> None:
    """Nobody can answer twice now, so it need not be known any more who has answered anonymously."""
    anonymous = [poll.id for poll in polls if poll.anonymous]
    if anonymous:
        await db.execute(delete(PollVoter).where(PollVoter.poll_id.in_(anonymous)))
        # All sums are written once more, together: none keeps the trace of a last answer.
        again = update(PollOption).where(PollOption.poll_id.in_(anonymous)).values(votes=PollOption.votes)
        await db.execute(again.execution_options(synchronize_session=False))


async def _draft(db: AsyncSession, conference: UUID, poll: UUID) -> Poll:
    found = await poll_of(db, conference, poll)
    if found.state is not PollState.DRAFT:
        raise UserError("not_a_draft", "This poll has been opened. Make a copy to change it.")
    return found


async def _page(change: Telling, wanted: wire.PollPage | None) -> tuple[UUID | None, int | None]:
    """The page that a poll belongs to, when the document is one of this conference and has it."""
    if wanted is None:
        return None, None
    document = await documents.one(change.db, change.conference.id, wanted.document)
    most = document.pages_all or document.pages_done
    if wanted.page > most:
        raise UserError("no_such_page", f"This document has {most} pages.", status=422, most=most)
    return document.id, wanted.page


async def _added(change: Telling, question: str, options: Sequence[str], body: wire.WritePoll) -> Poll:
    of_conference = Poll.conference_id == change.conference.id
    count, last = (
        await change.db.execute(select(func.count(), func.coalesce(func.max(Poll.position), -1)).where(of_conference))
    ).one()
    if count >= MOST_POLLS:
        raise UserError("too_many_polls", f"A conference has at most {MOST_POLLS} polls.", most=MOST_POLLS)
    document, page = await _page(change, body.page)
    poll = Poll(
        conference_id=change.conference.id,
        created_by=change.caller.identity.user,
        question=question,
        multiple=body.multiple,
        anonymous=body.anonymous,
        document_id=document,
        page=page,
        state=PollState.DRAFT,
        position=last + 1,
        answered=0,
        options=_options(options),
    )
    change.db.add(poll)
    await change.db.flush()
    return poll


def _options(texts: Sequence[str]) -> list[PollOption]:
    return [PollOption(position=place, text=text, votes=0) for place, text in enumerate(texts)]


def _tell_leaders(change: Telling, poll: Poll) -> wire.Poll:
    told = view(poll, leads=True)
    change.tell(wire.PollChanged(conference=change.conference.id, poll=told), HOSTS)
    return told


def _checked(body: wire.WritePoll) -> tuple[str, list[str]]:
    """The question and the options as they will stand, each one line."""
    question = _line(body.question, LONGEST_QUESTION)
    options = [_line(option, LONGEST_OPTION) for option in body.options]
    if not 2 <= len(options) <= MOST_OPTIONS:
        raise UserError("options_count", f"A poll offers 2 to {MOST_OPTIONS} answers.", status=422, most=MOST_OPTIONS)
    if len({option.casefold() for option in options}) < len(options):
        raise UserError("same_options", "Two answers are the same.", status=422)
    return question, options


def _line(text: str, longest: int) -> str:
    line = " ".join(text.split())
    check_text(line)
    if len(line) > longest:
        raise UserError("poll_text_too_long", f"This has at most {longest} characters.", status=422, most=longest)
    return line
