"""Runs in a process of its own, shut in: counts a document's pages, and draws each as a picture and a small one (T16).

It reads bytes that a stranger made, so it knows nothing of the server: no import of ours, no database, no address.
What it finds it says in lines of JSON: `{"pages": 3}`, `{"page": 1, "width": …, "height": …, "text": …}` or
`{"refused": …}`.
"""

import io
import json
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any

LONGEST_SIDE = 1600
THUMBNAIL_SIDE = 320
QUALITIES, THUMBNAIL_QUALITY, EFFORT = (75, 55, 40, 30), 60, 2
"""More effort would take twice the time for a twentieth fewer bytes."""
MOST_BYTES = 96_000
"""What a line of 64 kbit/s brings in twelve seconds: a page that is all photograph is coarser rather than late."""
LEAST_SIDE = 800
MOST_PIXELS = 80_000_000
LONGEST_TEXT = 2000
MOST_UNPACKED = 400 << 20
"""Bytes of everything in an office file, unpacked."""
MOST_ENTRIES = 10_000
AT_ONCE = 1 << 20


class RefusedError(Exception):
    """This document cannot be shown."""


def say(**what: Any) -> None:
    """One line to whoever started this process."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def inspect(kind: str, source: Path, most_pages: int) -> None:
    """Look whether it can be shown at all, before it is kept."""
    if kind == "pdf":
        say(pages=_counted(_opened(source), most_pages))
    elif kind in ("png", "jpg"):
        _picture(source)
        say(pages=1)
    else:
        _unpack(source, most_pages)
        say(pages=0)


def draw(kind: str, source: Path, folder: Path, most_pages: int) -> None:
    """Draw all pages into files `0001.webp` and `0001.small.webp`."""
    if kind in ("png", "jpg"):
        say(pages=1)
        _save(_picture(source), folder, 1, "")
        return
    document = _opened(source)
    pages = _counted(document, most_pages)
    say(pages=pages)
    for number in range(1, pages + 1):
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(LONGEST_SIDE / max(width, height, 1), 8)
        image = page.render(scale=scale, may_draw_forms=False, rev_byteorder=True).to_pil().convert("RGB")
        _save(image, folder, number, _text(page))
        page.close()


def _opened(source: Path) -> Any:
    import pypdfium2  # pyright: ignore[reportMissingTypeStubs]

    try:
        return pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError as error:
        raise RefusedError("document_locked" if "assword" in str(error) else "document_damaged") from None


def _counted(document: Any, most_pages: int) -> int:
    pages = len(document)
    if pages == 0:
        raise RefusedError("document_empty")
    if pages > most_pages:
        raise RefusedError("too_many_pages")
    return pages


def _text(page: Any) -> str:
    words = page.get_textpage().get_text_bounded()
    return " ".join(words.replace("\ufffe", "").split())[:LONGEST_TEXT]


def _picture(source: Path) -> Any:
    """Upright, in the colours of the web's pictures, with nothing beside its pixels."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(source, formats=["PNG", "JPEG"]) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise RefusedError("image_too_large")
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(opened)
            shown = upright.convert("RGBA")
            ground = Image.new("RGB", shown.size, "white")
            ground.paste(shown, mask=shown.getchannel("A"))
            ground.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return ground
    except Image.DecompressionBombError:
        raise RefusedError("image_too_large") from None
    except (OSError, SyntaxError, ValueError, EOFError):
        raise RefusedError("document_damaged") from None


def _save(image: Any, folder: Path, number: int, text: str) -> None:
    image = _saved_small_enough(image, folder / f"{number:04}.webp")
    width, height = image.size
    image.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    image.save(folder / f"{number:04}.small.webp", "WEBP", quality=THUMBNAIL_QUALITY, method=EFFORT)
    say(page=number, width=width, height=height, text=text)


def _saved_small_enough(image: Any, target: Path) -> Any:
    """Write it as well as its bytes allow; the picture as it was written."""
    for quality in QUALITIES:
        image.save(target, "WEBP", quality=quality, method=EFFORT)
        if target.stat().st_size <= MOST_BYTES:
            return image
    while target.stat().st_size > MOST_BYTES and max(image.size) * 3 // 4 >= LEAST_SIDE:
        image = image.resize((image.width * 3 // 4, image.height * 3 // 4))
        image.save(target, "WEBP", quality=QUALITIES[-1], method=EFFORT)
    return image


def _unpack(source: Path, most_pages: int) -> None:
    """Read every entry to its end and keep none: what an archive says of its own size may be a lie."""
    left = MOST_UNPACKED
    try:
        with zipfile.ZipFile(source) as archive:
            entries = archive.infolist()
            _look_at_names([entry.filename.lower() for entry in entries], most_pages)
            for entry in entries:
                if entry.flag_bits & 1:
                    raise RefusedError("document_locked")
                with archive.open(entry) as content:
                    left = _read_on(content, left)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        raise RefusedError("document_damaged") from None


def _look_at_names(names: list[str], most_pages: int) -> None:
    if len(names) > MOST_ENTRIES:
        raise RefusedError("document_too_large_inside")
    if any(name.endswith((".eps", ".ps", ".epsf")) for name in names):
        raise RefusedError("has_eps")
    slides = [name for name in names if name.startswith("ppt/slides/slide") and name.endswith(".xml")]
    if len(slides) > most_pages:
        raise RefusedError("too_many_pages")


def _read_on(content: Any, left: int) -> int:
    """Read to the end; how much may still come."""
    first = content.read(AT_ONCE)
    if first[:4] in (b"%!PS", b"\xc5\xd0\xd3\xc6"):
        raise RefusedError("has_eps")
    left -= len(first)
    while first and left >= 0:
        first = content.read(AT_ONCE)
        left -= len(first)
    if left < 0:
        raise RefusedError("document_too_large_inside")
    return left


def main() -> int:
    """`inspect KIND FILE MOST_PAGES`, or `draw KIND FILE MOST_PAGES FOLDER`."""
    # Nothing that a library writes may be taken for our lines.
    sys.stderr = io.StringIO()
    verb, kind, source, most_pages = sys.argv[1:5]
    try:
        if verb == "inspect":
            inspect(kind, Path(source), int(most_pages))
        else:
            draw(kind, Path(source), Path(sys.argv[5]), int(most_pages))
    except RefusedError as refusal:
        say(refused=str(refusal))
    except MemoryError:
        say(refused="document_too_large_inside")
    return 0


if __name__ == "__main__":
    sys.exit(main())
