"""The offer of a real Chromium, and what may be wrong with one."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

OFFER = (Path(__file__).parent / "chromium_offer.sdp").read_bytes().decode()


LIES: dict[str, Callable[[str], str]] = {
    "empty": lambda text: "",
    "no version": lambda text: text.replace("v=0\r\n", ""),
    "no fingerprint": lambda text: re.sub(r"a=fingerprint:.*\r\n", "", text),
    "a short fingerprint": lambda text: re.sub(r"a=fingerprint:sha-256 ...", "a=fingerprint:sha-256 ", text),
    "only sha-1": lambda text: text.replace("a=fingerprint:sha-256", "a=fingerprint:sha-1"),
    "another fingerprint in one section": lambda text: text.replace("sha-256 09", "sha-256 0A", 1),
    "another user fragment in one section": lambda text: text.replace("a=ice-ufrag:hNGn", "a=ice-ufrag:xxxx", 1),
    "no password": lambda text: re.sub(r"a=ice-pwd:.*\r\n", "", text),
    "passive": lambda text: text.replace("a=setup:actpass", "a=setup:passive"),
    "no rtcp-mux": lambda text: text.replace("a=rtcp-mux\r\n", ""),
    "no bundle": lambda text: re.sub(r"a=group:BUNDLE.*\r\n", "", text),
    "a mid outside the bundle": lambda text: text.replace("a=mid:5\r\n", "a=mid:55\r\n"),
    "a mid twice": lambda text: text.replace("a=mid:5\r\n", "a=mid:4\r\n"),
    "a mid with odd letters": lambda text: text.replace("a=mid:5\r\n", "a=mid:<script>\r\n"),
    "an unknown direction": lambda text: text.replace("a=recvonly", "a=sideways", 1),
    "both directions": lambda text: text.replace("a=recvonly", "a=sendrecv", 1),
    "two directions": lambda text: text.replace("a=recvonly", "a=recvonly\r\na=sendonly", 1),
    "a second microphone": lambda text: text.replace("a=recvonly", "a=sendonly", 1),
    "a data channel": lambda text: text.replace("m=audio 9 UDP/TLS/RTP/SAVPF", "m=application 9 UDP/DTLS/SCTP", 1),
    "plain RTP": lambda text: text.replace("UDP/TLS/RTP/SAVPF", "RTP/AVP"),
    "no codec of ours": lambda text: text.replace("VP8/90000", "VP7/90000").replace("42e01f", "640032"),
    "a payload type beyond 127": lambda text: text.replace("a=rtpmap:96 VP8", "a=rtpmap:960 VP8"),
    "a payload type in letters": lambda text: text.replace("a=rtpmap:96 VP8", "a=rtpmap:x VP8"),
    "a payload type twice": lambda text: text.replace("a=rtpmap:97 rtx", "a=rtpmap:96 rtx"),
    "an SSRC beyond 32 bits": lambda text: text.replace("a=ssrc:636734215", "a=ssrc:6367342150", 1),
    "a rid line without its simulcast": lambda text: text.replace("a=simulcast:send low;medium;high\r\n", ""),
    "an unknown rid": lambda text: text.replace("a=simulcast:send low;medium;high", "a=simulcast:send low;medium;top"),
    "four layers": lambda text: text.replace("send low;medium;high", "send low;medium;high;top"),
    "a number shared by extensions": lambda text: text.replace("a=extmap:10 ", "a=extmap:4 "),
    "twenty-one sections": lambda text: (
        text + "".join(f"m={section}" for section in text.split("m=")[-3:]).replace("a=mid:1", "a=mid:2")
    ),
    "a hundred kilobytes": lambda text: text + "a=x\r\n" * 20000,
    "a NUL": lambda text: text + "a=\x00\r\n",
    "letters beyond ASCII": lambda text: text.replace("s=-", "s=ə"),
    "a line that is no line": lambda text: text + "hello\r\n",
}
