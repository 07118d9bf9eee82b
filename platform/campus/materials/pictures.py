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
MOST_PIXELS = {"JPEG": 80_000_000, "PNG": 32_000_000, "WEBP": 32_000_000}
"""A small file may hold a huge picture; JPEG can be read at half its size."""
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
            kind = opened.format or ""
            _check_size(opened, kind)
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
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


def _check_size(image: Image.Image, kind: str) -> None:
    if image.width * image.height > MOST_PIXELS[kind]:
        most = MOST_PIXELS[kind] // 1_000_000
        raise UserError("image_too_large", f"A picture has at most {most} megapixels.", status=422, most=most)


def _plain(opened: Image.Image) -> Image.Image:
    """Upright, in the colours of the web, and with nothing beside its pixels."""
    profile: bytes | None = opened.info.get("icc_profile")
    upright = ImageOps.exif_transpose(opened)
    image = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
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
