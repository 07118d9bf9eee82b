"""Reads a browser's offer. Whatever is wrong with it ends in one named SdpError, never in another exception (F3).

What is expected of the browser, in order (see wire.py for the calls): sendonly audio is the microphone, the first
sendonly video the camera (with simulcast rids, smallest first, e.g. `low;medium;high`), the second one the screen;
recvonly sections are slots, named by their mid. Everything is in one BUNDLE group with rtcp-mux, video is VP8 or
constrained-baseline H.264 (42e01f, packetization-mode 1), audio is Opus. At most 20 sections and 100 kB; calling
`setCodecPreferences` with VP8, H.264 and rtx on each video transceiver brings a full offer from 74 kB to under 40.
A restart offer (ICE) must name the same sections and the same certificate as the first one.
"""

import re
from dataclasses import dataclass, field, replace

from server.media.wire import Source

LARGEST = 100_000
MOST_SECTIONS = 20

MID = "urn:ietf:params:rtp-hdrext:sdes:mid"
RID = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"
REPAIRED_RID = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id"
AUDIO_LEVEL = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
ABS_SEND_TIME = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"
EXTENSIONS = {"audio": (MID, AUDIO_LEVEL, ABS_SEND_TIME), "video": (MID, RID, REPAIRED_RID, ABS_SEND_TIME)}
FEEDBACK = ("goog-remb", "ccm fir", "nack", "nack pli")

_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,16}")
_UFRAG = re.compile(r"[A-Za-z0-9+/]{4,256}")
_PASSWORD = re.compile(r"[A-Za-z0-9+/]{22,256}")
_FINGERPRINT = re.compile(r"[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){19,63}")
_NUMBER = re.compile(r"[0-9]{1,10}")
_DIGESTS = {"sha-256": 32, "sha-384": 48, "sha-512": 64}


class SdpError(ValueError):
    """The offer is not one that we can answer; the text says why, in English, for a log and a refusal."""


@dataclass(frozen=True)
class Codec:
    """One codec of a section that we speak, with the number of its repair stream."""

    name: str
    payload_type: int
    repair_type: int | None
    feedback: tuple[str, ...]


@dataclass(frozen=True)
class Fingerprint:
    """Digest of the browser's DTLS certificate."""

    algorithm: str
    value: str


@dataclass(frozen=True)
class Section:
    """One m-line."""

    kind: str
    mid: str
    direction: str
    codecs: tuple[Codec, ...]
    extensions: dict[str, int]
    rids: tuple[str, ...] = ()
    ssrcs: tuple[int, ...] = ()
    repairs: dict[int, int] = field(default_factory=dict[int, int])
    """Repair SSRC of each primary one (ssrc-group FID)."""
    source: Source | None = None
    """What a sendonly section carries."""


@dataclass(frozen=True)
class Offer:
    """What a browser wants."""

    ufrag: str
    password: str
    fingerprints: tuple[Fingerprint, ...]
    sections: tuple[Section, ...]

    @property
    def slots(self) -> list[Section]:
        """The sections on which we send."""
        return [section for section in self.sections if section.direction == "recvonly"]

    def shape(self) -> list[tuple[str, str, str]]:
        """What may not change during the life of a connection."""
        return [(section.mid, section.kind, section.direction) for section in self.sections]


Attributes = dict[str, list[str]]


def read(text: str) -> Offer:
    """The offer in `text`, checked."""
    if len(text) > LARGEST:
        raise SdpError("the offer is longer than 100 kB")
    if "\x00" in text or not text.isascii():
        raise SdpError("the offer has characters that do not belong there")
    blocks = _blocks(text.replace("\r\n", "\n").split("\n"))
    if not 1 < len(blocks) <= MOST_SECTIONS + 1:
        raise SdpError(f"the offer has {len(blocks) - 1} sections; between 1 and {MOST_SECTIONS} are possible")
    session = _attributes(blocks[0])
    bundled = _bundled(session)
    sections: list[Section] = []
    transports: set[tuple[str, str, tuple[Fingerprint, ...]]] = set()
    for block in blocks[1:]:
        attributes = _attributes(block)
        section = _section(block[0], attributes)
        if section.mid not in bundled or section.mid in {other.mid for other in sections}:
            raise SdpError("a section is not in the bundle, or its mid is not its own")
        transports.add(_transport(attributes, session))
        sections.append(section)
    if len(transports) != 1:
        raise SdpError("the sections do not share one transport")
    ufrag, password, fingerprints = transports.pop()
    return Offer(ufrag, password, fingerprints, _with_sources(sections))


