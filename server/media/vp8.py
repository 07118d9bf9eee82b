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


def offsets(last: tuple[int, int], first: bytes) -> tuple[int, int]:
    """What to add so that `first`, of another source, comes after the numbers `last` that went out."""
    (last_picture, last_base), (picture, base) = last, numbers(first)
    return (
        (last_picture + PICTURE_AHEAD - picture) % PICTURES,
        (last_base + BASE_AHEAD - base) % BASES,
    )


def renumbered(payload: bytes, picture: int, base: int) -> bytes:
    """The first octets of the payload with both numbers moved on; none when it has no numbers, or is broken."""
    try:
        first = payload[0]
        if not first & 0x80:
            return b""
        flags = payload[1]
        if flags & 0x80 and payload[2] & 0x80:
            number = ((payload[2] << 8 | payload[3]) + picture) & 0x7FFF
            moved = (first, flags, 0x80 | number >> 8, number & 0xFF)
        elif flags & 0x80:
            moved = (first, flags, (payload[2] + picture) & 0x7F)
        else:
            moved = (first, flags)
        if flags & 0x40:
            moved += ((payload[len(moved)] + base) & 0xFF,)
    except IndexError:
        return b""
    return bytes(moved)
