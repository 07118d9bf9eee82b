"""Group commit: one task per process writes, and what arrived during the last commit is the next batch. No timer."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Collection, Sequence
from functools import partial
from uuid import UUID

import structlog
from msgspec.structs import replace
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from server.chat.commit import Commit
from server.chat.counters import Told
from server.chat.news import News
from server.chat.wire import Finding, Message, MessageHeld, MessageReleased, MessageSent
from server.chat.writes import Editing, Sending, Write
from server.core import metrics
from server.core.database import is_away, storage_refusal
from server.core.ending import end
from server.core.errors import UserError
from server.core.site import Site
from server.rooms.access import TEACHERS
from server.rooms.hub import Hub
from server.rooms.people import People
from server.rooms.topics import room_topic
from server.rooms.wire import Person

log = structlog.get_logger()

MOST_IN_BATCH = 1024
MOST_WAITING = 20_000
CLOSED_WITHIN = 5
"""Seconds for what waits when the server stops."""

OnMention = Callable[[UUID, Person, Collection[UUID]], None]
"""Which room, who wrote, who is mentioned."""
OnHeld = Callable[[Message], None]
"""A message that waits for a teacher from now on, or waits again."""
Screen = Callable[[str], Sequence[Finding]]
"""What must not be read by everybody in a pupil's text before a teacher has seen it. Must be quick."""


