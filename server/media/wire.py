"""The control protocol between server processes and the media worker, and what a browser must do to use it.

Every message is msgpack behind a four-byte big-endian length, over `unix:PATH` or `tcp:HOST:PORT`. Several server
processes may be connected to one worker: each gets the answers to its own requests and all updates.

What the browser does (the worker relies on it):

1. ONE `RTCPeerConnection({bundlePolicy: "max-bundle"})` per participant and ONE offer for its whole life (plus ICE
   restarts, below). Transceivers are added in this order, all before the offer, without tracks:
   `addTransceiver("audio", {direction: "sendonly"})` is the microphone;
   `addTransceiver("video", {direction: "sendonly", sendEncodings: [{rid: "low", scaleResolutionDownBy: 4},
   {rid: "medium", scaleResolutionDownBy: 2}, {rid: "high"}]})` is the camera, smallest encoding first;
   `addTransceiver("video", {direction: "sendonly"})` is the screen;
   then the slots: three `addTransceiver("audio", {direction: "recvonly"})` and up to twelve
   `addTransceiver("video", {direction: "recvonly"})`.
2. `setLocalDescription()`, send `localDescription.sdp` at once (candidates are not needed: the worker learns the
   browser's address from its checks), `setRemoteDescription({type: "answer", sdp})` with what comes back.
3. Tracks come and go with `transceiver.sender.replaceTrack(track | null)`: nothing is negotiated again, and nothing
   is forwarded before the server has opened the gate of that source.
4. Each slot is known by its transceiver's `mid`. `receiver.track` of a slot lives as long as the connection: attach
   it once to an element and show the element while `SlotsChanged` names a user for its mid. Audio slots are filled by
   the worker (loudest first, never oneself): play them always. Video slots show what `WatchSlots` asks for.
5. `LayersWatched` names the layers of one's own camera or screen that anybody watches: set `active` of each encoding
   by `sender.setParameters`. A layer that is asked for again begins with a key frame.
6. When `iceConnectionState` is "disconnected" for a few seconds or "failed": `restartIce()`, make an offer, send it
   as an ICE restart, set the answer. When the peer is lost: close it and begin again with a new one.
"""

from enum import StrEnum
from uuid import UUID

import msgspec

LONGEST = 1 << 20
"""A longer control message closes the connection: an offer has at most 100 kB."""


class Source(StrEnum):
    """What a publication shows or plays."""

    MICROPHONE = "microphone"
    CAMERA = "camera"
    SCREEN = "screen"


class Layer(StrEnum):
    """The simulcast qualities, smallest first. A publication without simulcast is all `high`."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class LossReason(StrEnum):
    """Why a peer is gone."""

    CLOSED = "closed"
    """The server closed it, or its room."""
    REPLACED = "replaced"
    """The same user opened another peer in the same room."""
    LEFT = "left"
    """The browser ended the connection."""
    TIMEOUT = "timeout"
    """No sign of life for thirty seconds (RFC 7675)."""
    FAILED = "failed"
    """It never connected, or its certificate was not the one it had announced."""


class Want(msgspec.Struct, frozen=True):
    """What one video slot should show; `user` None empties it. A poorer layer serves while the wished one cannot."""

    mid: str
    user: UUID | None = None
    source: Source = Source.CAMERA
    layer: Layer = Layer.LOW


class Slot(msgspec.Struct, frozen=True):
    """What one slot shows or plays now; a video slot names a user only once a picture is flowing."""

    mid: str
    user: UUID | None = None
    source: Source | None = None


class ControlRequest(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", forbid_unknown_fields=True):
    """An order of a server process; the answer repeats `ref`."""

    ref: int


class OpenPeer(ControlRequest, frozen=True, tag="open_peer"):
    """Make a peer from a browser's offer. Answer: PeerOpened. A user has one peer in a room: the newest."""

    room: UUID
    peer: UUID
    user: UUID
    sdp: str


class RestartIce(ControlRequest, frozen=True, tag="restart_ice"):
    """The browser moved to another network and offers new ICE credentials. Answer: PeerOpened."""

    peer: UUID
    sdp: str


class ClosePeer(ControlRequest, frozen=True, tag="close_peer"):
    """End one peer; closing one that is gone is no error. Answer: Completed."""

    peer: UUID


class CloseRoom(ControlRequest, frozen=True, tag="close_room"):
    """End every peer of a room. Answer: Completed."""

    room: UUID


class SetGate(ControlRequest, frozen=True, tag="set_gate"):
    """Say what of this peer may be forwarded; all gates are closed at opening (T5, T10, T12). Answer: Completed."""

    peer: UUID
    microphone: bool
    camera: bool
    screen: bool
    recording: UUID | None = None
    """Into which recording it is written; without one not an octet of this peer is stored."""


class WatchSlots(ControlRequest, frozen=True, tag="watch_slots"):
    """What the video slots of this peer should show; slots not named keep what they have. Answer: Completed."""

    peer: UUID
    wants: list[Want]
    hear: bool = True
    """False leaves the audio slots empty too: this participant sends and receives nothing."""


