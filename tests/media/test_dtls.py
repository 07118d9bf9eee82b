"""The seam with aiortc's underscored names: two of our transports, or ours and a plain one, agree on keys."""

import asyncio
from collections.abc import Callable
from typing import cast

import pytest
from aiortc.rtcdtlstransport import RTCDtlsFingerprint, RTCDtlsParameters, RTCDtlsTransport
from aiortc.rtcicetransport import RTCIceTransport

from server.media import dtls
from server.media.dtls import Dtls, SrtpKeys
from server.media.sdp import Fingerprint
from server.media.srtp import Srtp

pytestmark = pytest.mark.anyio


class Wire:
    """An ICE transport of a browser, in memory, as aiortc sees it."""

    role = "controlling"

    def __init__(self, send: Callable[[bytes], None]) -> None:
        self.send = send
        self.queue: asyncio.Queue[bytes] = asyncio.Queue()

    async def _recv(self) -> bytes:
        return await self.queue.get()

    async def _send(self, data: bytes) -> None:
        self.send(data)


async def handshake(
    announced: str | None,
) -> tuple[asyncio.Future[SrtpKeys], asyncio.Event, RTCDtlsTransport]:
    """Our server against aiortc's client; `announced` replaces the client's true fingerprint."""
    ours, theirs = dtls.new_certificate(), dtls.new_certificate()
    keys: asyncio.Future[SrtpKeys] = asyncio.get_running_loop().create_future()
    ended = asyncio.Event()
    line = Wire(lambda data: server.receive(data))
    remote = [Fingerprint("sha-256", announced or dtls.fingerprint(theirs))]
    server = Dtls(ours, remote, line.queue.put_nowait, keys.set_result, ended.set)
    client = RTCDtlsTransport(cast(RTCIceTransport, line), [theirs])
    client._set_role("client")
    await client.start(RTCDtlsParameters([RTCDtlsFingerprint("sha-256", dtls.fingerprint(ours))]))
    return keys, ended, client


async def test_both_ends_have_the_same_keys_and_hear_the_end() -> None:
    keys, ended, client = await handshake(None)
    srtp = Srtp(await asyncio.wait_for(keys, 5))
    packet = bytes((0x80, 96, 0, 1)) + bytes(8) + b"payload"
    assert client._rx_srtp.unprotect(srtp.protect(packet)) == packet
    assert srtp.unprotect(client._tx_srtp.protect(packet)) == packet
    assert not ended.is_set()
    await client.stop()
    await asyncio.wait_for(ended.wait(), 5)


async def test_a_certificate_that_is_not_the_announced_one_gets_no_keys() -> None:
    keys, ended, client = await handshake(dtls.fingerprint(dtls.new_certificate()))
    await asyncio.wait_for(ended.wait(), 5)
    assert not keys.done()
    await client.stop()