def _blocks(lines: list[str]) -> list[list[str]]:
    blocks: list[list[str]] = [[]]
    for line in lines:
        if not line:
            continue
        if len(line) < 2 or line[1] != "=":
            raise SdpError("a line is not of the form x=…")
        if line.startswith("m="):
            blocks.append([])
        blocks[-1].append(line)
    if not blocks[0] or blocks[0][0] != "v=0":
        raise SdpError("the offer does not begin with v=0")
    return blocks


def _attributes(block: list[str]) -> Attributes:
    attributes: Attributes = {}
    for line in block:
        if line.startswith("a="):
            name, _, value = line[2:].partition(":")
            attributes.setdefault(name, []).append(value)
    return attributes


def _bundled(session: Attributes) -> set[str]:
    groups = [value.split() for value in session.get("group", []) if value.startswith("BUNDLE ")]
    if len(groups) != 1:
        raise SdpError("the offer must have one BUNDLE group")
    return set(groups[0][1:])


def _transport(attributes: Attributes, session: Attributes) -> tuple[str, str, tuple[Fingerprint, ...]]:
    """ICE credentials and fingerprints: in the section or, if not there, above all sections."""

    def values(name: str) -> list[str]:
        return attributes.get(name) or session.get(name) or []

    ufrags, passwords, setups = values("ice-ufrag"), values("ice-pwd"), values("setup")
    if len(ufrags) != 1 or not _UFRAG.fullmatch(ufrags[0]):
        raise SdpError("the ICE user fragment is missing or malformed")
    if len(passwords) != 1 or not _PASSWORD.fullmatch(passwords[0]):
        raise SdpError("the ICE password is missing or malformed")
    if len(setups) != 1 or setups[0] not in ("actpass", "active"):
        raise SdpError("the browser must be able to begin the DTLS handshake")
    if "rtcp-mux" not in attributes:
        raise SdpError("RTCP must share the port (rtcp-mux)")
    fingerprints: list[Fingerprint] = []
    for value in values("fingerprint"):
        algorithm, _, digest = value.partition(" ")
        algorithm = algorithm.lower()
        if algorithm not in _DIGESTS:
            continue
        if not _FINGERPRINT.fullmatch(digest) or len(digest) != 3 * _DIGESTS[algorithm] - 1:
            raise SdpError("a certificate fingerprint is malformed")
        fingerprints.append(Fingerprint(algorithm, digest.upper()))
    if not fingerprints:
        raise SdpError("the certificate fingerprint is missing")
    return ufrags[0], passwords[0], tuple(fingerprints)


def _section(head: str, attributes: Attributes) -> Section:
    parts = head[2:].split()
    if len(parts) < 4 or parts[0] not in EXTENSIONS or parts[2] != "UDP/TLS/RTP/SAVPF":
        raise SdpError("only audio and video over DTLS-SRTP are possible")
    kind, payload_types = parts[0], [_number(part, 127) for part in parts[3:]]
    mids = attributes.get("mid", [])
    if len(mids) != 1 or not _TOKEN.fullmatch(mids[0]):
        raise SdpError("a section has no usable mid")
    directions = [name for name in ("sendonly", "recvonly", "inactive", "sendrecv") if name in attributes]
    if len(directions) != 1 or directions[0] == "sendrecv":
        raise SdpError("a section must be sendonly, recvonly or inactive")
    direction = directions[0]
    codecs = _codecs(kind, payload_types, attributes)
    if not codecs and direction != "inactive":
        raise SdpError(f"a section offers no {kind} codec that we speak (VP8, H264 42e01f, Opus)")
    ssrcs, repairs = _ssrcs(attributes) if direction == "sendonly" else ((), {})
    rids = _rids(attributes) if direction == "sendonly" and kind == "video" else ()
    return Section(kind, mids[0], direction, codecs, _extensions(kind, attributes), rids, ssrcs, repairs)


