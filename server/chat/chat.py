"""The chat of one server process: its writer, its watch over gaps."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection
from uuid import UUID

from sqlalchemy import select

from server.chat.gaps import Gaps
from server.chat.models import ChatMessage, ChatMute, ChatRoom
from server.chat.news import News
from server.chat.rules import Author, RoomRules, check_may_write
from server.chat.stored import alive
from server.chat.wire import Message
from server.chat.writer import OnHeld, OnMention, Screen, Writer
from server.chat.writes import Unlinking
from server.core import clock
from server.core.errors import UserError
from server.core.permissions import Standing
from server.core.site import Site
from server.rooms.models import Room, Silence

OnChanged = Callable[[Message], None]
TYPING_EVERY = 3.0
MOST_TYPING = 10_000


class Chat:
    """A Site part: `site.add(Chat(site))`, after the hub."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._news = News(site)
        self.writer = Writer(site, self._news)
        self._gaps = Gaps(site)
        self._on_changed: list[OnChanged] = []
        self._typing: dict[tuple[UUID, UUID], float] = {}

    async def start(self) -> None:
        """Write and watch from now on."""
        self.writer.start()
        self._gaps.start()

    async def close(self) -> None:
        """Write what waits, then stop."""
        await self._gaps.close()
        await self.writer.close()
        await self._news.close()

    def on_mention(self, listener: OnMention) -> None:
        """Ask to be told, after the commit, of who mentioned whom in which room. Must not wait."""
        self.writer.on_mention(listener)

    def on_held(self, listener: OnHeld) -> None:
        """Ask to be told, after the commit, of messages that wait for a teacher. Must not wait."""
        self.writer.on_held(listener)

    def on_changed(self, listener: OnChanged) -> None:
        """Ask to be told, after the commit, of messages that somebody edited or deleted. Must not wait."""
        self._on_changed.append(listener)

    def changed(self, message: Message) -> None:
        """Tell those who asked."""
        for listener in self._on_changed:
            listener(message)

    def screen_by(self, screen: Screen) -> None:
        """Have pupils' texts looked at by whoever knows what must wait; the chat knows nothing of detectors."""
        self.writer.screen_by(screen)

    def check_name(self, author: Standing, *texts: str) -> None:
        """Refuse what a pupil calls something if it would have to wait as a message: a name cannot wait."""
        if author.is_pupil and any(self.writer.screened(text) for text in texts):
            raise UserError(
                "not_for_all",
                "Not everybody may read this before a teacher has. Leave out phone numbers, addresses, links to other "
                "sites and rude words.",
                status=422,
            )

    async def materials_gone(self, author: Author, materials: Collection[UUID]) -> None:
        """Tell the readers of every message that links one of these materials that it is no longer there."""
        linked = select(ChatMessage.id, ChatMessage.room_id).where(ChatMessage.material_id.in_(materials), alive())
        async with self._site.database.read() as db:
            found = (await db.execute(linked)).all()
        writes = [Unlinking(room=room, author=author, message=message) for message, room in found]
        for outcome in await asyncio.gather(*map(self.writer.write, writes), return_exceptions=True):
            # Those that could not be told see it when they fetch the message again.
            if isinstance(outcome, BaseException) and not isinstance(outcome, UserError):
                raise outcome

    def may_tell_typing(self, room: UUID, user: UUID) -> bool:
        """At most every three seconds for a person in a room, whatever the number of tabs."""
        now = time.monotonic()
        if self._typing.get((room, user), 0.0) > now:
            return False
        if len(self._typing) >= MOST_TYPING:
            self._typing = {key: until for key, until in self._typing.items() if until > now}
        self._typing[room, user] = now + TYPING_EVERY
        return True

    async def check_may_write(self, room: UUID, author: Author) -> None:
        """The room's rules, outside a write: for what is told but not stored."""
        muted = select(ChatMute.user_id).where(
            ChatMute.room_id == room,
            ChatMute.user_id == author.user,
            (ChatMute.until.is_(None)) | (ChatMute.until > clock.now()),
        )
        async with self._site.database.read() as db:
            state = (await db.scalars(select(Room.state).where(Room.id == room))).one()
            chat = await db.get(ChatRoom, room) or ChatRoom(pupils_can_write=True, hours=None, slow_mode_s=0)
            is_muted = await db.scalar(muted) is not None
            silence = await db.get(Silence, (room, author.user))
        rules = RoomRules(state, chat.pupils_can_write, chat.hours, chat.slow_mode_s)
        check_may_write(rules, author, is_muted, clock.now(), silence.reason if silence else None)
