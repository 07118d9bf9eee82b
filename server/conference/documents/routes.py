"""Documents over HTTP: uploads, lists, pictures of pages."""

from starlette.responses import Response

from server.conference import wire
from server.conference.documents import giving, preparing, strokes
from server.core.http import Call, Route
from server.core.permissions import Right


async def list_documents(call: Call) -> wire.DocumentList:
    """All documents of a conference, for those who may put them on stage."""
    return await preparing.listing(call.by, call.path["conference"])


async def upload(call: Call) -> wire.ConferenceDocument:
    """Upload a document; its pages become pictures afterwards."""
    return await preparing.upload(call.by, call.path["conference"], call.body, call.request.stream())


async def order(call: Call) -> None:
    """Put all documents into another order."""
    await preparing.order(call.by, call.path["conference"], call.body)


async def show(call: Call) -> wire.DocumentPages:
    """A document with its pages, for those who may see them now."""
    return await giving.pages(call.by, call.path["conference"], call.path["document"])


async def change(call: Call) -> None:
    """Rename a document, or say whether everybody may save the original."""
    await preparing.change(call.by, call.path["conference"], call.path["document"], call.body)


async def retry(call: Call) -> None:
    """Try again to make the pictures of its pages."""
    await preparing.retry(call.by, call.path["conference"], call.path["document"])


async def delete(call: Call) -> None:
    """Delete a document; when it is on stage, it is taken off."""
    await preparing.delete(call.by, call.path["conference"], call.path["document"])


async def file(call: Call) -> Response:
    """The document as it was uploaded, to be saved."""
    return await giving.original(call.by, call.path["conference"], call.path["document"], call.request)


async def picture(call: Call) -> Response:
    """The picture of a page."""
    path = call.path
    return await giving.picture(call.by, path["conference"], path["document"], path["page"], call.request, small=False)


async def thumbnail(call: Call) -> Response:
    """The same, small."""
    path = call.path
    return await giving.picture(call.by, path["conference"], path["document"], path["page"], call.request, small=True)


async def list_strokes(call: Call) -> wire.Strokes:
    """All lines drawn over a page."""
    return await strokes.strokes_of(call.by, call.path["conference"], call.path["document"], call.path["page"])


ALL = "/api/conferences/{conference}/documents"
ONE = f"{ALL}/{{document}}"
PAGE = f"{ONE}/pages/{{page}}"

ROUTES: list[Route] = [
    Route("GET", ALL, list_documents, Right.CONFERENCE_JOIN, gives=wire.DocumentList),
    Route(
        "POST",
        ALL,
        upload,
        Right.CONFERENCE_SHARE,
        takes=wire.NewDocument,
        gives=wire.ConferenceDocument,
        status=201,
        streams=True,
    ),
    Route("PUT", f"{ALL}/order", order, Right.CONFERENCE_SHARE, takes=wire.OrderDocuments),
    Route("GET", ONE, show, Right.CONFERENCE_JOIN, gives=wire.DocumentPages),
    Route("PATCH", ONE, change, Right.CONFERENCE_SHARE, takes=wire.ChangeDocument),
    Route("POST", f"{ONE}/retry", retry, Right.CONFERENCE_SHARE),
    Route("DELETE", ONE, delete, Right.CONFERENCE_SHARE),
    Route("GET", f"{ONE}/file", file, Right.CONFERENCE_JOIN),
    Route("GET", PAGE, picture, Right.CONFERENCE_JOIN),
    Route("GET", f"{PAGE}/thumbnail", thumbnail, Right.CONFERENCE_JOIN),
    Route("GET", f"{PAGE}/strokes", list_strokes, Right.CONFERENCE_JOIN, gives=wire.Strokes),
]
