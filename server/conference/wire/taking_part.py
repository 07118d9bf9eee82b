"""What everybody inside does: hands, class lists, and what is shown for a moment only."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from server.conference.wire.words import LongText, Network, NetworkCause, Phrase, ReactionKind
from server.core.wire import Request, Update
from server.rooms.wire import Person


class RaiseHand(Request, frozen=True, tag="hand.raise", kw_only=True):
    """Raise or lower one's own hand, or one of one's class list; who leads may lower another's by naming the user."""

    conference: UUID
    up: bool
    user: UUID | None = None
    pupil: UUID | None = None
    """A pupil of the class list: of one's own, or (to lower it) of the named user's."""


class SetClassList(Request, frozen=True, tag="classroom.set", kw_only=True):
    """List the pupils who sit before one's device, all of them; a teacher's seat only. At most 35."""

    conference: UUID
    pupils: Annotated[list[UUID], msgspec.Meta(max_length=200)]


class ClassPupils(msgspec.Struct, frozen=True, kw_only=True):
    """Whom the caller may put on a class list, by name."""

    pupils: list[Person]


class ReportQuality(Request, frozen=True, tag="quality.report", kw_only=True):
    """How well one's own network carries, when that has changed; at most once a second."""

    conference: UUID
    value: Network
    cause: NetworkCause | None = None


class WriteCaption(Request, frozen=True, tag="caption.write", kw_only=True):
    """One line of what is being said, by a captioner or who leads; told and not stored. At most 200 characters."""

    conference: UUID
    text: LongText


class SendReaction(Request, frozen=True, tag="reaction.send", kw_only=True):
    """Show a reaction for a moment; at most 3 in 5 seconds, together with phrases."""

    conference: UUID
    reaction: ReactionKind


class SayPhrase(Request, frozen=True, tag="phrase.say", kw_only=True):
    """Show a phrase card, which everybody reads in their own language; at most 3 in 5 seconds, with reactions."""

    conference: UUID
    phrase: Phrase


class CaptionWritten(Update, frozen=True, tag="caption.written", kw_only=True):
    """A line of what is being said."""

    conference: UUID
    user: UUID
    """Who typed it."""
    name: str
    text: str
    at: datetime


class ReactionSent(Update, frozen=True, tag="reaction.sent", kw_only=True):
    """Somebody shows a reaction."""

    conference: UUID
    user: UUID
    reaction: ReactionKind


class PhraseSaid(Update, frozen=True, tag="phrase.said", kw_only=True):
    """Somebody shows a phrase card."""

    conference: UUID
    user: UUID
    phrase: Phrase
    at: datetime
