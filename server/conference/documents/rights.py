"""Who may put documents on stage, and who may see them: asked of the matrix, with what is true in this conference."""

from __future__ import annotations

from uuid import UUID

from server.conference.gates import presents
from server.conference.models import Conference, SeatState
from server.conference.seats import Seating
from server.conference.terms import forgotten_at
from server.core import clock
from server.core.errors import forbidden, not_found
from server.core.http import Caller


def require_presenter(caller: Caller, seating: Seating) -> None:
    """Refuse everybody else."""
    if not presents(caller.here, seating):
        raise forbidden("Only those who lead and those who present may do this here.")


def require_sight(caller: Caller, seating: Seating, document: UUID) -> None:
    """Who presents sees every document; who is inside sees the one on stage; nobody else sees any (T5, T18)."""
    if is_forgotten(seating.conference):
        raise not_found("document")
    if presents(caller.here, seating):
        return
    seat = seating.seats.get(caller.identity.user)
    inside = seat is not None and seat.state is SeatState.CONNECTED
    if not inside or seating.conference.slides_document != document:
        raise not_found("document")


def is_forgotten(conference: Conference) -> bool:
    """Whether its documents are past their time, swept or not."""
    return forgotten_at(conference.ended_at or conference.ends_at, pupils=True) <= clock.now()