class TakeStatistics(ControlRequest, frozen=True, tag="take_statistics"):
    """Ask for the counters. Answer: Statistics."""


class ControlAnswer(msgspec.Struct, frozen=True, kw_only=True, tag_field="type"):
    """The answer to the request with the same `ref`."""

    ref: int


class PeerOpened(ControlAnswer, frozen=True, tag="peer_opened"):
    """The SDP answer for the browser."""

    sdp: str


class Completed(ControlAnswer, frozen=True, tag="completed"):
    """The request was carried out."""


class Refusal(ControlAnswer, frozen=True, tag="refusal"):
    """The request changed nothing; `code` is stable (`sdp`, `peer_unknown`, `slot_unknown`)."""

    code: str
    text: str


class StreamFigures(msgspec.Struct, frozen=True):
    """What one layer of a publication has brought in."""

    layer: Layer
    packets: int
    bytes: int
    lost: int
    bits_per_second: int


class PublicationFigures(msgspec.Struct, frozen=True):
    """One publication and its layers."""

    source: Source
    open: bool
    streams: list[StreamFigures]


class SubscriptionFigures(msgspec.Struct, frozen=True):
    """What one slot has sent out."""

    mid: str
    user: UUID | None
    source: Source | None
    layer: Layer | None
    packets: int
    bytes: int
    repaired: int
    bits_per_second: int


class PeerFigures(msgspec.Struct, frozen=True):
    """One peer's publications and slots."""

    room: UUID
    peer: UUID
    user: UUID
    connected: bool
    publications: list[PublicationFigures]
    subscriptions: list[SubscriptionFigures]


class Statistics(ControlAnswer, frozen=True, tag="statistics"):
    """The worker's counters (each only grows), and a picture of every peer."""

    worker: UUID
    counters: dict[str, int]
    peers: list[PeerFigures]


class ControlUpdate(msgspec.Struct, frozen=True, kw_only=True, tag_field="type"):
    """Something that happened in the worker, told to every connected server process."""


class WorkerReady(ControlUpdate, frozen=True, tag="worker_ready"):
    """The first update on a connection. Another `worker` than before means that every earlier peer is gone."""

    worker: UUID
    port: int


class WorkerAway(ControlUpdate, frozen=True, tag="worker_away"):
    """Said by the link itself: the connection to the worker broke; it is being tried again."""


class PeerConnected(ControlUpdate, frozen=True, tag="peer_connected"):
    """ICE and DTLS are through: media can flow."""

    room: UUID
    peer: UUID
    user: UUID


class PeerLost(ControlUpdate, frozen=True, tag="peer_lost"):
    """The peer is gone and everything of it is freed."""

    room: UUID
    peer: UUID
    user: UUID
    reason: LossReason


class SlotsChanged(ControlUpdate, frozen=True, tag="slots_changed"):
    """What each slot of this peer shows now, all of them."""

    room: UUID
    peer: UUID
    slots: list[Slot]


class SpeakersChanged(ControlUpdate, frozen=True, tag="speakers_changed"):
    """Who speaks now, loudest first; at most every 300 ms."""

    room: UUID
    speakers: list[UUID]


class LayersWatched(ControlUpdate, frozen=True, tag="layers_watched"):
    """Which layers of a camera or screen anybody watches: its sender may pause the others. Before the first of these
    all offered layers are sent."""

    room: UUID
    peer: UUID
    source: Source
    layers: list[Layer]


class RecordingWritten(ControlUpdate, frozen=True, tag="recording_written", kw_only=True):
    """How many octets of a recording this worker has written; at most once a second."""

    room: UUID
    recording: UUID
    octets: int


class RecordingBroken(ControlUpdate, frozen=True, tag="recording_broken", kw_only=True):
    """Nothing more of a recording is written: `disk_full`, `disk_slow`, `disk_failed`, `no_folder`."""

    room: UUID
    recording: UUID
    reason: str


AnyRequest = OpenPeer | RestartIce | ClosePeer | CloseRoom | SetGate | WatchSlots | TakeStatistics
AnyAnswer = PeerOpened | Completed | Refusal | Statistics
AnyUpdate = (
    WorkerReady
    | WorkerAway
    | PeerConnected
    | PeerLost
    | SlotsChanged
    | SpeakersChanged
    | LayersWatched
    | RecordingWritten
    | RecordingBroken
)
AnyMessage = AnyAnswer | AnyUpdate

_encoder = msgspec.msgpack.Encoder()
request_decoder: msgspec.msgpack.Decoder[AnyRequest] = msgspec.msgpack.Decoder(AnyRequest)
message_decoder: msgspec.msgpack.Decoder[AnyMessage] = msgspec.msgpack.Decoder(AnyMessage)


def pack(message: msgspec.Struct) -> bytes:
    """The message behind its length, ready to be written."""
    body = _encoder.encode(message)
    return len(body).to_bytes(4, "big") + body
