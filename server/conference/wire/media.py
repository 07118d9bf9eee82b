"""Sound and picture: offers, switches, slots, and trying the way beforehand."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec

from server.conference.wire.words import Layer, Sdp, Source
from server.core.wire import Request, Update


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
    hear: bool = True
    """False: no sound either (send mine, receive none)."""


class OfferProbe(Request, frozen=True, tag="probe.offer", kw_only=True):
    """Try the media path before a conference: the peer is alone, its first video slot shows its own camera, and it is
    closed after 20 seconds. Answered with MediaAnswer."""

    sdp: Sdp


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


class LayersWatched(Update, frozen=True, tag="media.layers", kw_only=True):
    """Which layers of one's own picture somebody watches: the others need not be sent."""

    conference: UUID
    source: Literal["camera", "screen"]
    layers: list[Layer]


class MediaLost(Update, frozen=True, tag="media.lost", kw_only=True):
    """The reader's media path is gone (the worker died, or nothing came for 30 s): make a new offer."""

    conference: UUID
