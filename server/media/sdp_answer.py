"""Writes our answer to a browser's offer: ICE-lite, DTLS passive, one transport for all sections (RFC 8829, 8839)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address

from server.media.sdp import EXTENSIONS, FEEDBACK, Codec, Offer, Section

CANDIDATE_PRIORITY = 2130706431
FORMATS = {
    "H264": "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f",
    # With 32 kbit/s Opus has room for error correction beside the full band, and a voice with its headers (25) still
    # fits a line of 64.
    "opus": "minptime=10;useinbandfec=1;usedtx=1;maxaveragebitrate=32000",
}
CLOCKS = {"VP8": "90000", "H264": "90000", "opus": "48000/2"}


@dataclass(frozen=True)
class Outgoing:
    """The stream that we send on one slot, for as long as the peer lives."""

    ssrc: int
    repair_ssrc: int


@dataclass(frozen=True)
class Local:
    """Our side of one transport."""

    ufrag: str
    password: str
    fingerprint: str
    addresses: Sequence[str]
    port: int
    cname: str
    version: int = 1
    """Grows with each answer of the same peer."""


def write(offer: Offer, local: Local, slots: Mapping[str, Outgoing]) -> str:
    """The answer, sections in the order of the offer."""
    mids = " ".join(section.mid for section in offer.sections)
    lines = [
        "v=0",
        f"o=- {int.from_bytes(local.cname.encode()[:6], 'big')} {local.version} IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        "a=ice-lite",
        f"a=group:BUNDLE {mids}",
        "a=msid-semantic: WMS *",
    ]
    for place, section in enumerate(offer.sections):
        lines += _section(section, local, slots)
        if place == 0:  # one transport: the candidates stand in the first section (RFC 9143, 7.1.3)
            lines += [_candidate(rank, address, local.port) for rank, address in enumerate(local.addresses)]
            lines.append("a=end-of-candidates")
    return "\r\n".join(lines) + "\r\n"


def _section(section: Section, local: Local, slots: Mapping[str, Outgoing]) -> list[str]:
    numbers = [number for codec in section.codecs for number in (codec.payload_type, codec.repair_type)]
    spoken = " ".join(str(number) for number in numbers if number is not None) or "0"
    direction = {"sendonly": "recvonly", "recvonly": "sendonly", "inactive": "inactive"}[section.direction]
    lines = [
        f"m={section.kind} 9 UDP/TLS/RTP/SAVPF {spoken}",
        "c=IN IP4 0.0.0.0",
        f"a=mid:{section.mid}",
        f"a={direction}",
        "a=rtcp-mux",
        "a=rtcp-rsize",
        f"a=ice-ufrag:{local.ufrag}",
        f"a=ice-pwd:{local.password}",
        f"a=fingerprint:sha-256 {local.fingerprint}",
        "a=setup:passive",
    ]
    lines += [
        f"a=extmap:{number} {uri}" for uri, number in section.extensions.items() if uri in EXTENSIONS[section.kind]
    ]
    for codec in section.codecs:
        lines += _codec(codec)
    if section.rids:
        lines += [f"a=rid:{rid} recv" for rid in section.rids]
        lines.append(f"a=simulcast:recv {';'.join(section.rids)}")
    if section.direction == "recvonly":
        lines += _stream(section, local.cname, slots[section.mid])
    return lines


def _codec(codec: Codec) -> list[str]:
    number = codec.payload_type
    lines = [f"a=rtpmap:{number} {codec.name}/{CLOCKS[codec.name]}"]
    if codec.name in FORMATS:
        lines.append(f"a=fmtp:{number} {FORMATS[codec.name]}")
    lines += [f"a=rtcp-fb:{number} {what}" for what in FEEDBACK if what in codec.feedback]
    if codec.repair_type is not None:
        lines += [f"a=rtpmap:{codec.repair_type} rtx/90000", f"a=fmtp:{codec.repair_type} apt={number}"]
    return lines


def _stream(section: Section, cname: str, stream: Outgoing) -> list[str]:
    # Each slot is a media stream of its own: a browser would delay one slot's sound to fit another slot's picture.
    lines = [f"a=msid:slot-{section.mid} track-{section.mid}"]
    ssrcs = [stream.ssrc]
    if any(codec.repair_type is not None for codec in section.codecs):
        ssrcs.append(stream.repair_ssrc)
        lines.append(f"a=ssrc-group:FID {stream.ssrc} {stream.repair_ssrc}")
    return lines + [f"a=ssrc:{ssrc} cname:{cname}" for ssrc in ssrcs]


def _candidate(rank: int, address: str, port: int) -> str:
    priority = CANDIDATE_PRIORITY - (rank << 8)
    return f"a=candidate:{rank + 1} 1 udp {priority} {ip_address(address)} {port} typ host"
