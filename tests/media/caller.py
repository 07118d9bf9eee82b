"""A small WebRTC endpoint in Python, for what a browser would never do: odd packets, wrong certificates, floods."""

import asyncio
import secrets
import socket
from dataclasses import dataclass, field

from aioice import stun
from aiortc import RTCCertificate
from aiortc.rtcdtlstransport import SRTP_PROFILES
from OpenSSL import SSL

from server.media import rtcp
from server.media.dtls import SrtpKeys, fingerprint
from server.media.rtp import Packet, extensions
from server.media.srtp import Srtp

LEVEL, ABS_SEND_TIME, MID, RID, REPAIRED_RID = 1, 2, 4, 10, 11
OPUS, VP8, VP8_REPAIR = 111, 96, 97

KEYFRAME = bytes.fromhex("10 30 01 00 9d 01 2a") + bytes(60)
"""Start of a VP8 key frame: S bit, partition 0, P bit clear."""
DELTA = bytes.fromhex("10 31 01 00") + bytes(60)

EXTMAPS = {
    "audio": "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\n",
    "video": "a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id\r\n"
    "a=extmap:11 urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id\r\n",
}
CODECS = {
    "audio": "a=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10;useinbandfec=1\r\n",
    "video": "a=rtpmap:96 VP8/90000\r\na=rtcp-fb:96 nack\r\na=rtcp-fb:96 nack pli\r\na=rtcp-fb:96 goog-remb\r\n"
    "a=rtpmap:97 rtx/90000\r\na=fmtp:97 apt=96\r\n",
}
SIMULCAST = "a=rid:low send\r\na=rid:medium send\r\na=rid:high send\r\na=simulcast:send low;medium;high\r\n"


@dataclass
class Received:
    """One packet that came from the worker, header read."""

    ssrc: int
    payload_type: int
    marker: bool
    sequence: int
    timestamp: int
    extensions: dict[int, bytes]
    payload: bytes


@dataclass
class Layout:
    """Which sections a caller offers; mids count from 0 in this order."""

    microphone: bool = True
    camera: bool = True
    simulcast: bool = True
    screen: bool = True
    audio_slots: int = 3
    video_slots: int = 2

    def sections(self) -> list[tuple[str, str, str]]:
        made: list[tuple[str, str, str]] = []
        if self.microphone:
            made.append(("audio", "sendonly", ""))
        if self.camera:
            made.append(("video", "sendonly", SIMULCAST if self.simulcast else ""))
        if self.screen:
            made.append(("video", "sendonly", ""))
        return made + [("audio", "recvonly", "")] * self.audio_slots + [("video", "recvonly", "")] * self.video_slots


