"""What an upload is that should go on stage, by its bytes; its name and what the sender says of it are not asked."""

from __future__ import annotations

from pathlib import Path

from server.conference.documents.models import DocumentKind
from server.conference.documents.problems import refused
from server.core import sniffing
from server.core.errors import UserError

MIMES = {kind: sniffing.MIMES[kind.value] for kind in DocumentKind}
PICTURES = {b"\x89PNG\r\n\x1a\n": DocumentKind.PNG, b"\xff\xd8\xff": DocumentKind.JPG}
PROTECTED = "EncryptedPackage".encode("utf-16-le")
"""An office file under a password stands in a compound file, in a stream of this name (MS-OFFCRYPTO 2.3.4)."""


def kind_of(path: Path) -> DocumentKind:
    """The kind, or a refusal in plain words. Blocks: it is for a thread."""
    with path.open("rb") as file:
        head = file.read(16)
    for sign, kind in PICTURES.items():
        if head.startswith(sign):
            return kind
    if head.startswith(sniffing.COMPOUND) and PROTECTED in path.read_bytes():
        raise refused("document_locked")
    try:
        found = sniffing.file_type(path)
    except UserError as error:
        # The words of Materials name other kinds of files.
        raise error if error.code in ("has_macros", "file_damaged") else refused("document_type") from None
    if found not in set(DocumentKind):
        raise refused("document_type")
    return DocumentKind(found)
