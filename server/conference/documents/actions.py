"""The frames of slides on stage: what carries each out and the right it needs."""

from server.conference import wire
from server.conference.documents import slides, strokes
from server.core.http import Handles
from server.core.permissions import Right
from server.core.wire import Update

HANDLERS: list[Handles] = [
    Handles(wire.ShowSlides, slides.show, Right.CONFERENCE_SHARE),
    Handles(wire.PointAtSlide, slides.point, Right.CONFERENCE_SHARE),
    Handles(wire.DrawOnSlide, strokes.draw, Right.CONFERENCE_SHARE),
    Handles(wire.EraseDrawing, strokes.erase, Right.CONFERENCE_SHARE),
]

UPDATES: tuple[type[Update], ...] = (
    wire.SlidesChanged,
    wire.SlidePointed,
    wire.SlideDrawn,
    wire.SlideErased,
    wire.DocumentChanged,
    wire.DocumentDeleted,
)
