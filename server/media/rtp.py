"""RTP headers read and written with struct (RFC 3550, RFC 8285): a full parse costs fifteen times as much.

Hot path: no logging, no decisions.
"""

from struct import Struct

HEADER = Struct(">BBHII")
EXTENDED = Struct(">BBHIIHHI")
"""A header with abs-send-time as its only extension."""

SMALLEST = 12
LONGEST = 1300
"""Longer packets are dropped: the SRTP library takes 1356 bytes, and a repair adds two to what came in."""


class MalformedError(ValueError):
    """Bytes that are no RTP packet: counted and dropped."""


def send_time(now: float) -> int:
    """An instant as abs-send-time: 24 bits, 6 before the point."""
    return int(now * 262144) & 0xFFFFFF


class Packet:
    """One packet as it came in, shared by everybody it is forwarded to."""

    __slots__ = ("arrival", "marker", "payload", "payload_type", "sequence", "ssrc", "stamp", "timestamp")

    def __init__(self, data: bytes, arrival: float) -> None:
        if len(data) < SMALLEST:
            raise MalformedError
        first, second, self.sequence, self.timestamp, self.ssrc = HEADER.unpack_from(data)
        start: int = 12 + 4 * (first & 15)
        end = len(data)
        try:
            if first & 0x10:
                start += 4 + 4 * ((data[start + 2] << 8) | data[start + 3])
        except IndexError:
            raise MalformedError from None
        if first & 0x20:
            end -= data[-1]
        if start > end or end > LONGEST:
            raise MalformedError
        self.marker = second & 0x80
        self.payload_type = second & 0x7F
        self.payload = data[start:end]
        self.arrival = arrival
        self.stamp = send_time(arrival)
        """Our own abs-send-time: the publisher's would make a receiver measure the publisher's uplink."""

    def restore(self, ssrc: int, payload_type: int) -> None:
        """Turn a repair packet (RFC 4588) back into the lost original."""
        if len(self.payload) < 3:
            raise MalformedError
        self.sequence = (self.payload[0] << 8) | self.payload[1]
        self.payload = self.payload[2:]
        self.ssrc = ssrc
        self.payload_type = payload_type


def shifted(extension: int) -> int:
    """An extension's id and length (three bytes) in the top byte, 0 when it is not negotiated."""
    return (extension << 28) | (2 << 24) if extension else 0


def extensions(data: bytes) -> dict[int, bytes]:
    """All one-byte header extensions (RFC 8285); used while an SSRC is still unknown."""
    found: dict[int, bytes] = {}
    if len(data) < SMALLEST or not data[0] & 0x10:
        return found
    at = 12 + 4 * (data[0] & 15)
    if data[at : at + 2] != b"\xbe\xde" or len(data) < at + 4:
        return found
    end = min(at + 4 + 4 * ((data[at + 2] << 8) | data[at + 3]), len(data))
    at += 4
    while at < end:
        head = data[at]
        if head == 0:
            at += 1
            continue
        identity, length = head >> 4, (head & 15) + 1
        if identity == 15 or at + 1 + length > end:
            break
        found[identity] = data[at + 1 : at + 1 + length]
        at += 1 + length
    return found


def audio_level(data: bytes, extension: int) -> int:
    """How loud the packet is, 0 (silence) to 127, from the clear header (RFC 6464): nothing is decoded."""
    if not data[0] & 0x10:
        return 0
    at = 12 + 4 * (data[0] & 15) + 4
    end = min(at + 4 * ((data[at - 2] << 8) | data[at - 1]), len(data)) if at <= len(data) else 0
    while at + 1 < end:
        head = data[at]
        if head >> 4 == extension:
            return 127 - (data[at + 1] & 0x7F)
        at += 1 if head == 0 else (head & 15) + 2
    return 0
