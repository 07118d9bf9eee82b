"""Tables that leave the house: a spreadsheet must never take a cell for a formula (T23)."""

from __future__ import annotations

from starlette.responses import Response

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_cell(value: object) -> str:
    """The value as text that no spreadsheet carries out (OWASP, CSV injection)."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(STARTS) else text


def csv_file(name: str, content: str) -> Response:
    """A download that no cache keeps."""
    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
    }
    # With a byte order mark, else a spreadsheet takes UTF-8 for something else.
    return Response("\ufeff" + content, media_type="text/csv; charset=utf-8", headers=headers)
