"""RTCP read and written with struct (RFC 3550, 4585, 5104, REMB): only what a forwarding server needs."""

from dataclasses import dataclass
from struct import Struct, error

_REPORT_BLOCK = Struct(">IIIIII")
_SENDER = Struct(">IQIII")
_TWO = Struct(">II")

SENDER_REPORT, RECEIVER_REPORT, DESCRIPTION, GOODBYE, TRANSPORT, PAYLOAD = 200, 201, 202, 203, 205, 206
NACK_FORMAT, PLI_FORMAT, FIR_FORMAT, APPLICATION_FORMAT = 1, 1, 4, 15


class RtcpError(ValueError):
    """Bytes that are no RTCP: counted and dropped."""


@dataclass(frozen=True, slots=True)
class ReportBlock:
    """How one stream arrives at the reporter."""

    ssrc: int
    fraction_lost: int
    lost: int
    highest: int
    jitter: int
    last_report: int
    delay: int


@dataclass(frozen=True, slots=True)
class SenderReport:
    """What a sender has sent, and which of its timestamps is which instant."""

    ssrc: int
    ntp: int
    timestamp: int
    packets: int
    octets: int
    blocks: tuple[ReportBlock, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceiverReport:
    """How streams arrive."""

    ssrc: int
    blocks: tuple[ReportBlock, ...] = ()


@dataclass(frozen=True, slots=True)
class Nack:
    """These packets of `media` are missing."""

    sender: int
    media: int
    lost: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PictureLoss:
    """A key frame of `media` is needed; a FIR is read as one of these for each of its streams."""

    sender: int
    media: int


@dataclass(frozen=True, slots=True)
class Remb:
    """The receiver's estimate of what it can take, in bits per second."""

    sender: int
    bitrate: int
    ssrcs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Goodbye:
    """These streams have ended."""

    ssrcs: tuple[int, ...]


Message = SenderReport | ReceiverReport | Nack | PictureLoss | Remb | Goodbye


def parse(data: bytes) -> list[Message]:
    """The messages of a compound packet that concern us; unknown ones are skipped, broken ones raise RtcpError."""
    messages: list[Message] = []
    at = 0
    try:
        while at < len(data):
            if len(data) - at < 4 or data[at] >> 6 != 2:
                raise RtcpError
            end = at + 4 + 4 * ((data[at + 2] << 8) | data[at + 3])
            if end > len(data):
                raise RtcpError
            stop = end
            if data[at] & 0x20:
                stop -= data[end - 1]
            if stop < at + 4:
                raise RtcpError
            _parse_one(data[at + 1], data[at] & 31, data[at + 4 : stop], messages)
            at = end
    except (error, IndexError):
        raise RtcpError from None
    return messages


def _parse_one(kind: int, count: int, body: bytes, messages: list[Message]) -> None:
    if kind == SENDER_REPORT:
        ssrc, ntp, timestamp, packets, octets = _SENDER.unpack_from(body)
        messages.append(SenderReport(ssrc, ntp, timestamp, packets, octets, _blocks(body, 24, count)))
    elif kind == RECEIVER_REPORT:
        ssrc = int.from_bytes(body[:4], "big")
        messages.append(ReceiverReport(ssrc, _blocks(body, 4, count)))
    elif kind == GOODBYE:
        if len(body) < 4 * count:
            raise RtcpError
        messages.append(Goodbye(tuple(int.from_bytes(body[i : i + 4], "big") for i in range(0, 4 * count, 4))))
    elif kind == TRANSPORT and count == NACK_FORMAT:
        sender, media = _TWO.unpack_from(body)
        messages.append(Nack(sender, media, _lost(body[8:])))
    elif kind == PAYLOAD and count == PLI_FORMAT:
        messages.append(PictureLoss(*_TWO.unpack_from(body)))
    elif kind == PAYLOAD and count == FIR_FORMAT:
        sender, _ = _TWO.unpack_from(body)
        for i in range(8, len(body) - 7, 8):
            messages.append(PictureLoss(sender, int.from_bytes(body[i : i + 4], "big")))
    elif kind == PAYLOAD and count == APPLICATION_FORMAT and body[8:12] == b"REMB":
        messages.append(_remb(body))


def _blocks(body: bytes, at: int, count: int) -> tuple[ReportBlock, ...]:
    blocks: list[ReportBlock] = []
    for i in range(count):
        ssrc, loss, highest, jitter, last, delay = _REPORT_BLOCK.unpack_from(body, at + 24 * i)
        lost = loss & 0xFFFFFF
        blocks.append(
            ReportBlock(ssrc, loss >> 24, lost - 0x1000000 if lost & 0x800000 else lost, highest, jitter, last, delay)
        )
    return tuple(blocks)


def _lost(entries: bytes) -> tuple[int, ...]:
    lost: list[int] = []
    for i in range(0, len(entries) - 3, 4):
        first = (entries[i] << 8) | entries[i + 1]
        following = (entries[i + 2] << 8) | entries[i + 3]
        lost.append(first)
        lost.extend((first + bit + 1) & 0xFFFF for bit in range(16) if following >> bit & 1)
    return tuple(lost)


def _remb(body: bytes) -> Remb:
    sender, _ = _TWO.unpack_from(body)
    count, exponent = body[12], body[13] >> 2
    mantissa = (body[13] & 3) << 16 | body[14] << 8 | body[15]
    if len(body) < 16 + 4 * count:
        raise RtcpError
    ssrcs = tuple(int.from_bytes(body[i : i + 4], "big") for i in range(16, 16 + 4 * count, 4))
    return Remb(sender, mantissa << exponent, ssrcs)


def _framed(kind: int, count: int, body: bytes) -> bytes:
    return bytes((0x80 | count, kind)) + (len(body) // 4).to_bytes(2, "big") + body


def _packed_block(block: ReportBlock) -> bytes:
    lost = max(-0x800000, min(0x7FFFFF, block.lost)) & 0xFFFFFF
    return _REPORT_BLOCK.pack(
        block.ssrc, block.fraction_lost << 24 | lost, block.highest, block.jitter, block.last_report, block.delay
    )


def build_sender_report(report: SenderReport) -> bytes:
    """A sender report; its blocks must be at most 31."""
    head = _SENDER.pack(
        report.ssrc, report.ntp, report.timestamp, report.packets & 0xFFFFFFFF, report.octets & 0xFFFFFFFF
    )
    return _framed(SENDER_REPORT, len(report.blocks), head + b"".join(map(_packed_block, report.blocks)))


def build_receiver_report(report: ReceiverReport) -> bytes:
    """A receiver report; its blocks must be at most 31."""
    body = report.ssrc.to_bytes(4, "big") + b"".join(map(_packed_block, report.blocks))
    return _framed(RECEIVER_REPORT, len(report.blocks), body)


def build_description(ssrc: int, cname: str) -> bytes:
    """The source description that must stand in every compound packet: the stable name of the sender."""
    name = cname.encode()
    item = bytes((1, len(name))) + name + b"\x00"
    return _framed(DESCRIPTION, 1, ssrc.to_bytes(4, "big") + item + bytes(-len(item) % 4))


def build_nack(sender: int, media: int, lost: list[int]) -> bytes:
    """Ask for missing packets again; each entry names one and up to sixteen following it."""
    entries = bytearray()
    at = 0
    while at < len(lost):
        first, following = lost[at], 0
        at += 1
        while at < len(lost) and 0 < (distance := (lost[at] - first) & 0xFFFF) <= 16:
            following |= 1 << (distance - 1)
            at += 1
        entries += first.to_bytes(2, "big") + following.to_bytes(2, "big")
    return _framed(TRANSPORT, NACK_FORMAT, _TWO.pack(sender, media) + bytes(entries))


def build_picture_loss(sender: int, media: int) -> bytes:
    """Ask for a key frame (PLI)."""
    return _framed(PAYLOAD, PLI_FORMAT, _TWO.pack(sender, media))


def build_full_intra(sender: int, media: int, number: int) -> bytes:
    """Demand a key frame (FIR, RFC 5104), for senders that do not take PLI; `number` grows with each demand."""
    return _framed(PAYLOAD, FIR_FORMAT, _TWO.pack(sender, 0) + _TWO.pack(media, (number & 255) << 24))


def build_remb(sender: int, bitrate: int, ssrcs: list[int]) -> bytes:
    """Say how much we are willing to take from these streams together."""
    exponent = max(0, bitrate.bit_length() - 18)
    value = exponent << 18 | bitrate >> exponent
    body = _TWO.pack(sender, 0) + b"REMB" + bytes((len(ssrcs),)) + value.to_bytes(3, "big")
    return _framed(PAYLOAD, APPLICATION_FORMAT, body + b"".join(ssrc.to_bytes(4, "big") for ssrc in ssrcs))
