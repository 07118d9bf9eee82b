"""One way to change a conference: lock it, change a fact, settle, commit, and tell everybody what is different.

What is told is the difference of two pictures, so no action can forget to announce what it caused, and of several
processes that notice the same moment (the end, a warning) only the first finds a difference to tell.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from server.chat.clearing import Cleared
from server.conference import bells, recorded, wire
from server.conference.beside import Beside
from server.conference.clearing import clear_up
from server.conference.conference import OVER, next_length
from server.conference.gates import CLOSED, withdraw
from server.conference.lines import SIGNALS, Lines, conference_topic
from server.conference.models import Conference, ConferenceState
from server.conference.peers import close_peers, close_room, converge_gates
from server.conference.picture import Picture, forget_told, picture, told_inside
from server.conference.seats import Seating
from server.conference.silences import keep_silences, silences
from server.conference.storage import locked, policy_of
from server.core.http import Caller
from server.core.models import AuditLine
from server.core.site import Site
from server.core.wire import Update
from server.rooms.hub import Hub
from server.rooms.models import Room, RoomState
from server.rooms.people import People
from server.rooms.topics import room_topic, space_topic


class SeatsMoved(msgspec.Struct, frozen=True):
    """On the topic SIGNALS: these users' own seats changed, or should be looked at again."""

    conference: UUID
    users: list[UUID]
    words: dict[str, str]
    """user -> why they were put out, where somebody decided it."""


@dataclass
class Change:
    """One transaction on a conference."""

    site: Site
    db: AsyncSession
    seating: Seating
    notes: list[tuple[Update, str]]
    """Updates that no difference shows, with their audience."""
    concerned: set[UUID]
    """Those about whom something outside the conference changed: they are told and silenced from scratch."""

    def audit(self, caller: Caller, action: str, target: UUID | None = None, **data: Any) -> None:
        """Write who did what to whom (domain 6.4.6)."""
        conference = self.seating.conference
        self.db.add(
            AuditLine(
                actor_id=caller.identity.user,
                action=f"conference.{action}",
                target_type="user" if target else "conference",
                target_id=target or conference.id,
                space_id=conference.space_id,
                safeguarding=target is not None and self.seating.is_pupil(target),
                data={"conference": str(conference.id), **data},
            )
        )


@contextlib.asynccontextmanager
async def changing(site: Site, conference: UUID, also: Iterable[UUID] = ()) -> AsyncGenerator[Change]:
    """Hold the conference, let the caller change a fact, and carry out all that follows from it."""
    lines = site.part(Lines)
    turn, telling = lines.turn(conference), None
    await turn.acquire()
    try:
        async with site.database.write() as db:
            seating = await locked(site.part(People), db, conference, also)
            before = picture(seating)
            change = Change(site, db, seating, [], recorded.changed_outside(seating))
            yield change
            seating.settle()
            change.concerned |= withdraw(seating)
            recorded.settle(seating)
            forget_told(before, seating, change.concerned)
            cleared = await clear_up(site, db, seating)
            db.add_all(seating.seats.values())
            db.add_all(seating.classes.values())
            db.add_all(seating.answers.values())
            await _rule_room(db, seating)
            after = picture(seating)
            if seating.conference.state in OVER and after.summary.state != before.summary.state:
                await site.part(Beside).over(db, seating.conference)
            updates = told_inside(seating.conference.id, before, after) + change.notes
            if after.warned not in (None, before.warned):
                updates.append((await _warning(change), "all"))
            if updates or after.gates != before.gates:
                seating.conference.revision += 1
        # What is committed is told and carried out, even when the socket of whoever did it breaks now.
        telling = lines.telling.run(_follow(change, before, after, updates, cleared))
        await asyncio.shield(telling)
    finally:
        if telling is None or telling.done():
            turn.release()
        else:
            telling.add_done_callback(lambda _: turn.release())


