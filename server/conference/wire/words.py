"""The sets of words of conferences, and how long what people write may be."""

from typing import Annotated, Literal

import msgspec

State = Literal["scheduled", "open", "live", "ended", "cancelled", "expired"]
EndReason = Literal["time", "host", "no_teacher", "empty", "admin"]
SeatState = Literal["lobby", "queued", "connected", "grace", "left", "removed"]
SeatRole = Literal["host", "cohost", "presenter", "attendee"]
WaitReason = Literal["not_open", "no_teacher", "admission", "locked", "full", "no_school_teacher", "sent_back"]
LossReason = Literal["replaced", "removed", "banned", "denied", "ended", "cancelled", "left", "moved"]
Source = Literal["microphone", "camera", "screen"]
Layer = Literal["low", "medium", "high"]
Lock = Literal["microphone", "camera", "screen", "chat"]
Network = Literal["good", "weak", "poor"]
NetworkCause = Literal["loss_in", "loss_out", "delay", "processor", "bandwidth"]
ReactionKind = Literal["thumbs_up", "clap", "heart", "laugh", "surprised", "party"]
Phrase = Literal[
    "cannot_hear",
    "cannot_see",
    "please_repeat",
    "slower",
    "louder",
    "question",
    "understood",
    "not_understood",
    "agree",
    "one_moment",
    "technical_problem",
    "thank_you",
]
ExitMood = Literal["well", "partly", "not_well"]

Sdp = Annotated[str, msgspec.Meta(max_length=60_000)]
Title = Annotated[str, msgspec.Meta(max_length=400)]
Reason = Annotated[str, msgspec.Meta(max_length=400)]
LongText = Annotated[str, msgspec.Meta(max_length=20_000)]
"""How much is read at all; what is too long for its purpose is refused in words."""
