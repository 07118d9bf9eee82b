"""The frames of questions: what carries each out and the right it needs. Asking is writing, and needs its right."""

from server.conference import wire
from server.conference.questions import asking
from server.core.http import Handles
from server.core.permissions import Right
from server.core.wire import Update

HANDLERS: list[Handles] = [
    Handles(wire.AskQuestion, asking.ask, Right.CHAT_WRITE),
    Handles(wire.DeleteQuestion, asking.take_back, Right.CONFERENCE_JOIN),
    Handles(wire.VoteForQuestion, asking.vote, Right.CONFERENCE_JOIN),
    Handles(wire.MoveQuestion, asking.move, Right.CONFERENCE_MODERATE),
]

UPDATES: tuple[type[Update], ...] = (wire.QuestionChanged, wire.QuestionGone)
