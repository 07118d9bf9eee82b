"""The numbers in the VP8 payload descriptor (RFC 7741, 4.2), continued over a change of source or layer. Pure.

Chromium keeps a table of base-layer frames by TL0PICIDX and does not overwrite entries: when that number jumps back by
a little, as between two simulcast layers it may, frames get wrong references and the decoder stops until a key frame.
"""

PICTURE_AHEAD, BASE_AHEAD = 8, 2
"""How far a change jumps ahead: late packets of the old source must not share numbers with the new one."""

PICTURES, BASES = 1 << 15, 1 << 8


def numbers(payload: bytes) -> tuple[int, int]:
    """PictureID and TL0PICIDX, 0 where there is none."""
    picture = base = 0
    try:
        if payload[0] & 0x80:
            flags, at = payload[1], 2
            if flags & 0x80:
                wide = payload[at] & 0x80
                picture = (payload[at] & 0x7F) << 8 | payload[at + 1] if wide else payload[at]
                at += 2 if wide else 1
            if flags & 0x40:
                base = payload[at]
    except IndexError:
        return 0, 0
    return picture, base


def offsets(last: bytes, first: bytes) -> tuple[int, int]:
    """What to add so that `first`, of another source, comes after `last`, as it went out."""
    (last_picture, last_base), (picture, base) = numbers(last), numbers(first)
    return (
        (last_picture + PICTURE_AHEAD - picture) % PICTURES,
        (last_base + BASE_AHEAD - base) % BASES,
    )


def renumbered(payload: bytes, picture: int, base: int) -> bytes:
    """The payload with both numbers moved on; one without them, or broken, stays as it is."""
    try:
        if not payload[0] & 0x80:
            return payload
        moved, flags, at = bytearray(payload), payload[1], 2
        if flags & 0x80:
            if payload[at] & 0x80:
                number = (((payload[at] & 0x7F) << 8 | payload[at + 1]) + picture) & 0x7FFF
                moved[at], moved[at + 1] = 0x80 | number >> 8, number & 0xFF
                at += 2
            else:
                moved[at] = (payload[at] + picture) & 0x7F
                at += 1
        if flags & 0x40:
            moved[at] = (payload[at] + base) & 0xFF
    except IndexError:
        return payload
    return bytes(moved)