def _codecs(kind: str, payload_types: list[int], attributes: Attributes) -> tuple[Codec, ...]:
    maps = _by_payload_type(attributes, "rtpmap")
    formats = _by_payload_type(attributes, "fmtp")
    feedback: dict[int, list[str]] = {}
    for value in attributes.get("rtcp-fb", []):
        number, _, what = value.partition(" ")
        if number != "*" and what in FEEDBACK:
            feedback.setdefault(_number(number, 127), []).append(what)
    repairs: dict[int, int] = {}
    for number, name in maps.items():
        if name.lower() == "rtx/90000" and formats.get(number, "").startswith("apt="):
            repairs.setdefault(_number(formats[number][4:].split(";")[0], 127), number)
    speak = _speaks_video if kind == "video" else _speaks_audio
    codecs: list[Codec] = []
    for number in payload_types:
        name = speak(maps.get(number, ""), formats.get(number, ""))
        # 64 to 95 would look like RTCP on the shared port (RFC 5761, 4).
        if name and not 64 <= number <= 95 and name not in {codec.name for codec in codecs}:
            codecs.append(Codec(name, number, repairs.get(number), tuple(dict.fromkeys(feedback.get(number, ())))))
    return tuple(sorted(codecs, key=lambda codec: codec.name != "VP8"))


def _speaks_video(name: str, parameters: str) -> str:
    if name.upper() == "VP8/90000":
        return "VP8"
    fields = {key.strip().lower(): value.strip() for key, _, value in (p.partition("=") for p in parameters.split(";"))}
    baseline = fields.get("profile-level-id", "").lower().startswith("42e0")
    if name.upper() == "H264/90000" and fields.get("packetization-mode") == "1" and baseline:
        return "H264"
    return ""


def _speaks_audio(name: str, _: str) -> str:
    return "opus" if name.lower() == "opus/48000/2" else ""


def _by_payload_type(attributes: Attributes, name: str) -> dict[int, str]:
    found: dict[int, str] = {}
    for value in attributes.get(name, []):
        number, _, rest = value.partition(" ")
        if _number(number, 127) in found:
            raise SdpError("a payload type is described twice")
        found[int(number)] = rest.strip()
    return found


def _extensions(kind: str, attributes: Attributes) -> dict[str, int]:
    found: dict[str, int] = {}
    for value in attributes.get("extmap", []):
        number, _, rest = value.partition(" ")
        uri = rest.split(" ")[0]
        identity = _number(number.split("/")[0], 4096)
        if uri in EXTENSIONS[kind] and 1 <= identity <= 14:
            if identity in found.values() and found.get(uri) != identity:
                raise SdpError("two header extensions share a number")
            found.setdefault(uri, identity)
    return found


def _rids(attributes: Attributes) -> tuple[str, ...]:
    sent = [value.split(" ")[0] for value in attributes.get("rid", []) if value.split(" ")[1:2] == ["send"]]
    simulcast = attributes.get("simulcast", [])
    if not sent and not simulcast:
        return ()
    words = simulcast[0].split() if len(simulcast) == 1 else []
    if len(words) != 2 or words[0] != "send":
        raise SdpError("the simulcast line is missing or malformed")
    rids = tuple(rid.lstrip("~") for rid in words[1].split(";"))
    if not 1 <= len(rids) <= 3 or len(set(rids)) != len(rids) or set(rids) != set(sent):
        raise SdpError("between one and three simulcast layers are possible, each described by a rid line")
    if not all(_TOKEN.fullmatch(rid) for rid in rids):
        raise SdpError("a rid is malformed")
    return rids


def _ssrcs(attributes: Attributes) -> tuple[tuple[int, ...], dict[int, int]]:
    named = dict.fromkeys(_number(value.split(" ")[0], 0xFFFFFFFF) for value in attributes.get("ssrc", []))
    repairs: dict[int, int] = {}
    for value in attributes.get("ssrc-group", []):
        words = value.split()
        if words[:1] == ["FID"] and len(words) == 3:
            repairs[_number(words[1], 0xFFFFFFFF)] = _number(words[2], 0xFFFFFFFF)
    if len(named) > 8:
        raise SdpError("a section names too many SSRCs")
    return tuple(ssrc for ssrc in named if ssrc not in repairs.values()), repairs


def _with_sources(sections: list[Section]) -> tuple[Section, ...]:
    sources = {"audio": [Source.MICROPHONE], "video": [Source.CAMERA, Source.SCREEN]}
    found: list[Section] = []
    for section in sections:
        if section.direction != "sendonly":
            found.append(section)
            continue
        if not sources[section.kind]:
            raise SdpError("one microphone, one camera and one screen are possible")
        found.append(replace(section, source=sources[section.kind].pop(0)))
    return tuple(found)


def _number(text: str, largest: int) -> int:
    if not _NUMBER.fullmatch(text) or int(text) > largest:
        raise SdpError("a number is missing or out of range")
    return int(text)
