"""ICE-lite (RFC 8445, 2.5): we never check, we answer the browser's checks and follow the address it nominates."""

import secrets
import string
import struct
from dataclasses import dataclass
from typing import Generic, TypeVar

from aioice import stun

CONSENT = 30.0
"""A peer that has not checked for so long is gone (RFC 7675)."""
MOST_ROUTES = 8

Address = tuple[str, int] | tuple[str, int, int, int]

_LETTERS = string.ascii_letters + string.digits


class StunError(ValueError):
    """A datagram that looks like STUN and is none that we answer: counted and dropped."""


@dataclass(frozen=True)
class Credentials:
    """Our user fragment and password of one ICE generation."""

    ufrag: str
    password: str


def new_credentials() -> Credentials:
    """Random ones; the fragment finds the peer, the password proves the browser (RFC 8445, 5.3)."""
    return Credentials(
        "".join(secrets.choice(_LETTERS) for _ in range(12)), "".join(secrets.choice(_LETTERS) for _ in range(32))
    )


def read_check(data: bytes) -> stun.Message:
    """The binding request in `data`. aioice raises struct.error and others on attributes of a wrong length (F3)."""
    try:
        message = stun.parse_message(data)
    except (ValueError, struct.error, IndexError, KeyError, OverflowError, TypeError):
        raise StunError from None
    if message.message_method != stun.Method.BINDING or message.message_class != stun.Class.REQUEST:
        raise StunError
    return message


def our_fragment(message: stun.Message) -> str:
    """The part of USERNAME that names us."""
    return str(message.attributes.get("USERNAME", "")).partition(":")[0]


def plain(address: Address) -> tuple[str, int]:
    """Address and port as the browser knows them: without a zone."""
    return address[0].partition("%")[0], address[1]


DoorT = TypeVar("DoorT")


class IceSide(Generic[DoorT]):
    """Our side of one peer's ICE: credentials, the routes that proved the password, and the one in use."""

    def __init__(self, remote_ufrag: str, now: float) -> None:
        self.generations = [(new_credentials(), remote_ufrag)]
        self.routes: dict[tuple[DoorT, Address], float] = {}
        self.route: tuple[DoorT, Address] | None = None
        self.heard = now
        """When the last check with the right password came."""

    @property
    def local(self) -> Credentials:
        """The newest credentials."""
        return self.generations[-1][0]

    def restart(self, remote_ufrag: str) -> None:
        """Begin a new generation; the one before stays good until the browser uses the new one."""
        self.generations = [self.generations[-1], (new_credentials(), remote_ufrag)]

    def expired(self, now: float) -> bool:
        """Whether the browser has not been heard for too long."""
        return now - self.heard >= CONSENT

    def check(
        self, message: stun.Message, route: tuple[DoorT, Address], now: float
    ) -> tuple[bytes, list[tuple[DoorT, Address]]]:
        """Take a browser's check; give the response, and routes given up. Raises StunError when it proves nothing."""
        password = self._password(str(message.attributes.get("USERNAME", "")))
        if not message.check_message_integrity(password):
            raise StunError
        given_up: list[tuple[DoorT, Address]] = []
        if route not in self.routes and len(self.routes) >= MOST_ROUTES:
            given_up.append(min((r for r in self.routes if r != self.route), key=lambda r: self.routes[r]))
            del self.routes[given_up[0]]
        self.routes[route] = self.heard = now
        if self.route is None or "USE-CANDIDATE" in message.attributes:
            self.route = route
        response = stun.Message(stun.Method.BINDING, stun.Class.RESPONSE, transaction_id=message.transaction_id)
        response.attributes["XOR-MAPPED-ADDRESS"] = plain(route[1])
        response.add_message_integrity(password)
        return bytes(response), given_up

    def _password(self, username: str) -> bytes:
        for at, (local, remote) in enumerate(self.generations):
            if username == f"{local.ufrag}:{remote}":
                if at == 1:
                    del self.generations[0]
                return local.password.encode()
        raise StunError
