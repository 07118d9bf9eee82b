"""Every state machine of the house, wherever its table lives: legal moves are its arrows, every other move raises."""

from __future__ import annotations

import inspect
import sys
from enum import StrEnum
from typing import Any

import pytest

from server import app
from server.core import clock
from server.core.database import Base
from server.core.models.states import WrongMoveError

assert app.STORES, "with the application all models and tables are there"

TABLES: dict[type[StrEnum], dict[Any, frozenset[Any]]] = {
    type(next(iter(table))): table
    for module in list(sys.modules.values())
    if module.__name__.startswith(("server.", "campus."))
    for name, table in vars(module).items()
    if name.endswith("TRANSITIONS")
}
MODELS: list[type[Any]] = sorted(
    (mapper.class_ for mapper in Base.registry.mappers if hasattr(mapper.class_, "move_to")),
    key=lambda one: one.__name__,
)


@pytest.mark.parametrize("states", TABLES, ids=lambda states: states.__name__)
def test_every_state_has_its_arrows_and_each_leads_somewhere(states: type[StrEnum]) -> None:
    table = TABLES[states]
    assert set(table) == set(states)
    assert {after for afters in table.values() for after in afters} <= set(states)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_row_walks_its_arrows_and_nothing_else(model: type[Any]) -> None:
    column = "status" if hasattr(model, "status") else "state"
    states = getattr(model, column).type.enum_class
    more = [clock.now()] * (len(inspect.signature(model.move_to).parameters) - 2)
    for before in states:
        for after in states:
            row = model(**{column: before})
            if after in TABLES[states][before]:
                row.move_to(after, *more)
                assert getattr(row, column) is after
            elif after is before:
                # Some stay where they are without a word.
                continue
            else:
                with pytest.raises(WrongMoveError):
                    row.move_to(after, *more)
                assert getattr(row, column) is before
