"""Tables that leave the house: a spreadsheet must never take a cell for a formula (T23)."""

from __future__ import annotations

from collections.abc import AsyncIterator

from starlette.responses import Response, StreamingResponse

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")

CSV = "text/csv; charset=utf-8"
MARK = "\ufeff"
"""The byte order mark: without it a spreadsheet takes UTF-8 for something else."""


def safe_cell(value: object) -> str:
    """The value as text that no spreadsheet carries out (OWASP, CSV injection)."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(STARTS) else text


def csv_file(name: str, content: str) -> Response:
    """A download that no cache keeps."""
    return Response(MARK + content, media_type=CSV, headers=_headers(name))


def csv_stream(name: str, parts: AsyncIterator[str]) -> Response:
    """The same for a table of any length. Should it break off, the browser says that the download has failed."""

    async def content() -> AsyncIterator[str]:
        yield MARK
        async for part in parts:
            yield part

    return StreamingResponse(content(), media_type=CSV, headers=_headers(name))


def _headers(name: str) -> dict[str, str]:
    return {
        "content-disposition": f'attachment; filename="{name}"',
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
    }
