"""How an upload's bytes are given out: never run, never taken for something else, never after the right is lost."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from server.core import blobs
from server.core.errors import not_found
from server.core.models.files import FileBlob
from server.core.site import Site

NOT_IN_NAMES = str.maketrans(dict.fromkeys('/\\:*?"<>|\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069', "-"))
"""What some system takes for something else in the name of a file, or what turns it round."""

HEADERS = {
    # Asked for anew each time it is shown: whoever may not see it any more does not, though a browser has kept it.
    "cache-control": "private, no-cache",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
}


def given(site: Site, blob: FileBlob, request: Request, title: str, ending: str, *, inline: bool) -> Response:
    """The file of this row, to be shown in a page or else to be saved, under a name of our making (T14)."""
    headers = {**HEADERS, "etag": f'"{blob.sha256}"'}
    if headers["etag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    path = blobs.path_of(site, blob.storage_key)
    if not path.is_file():
        raise not_found("file")
    return FileResponse(
        path,
        headers=headers,
        media_type=blob.mime,
        filename=f"{title.translate(NOT_IN_NAMES)}.{ending}",
        content_disposition_type="inline" if inline else "attachment",
    )
