"""The one way a stored state changes: along an arrow of its TRANSITIONS table, or not at all."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

import structlog

from server.core.errors import UserError

log = structlog.get_logger()

State = TypeVar("State", bound=StrEnum)


class WrongMoveError(UserError):
    """There is no arrow from the present state to the wanted one (domain 8)."""

    def __init__(self, what: str, before: StrEnum, after: StrEnum) -> None:
        text = f"This {what} is {before}: it cannot become {after}."
        super().__init__("wrong_state", text, what=what, before=str(before), after=str(after))


def moved(what: str, transitions: Mapping[State, frozenset[State]], before: State, after: State) -> State:
    """`after`, when an arrow leads there; raises WrongMoveError otherwise."""
    if after not in transitions[before]:
        raise WrongMoveError(what, before, after)
    log.info("state moved", what=what, before=str(before), after=str(after))
    return after