async def _follow(
    change: Change, before: Picture, after: Picture, updates: list[tuple[Update, str]], cleared: Cleared | None
) -> None:
    """After the commit: the gates first, then the words; they are said even when the gates could not be set."""
    if cleared is not None:
        topic = room_topic(change.seating.conference.room_id)
        await change.site.part(Hub).publish_all(topic, list(cleared.updates), cleared.numbers)
    try:
        await _move_media(change.site, change.seating.conference, before, after)
    finally:
        await _announce(change, before, after, updates)


async def _rule_room(db: AsyncSession, seating: Seating) -> None:
    """The chat beside the stage: who may not write in it now; in the end it can be read, not continued."""
    conference = seating.conference
    await keep_silences(db, conference.room_id, silences(seating))
    if conference.state in OVER:
        room = await db.get_one(Room, conference.room_id)
        if room.state is not RoomState.READ_ONLY:
            room.move_to(RoomState.READ_ONLY)


async def change_anew(site: Site, conference: UUID) -> None:
    """Rights, roles or switches changed outside: whatever was told before, of media and of seats, is told again."""
    async with changing(site, conference) as change:
        change.concerned |= change.seating.seats.keys()


def would_change(seating: Seating) -> bool:
    """Whether settling this seating, read without a lock, would move anybody or anything."""
    if recorded.changed_outside(seating):
        return True
    before = picture(seating)
    seating.settle()
    return bool(withdraw(seating)) or picture(seating) != before


async def _warning(change: Change) -> wire.ConferenceWarning:
    conference = change.seating.conference
    assert conference.last_warning_min is not None
    after_end = int((conference.ends_at - conference.planned_end) / timedelta(minutes=1))
    before_end = conference.last_warning_min - after_end
    longer = next_length(conference, await policy_of(change.db, conference.kind))
    return wire.ConferenceWarning(
        conference=conference.id,
        minutes_left=before_end if before_end > 0 else conference.last_warning_min,
        closing=before_end <= 0,
        may_extend_to=longer,
    )


async def _announce(change: Change, before: Picture, after: Picture, updates: list[tuple[Update, str]]) -> None:
    site, conference = change.site, change.seating.conference
    hub = site.part(Hub)
    if updates or after.gates != before.gates:
        numbers = (conference.revision, conference.revision)
        await hub.publish_all(conference_topic(conference.id), updates, numbers)
    concerned = change.concerned
    moved = [user for user, yours in after.yours.items() if user in concerned or before.yours.get(user) != yours]
    if moved or change.seating.words:
        words = {str(user): word for user, word in change.seating.words.items()}
        signal = SeatsMoved(conference.id, moved, words)
        await site.bus.publish(SIGNALS, msgspec.json.encode(signal))
    if after.summary != before.summary:
        update = wire.ConferenceChanged(conference=after.summary)
        await hub.publish(space_topic(conference.space_id), update)
    _ring_bells(change, before, after)


def _ring_bells(change: Change, before: Picture, after: Picture) -> None:
    live = ConferenceState.LIVE.value
    # Who joined an event hears of its start from the calendar.
    if after.summary.state == live != before.summary.state and not change.seating.conference.is_event:
        bells.started(change.site, change.seating)
    kept = {user for user, (yours, _) in before.yours.items() if yours.called_until is not None}
    called = [user for user, (yours, _) in after.yours.items() if yours.called_until is not None and user not in kept]
    if called:
        bells.called(change.site, change.seating, called)


async def _move_media(site: Site, conference: Conference, before: Picture, after: Picture) -> None:
    if conference.state in OVER:
        if before.summary.state != after.summary.state:
            await close_room(site, conference.id)
        return
    await close_peers(site, before.gates.keys() - after.gates.keys())
    wanted = {peer: gates or CLOSED for peer, gates in after.gates.items()}
    if any(before.gates.get(peer, CLOSED) != gates for peer, gates in wanted.items()):
        await converge_gates(site, conference.id, before.gates, wanted, conference.revision)
