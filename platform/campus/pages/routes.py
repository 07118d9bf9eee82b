"""What leaves soon and what is kept, over HTTP."""

from campus.pages import keeping
from campus.pages.wire import KeepMessage, KeptText, KeptTexts, LeavingMessages
from server.core.http import Call, Route
from server.core.permissions import Right


async def list_leaving(call: Call) -> LeavingMessages:
    """What a room loses within the next 14 days."""
    return await keeping.leaving_soon(call.by, call.path["room"])


async def keep(call: Call) -> KeptText:
    """Keep a message's text in the project."""
    return await keeping.keep(call.by, call.path["room"], call.body)


async def list_kept(call: Call) -> KeptTexts:
    """The page "Kept from the chatroom"."""
    return await keeping.kept_texts(call.by, call.path["space"])


async def delete(call: Call) -> None:
    """Take a text off that page."""
    await keeping.delete(call.by, call.path["space"], call.path["text"])


ROUTES = [
    Route("GET", "/api/rooms/{room}/leaving", list_leaving, Right.CHAT_READ, gives=LeavingMessages),
    Route("POST", "/api/rooms/{room}/kept", keep, Right.PAGE_CREATE, takes=KeepMessage, gives=KeptText, status=201),
    Route("GET", "/api/spaces/{space}/kept", list_kept, Right.SEE_SPACE, gives=KeptTexts),
    Route("DELETE", "/api/spaces/{space}/kept/{text}", delete, Right.PAGE_ARRANGE),
]
