"""What every frame on the socket shares. Each feature's own frames stand in its `wire.py`.

A frame is one JSON text. Requests go from client to server and carry a `ref` that the answer repeats; updates go
from server to clients and say what happened. A frame from a client never names its sender: the server knows (T8).
"""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

PROTOCOL = "twinspace.1"
"""WebSocket subprotocol; a client that speaks another one is told to reload (close code 4001)."""


class CloseCode:
    """Why the server closes a socket. docs/protocol.md lists them."""

    GOING_AWAY = 1001
    PROTOCOL_ERROR = 1002
    POLICY = 1008
    TOO_BIG = 1009
    BUG = 1011
    OUTBOX_FULL = 1013
    OTHER_PROTOCOL = 4001
    SIGNED_OUT = 4003
    REPLACED = 4009


class Frame(msgspec.Struct, frozen=True, tag_field="type"):
    """The base of everything on the socket."""


class Request(Frame, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something a client asks for, in the imperative. `ref` is chosen by the client and echoed in the answer."""

    ref: int


class Update(Frame, frozen=True, kw_only=True):
    """Something that happened, told to those who may know."""


class Done(Frame, frozen=True, tag="done", kw_only=True):
    """The answer to a request that was carried out; `result` is the struct that the request promises, or null."""

    ref: int
    result: Any = None


class Refused(Frame, frozen=True, tag="refused", kw_only=True):
    """The answer to a request that was not carried out: nothing has changed."""

    ref: int
    code: str
    text: str
    params: dict[str, str | int] = {}


class Welcome(Update, frozen=True, tag="welcome", kw_only=True):
    """The first frame on a socket."""

    connection: UUID
    user: UUID
    server_time: datetime


encoder = msgspec.json.Encoder()


def encode(frame: Frame) -> bytes:
    """The frame as JSON, encoded once however many will read it."""
    return encoder.encode(frame)


class Prepared:
    """A frame as it stands on the wire, made once however many sockets it goes to."""

    __slots__ = ("framed", "json")

    def __init__(self, json: bytes) -> None:
        self.json = json
        self.framed = _header(len(json)) + json
        """With the header of an unmasked text in one piece (RFC 6455, 5.2)."""


def prepare(frame: Frame) -> Prepared:
    """Encode and frame."""
    return Prepared(encode(frame))


def _header(length: int) -> bytes:
    if length < 126:
        return bytes((0x81, length))
    if length < 65_536:
        return b"\x81\x7e" + length.to_bytes(2, "big")
    return b"\x81\x7f" + length.to_bytes(8, "big")
