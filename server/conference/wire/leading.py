"""What those ask for who lead, and what everybody hears of it."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from server.conference.wire.words import Lock, Reason, Source
from server.core.wire import Request, Update


class AdmitParticipant(Request, frozen=True, tag="lobby.admit", kw_only=True):
    """Let somebody (or, without a user, everybody but those who were sent back) in from the lobby."""

    conference: UUID
    user: UUID | None = None
    mine: bool = False
    """Without a user: only pupils of one's own school, and those one answers for."""


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


class HoldChat(Request, frozen=True, tag="participant.hold_chat", kw_only=True):
    """Take (or give back) the chat beside the stage: of one participant, or of all pupils without a user."""

    conference: UUID
    on: bool
    user: UUID | None = None


class SendBackParticipant(Request, frozen=True, tag="participant.send_back", kw_only=True):
    """Back to the waiting room, until admitted again."""

    conference: UUID
    user: UUID


class RemoveParticipant(Request, frozen=True, tag="participant.remove", kw_only=True):
    """Take a participant out; only re-admission brings them back (domain 6.4.6)."""

    conference: UUID
    user: UUID
    reason: Reason = ""


class ReadmitParticipant(Request, frozen=True, tag="participant.readmit", kw_only=True):
    """Undo a removal: the person may enter again."""

    conference: UUID
    user: UUID


class BanParticipant(Request, frozen=True, tag="participant.ban", kw_only=True):
    """Out of this conference and of all others of the space: for so many minutes, up to 90 days, or until it is lifted
    (T10)."""

    conference: UUID
    user: UUID
    reason: Reason = ""
    minutes: Annotated[int, msgspec.Meta(ge=1, le=129_600)] | None = None


class LiftBan(Request, frozen=True, tag="ban.lift", kw_only=True):
    """Undo a ban: the person may enter conferences of the space again."""

    conference: UUID
    user: UUID


class AppointParticipant(Request, frozen=True, tag="participant.appoint", kw_only=True):
    """Give or take a seat role: co-host to teachers only, presenter to anybody (n10). A pupil is never a host."""

    conference: UUID
    user: UUID
    role: Literal["cohost", "presenter", "attendee"]


class AppointCaptioner(Request, frozen=True, tag="captioner.appoint", kw_only=True):
    """Let somebody inside type what is said, or no longer."""

    conference: UUID
    user: UUID
    on: bool


class LockConference(Request, frozen=True, tag="conference.lock", kw_only=True):
    """Newcomers wait in the lobby while locked."""

    conference: UUID
    on: bool


class PauseConference(Request, frozen=True, tag="conference.pause", kw_only=True):
    """Pause all: nothing of those led is forwarded, and they cannot write. Off again, what was on comes back."""

    conference: UUID
    on: bool


class SetLocks(Request, frozen=True, tag="conference.set_locks", kw_only=True):
    """Say what those may not do who neither lead nor present; what is not named is free again."""

    conference: UUID
    locks: Annotated[list[Lock], msgspec.Meta(max_length=16)]


class OrderHands(Request, frozen=True, tag="hands.order", kw_only=True):
    """Choose the order of hands: the earliest first, or first those of schools that spoke less."""

    conference: UUID
    quiet_first: bool


class ExtendConference(Request, frozen=True, tag="conference.extend", kw_only=True):
    """To the next length, once: 30 → 60 → 90 (D-15)."""

    conference: UUID


class EndConference(Request, frozen=True, tag="conference.end", kw_only=True):
    """Everybody out, reason `host`."""

    conference: UUID


class YouWereMuted(Update, frozen=True, tag="participant.muted", kw_only=True):
    """The host switched a source of the reader off."""

    conference: UUID
    source: Source
    held: bool
    by: str


class ConferenceWarning(Update, frozen=True, tag="conference.warning", kw_only=True):
    """10, 5 or 1 minutes are left (D-15); in the room of an event that many until its planned end, then 5 and 1 until
    the room closes."""

    conference: UUID
    minutes_left: int
    closing: bool = False
    """The planned end of an event has passed: so long is its room still open."""
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


class ConferencePaused(Update, frozen=True, tag="conference.paused", kw_only=True):
    """Everything was stopped, or goes on."""

    conference: UUID
    on: bool
    by: str
    """The name of who did it."""


class LocksChanged(Update, frozen=True, tag="conference.locks_changed", kw_only=True):
    """What those may not do who neither lead nor present."""

    conference: UUID
    locks: list[Lock]


class ConferenceFrozen(Update, frozen=True, tag="conference.frozen", kw_only=True):
    """No teacher is inside: pupils' media and chat are off until one is; null means it goes on."""

    conference: UUID
    until: datetime | None
    schools: list[str] = []
    """Schools whose pupils alone are frozen, because no adult of theirs is inside."""
