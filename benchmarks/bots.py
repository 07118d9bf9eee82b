"""Participants without a browser: real ICE, DTLS, SRTP and RTCP, real VP8 and Opus, at a class's own rates."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field

from benchmarks.material import FRAMES_PER_SECOND, STAMP, Material, stamped
from server.media import rtcp
from server.media.rtcp import ReceiverReport, ReportBlock
from server.media.wire import Layer
from tests.media.caller import ABS_SEND_TIME, LEVEL, MID, OPUS, RID, VP8, Caller, Layout

SPEAKS, SILENT = 25, 127
"""Audio levels below full scale, in dB."""
TILES = 12


@dataclass
class Shown:
    """One slot as it arrives: frames, what is missing, and how often it froze."""

    frames: int = 0
    packets: int = 0
    lost: int = 0
    highest: int = -1
    last_frame: float = 0.0
    freezes: int = 0
    """How often no frame came for longer than a second."""

    def count(self, sequence: int) -> list[int]:
        """The numbers that were jumped over."""
        self.packets += 1
        if self.highest < 0:
            self.highest = sequence
            return []
        ahead = (sequence - self.highest) & 0xFFFF
        if not 0 < ahead < 1000:
            self.lost -= 1
            return []
        missing = [(self.highest + at) & 0xFFFF for at in range(1, min(ahead, 17))]
        self.lost += ahead - 1
        self.highest = sequence
        return missing


@dataclass
class Filmed:
    """One layer of the camera as it is sent."""

    ssrc: int
    rid: str
    on: bool = True
    at: int = 0
    sequence: int = field(default_factory=lambda: random.randrange(1 << 15))


class Bot(Caller):
    """One participant."""

    def __init__(self, number: int, material: Material) -> None:
        super().__init__(Layout(video_slots=TILES))
        self.number, self.material = number, material
        self.shown: dict[int, Shown] = {}
        self.heard: dict[int, float] = {}
        """When each speaker was heard last."""
        self.delays: list[float] = []
        self.joined: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self.speaks = False
        self.counting = False
        self._picture = random.randrange(1 << 14)
        self._word = self._sound_sequence = 0
        self._layers = {
            layer: Filmed(random.getrandbits(32), layer.value) for layer in (Layer.LOW, Layer.MEDIUM, Layer.HIGH)
        }
        self._microphone = random.getrandbits(32)
        self._tasks: list[asyncio.Task[None]] = []
        self._loop = asyncio.get_running_loop()

    def begin(self) -> None:
        """Film, talk and report from now on."""
        for work in (self._film, self._talk, self._report):
            self._tasks.append(asyncio.create_task(work()))

    def end(self) -> None:
        """Leave."""
        for task in self._tasks:
            task.cancel()
        self.leave()

    def obey(self, layers: list[Layer]) -> None:
        """Send these layers, as a browser does; one that begins again begins with a key frame."""
        for layer, filmed in self._layers.items():
            on = layer in layers
            if on and not filmed.on:
                filmed.at = 0
            filmed.on = on

    async def _film(self) -> None:
        tick = self._loop.time() + random.random() / FRAMES_PER_SECOND
        while True:
            tick += 1 / FRAMES_PER_SECOND
            await asyncio.sleep(max(0.0, tick - self._loop.time()))
            timestamp = int(tick * 90000) & 0xFFFFFFFF
            self._picture = (self._picture + 1) & 0x7FFF
            for layer, filmed in self._layers.items():
                if filmed.on:
                    self._show(layer, filmed, timestamp)

    def _show(self, layer: Layer, filmed: Filmed, timestamp: int) -> None:
        frames = self.material.layers[layer]
        chunks = frames[filmed.at]
        filmed.at = (filmed.at + 1) % len(frames)
        number = bytes((0x80, 0x80 | self._picture >> 8, self._picture & 0xFF))
        names = {MID: b"1", RID: filmed.rid.encode(), ABS_SEND_TIME: b"\xaa\xaa\xaa"}
        for at, chunk in enumerate(chunks):
            filmed.sequence = (filmed.sequence + 1) & 0xFFFF
            self.send(
                filmed.ssrc,
                filmed.sequence,
                (b"\x80" if at else b"\x90") + number + chunk,
                payload_type=VP8,
                timestamp=timestamp,
                marker=at == len(chunks) - 1,
                extensions=names,
            )

    async def _talk(self) -> None:
        tick = self._loop.time() + random.random() / 50
        while True:
            # Whoever is silent sends only comfort noise (DTX).
            tick += 0.02 if self.speaks else 0.4
            await asyncio.sleep(max(0.0, tick - self._loop.time()))
            self._word = (self._word + 1) % len(self.material.sound)
            self._sound_sequence = (self._sound_sequence + 1) & 0xFFFF
            level = SPEAKS if self.speaks else SILENT
            self.send(
                self._microphone,
                self._sound_sequence,
                stamped(self.material.sound[self._word], self._loop.time(), self.number),
                payload_type=OPUS,
                timestamp=int(tick * 48000) & 0xFFFFFFFF,
                extensions={MID: b"0", LEVEL: bytes((level | (0x80 if self.speaks else 0),))},
            )

    async def _report(self) -> None:
        while True:
            await asyncio.sleep(0.5 + random.random())
            blocks = [
                ReportBlock(ssrc, 0, max(0, shown.lost), max(0, shown.highest), 0, 0, 0)
                for ssrc, shown in list(self.shown.items())[:31]
            ]
            self.send_rtcp(rtcp.build_receiver_report(ReceiverReport(1, tuple(blocks))))

    def _take(self, data: bytes) -> None:
        if not 127 < data[0] < 192 or self._srtp is None:
            super()._take(data)
        elif 191 < data[1] < 224:
            for message in rtcp.parse(self._srtp.unprotect_rtcp(data)):
                if isinstance(message, rtcp.PictureLoss):
                    self._restart(message.media)
        else:
            self._receive(data, self._loop.time())

    def _restart(self, ssrc: int) -> None:
        for filmed in self._layers.values():
            if filmed.ssrc == ssrc:
                filmed.at = 0

    def _receive(self, data: bytes, now: float) -> None:
        ssrc = int.from_bytes(data[8:12], "big")
        shown = self.shown.get(ssrc)
        if shown is None:
            shown = self.shown[ssrc] = Shown()
        missing = shown.count(data[2] << 8 | data[3])
        kind = data[1] & 127
        if missing and kind == VP8:
            self.send_rtcp(rtcp.build_nack(1, ssrc, missing))
        if kind == OPUS:
            assert self._srtp is not None
            self._listen(self._srtp.unprotect(data), now)
        elif kind == VP8 and data[1] & 0x80:
            shown.frames += 1
            if self.counting and shown.last_frame and now - shown.last_frame > 1.0:
                shown.freezes += 1
            shown.last_frame = now
            if not self.joined.done():
                self.joined.set_result(now)

    def _listen(self, plain: bytes, now: float) -> None:
        sent, speaker = STAMP.unpack(plain[-STAMP.size :])
        if speaker < 1000 and abs(now - sent) < 60:  # else it comes from a browser, and carries no stamp
            self.heard[speaker] = now
            if self.counting:
                self.delays.append(now - sent)
