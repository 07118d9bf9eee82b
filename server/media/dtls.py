"""DTLS-SRTP of one peer on aiortc's RTCDtlsTransport: the only file that touches aiortc's underscored names.

aiortc is pinned; tests/media/test_dtls.py proves the seam. Its transport reads `transport.role`, `._recv()` and
`._send()` of its ICE object, and calls `_setup_srtp()` once the certificate has been checked.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

from aiortc.rtcdtlstransport import (
    RTCCertificate,
    RTCDtlsFingerprint,
    RTCDtlsParameters,
    RTCDtlsTransport,
)
from aiortc.rtcicetransport import RTCIceTransport

from server.media.sdp import Fingerprint

WAITING = 64
"""So many handshake datagrams may wait; more are dropped and sent again by the browser."""


@dataclass(frozen=True)
class SrtpKeys:
    """What the handshake agreed on: the protection profile (of libsrtp) and master key with salt, each way."""

    profile: int
    receive: bytes
    send: bytes


def new_certificate() -> RTCCertificate:
    """One per process, made at start: nothing is stored."""
    return RTCCertificate.generateCertificate()


def fingerprint(certificate: RTCCertificate) -> str:
    """The SHA-256 fingerprint for our answers."""
    return next(f.value for f in certificate.getFingerprints() if f.algorithm == "sha-256")


class _Datagrams:
    """The little of an ICE transport that RTCDtlsTransport uses."""

    role = "controlled"

    def __init__(self, send: Callable[[bytes], None]) -> None:
        self._send_now = send
        self._queue: asyncio.Queue[bytes | None] = asyncio.Queue(WAITING)

    def put(self, data: bytes | None) -> None:
        if not self._queue.full():
            self._queue.put_nowait(data)

    async def _recv(self) -> bytes:
        data = await self._queue.get()
        if data is None:
            raise ConnectionError
        return data

    async def _send(self, data: bytes) -> None:
        self._send_now(data)


class _Transport(RTCDtlsTransport):
    """Keeps the keys for the forward backend; media never passes through here."""

    keys: SrtpKeys | None = None

    def _setup_srtp(self) -> None:
        assert self._ssl is not None
        chosen = self._ssl.get_selected_srtp_profile()
        profile = next((p for p in self._srtp_profiles if p.openssl_profile == chosen), None)
        if profile is None:  # leaves keys at None: the handshake counts as failed
            return
        length = 2 * (profile.key_length + profile.salt_length)
        material = self._ssl.export_keying_material(b"EXTRACTOR-dtls_srtp", length)
        self.keys = SrtpKeys(
            profile.libsrtp_profile, profile.get_key_and_salt(material, 0), profile.get_key_and_salt(material, 1)
        )

    async def end(self) -> None:
        """Say goodbye (close_notify) if there was a handshake."""
        if self._ssl is not None:
            await self.stop()


class Dtls:
    """The handshake as server, and the end: `on_ready(keys)` once, then or instead of it `on_end()` once."""

    def __init__(
        self,
        certificate: RTCCertificate,
        fingerprints: Sequence[Fingerprint],
        send: Callable[[bytes], None],
        on_ready: Callable[[SrtpKeys], None],
        on_end: Callable[[], None],
    ) -> None:
        self._datagrams = _Datagrams(send)
        self._transport = _Transport(cast(RTCIceTransport, self._datagrams), [certificate])
        self._transport._set_role("server")  # pyright: ignore[reportPrivateUsage]
        self._remote = RTCDtlsParameters([RTCDtlsFingerprint(f.algorithm, f.value) for f in fingerprints])
        self._on_ready, self._on_end = on_ready, on_end
        self._task: asyncio.Task[None] | None = None
        self._closing: asyncio.Task[None] | None = None

    def receive(self, data: bytes) -> None:
        """Take a DTLS datagram; the first one begins the handshake."""
        if self._closing is not None:
            return
        if self._task is None:
            self._task = asyncio.create_task(self._run())
        self._datagrams.put(data)

    def close(self) -> None:
        """End without calling `on_end`; the goodbye is sent in the background."""
        if self._closing is None:
            if self._task is not None:
                self._task.cancel()
            self._closing = asyncio.create_task(self._transport.end())

    async def _run(self) -> None:
        ended = asyncio.Event()

        def changed() -> None:
            if self._transport.state in ("closed", "failed"):
                ended.set()

        self._transport.on("statechange", changed)
        await self._transport.start(self._remote)
        if self._transport.state == "connected" and self._transport.keys is not None:
            self._on_ready(self._transport.keys)
            await ended.wait()
        self._on_end()
