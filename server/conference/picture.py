"""Everything about a conference that somebody is told when it changes, and what the difference of two such is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from server.conference import views, wire
from server.conference.gates import Gates
from server.conference.peers import wanted_gates
from server.conference.seats import Seating
from server.core.wire import Update

HOSTS = "hosts"
"""The audience of those who may admit."""


@dataclass(frozen=True)
class Picture:
    """Everything about a conference that somebody is told when it changes."""

    summary: wire.ConferenceSummary
    participants: dict[UUID, wire.Participant | None]
    """None: nobody knows what was told of this one."""
    waiting: list[wire.Waiting]
    yours: dict[UUID, tuple[wire.YourSeat, UUID | None]]
    gates: dict[UUID, Gates | None]
    """By peer; None: nobody knows what the worker was told."""
    locked: bool
    frozen: tuple[datetime | None, list[str]]
    """Until when there may be no teacher, and the schools that are alone."""
    locks: list[wire.Lock]
    hands: tuple[list[wire.Hand], bool]
    removed: list[wire.Removed]
    talk: list[wire.SchoolTalk]
    recording: wire.RecordingMark | None
    warned: int | None
    slides: wire.Slides | None


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
        gates=dict(wanted_gates(seating)),
        locked=conference.locked,
        frozen=(conference.frozen_until, views.frozen_schools(seating)),
        locks=views.locks(conference),
        hands=(views.hands(seating), conference.quiet_first),
        removed=views.removed(seating),
        talk=views.talk(seating),
        recording=views.recording(seating),
        warned=conference.last_warning_min,
        slides=views.slides(conference),
    )


def forget_told(before: Picture, seating: Seating, users: Iterable[UUID]) -> None:
    """What something outside the conference changed is told anew: the earlier picture knew it already."""
    for user in users:
        if user in before.participants:
            before.participants[user] = None
        seat = seating.seats.get(user)
        peer = seat.peer_id if seat is not None else None
        if peer is not None and peer in before.gates:
            before.gates[peer] = None


def told_inside(conference: UUID, before: Picture, after: Picture) -> list[tuple[Update, str]]:
    """The updates that lead from one picture to the other, with their audiences."""
    told = _people_told(conference, before, after)
    if after.waiting != before.waiting:
        told.append((wire.LobbyChanged(conference=conference, waiting=after.waiting), HOSTS))
    if after.removed != before.removed:
        told.append((wire.RemovedChanged(conference=conference, removed=after.removed), HOSTS))
    return told + [(update, "all") for update in _room_told(conference, before, after)]


def _room_told(conference: UUID, before: Picture, after: Picture) -> list[Update]:
    told: list[Update] = []
    if after.locked != before.locked:
        told.append(wire.ConferenceLocked(conference=conference, on=after.locked))
    if after.locks != before.locks:
        told.append(wire.LocksChanged(conference=conference, locks=after.locks))
    if after.frozen != before.frozen:
        until, schools = after.frozen
        told.append(wire.ConferenceFrozen(conference=conference, until=until, schools=schools))
    if after.hands != before.hands:
        hands, quiet_first = after.hands
        told.append(wire.HandsChanged(conference=conference, hands=hands, quiet_first=quiet_first))
    if _page(after.slides) != _page(before.slides):
        told.append(wire.SlidesChanged(conference=conference, slides=after.slides))
    if after.talk != before.talk:
        told.append(wire.TalkChanged(conference=conference, talk=after.talk))
    if after.recording != before.recording:
        told.append(wire.RecordingChanged(conference=conference, recording=after.recording))
    if _said_of_event(after) != _said_of_event(before):
        told.append(wire.ConferenceChanged(conference=after.summary))
    elif after.summary.duration_min != before.summary.duration_min:
        minutes, ends_at = after.summary.duration_min, after.summary.ends_at
        told.append(wire.ConferenceExtended(conference=conference, duration_min=minutes, ends_at=ends_at))
    return told


def _page(slides: wire.Slides | None) -> tuple[UUID, int] | None:
    """What is to be seen. Lines that are drawn over it are told one by one."""
    return (slides.document, slides.page) if slides else None


def _said_of_event(one: Picture) -> tuple[object, ...]:
    """What those inside the room of an event are told when its page says something else."""
    said = one.summary
    return (said.title, said.starts_at, said.ends_at, said.host.id) if said.event else ()


def _people_told(conference: UUID, before: Picture, after: Picture) -> list[tuple[Update, str]]:
    told: list[tuple[Update, str]] = []
    for user in before.participants.keys() - after.participants.keys():
        told.append((wire.ParticipantLeft(conference=conference, user=user), "all"))
    for user, one in after.participants.items():
        assert one is not None
        if user not in before.participants:
            told.append((wire.ParticipantJoined(conference=conference, participant=one), "all"))
        elif before.participants[user] != one:
            told.append((wire.ParticipantChanged(conference=conference, participant=one), "all"))
    return told
