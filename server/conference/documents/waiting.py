"""Documents that wait for their pictures: each process converts one after another, whoever took the upload.

The row is the queue. Who takes it writes a token and a time into it, and goes on saying that it lives; a process that
dies lets the time pass, and another one begins anew. So a restart loses nothing, and nothing is converted twice at
once.
"""

from __future__ import annotations

import asyncio
import contextlib
from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy import and_, delete, or_, select, update

from server.conference.documents import stored
from server.conference.documents.converting import ConversionError, Drawn, draw
from server.conference.documents.models import ConferenceDocument, DocumentPage, DocumentState
from server.conference.documents.problems import FOR_GOOD
from server.core import blobs, clock
from server.core.database import new_id
from server.core.ending import end
from server.core.going_on import going_on
from server.core.models import FileBlob
from server.core.sandbox import Sandbox
from server.core.site import Site

log = structlog.get_logger()

LOOK_EVERY = 5.0
"""Seconds after which a process looks for what another left behind."""
TAKEN_FOR = timedelta(seconds=30)
SAY_EVERY = 10.0
MOST_TRIES = 3
"""What stopped so many processes is not begun again by itself."""
TOLD_EVERY = timedelta(seconds=0.3)
LOOKED_AT_ONCE = 2
"""Uploads whose bytes are looked at at the same time in this process, each in a process of its own."""


class LostError(Exception):
    """The document was deleted, or belongs to another process by now."""


class Conversions:
    """A Site part: the converter of this process."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.sandbox = Sandbox()
        self.glances = asyncio.Semaphore(LOOKED_AT_ONCE)
        self._news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin with what was left behind."""
        self._task = asyncio.create_task(self._work())

    async def close(self) -> None:
        """Stop; what was begun waits for another process."""
        await end(self._task)

    def look(self) -> None:
        """Something may wait: look now."""
        self._news.set()

    async def _work(self) -> None:
        while True:
            self._news.clear()
            with going_on(log, "documents.convert"):
                while taken := await self._take():
                    await _Try(self._site, self.sandbox, *taken).convert()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY):
                    await self._news.wait()

    async def _take(self) -> tuple[UUID, UUID] | None:
        """The oldest that waits, or whose process died: its id and our token for it."""
        now, token = clock.now(), new_id()
        dead = and_(ConferenceDocument.state == DocumentState.CONVERTING, ConferenceDocument.taken_until <= now)
        query = (
            select(ConferenceDocument)
            .where(or_(ConferenceDocument.state == DocumentState.WAITING, dead))
            .order_by(ConferenceDocument.updated_at, ConferenceDocument.id)
            .limit(1)
        )
        async with self._site.database.write() as db:
            document = await db.scalar(query.with_for_update(skip_locked=True))
            if document is None:
                return None
            if document.state is DocumentState.CONVERTING:
                document.taken_by = document.taken_until = None
                document.move_to(DocumentState.WAITING)
            document.move_to(DocumentState.CONVERTING)
            document.tries += 1
            document.taken_by, document.taken_until = token, now + TAKEN_FOR
            document.pages_done, document.pages_all = 0, None
            left = await stored.blobs_of(db, [document.id], originals=False)
            await db.execute(delete(DocumentPage).where(DocumentPage.document_id == document.id))
        if left:
            await blobs.drop_unused(self._site, left)
        return document.id, token


