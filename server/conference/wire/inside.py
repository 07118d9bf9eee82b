"""A conference from inside, one's own seat, and what is told when either changes.

A participant enters once ("EnterConference"), is then connected, in the lobby or in the queue, and hears every change
of that by `seat.changed`. Who is inside is sent whole on connecting, then as differences.
"""

from datetime import datetime
from uuid import UUID

import msgspec

from server.conference.wire.documents import Slides
from server.conference.wire.planning import ConferenceSummary
from server.conference.wire.polls import Poll
from server.conference.wire.questions import Question
from server.conference.wire.recording import RecordingMark, YourRecording
from server.conference.wire.words import (
    EndReason,
    Lock,
    LossReason,
    Network,
    NetworkCause,
    SeatRole,
    SeatState,
    Source,
    WaitReason,
)
from server.core.wire import Request, Update
from server.rooms.wire import Person


class Classmate(msgspec.Struct, frozen=True, kw_only=True):
    """A pupil who takes part at a teacher's device, together with others."""

    person: Person
    hand_at: datetime | None


class Participant(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody inside a conference."""

    person: Person
    role: SeatRole
    microphone: bool
    """On, and heard: what the server forwards, not what the client says."""
    camera: bool
    screen: bool
    hand_at: datetime | None
    away: bool
    """The line is lost and the seat is held for 60 s."""
    joined_at: datetime
    held_back: list[Source] = []
    """What the host has switched off for this participant: it cannot be switched on by oneself."""
    network: Network = "good"
    """How well the participant's network carries, as the browser says."""
    network_cause: NetworkCause | None = None
    """What is worst about it."""
    chat_held: bool = False
    """May not write beside the stage until that is lifted."""
    captioner: bool = False
    """Types what is said, for everybody to read."""
    talk_s: int = 0
    """Seconds this participant has spoken, in steps of five."""
    class_list: list[Classmate] = []
    """Pupils who sit before this participant's device: they take no seats of their own."""
    recorded: bool = False
    """What this participant sends is in the running recording."""


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody in the lobby, as the host sees it."""

    person: Person
    reason: WaitReason
    since: datetime


class Hand(msgspec.Struct, frozen=True, kw_only=True):
    """A raised hand."""

    user: UUID
    """Whose seat it is."""
    pupil: UUID | None
    """Whose hand it is, when it is of the class list of that seat."""
    at: datetime


class Removed(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who was taken out, or is banned from the conferences of the space."""

    person: Person
    reason: str
    at: datetime
    banned: bool
    until: datetime | None = None
    """When the ban ends by itself; null until it is lifted."""
    by: str
    """The name of who decided it."""


class SchoolTalk(msgspec.Struct, frozen=True, kw_only=True):
    """How long the people of one school have spoken together."""

    school: str | None
    country: str | None
    seconds: int
    """In steps of five."""


class ConferenceState(msgspec.Struct, frozen=True, kw_only=True):
    """A conference from inside, at the moment of connecting."""

    conference: ConferenceSummary
    participants: list[Participant]
    waiting: list[Waiting]
    """Empty for everybody but those who may admit."""
    locked: bool
    server_time: datetime
    frozen_until: datetime | None
    """The last teacher has gone: pupils' media is off, and at this time the conference ends (domain 6.4.1)."""
    paused: bool
    """Everything of those led is stopped: nothing of theirs is forwarded, and they cannot write."""
    locks: list[Lock]
    """What those who neither lead nor present may not do."""
    hands: list[Hand]
    """In the order in which they are called."""
    quiet_first: bool
    """Hands of schools that spoke less come first."""
    removed: list[Removed]
    """Empty for everybody but those who lead."""
    talk: list[SchoolTalk]
    """Who spoke longest comes first."""
    frozen_schools: list[str]
    """Schools whose pupils are frozen, because no adult of theirs is inside (the space's `school_quorum`)."""
    agenda: str
    polls: list[Poll] = []
    """Drafts for those who lead only, in their order; the others as they were opened."""
    questions: list[Question] = []
    """In the order of asking."""
    question_votes: list[UUID] = []
    """For which questions the reader voted, those that were put aside meanwhile included."""
    slides: Slides | None = None
    """What is on stage."""
    recording: RecordingMark | None = None
    """A recording is running."""
    administers: bool = False
    """Whether the reader decides about everybody's messages beside the stage; as in RoomState."""
    answers_for: list[UUID] = []
    """The pupils in the reader's charge, about whose messages the reader decides in any case."""
    moderators: list[Person] = []
    """Outside staff who were let in and read the chat beside the stage now (T35)."""


class YourSeat(msgspec.Struct, frozen=True, kw_only=True):
    """One's own seat: where one stands between the door and the stage."""

    conference: UUID
    state: SeatState
    role: SeatRole
    wait_reason: WaitReason | None
    queue_position: int | None
    called_until: datetime | None
    """A seat is free and kept for the reader until then."""
    may: list[str]
    """What one may do here, as names of rights (`Right` in capitals), with the seat's role counted."""
    may_publish: list[Source]
    """Which sources the server would forward if switched on."""
    may_not_publish: dict[str, str]
    """source -> why it would not be forwarded now: held, locked, paused, no_teacher, no_school_teacher …"""
    chat_closed: str | None
    """Why one may not write beside the stage now: held, locked, paused, no_teacher, no_school_teacher."""
    class_list: bool
    """Whether one may list a class on this seat."""
    presents: bool
    """Whether one may put documents on stage and turn their pages."""
    inside: ConferenceState | None
    """Only when connected."""
    recording: YourRecording = YourRecording()
    text: str = ""
    """Why one waits, in plain English, for readers without a catalogue: "The room is full (25/25)"."""
    rehearsal_since: datetime | None = None
    """Since when it is rehearsed, with ghosts: what is made meanwhile deletes itself."""


class EnterConference(Request, frozen=True, tag="conference.enter", kw_only=True):
    """Take a seat, wait in the lobby, or stand in the queue. Answered with YourSeat. A second device of the same
    person replaces the first (D-04); after a drop the same seat is taken again."""

    conference: UUID
    record: bool | None = None
    """What one says to being recorded, now or later, before one goes in; null: nothing new."""


class LeaveConference(Request, frozen=True, tag="conference.leave", kw_only=True):
    """Give the seat (or the place in lobby or queue) back."""

    conference: UUID


class SeatChanged(Update, frozen=True, tag="seat.changed", kw_only=True):
    """The reader's own seat is different now: let in, called from the queue, removed, given a role."""

    seat: YourSeat


class SeatLost(Update, frozen=True, tag="seat.lost", kw_only=True):
    """The reader is out: replaced by another device, removed, banned, denied, the conference is over, or it (or its
    event) was called off or moved to another day."""

    conference: UUID
    reason: LossReason
    end_reason: EndReason | None = None
    text: str = ""
    """The words of whoever decided it, where there are some: the host's, or why the event was called off."""
    until: datetime | None = None
    """When a ban ends by itself."""


class ConferenceWatched(Update, frozen=True, tag="conference.watched", kw_only=True):
    """Who of outside staff reads the chat beside the stage now, for all inside to see (T35)."""

    conference: UUID
    moderators: list[Person]


class ParticipantJoined(Update, frozen=True, tag="participant.joined", kw_only=True):
    """Somebody is inside now."""

    conference: UUID
    participant: Participant


class ParticipantChanged(Update, frozen=True, tag="participant.changed", kw_only=True):
    """Microphone, camera, screen, hand, role or line of somebody inside changed."""

    conference: UUID
    participant: Participant


class ParticipantLeft(Update, frozen=True, tag="participant.left", kw_only=True):
    """Somebody is no longer inside."""

    conference: UUID
    user: UUID


class LobbyChanged(Update, frozen=True, tag="lobby.changed", kw_only=True):
    """Who waits; told to those who may admit."""

    conference: UUID
    waiting: list[Waiting]


class HandsChanged(Update, frozen=True, tag="hands.changed", kw_only=True):
    """The raised hands, in the order in which they are called."""

    conference: UUID
    hands: list[Hand]
    quiet_first: bool


class RemovedChanged(Update, frozen=True, tag="removed.changed", kw_only=True):
    """Who was taken out; told to those who lead."""

    conference: UUID
    removed: list[Removed]


class TalkChanged(Update, frozen=True, tag="talk.changed", kw_only=True):
    """How long each school has spoken; at most every five seconds from one server process."""

    conference: UUID
    talk: list[SchoolTalk]
