"""The frames of recording: what carries each out and the right it needs."""

from server.conference import wire
from server.conference.recording import running
from server.core.http import Handles
from server.core.permissions import Right
from server.core.wire import Update

HANDLERS: list[Handles] = [
    Handles(wire.AnnounceRecording, running.announce, Right.CONFERENCE_RECORD),
    Handles(wire.StartRecording, running.start, Right.CONFERENCE_RECORD),
    Handles(wire.StopRecording, running.stop, Right.CONFERENCE_RECORD),
    Handles(wire.AnswerRecording, running.answer, Right.CONFERENCE_JOIN),
]

UPDATES: tuple[type[Update], ...] = (wire.RecordingChanged, wire.RecordingStored, wire.RecordingProgress)