class _Try:
    """One document, from taking it to its last page."""

    def __init__(self, site: Site, sandbox: Sandbox, document: UUID, token: UUID) -> None:
        self._site = site
        self._sandbox = sandbox
        self._id = document
        self._ours = (ConferenceDocument.id == document, ConferenceDocument.taken_by == token)
        self._conference: UUID | None = None
        self._told = clock.now() - TOLD_EVERY

    async def convert(self) -> None:
        """Draw its pages; whatever comes between, the row says how it ended."""
        alive = asyncio.create_task(self._say_alive())
        try:
            await self._draw()
            await self._done()
        except LostError:
            pass
        except ConversionError as error:
            await self._fail(error.code)
        except asyncio.CancelledError:
            await self._hand_back()
            raise
        except Exception:
            await self._fail("conversion_failed")
            raise
        finally:
            await end(alive)

    async def _draw(self) -> None:
        query = select(ConferenceDocument, FileBlob.storage_key).join(
            FileBlob, FileBlob.id == ConferenceDocument.original_id
        )
        async with self._site.database.read() as db:
            found = (await db.execute(query.where(*self._ours))).first()
        if found is None:
            raise LostError
        document, key = found
        self._conference = document.conference_id
        if document.tries > MOST_TRIES:
            raise ConversionError("converter_stopped")
        await self._tell(now=True)
        path = blobs.path_of(self._site, key).absolute()
        await draw(self._site, self._sandbox, document.kind, path, self._heard)

    async def _heard(self, what: int | Drawn) -> None:
        if isinstance(what, int):
            await self._write(pages_all=what)
        else:
            await self._keep(what)
        await self._tell(now=isinstance(what, int))

    async def _keep(self, drawn: Drawn) -> None:
        image, thumbnail = await asyncio.to_thread(
            lambda: [blobs.keep(self._site, content, "image/webp") for content in (drawn.image, drawn.thumbnail)]
        )
        try:
            async with self._site.database.write() as db:
                document = await db.scalar(select(ConferenceDocument).where(*self._ours).with_for_update())
                if document is None:
                    raise LostError
                db.add_all([image, thumbnail])
                await db.flush()
                db.add(
                    DocumentPage(
                        document_id=document.id,
                        number=drawn.number,
                        width=drawn.width,
                        height=drawn.height,
                        text=drawn.text,
                        image_id=image.id,
                        thumbnail_id=thumbnail.id,
                    )
                )
                document.pages_done = drawn.number
        except BaseException:
            await asyncio.to_thread(blobs.forget, self._site, image, thumbnail)
            raise

    async def _say_alive(self) -> None:
        while True:
            await asyncio.sleep(SAY_EVERY)
            with going_on(log, "documents.say_alive"), contextlib.suppress(LostError):
                await self._write(taken_until=clock.now() + TAKEN_FOR)

    async def _done(self) -> None:
        await self._write(state=DocumentState.READY, taken_by=None, taken_until=None)
        await self._tell(now=True)

    async def _hand_back(self) -> None:
        with contextlib.suppress(LostError):
            await self._write(state=DocumentState.WAITING, taken_by=None, taken_until=None)

    async def _fail(self, code: str) -> None:
        gone: list[UUID] = []
        with contextlib.suppress(LostError):
            async with self._site.database.write() as db:
                document = await db.scalar(select(ConferenceDocument).where(*self._ours).with_for_update())
                if document is None:
                    return
                gone = await stored.blobs_of(db, [self._id], originals=code in FOR_GOOD)
                await db.execute(delete(DocumentPage).where(DocumentPage.document_id == self._id))
                document.move_to(DocumentState.FAILED)
                document.problem, document.pages_done = code, 0
                document.taken_by = document.taken_until = None
                if code in FOR_GOOD:
                    # Nobody can ever show it: nothing of it is kept but its name and the reason.
                    document.original_id = None
            if gone:
                await blobs.drop_unused(self._site, gone)
            await self._tell(now=True)

    async def _write(self, **values: object) -> None:
        async with self._site.database.write() as db:
            changed = update(ConferenceDocument).where(*self._ours).values(**values).returning(ConferenceDocument.id)
            if await db.scalar(changed) is None:
                raise LostError

    async def _tell(self, *, now: bool) -> None:
        if self._conference is None or not (now or clock.now() - self._told >= TOLD_EVERY):
            return
        self._told = clock.now()
        await stored.tell(self._site, self._conference, [self._id])
