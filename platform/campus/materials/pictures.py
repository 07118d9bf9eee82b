"""Images as they are kept: drawn anew from their pixels, so that nothing else of the upload is left, no place where it
was taken, no camera, no hidden bytes; turned the right way up; and a small one beside it."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from PIL import Image, ImageCms, ImageOps

from server.core.errors import UserError

LONGEST_SIDE = 2560
THUMBNAIL_SIDE = 480
TYPES = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
MOST_PIXELS = 32_000_000
"""A small file may hold a huge picture."""
MOST_IN_JPEG = 80_000_000
"""A JPEG can be read at half its size, unless it is progressive: then all of it is held at once."""
BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error, Image.DecompressionBombError)
"""What Pillow raises for pictures that are none."""


@dataclass(frozen=True)
class Picture:
    """An image and its thumbnail, as bytes."""

    kind: str
    content: bytes
    thumbnail: bytes


def redraw(source: Path) -> Picture:
    """Read an upload and write it anew. Blocks: call it in a thread."""
    try:
        with Image.open(source, formats=list(TYPES)) as opened:
            # A phone's photograph with a second picture in it, of depth or of light: the first one is what one sees.
            kind = "JPEG" if opened.format == "MPO" else opened.format or ""
            _check_size(opened, MOST_IN_JPEG if kind == "JPEG" and "progressive" not in opened.info else MOST_PIXELS)
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            # A long and narrow picture is not read smaller.
            _check_size(opened, MOST_PIXELS)
            image = _plain(opened)
    except BROKEN:
        raise UserError("image_type", "Images are PNG, JPEG or WebP pictures.", status=422) from None
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return as_picture(image, kind)


def as_picture(image: Image.Image, kind: str) -> Picture:
    """The bytes of an image that is in memory."""
    content = _saved(image, kind)
    image.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return Picture(TYPES[kind], content, _saved(image, "WEBP"))


def _check_size(image: Image.Image, most: int) -> None:
    if image.width * image.height > most:
        most //= 1_000_000
        raise UserError("image_too_large", f"A picture has at most {most} megapixels.", status=422, most=most)


def _plain(opened: Image.Image) -> Image.Image:
    """Upright, in the colours of the web, and with nothing beside its pixels."""
    profile: bytes | None = opened.info.get("icc_profile")
    ImageOps.exif_transpose(opened, in_place=True)
    image = opened.convert("RGBA" if opened.has_transparency_data else "RGB")
    if profile:
        image = _in_srgb(image, profile)
    image.info.clear()
    return image


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Phones photograph in wider colours, which would look dull without their profile."""
    try:
        wide = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        made = cast(Any, ImageCms.createProfile("sRGB"))  # pyright: ignore[reportUnknownMemberType] - left untyped there
        turned = ImageCms.profileToProfile(image, wide, ImageCms.ImageCmsProfile(made), outputMode=image.mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return turned or image


def _saved(image: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    if kind == "JPEG":
        image.convert("RGB").save(out, kind, quality=86, progressive=True)
    elif kind == "WEBP":
        image.save(out, kind, quality=80)
    else:
        # Hardly larger than by the best effort, in half the time.
        image.save(out, kind, compress_level=4)
    return out.getvalue()
