"""Key frames: recognised in the payload's first bytes, asked for sparingly. Pure."""

INTERVAL = 0.5
FOR_NEWCOMERS = 0.32
"""Somebody who waits for their first picture does not wait for the whole interval; browsers heed no two requests
within 0.3 s."""


def starts_vp8_keyframe(payload: bytes) -> bool:
    """The first packet of a VP8 key frame: start of partition 0 (RFC 7741, 4.2) and P bit zero (RFC 6386, 9.1)."""
    size = len(payload)
    if size < 4 or payload[0] & 0x17 != 0x10:
        return False
    at = 1
    if payload[0] & 0x80:
        flags = payload[1]
        at = 2
        if flags & 0x80:
            at += 2 if payload[2] & 0x80 else 1
        if flags & 0x40:
            at += 1
        if flags & 0x30:
            at += 1
    return at < size and not payload[at] & 1


def starts_h264_keyframe(payload: bytes) -> bool:
    """A packet with a sequence parameter set or the start of an IDR slice (RFC 6184): browsers send the set first."""
    if len(payload) < 2:
        return False
    kind = payload[0] & 31
    if kind in (5, 7):
        return True
    if kind == 28:
        return bool(payload[1] & 0x80) and payload[1] & 31 in (5, 7)
    at = 1
    while kind == 24 and at + 2 < len(payload):
        if payload[at + 2] & 31 in (5, 7):
            return True
        at += 2 + (payload[at] << 8 | payload[at + 1])
    return False


def starts_sound(payload: bytes) -> bool:
    """Every Opus packet can be the first (RFC 7587)."""
    return True


STARTS = {"VP8": starts_vp8_keyframe, "H264": starts_h264_keyframe, "opus": starts_sound}


class KeyframeRequests:
    """Lets through at most one request per half second, and remembers one that came too early."""

    __slots__ = ("_last", "_served", "wanted")

    def __init__(self) -> None:
        self._last = float("-inf")
        self._served = 0
        """How many waited for a key frame at the last request."""
        self.wanted = False

    def request(self, now: float, waiting: int = 0) -> bool:
        """Whether a request may go out now, when so many wait to begin; if not, it is due later."""
        if now - self._last < (FOR_NEWCOMERS if waiting > self._served else INTERVAL):
            self.wanted = True
            return False
        self._last, self._served = now, waiting
        self.wanted = False
        return True

    def arrived(self) -> None:
        """A key frame came: whatever was due is fulfilled."""
        self.wanted = False
        self._served = 0
