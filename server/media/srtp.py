"""SRTP of one peer, on libsrtp as pylibsrtp binds it: the only file that touches that binding.

pylibsrtp's own Session copies each packet three times and makes five objects of it, which costs more than the cipher.
Its version is locked; tests/media/test_srtp.py proves the seam.
"""

from typing import Any, cast

import pylibsrtp

from server.media.dtls import SrtpKeys

_binding: Any = __import__("pylibsrtp._binding", fromlist=["ffi", "lib"])
_ffi, _lib = _binding.ffi, _binding.lib

ANY_INBOUND = cast(int, pylibsrtp.Policy.SSRC_ANY_INBOUND)  # pyright: ignore[reportUnknownMemberType]
ANY_OUTBOUND = cast(int, pylibsrtp.Policy.SSRC_ANY_OUTBOUND)  # pyright: ignore[reportUnknownMemberType]

LONGEST = 1500
TRAILER = 16 + 128
"""So much may be added to a packet (SRTP_MAX_TRAILER_LEN)."""

protect = _lib.srtp_protect
"""`protect(session, start, length)` protects in place, `length` before and after; not 0 when it failed."""
_unprotect = _lib.srtp_unprotect

length = _ffi.new("int *")
"""Where `protect` reads and writes a length: one for all, media has one thread."""
_scratch = _ffi.new("char[]", LONGEST)
_scratch_view = memoryview(_ffi.buffer(_scratch))


class SrtpError(ValueError):
    """A packet whose proof failed, that was repeated, or that is too long."""


def wagon(size: int) -> tuple[Any, memoryview]:
    """Memory in which packets are composed and protected one behind the other: as libsrtp sees it, and as we do."""
    start = _ffi.new("char[]", size)
    return start, memoryview(_ffi.buffer(start))


class Srtp:
    """Protection of one peer's media, both ways."""

    def __init__(self, keys: SrtpKeys) -> None:
        # A repair is the same packet again; the windows forgive what a phone network reorders.
        self._receive = _session(keys.profile, keys.receive, ANY_INBOUND)
        self._send = _session(keys.profile, keys.send, ANY_OUTBOUND)
        self.sending: Any = _handle(self._send)
        """The session that `protect` takes; it lives as long as this object."""
        self._receiving: Any = _handle(self._receive)
        self.protect = self._send.protect
        self.protect_rtcp = self._send.protect_rtcp
        self.unprotect_rtcp = self._receive.unprotect_rtcp

    def unprotect(self, data: bytes) -> bytes:
        """The RTP packet in an SRTP packet."""
        size = len(data)
        if size > LONGEST:
            raise SrtpError
        _scratch_view[:size] = data
        length[0] = size
        if _unprotect(self._receiving, _scratch, length):
            raise SrtpError
        return bytes(_scratch_view[: length[0]])


def _session(profile: int, key: bytes, direction: int) -> pylibsrtp.Session:
    policy = pylibsrtp.Policy(key=key, ssrc_type=direction, srtp_profile=profile)
    policy.allow_repeat_tx = True
    policy.window_size = 1024
    return pylibsrtp.Session(policy)


def _handle(session: pylibsrtp.Session) -> Any:
    return cast(Any, session)._srtp[0]


SRTP_ERRORS = (pylibsrtp.Error, ValueError)
"""What protecting and unprotecting raise: a failed proof, a replay, a packet too long."""
