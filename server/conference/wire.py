"""Frames and bodies of conferences: the timed meetings of a space (R-203 … R-205).

A participant enters once ("EnterConference"), is then connected, in the lobby or in the queue, and hears every change
of that by `seat.changed`. Who is inside is sent whole on connecting, then as differences.
"""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from server.core.wire import Request, Update
from server.rooms.wire import Person

State = Literal["scheduled", "open", "live", "ended", "cancelled", "expired"]
EndReason = Literal["time", "host", "no_teacher", "empty", "admin"]
SeatState = Literal["lobby", "queued", "connected", "grace", "left", "removed"]
SeatRole = Literal["host", "cohost", "presenter", "attendee"]
WaitReason = Literal["not_open", "no_teacher", "admission", "locked", "full"]
Source = Literal["microphone", "camera", "screen"]
Layer = Literal["low", "medium", "high"]
Sdp = Annotated[str, msgspec.Meta(max_length=60_000)]
Title = Annotated[str, msgspec.Meta(max_length=400)]


class ConferenceSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A conference as the Live tab lists it."""

    id: UUID
    space: UUID
    space_title: str
    space_slug: str
    room: UUID
    title: str
    host: Person
    starts_at: datetime
    ends_at: datetime
    doors_at: datetime
    """From when a participant may enter; the host may earlier (domain 6.1)."""
    duration_min: int
    media: Literal["audio", "video"]
    lobby: bool
    state: State
    end_reason: EndReason | None
    seats: int
    seats_taken: int
    you_may_enter: bool
    you_host: bool


class ConferenceList(msgspec.Struct, frozen=True, kw_only=True):
    """Conferences, by start."""

    conferences: list[ConferenceSummary]


class ScheduleConference(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Plan or start a conference; `starts_at` absent means now. 30, 60 or 90 minutes, no other length (R-203)."""

    title: Title
    duration_min: int
    media: Literal["audio", "video"] = "video"
    lobby: bool = False
    starts_at: datetime | None = None


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


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody in the lobby, as the host sees it."""

    person: Person
    reason: WaitReason
    since: datetime


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
    inside: ConferenceState | None
    """Only when connected."""
    text: str = ""
    """Why one waits, in plain English, for readers without a catalogue: "The room is full (25/25)"."""


class EnterConference(Request, frozen=True, tag="conference.enter", kw_only=True):
    """Take a seat, wait in the lobby, or stand in the queue. Answered with YourSeat. A second device of the same
    person replaces the first (D-04); after a drop the same seat is taken again."""

    conference: UUID


class LeaveConference(Request, frozen=True, tag="conference.leave", kw_only=True):
    """Give the seat (or the place in lobby or queue) back."""

    conference: UUID


class OfferMedia(Request, frozen=True, tag="media.offer", kw_only=True):
    """The one SDP offer of this participant, or a restart of ICE on it. Answered with MediaAnswer."""

    conference: UUID
    sdp: Sdp
    restart: bool = False


class MediaAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The worker's SDP answer."""

    sdp: str


class Relays(msgspec.Struct, frozen=True, kw_only=True):
    """TURN relays for networks that let no UDP out; no address where the operator runs none."""

    urls: list[str]
    username: str
    credential: str


class SwitchMedia(Request, frozen=True, tag="media.switch", kw_only=True):
    """Say which of one's own sources are on. Answered with MediaSwitched: what the server allows may be less."""

    conference: UUID
    microphone: bool
    camera: bool
    screen: bool


class MediaSwitched(msgspec.Struct, frozen=True, kw_only=True):
    """What is on now."""

    microphone: bool
    camera: bool
    screen: bool
    refused: dict[str, str] = {}
    """source -> code of the reason why it stays off."""


