"""One WebRTC endpoint of the media benchmark: ICE, DTLS and SRTP keys, with blocking calls. It never sees a codec."""

from __future__ import annotations

import secrets
import select
import socket
import time
from dataclasses import dataclass

from aioice import stun
from aiortc import RTCCertificate
from aiortc.rtcdtlstransport import SRTP_AEAD_AES_128_GCM as PROFILE
from OpenSSL import SSL
from pylibsrtp import Policy, Session

from server.media.srtp import ANY_INBOUND, ANY_OUTBOUND

PATIENCE = 15.0
ROOM_FOR_PACKETS = 8 << 20
SO_RCVBUFFORCE, SO_SNDBUFFORCE = 33, 32
"""Over the system's limit (Linux, socket(7)): a generator that is late for a moment must lose nothing."""

CERTIFICATE = RTCCertificate.generateCertificate()
FINGERPRINT = next(one.value for one in CERTIFICATE.getFingerprints() if one.algorithm == "sha-256")


@dataclass(frozen=True)
class Remote:
    """A server's side of one transport."""

    address: tuple[str, int]
    ufrag: str
    password: str
    lite: bool
    """It answers checks and sends none of its own."""


class Client:
    """A UDP socket, connected to the server once that is known."""

    def __init__(self, address: str) -> None:
        self.ufrag, self.password = secrets.token_hex(4), secrets.token_hex(16)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        for option in (SO_RCVBUFFORCE, SO_SNDBUFFORCE):
            self.socket.setsockopt(socket.SOL_SOCKET, option, ROOM_FOR_PACKETS)
        self.socket.bind((address, 0))
        self.socket.setblocking(False)
        self.port: int = self.socket.getsockname()[1]
        self._answered = self._asked = False

    def connect(self, remote: Remote, *, controlling: bool) -> None:
        """ICE, then DTLS as client; raises TimeoutError when the server does not play along."""
        self._remote, self._controlling = remote, controlling
        self.socket.connect(remote.address)
        give_up = time.monotonic() + PATIENCE
        while not (self._answered and (self._asked or remote.lite)):
            self.check()
            self._read(0.05)
            if time.monotonic() > give_up:
                raise TimeoutError("no answer to connectivity checks")
        self._shake_hands(give_up)

    def check(self) -> None:
        """Send one connectivity check: it also says that we still want to receive (RFC 7675)."""
        message = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
        message.attributes["USERNAME"] = f"{self._remote.ufrag}:{self.ufrag}"
        message.attributes["PRIORITY"] = 1845494271
        message.attributes["ICE-CONTROLLING" if self._controlling else "ICE-CONTROLLED"] = 1
        if self._controlling:
            message.attributes["USE-CANDIDATE"] = None
        message.add_message_integrity(self._remote.password.encode())
        self.socket.send(bytes(message))

    def heed(self, data: bytes) -> None:
        """Take a STUN message: an answer to our check, or the server's own check."""
        message = stun.parse_message(data)
        if message.message_class is stun.Class.RESPONSE:
            self._answered = True
        elif message.message_class is stun.Class.REQUEST:
            self._asked = True
            response = stun.Message(stun.Method.BINDING, stun.Class.RESPONSE, transaction_id=message.transaction_id)
            response.attributes["XOR-MAPPED-ADDRESS"] = self._remote.address
            response.add_message_integrity(self.password.encode())
            self.socket.send(bytes(response))

    def _read(self, seconds: float) -> list[bytes]:
        """The DTLS datagrams that come within that time; STUN is heeded on the way."""
        select.select([self.socket], [], [], seconds)
        found: list[bytes] = []
        while True:
            try:
                data = self.socket.recv(2048)
            except (BlockingIOError, ConnectionRefusedError):
                return found
            if data[0] < 4:
                self.heed(data)
            elif 19 < data[0] < 64:
                found.append(data)

    def _shake_hands(self, give_up: float) -> None:
        context = CERTIFICATE._create_ssl_context([PROFILE])  # pyright: ignore[reportPrivateUsage]
        connection = SSL.Connection(context)
        connection.set_connect_state()
        while True:
            try:
                connection.do_handshake()
                break
            except SSL.WantReadError:
                self._flush(connection)
                datagrams = self._read(0.3)
                for data in datagrams:
                    connection.bio_write(data)
                if not datagrams:
                    connection.DTLSv1_handle_timeout()
            if time.monotonic() > give_up:
                raise TimeoutError("no end of the DTLS handshake")
        self._flush(connection)
        self._connection = connection
        material = connection.export_keying_material(
            b"EXTRACTOR-dtls_srtp", 2 * (PROFILE.key_length + PROFILE.salt_length)
        )
        self.sending, self.receiving = (
            Session(Policy(PROFILE.get_key_and_salt(material, at), direction, 0, PROFILE.libsrtp_profile))
            for at, direction in enumerate((ANY_OUTBOUND, ANY_INBOUND))
        )

    def _flush(self, connection: SSL.Connection) -> None:
        while True:
            try:
                data = connection.bio_read(1400)
            except SSL.Error:
                return
            self.socket.send(data)
