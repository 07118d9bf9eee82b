"""What people want written to a room, as the writer's queue holds it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from server.chat.models import MESSAGE_TRANSITIONS, MessageState
from server.chat.rules import EDIT_WITHIN, Author
from server.chat.stored import Stored
from server.chat.wire import (
    Finding,
    Hold,
    Message,
    MessageDeleted,
    MessageEdited,
    MessageHeld,
    MessageReacted,
    MessageReleased,
    MessageSent,
)
from server.chat.words import searchable
from server.core.errors import UserError
from server.core.models.states import moved

MessageUpdate = MessageSent | MessageEdited | MessageDeleted | MessageReacted | MessageHeld | MessageReleased

MOST_EARLIER = 20
"""Texts before an edit that are kept for evidence: more edits than that would wash out what was said first."""
BY_PEOPLE = ("reports", "moderator")
"""Held by reports or a person, so that another text alone does not free it."""


class Found(Finding, frozen=True, kw_only=True):
    """A finding as it is stored: those who keep the lists count by it, and nobody else is told."""

    entry: str = ""
    """The line of a list that the text fits, as it is compared; empty for what a detector found."""


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
    material: UUID | None = None
    shown_with: Sequence[str] = ()
    """What readers see of the material: words too, which a pupil may have written."""
    findings: Sequence[Finding] = ()
    """What keeps it from being read at once; put in by the writer."""
    words: str = field(init=False)
    """By which it is found: cut before the transaction, which others wait for."""

    def __post_init__(self) -> None:
        self.words = searchable(self.room, self.text)

    @property
    def key(self) -> tuple[UUID, UUID, UUID]:
        return self.room, self.author.user, self.client_id


@dataclass(eq=False, kw_only=True)
class Changing(Write):
    """Something done to a message that is there."""

    message: UUID

    def concerns(self, stored: Stored) -> bool:
        """Whether the message is there for whoever wants to change it."""
        return stored.readable_by(self.author.standing)


@dataclass(eq=False, kw_only=True)
class Editing(Changing):
    """Another text, by its author, within 15 minutes; a held one as long as it waits."""

    text: str
    mentions: list[UUID]
    newly_mentioned: Collection[UUID] = ()
    """Those whom only this text mentions: the others have heard of the one before."""
    findings: Sequence[Finding] = ()

    def apply(self, stored: Stored, now: datetime) -> type[MessageUpdate] | None:
        """Change the text, and let the new one decide whether it waits; None when nothing is different."""
        if stored.author_id != self.author.user:
            raise UserError("not_yours", "You can only edit your own messages.", status=403)
        if stored.state is MessageState.DELETED:
            raise UserError("deleted", "This message was deleted.")
        was_held = stored.state is MessageState.HELD
        if now > stored.created_at + EDIT_WITHIN and not was_held:
            raise UserError("edit_too_late", "A message can be edited for 15 minutes.", minutes=15)
        if stored.body == self.text:
            return None
        earlier = stored.earlier or []
        if len(earlier) >= MOST_EARLIER:
            raise UserError("edited_enough", "This message was edited often enough. Delete it, and write a new one.")
        stored.earlier = [*earlier, stored.body]
        stored.body, stored.edited_at = self.text, now
        before, stored.mentions = stored.mentions, [str(user) for user in self.mentions]
        self.newly_mentioned = [user for user in self.mentions if str(user) not in before]
        # What people decided stands whatever the detectors say: whoever asked for another text looks at it again. And
        # what stands nowhere in the text, but in the title of a material, is not mended by another text.
        left = [f for f in _findings(stored) if f.kind in BY_PEOPLE or f.start == f.end] if was_held else []
        if self.findings or left:
            hold(stored, [*left, *self.findings], now)
        elif was_held:
            release(stored)
            return MessageReleased
        return MessageHeld if stored.state is MessageState.HELD else MessageEdited


@dataclass(eq=False, kw_only=True)
class Deleting(Changing):
    """The text goes at once; an empty stub stays until the message expires."""

    @staticmethod
    def apply(stored: Stored) -> bool:
        """Empty the message; False when it was deleted before."""
        if stored.state is MessageState.DELETED:
            return False
        stored.state = moved("message", MESSAGE_TRANSITIONS, stored.state, MessageState.DELETED)
        stored.body, stored.mentions, stored.earlier, stored.material_id = "", [], None, None
        return True


@dataclass(eq=False, kw_only=True)
class Holding(Changing):
    """Nobody but its author and the teachers may read it until somebody has decided."""

    why: Literal["reports", "moderator"] = "moderator"
    still: Callable[[AsyncSession], Awaitable[bool]] | None = None
    """Asked in the transaction that holds it: whether it still should be."""

    def concerns(self, stored: Stored) -> bool:
        """Reports hide a message whoever sends the last of them, also one that waits already."""
        return self.why == "reports" or super().concerns(stored)

    def apply(self, stored: Stored, now: datetime) -> type[MessageUpdate] | None:
        """Hold it; None when reports come to one that is held already, or gone."""
        if stored.state is not MessageState.VISIBLE:
            if self.why == "reports":
                return None
            # Whoever thinks to have held it would free, by undoing that, what others have held.
            if stored.state is MessageState.DELETED:
                raise UserError("deleted", "This message was deleted.")
            raise UserError("held_already", "This message is held already.")
        hold(stored, [Finding(kind=self.why)], now)
        return MessageHeld


@dataclass(eq=False, kw_only=True)
class Deciding(Changing):
    """A decision about the text that somebody has read, and about no other (domain 6.4.4)."""

    change: int
    """The message's change number when the decider read it."""

    def check_same(self, stored: Stored) -> None:
        """A waiting message may be edited: nobody decides about words that nobody has looked at."""
        if stored.change != self.change:
            raise UserError("changed_meanwhile", "This message has another text now. Read it again.")


