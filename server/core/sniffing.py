"""What an upload is, by its bytes: neither its name nor what the sender says of it is asked (R-180)."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from pathlib import Path

from server.core.errors import UserError

MIMES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "pdf": "application/pdf",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How Word, Excel and PowerPoint began their files until 2007 (MS-CFB 2.2)."""
STREAMS = {"WordDocument": "doc", "Workbook": "xls", "Book": "xls", "PowerPoint Document": "ppt"}
OPAQUE = ("xls", "ppt")
"""Their macros stand inside a stream (MS-PPT 2.3.1, MS-XLS 2.1.7.20): a look at the directory cannot rule them out."""
MACROS_IN_COMPOUND = ("_VBA_PROJECT", "VBA")
ENTRY, STORAGE, STREAM = 128, 1, 2

OFFICE_TYPES = "[Content_Types].xml"
MOST_DIRECTORY = 2 << 20
"""Bytes of a ZIP's own list of contents: real documents have some thousand entries at most."""
END_OF_ZIP, LONGEST_END = b"PK\x05\x06", 22 + 65_535
MANIFEST = 1 << 20


def file_type(path: Path) -> str:
    """The ending that a document should have; refuses what is none that we take, or carries macros."""
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        found = _in_zip(path)
    elif head == COMPOUND:
        # Names are the same in large and small letters (MS-CFB 2.6.4).
        found = _in_compound(path.read_bytes().lower())
    else:
        found = None
    if found in OPAQUE:
        raise UserError(
            "old_office",
            "We cannot look into old Excel and PowerPoint files. Save it as xlsx or pptx, and upload that.",
            status=422,
        )
    if found is None:
        raise UserError("file_type", "Files are Word, PowerPoint, Excel, OpenDocument or PDF documents.", status=422)
    return found


def has_macros() -> UserError:
    """A document that runs something when it is opened."""
    return UserError("has_macros", "This document contains macros. Save it without them, then upload it.", status=422)


def _in_zip(path: Path) -> str | None:
    if not _is_modest(path):
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            return _in_archive(archive)
    except (zlib.error, lzma.LZMAError):
        raise UserError("file_damaged", "This file is damaged.", status=422) from None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError):
        # No archive that can be read: it is refused as a file of no known type.
        return None


def _is_modest(path: Path) -> bool:
    """Whether the list of contents is small enough to be read into memory at all (APPNOTE 4.3.16)."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - LONGEST_END))
        end = file.read()
    at = end.rfind(END_OF_ZIP)
    if at < 0 or len(end) - at < 22 or end[max(0, at - 20) : at].startswith(b"PK\x06\x07"):
        return False
    return int.from_bytes(end[at + 12 : at + 16], "little") <= MOST_DIRECTORY


def _in_archive(archive: zipfile.ZipFile) -> str | None:
    names = archive.namelist()
    if names[:1] == ["mimetype"]:
        # The first entry of an OpenDocument, so that its type stands at the file's start (ODF 1.3, part 2, 3.3).
        said = _read(archive, "mimetype").strip()
        found = next((kind for kind in ("odt", "ods", "odp") if MIMES[kind].encode() == said), None)
        if found and any(name.startswith(("Basic/", "Scripts/")) for name in names):
            raise has_macros()
        return found
    if OFFICE_TYPES not in names:
        return None
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise has_macros()
    said = _read(archive, OFFICE_TYPES)
    if b".macroEnabled.main+xml" in said:
        # docm, xlsm and pptm, with the macros taken out or put elsewhere (ECMA-376, part 4).
        raise has_macros()
    return next((kind for kind in ("docx", "xlsx", "pptx") if f'"{MIMES[kind]}.main+xml"'.encode() in said), None)


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as entry:
        return entry.read(MANIFEST)


def _in_compound(content: bytes) -> str | None:
    """By the names in its directory (MS-CFB 2.6.1)."""
    if any(_has_entry(content, name, kind) for name in MACROS_IN_COMPOUND for kind in (STORAGE, STREAM)):
        raise has_macros()
    return next((kind for name, kind in STREAMS.items() if _has_entry(content, name, STREAM)), None)


def _has_entry(content: bytes, name: str, kind: int) -> bool:
    """An entry is 128 bytes at a multiple of 128: the name in 64, its length with the final zero, the kind of thing."""
    text = name.encode("utf-16-le")
    wanted = text.lower().ljust(64, b"\0") + (len(text) + 2).to_bytes(2, "little") + bytes([kind])
    at = content.find(wanted)
    while at >= 0 and at % ENTRY:
        at = content.find(wanted, at + 1)
    return at >= 0
