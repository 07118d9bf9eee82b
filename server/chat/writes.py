"""What people want written to a room, as the writer's queue holds it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from server.chat.models import MESSAGE_TRANSITIONS, MessageState
from server.chat.rules import EDIT_WITHIN, Author
from server.chat.stored import Stored
from server.chat.wire import Message, MessageDeleted, MessageEdited, MessageReacted, MessageSent
from server.core.errors import UserError
from server.core.models.states import moved

MessageUpdate = MessageSent | MessageEdited | MessageDeleted | MessageReacted


def _future() -> asyncio.Future[Message | None]:
    return asyncio.get_running_loop().create_future()


@dataclass(eq=False, kw_only=True)
class Write:
    """Waits for its `answer`, which comes after the commit."""

    room: UUID
    author: Author
    answer: asyncio.Future[Message | None] = field(default_factory=_future)


@dataclass(eq=False, kw_only=True)
class Sending(Write):
    """A new message."""

    client_id: UUID
    text: str
    reply_to: UUID | None
    mentions: list[UUID]

    @property
    def key(self) -> tuple[UUID, UUID, UUID]:
        return self.room, self.author.user, self.client_id


@dataclass(eq=False, kw_only=True)
class Changing(Write):
    """Something done to a message that is there."""

    message: UUID


@dataclass(eq=False, kw_only=True)
class Editing(Changing):
    """Another text, by its author, within 15 minutes."""

    text: str

    def apply(self, stored: Stored, now: datetime) -> bool:
        """Change the text; False when nothing is different."""
        if stored.author_id != self.author.user:
            raise UserError("not_yours", "You can only edit your own messages.", status=403)
        if stored.state is MessageState.DELETED:
            raise UserError("deleted", "This message was deleted.")
        if now > stored.created_at + EDIT_WITHIN:
            raise UserError("edit_too_late", "A message can be edited for 15 minutes.", minutes=15)
        if stored.body == self.text:
            return False
        stored.body, stored.edited_at = self.text, now
        return True


@dataclass(eq=False, kw_only=True)
class Deleting(Changing):
    """The text goes at once; an empty stub stays until the message expires."""

    @staticmethod
    def apply(stored: Stored) -> bool:
        """Empty the message; False when it was deleted before."""
        if stored.state is MessageState.DELETED:
            return False
        stored.state = moved("message", MESSAGE_TRANSITIONS, stored.state, MessageState.DELETED)
        stored.body, stored.mentions = "", []
        return True


@dataclass(eq=False, kw_only=True)
class Reacting(Changing):
    """An emoji given or taken back."""

    emoji: str
    on: bool


@dataclass(eq=False, kw_only=True)
class Reading(Write):
    """Everything up to `seq` was seen."""

    seq: int
