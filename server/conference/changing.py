"""One way to change a conference: lock it, change a fact, settle, commit, and tell everybody what is different.

What is told is the difference of two pictures, so no action can forget to announce what it caused, and of several
processes that notice the same moment (the end, a warning) only the first finds a difference to tell.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from server.conference import bells, views, wire
from server.conference.conference import OVER, next_length
from server.conference.gates import CLOSED, Gates, withdraw
from server.conference.lines import SIGNALS, Lines, conference_topic
from server.conference.models import Conference, ConferenceState
from server.conference.peers import close_peers, close_room, converge_gates, wanted_gates
from server.conference.seats import Seating
from server.conference.storage import locked, policy_of
from server.core.http import Caller
from server.core.models import AuditLine
from server.core.site import Site
from server.core.wire import Update
from server.rooms.hub import Hub
from server.rooms.models import Room, RoomState
from server.rooms.people import People
from server.rooms.topics import space_topic

HOSTS = "hosts"
"""The audience of those who may admit."""


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


@dataclass(frozen=True)
class Picture:
    """Everything about a conference that somebody is told when it changes."""

    summary: wire.ConferenceSummary
    participants: dict[UUID, wire.Participant]
    waiting: list[wire.Waiting]
    yours: dict[UUID, tuple[wire.YourSeat, UUID | None]]
    gates: dict[UUID, Gates]
    """By peer."""
    locked: bool
    frozen_until: datetime | None
    warned: int | None


def picture(seating: Seating) -> Picture:
    """What it looks like now."""
    conference = seating.conference
    host = seating.people[conference.host_id]
    return Picture(
        summary=views.summary(conference, seating.space, host, len(seating.inside)),
        participants={one.person.id: one for one in views.participants(seating)},
        waiting=views.waiting(seating),
        yours={
            user: (views.your_seat(seating, user, inside=False), seat.connection_id)
            for user, seat in seating.seats.items()
        },
        gates=wanted_gates(seating),
        locked=conference.locked,
        frozen_until=conference.frozen_until,
        warned=conference.last_warning_min,
    )


@contextlib.asynccontextmanager
async def changing(site: Site, conference: UUID, also: Iterable[UUID] = ()) -> AsyncGenerator[Change]:
    """Hold the conference, let the caller change a fact, and carry out all that follows from it."""
    async with site.part(Lines).turn(conference):
        async with site.database.write() as db:
            seating = await locked(site.part(People), db, conference, also)
            before = picture(seating)
            change = Change(site, db, seating, [])
            yield change
            seating.settle()
            _forget_told(before, seating, withdraw(seating))
            db.add_all(seating.seats.values())
            if seating.conference.state in OVER:
                await _close_room(db, seating.conference.room_id)
            after = picture(seating)
            updates = _told_inside(seating.conference.id, before, after) + change.notes
            if after.warned not in (None, before.warned):
                updates.append((await _warning(change), "all"))
            if updates or after.gates != before.gates:
                seating.conference.revision += 1
        await _announce(change, before, after, updates)


async def _close_room(db: AsyncSession, room_id: UUID) -> None:
    """What was said beside the stage can be read, not continued."""
    room = await db.get_one(Room, room_id)
    if room.state is not RoomState.READ_ONLY:
        room.move_to(RoomState.READ_ONLY)


def would_change(seating: Seating) -> bool:
    """Whether settling this seating, read without a lock, would move anybody or anything."""
    before = picture(seating)
    seating.settle()
    return bool(withdraw(seating)) or picture(seating) != before


def _forget_told(before: Picture, seating: Seating, users: set[UUID]) -> None:
    """What was switched off by something outside the conference is told anew: the earlier picture knew it already."""
    for user in users:
        if user in before.participants:
            shown = before.participants[user]
            before.participants[user] = msgspec.structs.replace(shown, microphone=True, camera=True, screen=True)
        peer = seating.seats[user].peer_id
        if peer is not None and peer in before.gates:
            before.gates[peer] = Gates(microphone=True, camera=True, screen=True)


async def _warning(change: Change) -> wire.ConferenceWarning:
    conference = change.seating.conference
    assert conference.last_warning_min is not None
    longer = next_length(conference, await policy_of(change.db, conference.kind))
    return wire.ConferenceWarning(
        conference=conference.id, minutes_left=conference.last_warning_min, may_extend_to=longer
    )


def _told_inside(conference: UUID, before: Picture, after: Picture) -> list[tuple[Update, str]]:
    told = _people_told(conference, before, after)
    if after.waiting != before.waiting:
        told.append((wire.LobbyChanged(conference=conference, waiting=after.waiting), HOSTS))
    if after.locked != before.locked:
        told.append((wire.ConferenceLocked(conference=conference, on=after.locked), "all"))
    if after.frozen_until != before.frozen_until:
        told.append((wire.ConferenceFrozen(conference=conference, until=after.frozen_until), "all"))
    if after.summary.duration_min != before.summary.duration_min:
        minutes, ends_at = after.summary.duration_min, after.summary.ends_at
        told.append((wire.ConferenceExtended(conference=conference, duration_min=minutes, ends_at=ends_at), "all"))
    return told


def _people_told(conference: UUID, before: Picture, after: Picture) -> list[tuple[Update, str]]:
    told: list[tuple[Update, str]] = []
    for user in before.participants.keys() - after.participants.keys():
        told.append((wire.ParticipantLeft(conference=conference, user=user), "all"))
    for user, one in after.participants.items():
        if user not in before.participants:
            told.append((wire.ParticipantJoined(conference=conference, participant=one), "all"))
        elif before.participants[user] != one:
            told.append((wire.ParticipantChanged(conference=conference, participant=one), "all"))
    return told


async def _announce(change: Change, before: Picture, after: Picture, updates: list[tuple[Update, str]]) -> None:
    """After the commit: the gates first, then the words."""
    site, conference = change.site, change.seating.conference
    await _move_media(site, conference, before, after)
    hub = site.part(Hub)
    if updates or after.gates != before.gates:
        numbers = (conference.revision, conference.revision)
        await hub.publish_all(conference_topic(conference.id), updates, numbers)
    moved = [user for user, yours in after.yours.items() if before.yours.get(user) != yours]
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
    if after.summary.state == live != before.summary.state:
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
    if any(before.gates.get(peer, CLOSED) != wanted for peer, wanted in after.gates.items()):
        await converge_gates(site, conference.id, before.gates, after.gates, conference.revision)
