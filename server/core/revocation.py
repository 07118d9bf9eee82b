"""Tells every server process that somebody lost access, so that open sockets close or downgrade at once (T1)."""

from uuid import UUID

import msgspec

from server.core.bus import Bus

TOPIC = "access"
"""Every process subscribes to it at start. A lost notice is made good after a bus gap: check all sockets again."""


class Revoked(msgspec.Struct, frozen=True, tag="revoked"):
    """Login sessions of a user ended: their sockets close with 4003. None means all of them."""

    user: UUID
    login_sessions: list[UUID] | None = None


class StandingChanged(msgspec.Struct, frozen=True, tag="standing"):
    """What somebody may do changed: look the standing up again. None means everybody, or everywhere."""

    user: UUID | None = None
    space: UUID | None = None


Notice = Revoked | StandingChanged

_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[Notice] = msgspec.json.Decoder(Notice)


def encode(notice: Notice) -> bytes:
    """The notice as it travels on the bus."""
    return _encoder.encode(notice)


def decode(payload: bytes) -> Notice:
    """The notice back; other processes run the same version, so a bad one is a bug."""
    return _decoder.decode(payload)


async def announce(bus: Bus, notice: Notice) -> None:
    """Publish after the change was committed: whoever looks it up must find it."""
    await bus.publish(TOPIC, encode(notice))