class Writer:
    """Acknowledges after the commit, then publishes, in the order of the numbers, beside the next commit."""

    def __init__(self, site: Site, news: News) -> None:
        self._site = site
        self._news = news
        self._waiting: deque[Write] = deque()
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._is_closing = False
        self._concluding: asyncio.Task[None] | None = None
        """Answers and tells what the last commit changed, while the next one is being written."""
        self._on_mention: list[OnMention] = []
        self._on_held: list[OnHeld] = []
        self._screens: list[Screen] = []

    def start(self) -> None:
        """Write from now on."""
        self._task = asyncio.create_task(self._write_for_ever())

    async def close(self) -> None:
        """Write what waits, then stop."""
        self._is_closing = True
        self._wake.set()
        if self._task is not None:
            await asyncio.wait([self._task], timeout=CLOSED_WITHIN)
        await end(self._task)
        if self._concluding is not None:
            await self._concluding
        for write in self._waiting:
            _fail(write, storage_refusal())

    def on_mention(self, listener: OnMention) -> None:
        """Ask to be told of new mentions in messages that everybody may read. Must not wait."""
        self._on_mention.append(listener)

    def on_held(self, listener: OnHeld) -> None:
        """Ask to be told, after the commit, of messages that wait for a teacher. Must not wait."""
        self._on_held.append(listener)

    def screen_by(self, screen: Screen) -> None:
        """Have every text of a pupil looked at before it is written, sent and edited alike (domain 6.4.4)."""
        self._screens.append(screen)

    async def write(self, write: Write) -> Message | None:
        """Hand in, and wait for the commit. Raises what the rules say, or `storage_away`."""
        if self._is_closing or len(self._waiting) >= MOST_WAITING:
            raise storage_refusal()
        began = time.perf_counter()
        if isinstance(write, (Sending, Editing)) and write.author.standing.is_pupil:
            # Before the queue, so that no room is locked meanwhile.
            write.findings = self._found(write)
        self._waiting.append(write)
        self._wake.set()
        answer = await write.answer
        metrics.COMMIT_SECONDS.observe(time.perf_counter() - began)
        return answer

    def _found(self, write: Sending | Editing) -> list[Finding]:
        found = self.screened(write.text)
        beside = write.shown_with if isinstance(write, Sending) else ()
        # What stands in a title stands nowhere in the text.
        found += [replace(f, start=0, end=0) for words in beside for f in self.screened(words)]
        return found

    def screened(self, text: str) -> list[Finding]:
        """What those who look at pupils' texts find in this one."""
        return [finding for screen in self._screens for finding in screen(text)]

    async def _write_for_ever(self) -> None:
        while not self._is_closing:
            await self._wake.wait()
            self._wake.clear()
            while self._waiting:
                await self._write([])

    def _next(self) -> list[Write]:
        return [self._waiting.popleft() for _ in range(min(MOST_IN_BATCH, len(self._waiting)))]

    async def _write(self, batch: list[Write], *, careful: bool = False) -> None:
        """Commit the batch, or whatever waits when it is our turn; if one bad row spoils it, commit each alone, so that
        only the bad one fails."""
        try:
            commit = await self._site.database.write_at_once(partial(self._commit, batch, careful=careful))
        except Exception as error:
            # Without a turn nobody was taken: the next in line hear of it.
            batch = batch or self._next()
            if isinstance(error, IntegrityError) and not careful:
                await self._write(batch, careful=True)
            elif is_away(error):
                log.warning("chat.storage_away", writes=len(batch), error=type(error).__name__)
                for write in batch:
                    _fail(write, storage_refusal(error))
            elif len(batch) == 1:
                _fail(batch[0], error)
            else:
                log.exception("chat.batch_failed", writes=len(batch))
                for write in batch:
                    await self._write([write], careful=True)
            return
        metrics.COMMIT_MESSAGES.observe(len(batch))
        before = self._concluding
        self._concluding = asyncio.create_task(self._conclude(batch, commit, before))
        if before is not None:
            await before

    async def _commit(self, batch: list[Write], db: AsyncSession, *, careful: bool) -> Commit:
        if not batch:
            # Taken now: who came while others had their turn need not wait for the one after.
            batch += self._next()
        commit = Commit(db, self._site.part(People), careful=careful)
        await commit.run(batch)
        return commit

    async def _conclude(self, batch: Sequence[Write], commit: Commit, before: asyncio.Task[None] | None) -> None:
        """Answer and tell of what is committed, while the next is being written."""
        try:
            commit.settle()
            self._acknowledge(commit)
        except Exception as error:
            # It is stored: whoever asks again gets it.
            log.exception("chat.acknowledge", writes=len(batch))
            for write in batch:
                _fail(write, error)
        if before is not None:
            # In the order of the commits: readers would take what comes early for a hole.
            await before
        for room, changed in commit.told.items():
            await self._publish(room, changed)

    def _acknowledge(self, commit: Commit) -> None:
        for write, outcome in commit.outcomes.items():
            if isinstance(outcome, UserError):
                _fail(write, outcome)
            elif not write.answer.done():
                write.answer.set_result(outcome)

    async def _publish(self, room: UUID, told: Told) -> None:
        self._news.wrote(room)
        try:
            await self._site.part(Hub).publish_all(room_topic(room), told.updates, told.changes)
        except Exception:
            # It is stored: the readers find the hole in the numbers and fetch it.
            log.exception("chat.publish", room=str(room))
        self._tell_listeners(told)

    def _tell_listeners(self, told: Told) -> None:
        for update, audience in told.updates:
            try:
                if isinstance(update, (MessageSent, MessageReleased)) and audience == "all" and update.message.mentions:
                    self._mention(update.message, update.message.mentions)
                if (
                    isinstance(update, (MessageSent, MessageHeld))
                    and audience == TEACHERS
                    and (update.message.id not in told.shown_anew)
                ):
                    for waits in self._on_held:
                        waits(update.message)
            except Exception:
                # The writer lives on, whatever a listener does.
                log.exception("chat.listener")
        for message, users in told.newly_mentioned:
            try:
                self._mention(message, users)
            except Exception:
                log.exception("chat.listener")

    def _mention(self, message: Message, users: Collection[UUID]) -> None:
        for mentioned in self._on_mention:
            mentioned(message.room, message.author, users)


def _fail(write: Write, error: Exception) -> None:
    # Whoever waited may be gone: then nobody has to hear of it.
    if not write.answer.done():
        write.answer.set_exception(error)
