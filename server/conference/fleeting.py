"""What is shown for a moment and stored nowhere: captions, reactions, phrase cards."""

from __future__ import annotations

from uuid import UUID

from server.chat.rules import check_text
from server.conference import wire
from server.conference.gates import REFUSALS, stopped
from server.conference.lines import conference_topic
from server.conference.seats import Seating
from server.conference.storage import seen
from server.conference.taking_part import own_line, own_seat
from server.core import clock
from server.core.errors import UserError
from server.core.http import Caller
from server.core.ratelimit import Limit, RateLimits
from server.core.wire import Update
from server.rooms.hub import Hub
from server.rooms.people import People

SHOWN = Limit("conference-shown", burst=3, seconds=5 / 3)
"""Reactions and phrases together: 3 in 5 s."""
CAPTIONS = Limit("conference-captions", burst=5, seconds=1)
LONGEST_CAPTION = 200


async def caption(caller: Caller, request: wire.WriteCaption) -> None:
    """A line of what is being said; only a captioner's, or that of somebody who leads."""
    user = caller.identity.user
    seating = await _on_stage(caller, request.conference)
    if not (seating.seats[user].captioner or seating.moderates(user)):
        raise UserError("not_captioner", "Ask the host to make you the captioner.", status=403)
    text = " ".join(request.text.split())
    check_text(text)
    if len(text) > LONGEST_CAPTION:
        raise UserError(
            "caption_too_long", f"A caption has at most {LONGEST_CAPTION} characters.", most=LONGEST_CAPTION
        )
    await caller.site.part(RateLimits).take(CAPTIONS, f"{request.conference}:{user}")
    name = seating.people[user].name
    update = wire.CaptionWritten(conference=request.conference, user=user, name=name, text=text, at=clock.now())
    await _tell(caller, request.conference, update)


async def react(caller: Caller, request: wire.SendReaction) -> None:
    """Show a reaction; told to everybody inside."""
    user = caller.identity.user
    await _on_stage(caller, request.conference)
    await caller.site.part(RateLimits).take(SHOWN, f"{request.conference}:{user}")
    await _tell(
        caller,
        request.conference,
        wire.ReactionSent(conference=request.conference, user=user, reaction=request.reaction),
    )


async def say_phrase(caller: Caller, request: wire.SayPhrase) -> None:
    """Show a phrase card; each reader sees it in their own language."""
    user = caller.identity.user
    await _on_stage(caller, request.conference)
    await caller.site.part(RateLimits).take(SHOWN, f"{request.conference}:{user}")
    update = wire.PhraseSaid(conference=request.conference, user=user, phrase=request.phrase, at=clock.now())
    await _tell(caller, request.conference, update)


async def _on_stage(caller: Caller, conference: UUID) -> Seating:
    """The conference, when the caller is connected and nothing stops them: no card passes what sound may not (T5)."""
    own_line(caller, conference)
    async with caller.site.database.read() as db:
        seating = await seen(caller.site.part(People), db, conference)
    own_seat(caller, seating)
    if code := stopped(seating, caller.identity.user):
        raise UserError(code, REFUSALS[code])
    return seating


async def _tell(caller: Caller, conference: UUID, update: Update) -> None:
    await caller.site.part(Hub).publish(conference_topic(conference), update)