@dataclass(eq=False, kw_only=True)
class Releasing(Deciding):
    """Somebody who may decide lets everybody read it."""

    shown: bool = False
    """Whether it was this decision that showed it."""

    def apply(self, stored: Stored) -> type[MessageUpdate] | None:
        """Show it; None when it is shown already."""
        self.shown = False
        if stored.state is MessageState.DELETED:
            raise UserError("deleted", "This message was deleted.")
        if stored.state is MessageState.VISIBLE:
            return None
        self.check_same(stored)
        release(stored)
        self.shown = True
        return MessageReleased


@dataclass(eq=False, kw_only=True)
class Returning(Deciding):
    """It stays held, and its author reads a hint and may write another text."""

    hint: str
    note: str

    def apply(self, stored: Stored, now: datetime) -> type[MessageUpdate] | None:
        """Note the hint."""
        if stored.state is not MessageState.HELD:
            raise UserError("not_held", "This message is not waiting any more.")
        self.check_same(stored)
        since = (stored.hold or {}).get("since", stored.created_at.isoformat())
        returned = Hold(
            findings=[*_findings(stored)],
            since=datetime.fromisoformat(since),
            hint=self.hint,
            note=self.note,
            returned_at=now,
        )
        stored.hold = msgspec.to_builtins(returned)
        return MessageHeld


def hold(stored: Stored, findings: Sequence[Finding], now: datetime) -> None:
    """Let a message wait, or go on waiting, for these reasons."""
    if stored.state is not MessageState.HELD:
        stored.state = moved("message", MESSAGE_TRANSITIONS, stored.state, MessageState.HELD)
    stored.hold = held(findings, now)


def held(findings: Sequence[Finding], now: datetime) -> dict[str, Any]:
    """A hold as it is stored."""
    return msgspec.to_builtins(Hold(findings=list(findings), since=now))


def release(stored: Stored) -> None:
    """Show it; why it was held stays with it, for those who count."""
    stored.state = moved("message", MESSAGE_TRANSITIONS, stored.state, MessageState.VISIBLE)


def _findings(stored: Stored) -> list[Found]:
    return msgspec.convert((stored.hold or {}).get("findings", []), list[Found])


@dataclass(eq=False, kw_only=True)
class Unlinking(Changing):
    """The material that a message links is no longer there: its readers are told, and it stays as it was written."""

    def concerns(self, stored: Stored) -> bool:
        """Held messages too: whoever reads them is told."""
        return True

    @staticmethod
    def apply(stored: Stored) -> type[MessageUpdate] | None:
        """Show it anew; None when nothing of it is shown."""
        if stored.material_id is None:
            return None
        return MessageHeld if stored.state is MessageState.HELD else MessageEdited


@dataclass(eq=False, kw_only=True)
class Reacting(Changing):
    """An emoji given or taken back."""

    emoji: str
    on: bool


@dataclass(eq=False, kw_only=True)
class Reading(Write):
    """Everything up to `seq` was seen."""

    seq: int