@dataclass
class Caller:
    """One endpoint with a socket of its own."""

    layout: Layout = field(default_factory=Layout)
    certificate: RTCCertificate = field(default_factory=RTCCertificate.generateCertificate)
    announced: RTCCertificate | None = None
    """Another certificate to announce than the one used: a liar's."""

    def __post_init__(self) -> None:
        self.ufrag, self.password = secrets.token_hex(4), secrets.token_hex(16)
        self.received: list[Received] = []
        self.feedback: list[rtcp.Message] = []
        self._dtls: asyncio.Queue[bytes] = asyncio.Queue()
        self._answered = asyncio.Event()
        self._more = asyncio.Event()
        self._srtp: Srtp | None = None
        self._keeper: asyncio.Task[None] | None = None
        self.socket = self._new_socket()

    def _new_socket(self) -> socket.socket:
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        udp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        udp.bind(("127.0.0.1", 0))
        udp.setblocking(False)
        asyncio.get_running_loop().add_reader(udp.fileno(), self._readable, udp)
        return udp

    def offer(self) -> str:
        sections = self.layout.sections()
        mids = " ".join(str(at) for at in range(len(sections)))
        print_ = fingerprint(self.announced or self.certificate)
        text = f"v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE {mids}\r\n"
        for at, (kind, direction, more) in enumerate(sections):
            numbers = "111" if kind == "audio" else "96 97"
            text += (
                f"m={kind} 9 UDP/TLS/RTP/SAVPF {numbers}\r\nc=IN IP4 0.0.0.0\r\na=ice-ufrag:{self.ufrag}\r\n"
                f"a=ice-pwd:{self.password}\r\na=fingerprint:sha-256 {print_}\r\na=setup:actpass\r\na=mid:{at}\r\n"
                "a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time\r\n"
                f"a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\r\n{EXTMAPS[kind]}a={direction}\r\na=rtcp-mux\r\n"
                f"{CODECS[kind]}{more}"
            )
        return text

    def take_answer(self, answer: str) -> None:
        lines = answer.split("\r\n")
        self.remote_ufrag = next(line[12:] for line in lines if line.startswith("a=ice-ufrag:"))
        self.remote_password = next(line[10:] for line in lines if line.startswith("a=ice-pwd:"))
        candidate = next(line for line in lines if line.startswith("a=candidate:")).split()
        self.target = (candidate[4], int(candidate[5]))

    async def connect(self, answer: str) -> None:
        """ICE and DTLS, as the controlling client."""
        self.take_answer(answer)
        await self.check()
        await self._shake_hands()
        self._keeper = asyncio.create_task(self._keep())

    async def check(self) -> None:
        """Send checks until one is answered."""
        self._answered.clear()
        async with asyncio.timeout(30):
            while not self._answered.is_set():
                self.socket.sendto(self.binding(), self.target)
                try:
                    await asyncio.wait_for(self._answered.wait(), 0.1)
                except TimeoutError:
                    continue

    def binding(self) -> bytes:
        message = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
        message.attributes["USERNAME"] = f"{self.remote_ufrag}:{self.ufrag}"
        message.attributes["PRIORITY"] = 1845494271
        message.attributes["ICE-CONTROLLING"] = 1
        message.attributes["USE-CANDIDATE"] = None
        message.add_message_integrity(self.remote_password.encode())
        return bytes(message)

    async def move(self) -> None:
        """Go on from another port, as a phone that changes its network."""
        asyncio.get_running_loop().remove_reader(self.socket.fileno())
        self.socket.close()
        self.socket = self._new_socket()
        await self.check()

    async def _shake_hands(self) -> None:
        profile = SRTP_PROFILES[0]
        connection = SSL.Connection(self.certificate._create_ssl_context([profile]))
        connection.set_connect_state()
        async with asyncio.timeout(30):
            while True:
                try:
                    connection.do_handshake()
                except SSL.WantReadError:
                    self._flush(connection)
                    try:
                        connection.bio_write(await asyncio.wait_for(self._dtls.get(), 0.5))
                    except TimeoutError:
                        connection.DTLSv1_handle_timeout()
                    continue
                break
        self._flush(connection)
        self._connection = connection
        length = 2 * (profile.key_length + profile.salt_length)
        material = connection.export_keying_material(b"EXTRACTOR-dtls_srtp", length)
        server, client = profile.get_key_and_salt(material, 1), profile.get_key_and_salt(material, 0)
        self._srtp = Srtp(SrtpKeys(profile.libsrtp_profile, server, client))

    def _flush(self, connection: SSL.Connection) -> None:
        try:
            data = connection.bio_read(4096)
        except SSL.Error:
            return
        self.socket.sendto(data, self.target)

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(2)
            self.socket.sendto(self.binding(), self.target)

    def leave(self) -> None:
        """Say goodbye and close."""
        self._connection.shutdown()
        self._flush(self._connection)
        self.close()

    def close(self) -> None:
        """Vanish without a word."""
        if self._keeper is not None:
            self._keeper.cancel()
        if self.socket.fileno() >= 0:
            asyncio.get_running_loop().remove_reader(self.socket.fileno())
            self.socket.close()

    def send(
        self,
        ssrc: int,
        sequence: int,
        payload: bytes,
        *,
        payload_type: int,
        timestamp: int = 0,
        marker: bool = False,
        extensions: dict[int, bytes] | None = None,
    ) -> None:
        assert self._srtp is not None
        elements = b"".join(bytes((i << 4 | len(v) - 1,)) + v for i, v in (extensions or {}).items())
        elements += bytes(-len(elements) % 4)
        head = bytes((0x90, payload_type | (0x80 if marker else 0))) + (sequence & 0xFFFF).to_bytes(2, "big")
        head += timestamp.to_bytes(4, "big") + ssrc.to_bytes(4, "big")
        head += b"\xbe\xde" + (len(elements) // 4).to_bytes(2, "big") + elements
        self.socket.sendto(self._srtp.protect(head + payload), self.target)

    def speak(self, sequence: int, *, level: int = 30, payload: bytes = b"sound", ssrc: int = 1000) -> None:
        """One Opus packet, `level` below full scale in dB."""
        self.send(
            ssrc,
            sequence,
            payload,
            payload_type=OPUS,
            timestamp=sequence * 960 & 0xFFFFFFFF,
            extensions={MID: b"0", LEVEL: bytes((0x80 | level,))},
        )

    def film(self, sequence: int, payload: bytes, *, rid: str = "low", timestamp: int | None = None) -> None:
        """One VP8 packet of a camera layer."""
        self.send(
            {"low": 2001, "medium": 2002, "high": 2003}[rid],
            sequence,
            payload,
            payload_type=VP8,
            timestamp=sequence * 3000 & 0xFFFFFFFF if timestamp is None else timestamp,
            marker=True,
            extensions={MID: b"1", RID: rid.encode(), ABS_SEND_TIME: b"\xaa\xaa\xaa"},
        )

    def send_rtcp(self, data: bytes) -> None:
        assert self._srtp is not None
        self.socket.sendto(self._srtp.protect_rtcp(data), self.target)

    async def gets(self, count: int, *, kind: int | None = None) -> list[Received]:
        """The packets received so far, once there are `count` of that payload type."""
        async with asyncio.timeout(30):
            while True:
                found = [one for one in self.received if kind in (None, one.payload_type)]
                if len(found) >= count:
                    return found
                self._more.clear()
                await self._more.wait()

    async def told(self, kind: type[rtcp.Message], count: int = 1) -> list[rtcp.Message]:
        """The RTCP messages of that kind, once there are `count`."""
        async with asyncio.timeout(30):
            while True:
                found = [one for one in self.feedback if isinstance(one, kind)]
                if len(found) >= count:
                    return found
                self._more.clear()
                await self._more.wait()

    def _readable(self, udp: socket.socket) -> None:
        while True:
            try:
                data = udp.recv(2048)
            except OSError:
                return
            self._take(data)
            self._more.set()

    def _take(self, data: bytes) -> None:
        if data[0] < 4:
            if stun.parse_message(data).message_class is stun.Class.RESPONSE:
                self._answered.set()
        elif 19 < data[0] < 64:
            self._dtls.put_nowait(data)
        elif self._srtp is not None:
            if 191 < data[1] < 224:
                self.feedback += rtcp.parse(self._srtp.unprotect_rtcp(data))
                return
            self.received.append(_read(self._srtp.unprotect(data)))


def _read(data: bytes) -> Received:
    packet = Packet(data, 0.0)
    return Received(
        packet.ssrc,
        packet.payload_type,
        bool(packet.marker),
        packet.sequence,
        packet.timestamp,
        extensions(data),
        packet.payload,
    )
