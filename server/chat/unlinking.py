"""What follows when materials are gone: whoever reads a message that links one is told, and bytes that nothing else
uses go too. Whoever deletes the rows calls this after the commit; doing it twice changes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from server.chat.chat import Chat
from server.chat.rules import Author
from server.core import blobs
from server.core.models import Material
from server.core.site import Site


async def materials_gone(site: Site, author: Author, gone: Sequence[Material]) -> None:
    """Tell, then sweep."""
    if not gone:
        return
    await site.part(Chat).materials_gone(author, [one.id for one in gone])
    if used := [blob for one in gone for blob in (one.file_id, one.thumbnail_id) if blob]:
        await blobs.drop_unused(site, used)
