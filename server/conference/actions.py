"""Every frame of conferences: what carries it out and the right it needs."""

from server.conference import entering, hosting, scheduling, taking_part, wire
from server.core.http import Door, Handles
from server.core.permissions import Right
from server.core.wire import Update

HANDLERS: list[Handles] = [
    Handles(wire.EnterConference, entering.enter, Right.CONFERENCE_JOIN),
    Handles(wire.LeaveConference, entering.leave, Door.SIGNED_IN),
    Handles(wire.OfferMedia, taking_part.offer, Right.CONFERENCE_JOIN),
    Handles(wire.SwitchMedia, taking_part.switch, Right.CONFERENCE_MEDIA),
    Handles(wire.WatchSlots, taking_part.watch, Right.CONFERENCE_JOIN),
    Handles(wire.RaiseHand, taking_part.raise_hand, Right.CONFERENCE_JOIN),
    Handles(wire.AdmitParticipant, hosting.admit, Right.CONFERENCE_MODERATE),
    Handles(wire.DenyParticipant, hosting.deny, Right.CONFERENCE_MODERATE),
    Handles(wire.MuteParticipant, hosting.mute, Right.CONFERENCE_MODERATE),
    Handles(wire.ReleaseParticipant, hosting.release, Right.CONFERENCE_MODERATE),
    Handles(wire.RemoveParticipant, hosting.remove, Right.CONFERENCE_MODERATE),
    Handles(wire.ReadmitParticipant, hosting.readmit, Right.CONFERENCE_MODERATE),
    Handles(wire.AppointParticipant, hosting.appoint, Right.CONFERENCE_MODERATE),
    Handles(wire.LockConference, hosting.lock, Right.CONFERENCE_MODERATE),
    Handles(wire.ExtendConference, scheduling.extend, Right.CONFERENCE_MODERATE),
    Handles(wire.EndConference, scheduling.end, Right.CONFERENCE_MODERATE),
]

UPDATES: tuple[type[Update], ...] = (
    wire.ConferenceChanged,
    wire.SeatChanged,
    wire.SeatLost,
    wire.ParticipantJoined,
    wire.ParticipantChanged,
    wire.ParticipantLeft,
    wire.LobbyChanged,
    wire.YouWereMuted,
    wire.ConferenceWarning,
    wire.ConferenceExtended,
    wire.ConferenceLocked,
    wire.ConferenceFrozen,
    wire.SlotsChanged,
    wire.SpeakersChanged,
    wire.MediaLost,
)
