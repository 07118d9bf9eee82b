"""Why a document is refused, or could not be turned into pictures, in plain words."""

from server.core.errors import UserError

MOST_MB = 50
MOST_PAGES = 200
MOST_DOCUMENTS = 30
MOST_IN_CONFERENCE = 300 << 20
"""Bytes of one conference's originals, so that none fills the disk of all."""

WORDS = {
    "document_type": "Documents are PDF, PowerPoint, Word, Excel or OpenDocument slides, and PNG or JPEG pictures.",
    "has_macros": "This document contains macros. Save it without them, then upload it.",
    "has_eps": "This document contains a PostScript picture. Replace it by a PNG or JPEG, then upload it.",
    "document_locked": "This document is protected by a password. Save it without one, then upload it.",
    "document_damaged": "This file is damaged.",
    "document_too_large_inside": "This file unpacks to more than we can handle.",
    "document_empty": "There is no page in this document.",
    "too_many_pages": f"A document has at most {MOST_PAGES} pages. Split it into parts.",
    "image_too_large": "This picture is too large. Make it smaller, then upload it.",
    "office_unavailable": "Office files cannot be converted here; upload a PDF.",
    "conversion_failed": "The pages could not be drawn. Try again, or upload the document as a PDF.",
    "conversion_too_long": "Drawing the pages took too long. Try again, or upload the document as a PDF.",
    "converter_stopped": "The converter was stopped before it was done. Try again.",
}

FOR_GOOD = frozenset(
    {
        "document_type",
        "has_macros",
        "has_eps",
        "document_locked",
        "document_damaged",
        "document_too_large_inside",
        "document_empty",
        "too_many_pages",
        "image_too_large",
    }
)
"""What trying again would not change: nothing of the document is kept."""


def refused(code: str) -> UserError:
    """The refusal of an upload."""
    if code == "too_many_pages":
        return UserError(code, WORDS[code], status=422, most=MOST_PAGES)
    return UserError(code, WORDS[code], status=422)