class Want(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a video slot should show."""

    mid: Annotated[str, msgspec.Meta(max_length=16)]
    user: UUID | None
    source: Literal["camera", "screen"] = "camera"
    layer: Layer = "low"


class WatchSlots(Request, frozen=True, tag="media.watch", kw_only=True):
    """What to show in the video slots of one's offer; slots not named are empty."""

    conference: UUID
    wants: Annotated[list[Want], msgspec.Meta(max_length=16)]


class RaiseHand(Request, frozen=True, tag="hand.raise", kw_only=True):
    """Raise or lower one's own hand; the host may lower another's by naming the user."""

    conference: UUID
    up: bool
    user: UUID | None = None


class AdmitParticipant(Request, frozen=True, tag="lobby.admit", kw_only=True):
    """Let somebody (or, without a user, everybody) in from the lobby."""

    conference: UUID
    user: UUID | None = None


class DenyParticipant(Request, frozen=True, tag="lobby.deny", kw_only=True):
    """Send somebody away from the lobby."""

    conference: UUID
    user: UUID


class MuteParticipant(Request, frozen=True, tag="participant.mute", kw_only=True):
    """Switch a source of one participant (or of all pupils, without a user) off. `hold` keeps it off until lifted."""

    conference: UUID
    source: Source
    user: UUID | None = None
    hold: bool = False


class ReleaseParticipant(Request, frozen=True, tag="participant.release", kw_only=True):
    """Lift a hold: the participant may switch the source on again by oneself."""

    conference: UUID
    source: Source
    user: UUID | None = None


class RemoveParticipant(Request, frozen=True, tag="participant.remove", kw_only=True):
    """Take a participant out; only re-admission brings them back (domain 6.4.6)."""

    conference: UUID
    user: UUID
    reason: Annotated[str, msgspec.Meta(max_length=400)] = ""


class ReadmitParticipant(Request, frozen=True, tag="participant.readmit", kw_only=True):
    """Undo a removal: the person may enter again."""

    conference: UUID
    user: UUID


class AppointParticipant(Request, frozen=True, tag="participant.appoint", kw_only=True):
    """Give or take a seat role: co-host to teachers only, presenter to anybody (n10). A pupil is never a host."""

    conference: UUID
    user: UUID
    role: Literal["cohost", "presenter", "attendee"]


class LockConference(Request, frozen=True, tag="conference.lock", kw_only=True):
    """Newcomers wait in the lobby while locked."""

    conference: UUID
    on: bool


class ExtendConference(Request, frozen=True, tag="conference.extend", kw_only=True):
    """To the next length, once: 30 → 60 → 90 (D-15)."""

    conference: UUID


class EndConference(Request, frozen=True, tag="conference.end", kw_only=True):
    """Everybody out, reason `host`."""

    conference: UUID


class ConferenceChanged(Update, frozen=True, tag="conference.changed", kw_only=True):
    """A conference of a followed space was planned, opened, started, ended, cancelled or moved. `you_may_enter` and
    `you_host` are not personal here: clients ask again for those."""

    conference: ConferenceSummary


class SeatChanged(Update, frozen=True, tag="seat.changed", kw_only=True):
    """The reader's own seat is different now: let in, called from the queue, removed, given a role."""

    seat: YourSeat


class SeatLost(Update, frozen=True, tag="seat.lost", kw_only=True):
    """The reader is out: replaced by another device, removed, denied, or the conference is over."""

    conference: UUID
    reason: Literal["replaced", "removed", "denied", "ended", "left"]
    end_reason: EndReason | None = None
    text: str = ""
    """The host's words, where there are some."""


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


class YouWereMuted(Update, frozen=True, tag="participant.muted", kw_only=True):
    """The host switched a source of the reader off."""

    conference: UUID
    source: Source
    held: bool
    by: str


class ConferenceWarning(Update, frozen=True, tag="conference.warning", kw_only=True):
    """10, 5 or 1 minutes are left (D-15)."""

    conference: UUID
    minutes_left: int
    may_extend_to: int | None


class ConferenceExtended(Update, frozen=True, tag="conference.extended", kw_only=True):
    """There is more time."""

    conference: UUID
    duration_min: int
    ends_at: datetime


class ConferenceLocked(Update, frozen=True, tag="conference.locked", kw_only=True):
    """Locked, or unlocked again."""

    conference: UUID
    on: bool


class ConferenceFrozen(Update, frozen=True, tag="conference.frozen", kw_only=True):
    """No teacher is inside: pupils' media is off until one is; null means it goes on."""

    conference: UUID
    until: datetime | None


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """What a slot of one's offer carries now."""

    mid: str
    user: UUID | None
    source: Source | None


class SlotsChanged(Update, frozen=True, tag="media.slots", kw_only=True):
    """What one's slots carry now, all of them."""

    conference: UUID
    slots: list[Slot]


class SpeakersChanged(Update, frozen=True, tag="media.speakers", kw_only=True):
    """Who is speaking, loudest first."""

    conference: UUID
    speakers: list[UUID]


class MediaLost(Update, frozen=True, tag="media.lost", kw_only=True):
    """The reader's media path is gone (the worker died, or nothing came for 30 s): make a new offer."""

    conference: UUID
