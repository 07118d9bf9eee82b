"""The load of the media benchmark: one picture in bursts to a server, and everybody who receives it from there.

It runs on a core of its own and polls: whoever sleeps until a packet comes charges the server for being woken.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from struct import Struct

from pylibsrtp import Error

from benchmarks.media_client import Client
from server.media import rtcp

POLL = 0.001
SECOND = 1.0
LOST_EVERY = 100
"""Each subscriber says of every hundredth packet that it never came."""
VERIFY_EVERY = 32
ASK_EVERY = 0.02
SETTLE, PATIENCE = 0.2, 3.0
"""Seconds of silence after which a load is over: when all has come, and when something is missing."""
NTP_EPOCH = 1 << 31
REMB = 20_000_000
ROUND_TRIP = 0.05
"""What the subscribers' reports make of the line: Janus keeps packets for repairs only once it has measured one."""
VIDEO_CLOCK = 90_000

ABS_SEND_TIME, MID = 2, 4
PICTURE, REPAIR = 96, 97
"""Payload types of the publisher."""

_HEADER = Struct(">BBHII")
_EXTENSIONS = Struct(">HHB3sB1s2x")
_INDEX = Struct(">Q")

KEYFRAME_EVERY = 30


@dataclass(frozen=True)
class Load:
    """What the publisher sends."""

    size: int
    """Octets of an RTP packet before protection."""
    burst: int
    """Packets of one frame, sent together."""
    frames: float
    """Frames a second."""

    @property
    def packets(self) -> float:
        """Packets a second."""
        return self.burst * self.frames

    def __str__(self) -> str:
        return f"{self.size} B, {self.burst} × {self.frames:g}/s"


@dataclass
class Tally:
    """What came of one load."""

    expected: int = 0
    received: int = 0
    doubled: int = 0
    asked: int = 0
    repaired: int = 0
    verified: int = 0
    forged: int = 0
    """Packets that failed authentication or did not carry what was sent."""
    repeated: int = 0
    """How often it was measured before, losing packets."""
    rtcp: int = 0
    cpu: float = 0.0
    delays: list[float] = field(default_factory=list[float])

    @property
    def per_cpu_second(self) -> float:
        """Forwarded packets per second of the server's processor time."""
        return self.received / self.cpu if self.cpu else 0.0

    @property
    def loss(self) -> float:
        """Part of what should have come."""
        return 1 - self.received / self.expected if self.expected else 0.0


class Publisher:
    """Sends frames that are encrypted before the clock runs."""

    def __init__(self, client: Client, ssrc: int) -> None:
        self.client, self.ssrc = client, ssrc
        self.sent_at: dict[int, float] = {}
        self.index = self.frame = 0
        self.first = 1
        """Index of the first packet of this load."""
        self._octets = 0

    def frames(self, load: Load, count: int) -> list[list[bytes]]:
        """The next frames, protected."""
        made: list[list[bytes]] = []
        for _ in range(count):
            self.frame += 1
            made.append([self.client.sending.protect(self._packet(load, at)) for at in range(load.burst)])
        return made

    def _packet(self, load: Load, at: int) -> bytes:
        self.index += 1
        self._octets += load.size
        last = 0x80 if at == load.burst - 1 else 0
        timestamp = self.frame * 3000 & 0xFFFFFFFF
        head = _HEADER.pack(0x90, PICTURE | last, self.index & 0xFFFF, timestamp, self.ssrc)
        head += _EXTENSIONS.pack(0xBEDE, 2, ABS_SEND_TIME << 4 | 2, bytes(3), MID << 4, b"0")
        return head + payload(self.index, self.frame, at == 0, load.size - len(head))

    def send(self, frame: list[bytes], first: int) -> None:
        """Send one frame, its first packet having that index."""
        now = time.perf_counter()
        for at, data in enumerate(frame):
            self.sent_at[first + at] = now
            self.client.socket.send(data)

    def report(self) -> None:
        """A sender report."""
        now = time.monotonic()
        report = rtcp.SenderReport(
            self.ssrc, int((now + NTP_EPOCH) * (1 << 32)), int(now * VIDEO_CLOCK) & 0xFFFFFFFF, self.index, self._octets
        )
        compound = rtcp.build_sender_report(report) + rtcp.build_description(self.ssrc, "publisher")
        self.client.socket.send(self.client.sending.protect_rtcp(compound))

    def drain(self, tally: Tally) -> None:
        """Read what the server says."""
        while True:
            try:
                data = self.client.socket.recv(2048)
            except BlockingIOError:
                return
            if data[0] < 4:
                self.client.heed(data)
            else:
                tally.rtcp += 1


