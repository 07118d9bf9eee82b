"""The frames of polls: what carries each out and the right it needs."""

from server.conference import wire
from server.conference.polls import answering, preparing
from server.core.http import Handles
from server.core.permissions import Right
from server.core.wire import Update

HANDLERS: list[Handles] = [
    Handles(wire.MovePoll, preparing.move, Right.CONFERENCE_MODERATE),
    Handles(wire.AnswerPoll, answering.answer, Right.CONFERENCE_JOIN),
]

UPDATES: tuple[type[Update], ...] = (wire.PollChanged, wire.PollCounted, wire.PollDeleted)