def payload(index: int, frame: int, first: bool, size: int) -> bytes:
    """A VP8 packet with a picture number; what follows its descriptor carries its index."""
    key = first and frame % KEYFRAME_EVERY == 1
    descriptor = bytes((0x90 if first else 0x80, 0x80, 0x80 | frame >> 8 & 0x7F, frame & 0xFF, 0 if key else 1))
    body = descriptor + _INDEX.pack(index)
    return body + bytes((index & 0xFF,)) * (size - len(body))


class Subscriber:
    """Counts what comes, answers with reports and, for some packets, with the lie that they were lost."""

    def __init__(self, client: Client, place: int, payload_type: int, repair_type: int, media: int) -> None:
        self.client, self._place = client, place
        self._payload_type, self._repair_type, self._media = payload_type, repair_type, media
        self._seen = bytearray(65536)
        self._round = 0
        self._missing: set[int] = set()
        self._asked_at = 0.0
        self._buffer = bytearray(2048)
        self._count = 0
        self._highest = 0
        self._ssrc = 2 + place
        self._report_at = 0.0
        self._report: tuple[int, float] | None = None
        """Middle of the NTP time in the last sender report, and when it came."""

    def begin(self, now: float) -> None:
        """A new load: forget which numbers were seen."""
        self._round = self._round % 255 + 1
        self._missing.clear()
        self._report_at = now + self._place / 24 * SECOND

    def drain(self, tally: Tally, publisher: Publisher) -> None:
        """Read what is there."""
        receive, buffer, seen, turn = self.client.socket.recv_into, self._buffer, self._seen, self._round
        while True:
            try:
                size = receive(buffer)
            except (BlockingIOError, ConnectionRefusedError):
                return
            first, second, sequence, _, _ = _HEADER.unpack_from(buffer)
            kind = second & 0x7F
            if first < 4:
                self.client.heed(bytes(buffer[:size]))
            elif kind == self._payload_type:
                if seen[sequence] == turn:
                    self._take_repair(sequence, tally)
                    continue
                seen[sequence] = turn
                tally.received += 1
                self._count += 1
                self._highest = sequence
                if sequence % LOST_EVERY == self._place:
                    self._missing.add(sequence)
                    tally.asked += 1
                if self._count % VERIFY_EVERY == 0:
                    self._verify(bytes(buffer[:size]), tally, publisher)
            elif kind == self._repair_type:
                self._take_repaired(bytes(buffer[:size]), tally)
            elif 191 < second < 224:
                tally.rtcp += 1
                self._heed(bytes(buffer[:size]), tally)

    def _heed(self, data: bytes, tally: Tally) -> None:
        """Note a sender report, so that the server can measure the round trip by our echo of it."""
        try:
            messages = rtcp.parse(self.client.receiving.unprotect_rtcp(data))
        except Error:
            tally.forged += 1
            return
        for message in messages:
            if isinstance(message, rtcp.SenderReport) and message.ssrc == self._media:
                self._report = (message.ntp >> 16 & 0xFFFFFFFF, time.perf_counter())

    def _take_repair(self, sequence: int, tally: Tally) -> None:
        """The same packet again, on the same stream: a repair, if we asked for it."""
        if sequence in self._missing:
            self._missing.discard(sequence)
            tally.repaired += 1
        else:
            tally.doubled += 1

    def _take_repaired(self, data: bytes, tally: Tally) -> None:
        try:
            plain = self.client.receiving.unprotect(data)
        except Error:
            tally.forged += 1
            return
        start = _start(plain)
        sequence = int.from_bytes(plain[start : start + 2], "big")
        if sequence in self._missing:
            self._missing.discard(sequence)
            tally.repaired += 1

    def _verify(self, data: bytes, tally: Tally, publisher: Publisher) -> None:
        try:
            plain = self.client.receiving.unprotect(data)
        except Error:
            tally.forged += 1
            return
        body = plain[_start(plain) :]
        (index,) = _INDEX.unpack_from(body, 5)
        if 0 < index < publisher.first:  # of the load before, held up by a machine that stood still
            return
        at = publisher.sent_at.get(index)
        if at is None or body[5:] != _INDEX.pack(index) + bytes((index & 0xFF,)) * (len(body) - 13):
            tally.forged += 1
            return
        tally.verified += 1
        tally.delays.append(time.perf_counter() - at)

    def speak(self, now: float) -> None:
        """Report once a second, and ask for what is said to be missing."""
        due, asking = now >= self._report_at, self._missing and now - self._asked_at > ASK_EVERY
        if not due and not asking:
            return
        middle, at = self._report or (0, now)
        delay = int(max(0.0, now - at - ROUND_TRIP) * 65536) & 0xFFFFFFFF
        block = rtcp.ReportBlock(self._media, 256 // LOST_EVERY, 0, self._highest, 20, middle, delay)
        compound = rtcp.build_receiver_report(rtcp.ReceiverReport(self._ssrc, (block,)))
        compound += rtcp.build_description(self._ssrc, "subscriber")
        if due:
            self._report_at = now + SECOND
            compound += rtcp.build_remb(self._ssrc, REMB, [self._media])
        if asking:
            self._asked_at = now
            compound += rtcp.build_nack(self._ssrc, self._media, sorted(self._missing))
        self.client.socket.send(self.client.sending.protect_rtcp(compound))


def _start(plain: bytes) -> int:
    start = 12 + 4 * (plain[0] & 15)
    return start + 4 + 4 * (plain[start + 2] << 8 | plain[start + 3]) if plain[0] & 0x10 else start


def run(pid: int, publisher: Publisher, subscribers: list[Subscriber], load: Load, seconds: float) -> Tally:
    """Offer the load for so long, from silence to silence."""
    tally = Tally()
    frames = publisher.frames(load, round(load.frames * seconds))
    first = publisher.first = publisher.index + 1 - len(frames) * load.burst
    publisher.sent_at = {}
    tally.expected = len(frames) * load.burst * len(subscribers)
    began = time.perf_counter()
    for subscriber in subscribers:
        subscriber.begin(began)
    cpu, next_frame, next_report, due = processor_time(pid), began, began, iter(frames)
    frame, last_heard, heard = next(due, None), began, 0
    while frame is not None or time.perf_counter() < last_heard + (SETTLE if heard == tally.expected else PATIENCE):
        now = time.perf_counter()
        while frame is not None and now >= next_frame:
            publisher.send(frame, first)
            first += load.burst
            next_frame += 1 / load.frames
            frame = next(due, None)
        if now >= next_report:
            next_report += SECOND
            publisher.report()
        publisher.drain(tally)
        for subscriber in subscribers:
            subscriber.drain(tally, publisher)
            subscriber.speak(now)
        if tally.received > heard or frame is not None:
            heard, last_heard = tally.received, now
        time.sleep(POLL)
    tally.cpu = processor_time(pid) - cpu
    return tally


def processor_time(pid: int) -> float:
    """Seconds of all threads of a process, in the kernel too."""
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
